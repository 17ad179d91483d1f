"""The stated and the real, side by side: what is missing, and what nobody explains."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.conformance import completions, stated
from tests.conformance.introspection import Index, Table
from tests.conformance.stated import Stated

KINDS = ("tables", "columns", "foreign keys", "uniques", "checks", "indexes", "values", "views",
         "functions", "triggers", "policies", "collections", "fields", "mongo indexes",
         "mongo values")  # fmt: skip


@dataclass
class Report:
    """Counts per platform and kind; sentences for whatever does not agree."""

    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    met: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)

    def expect(self, platform: str, kind: str, holds: bool, sentence: str) -> None:
        self.asked[platform, kind] += 1
        self.met[platform, kind] += holds
        if not holds:
            self.missing.append(f"{platform}: {sentence}")

    def line(self, platform: str) -> str:
        """`multiverse tables 12/12 columns 111/111 …`"""
        counts = (
            f"{kind} {self.met[platform, kind]}/{self.asked[platform, kind]}"
            for kind in KINDS
            if self.asked[platform, kind]
        )
        return f"{platform} {' '.join(counts)}"


def compare_tables(report: Report, found: Mapping[str, Table]) -> None:
    for each in stated.tables():
        table = found.get(each.place)
        report.expect(each.platform, "tables", table is not None, f"no table {each.place}")
        if table is not None:
            _columns(report, each, table)
            _keys(report, each, table)
            _indexes(report, each, table)
            _surplus(report, each.place, each.facts, table)
    known = {each.place for each in stated.tables()} | completions.TABLES.keys()
    report.unexplained += [f"table {place}" for place in sorted(found.keys() - known)]


def _columns(report: Report, each: Stated, table: Table) -> None:
    for name, facts in each.facts["columns"].items():
        column = table.columns.get(name)
        words = f"{each.place}.{name}"
        agrees = column is not None and all(_agreements(facts, column))
        report.expect(each.platform, "columns", agrees, f"column {words}: {facts} is {column}")
        if facts.get("enum") and not facts.get("enum_open"):
            checks = " ".join(table.checks)
            holds = all(f"'{word}'" in checks for word in facts["enum"])
            report.expect(each.platform, "values", holds, f"values of {words} are not checked")


def _agreements(facts: Mapping[str, Any], column: Any) -> Iterable[bool]:
    if facts.get("type"):
        yield column.type == stated.type_of(facts["type"])
    if facts.get("nullable") is not None and not facts.get("pk"):
        yield column.nullable == facts["nullable"]
    if facts.get("default"):
        wanted = facts["default"].lower().rstrip("0").rstrip(".") or "0"
        yield wanted in (column.default or "").lower()


def _keys(report: Report, each: Stated, table: Table) -> None:
    key = tuple(each.facts.get("primary_key") or ())
    if key and key != table.primary_key:
        report.missing.append(f"{each.platform}: primary key of {each.place}")
    for columns in each.facts["unique"]:
        holds = tuple(columns) in table.uniques or _indexed(table, tuple(columns), unique=True)
        report.expect(each.platform, "uniques", holds, f"unique {columns} on {each.place}")
    for words in each.facts["checks"]:
        holds = any(_same_check(words, real) for real in table.checks)
        report.expect(each.platform, "checks", holds, f"check {words} on {each.place}")
    for name, facts in each.facts["columns"].items():
        if wanted := stated.reference(each, facts):
            holds = table.foreign_keys.get(name) == wanted
            told = f"{each.place}.{name} → {wanted}, not {table.foreign_keys.get(name)}"
            if chosen := completions.DELETING.get(f"{each.place}.{name}"):
                holds = table.foreign_keys.get(name) == (*wanted[:2], chosen) and not wanted[2]
            report.expect(each.platform, "foreign keys", holds, told)


def _same_check(words: str, real: str) -> bool:
    """`a BETWEEN 1 AND 10` and its spelling in the catalogue name the same things."""
    names = {part.strip("()") for part in words.replace("BETWEEN", ">= <=").split()} - {"AND"}
    plain = real.replace("(", " ").replace(")", " ").replace("::numeric", "").split()
    return all(name in plain or name.rstrip("0").rstrip(".") in plain for name in names)


def _indexes(report: Report, each: Stated, table: Table) -> None:
    for facts in each.facts["indexes"]:
        columns, name = tuple(facts["columns"]), facts["name"]
        if facts["unique"]:
            holds = columns in table.uniques or _indexed(table, columns, unique=True)
        elif name:
            using = (facts["using"] or "btree").lower()
            holds = any(i.name == name and i.columns == columns and i.using == using
                        for i in table.indexes)  # fmt: skip
        else:
            holds = _indexed(table, columns)
        report.expect(each.platform, "indexes", holds, f"index {name} {columns} on {each.place}")


def _indexed(table: Table, columns: tuple[str, ...], *, unique: bool = False) -> bool:
    return any(i.columns == columns and i.unique >= unique and not i.partial
               for i in table.indexes)  # fmt: skip


def _surplus(report: Report, place: str, facts: Mapping[str, Any], table: Table) -> None:
    """Columns, keys and indexes that are there and stand in no document."""
    beyond = completions.BEYOND.get(place, completions.Completion(""))
    explained = frozenset(beyond.columns)
    sealed = {f"{name}_{end}" for name in table.columns for end in ("sealed", "index")}
    extra = table.columns.keys() - facts["columns"].keys() - explained - sealed
    report.unexplained += [f"column {place}.{name}" for name in sorted(extra)]
    if stale := explained - table.columns.keys():
        report.unexplained.append(f"completion of {place} that is not there: {sorted(stale)}")
    keys = {name for name in table.foreign_keys if name not in facts["columns"]} - explained
    report.unexplained += [f"foreign key {place}.{name}" for name in sorted(keys)]
    unstated = [i for i in table.indexes if not _is_stated(i, facts, table)]
    allowed = beyond.indexes
    report.unexplained += [
        f"index {i.name} on {place} {i.columns}" for i in unstated if i.name not in allowed
    ]


def _is_stated(index: Index, facts: Mapping[str, Any], table: Table) -> bool:
    """In the documents, behind a unique key, or on a foreign key (decisions.md 6)."""
    stated_too = {tuple(each["columns"]) for each in facts["indexes"]}
    stated_too |= {tuple(columns) for columns in facts["unique"]}
    on_key = index.columns[0] in table.foreign_keys
    return index.columns in stated_too or index.columns in table.uniques or on_key


def compare_named(report: Report, found: Mapping[str, set[str]]) -> None:
    """Views, functions and trigger functions that the documents name."""
    for platform in stated.PLATFORMS:
        facts = stated.INVENTORY[platform]["postgres"]
        for view in facts["materialized_views"]:
            report.expect(platform, "views", f"{platform}.{view}" in found["materialized_views"],
                          f"no materialized view {view}")  # fmt: skip
        for view in facts["views"]:
            real = any(n.startswith("user_extensions.") and _fits(view, n.split(".")[1])
                       for n in found["views"])  # fmt: skip
            report.expect(platform, "views", real, f"no view {view}")
        for name in facts["functions"]:
            place = name if "." in name else f"{platform}.{name}"
            report.expect(platform, "functions", place in found["functions"], f"no {place}()")
        for name in facts["triggers"]:
            real = any(n.endswith(f".{name}") for n in found["triggers"])
            report.expect(platform, "triggers", real, f"nothing fires {name}()")


def _fits(view: str, name: str) -> bool:
    before, x, after = view.partition("XXX")
    return name.startswith(before) and name.endswith(after) if x else name == view


def compare_policies(report: Report, found: Mapping[tuple[str, str], tuple[str, str]]) -> None:
    """Name, command and condition of every printed policy (decisions.md 37)."""
    for platform in stated.PLATFORMS:
        for facts in stated.INVENTORY[platform]["postgres"]["policies"]:
            place = f"{facts.get('schema') or platform}.{facts['table']}"
            command, condition = found.get((place, facts["name"]), ("", ""))
            holds = command == facts["command"] and _plain(condition) == _plain(facts["using"])
            report.expect(platform, "policies", holds, f"policy {facts['name']}: {condition}")


def _plain(condition: str) -> str:
    bare = condition.replace("::text", "").replace(" = true", "").lower()
    bare = "".join(sign for sign in bare if sign not in "() ")
    left, equals, right = bare.partition("=")
    return "=".join(sorted((left, right))) if equals else bare
