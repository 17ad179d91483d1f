"""A sheet into a list: columns fitted to fields, every line tried by the real rules, then written.

Lines are written batch by batch under commands made of the import's own id: brought again after a
cut, none is written twice. What was written is read back at once, and what was seen then is what
`undone` demands: a row that anybody touched since is refused, and told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from bson import ObjectId

from desktop_app.domain import inputs
from desktop_app.domain.errors import Invalid, NotAllowed, Refusal, Unreachable
from desktop_app.domain.imports import Line, Mapped, Outcome, Sheet, alike
from desktop_app.domain.inputs import Input
from desktop_app.domain.query import All, Any_, Condition, Kind, Op, Query, Row, Where
from desktop_app.domain.writes import Create, Edit, Remove, Write
from desktop_app.services.document_forms import drawn_key
from desktop_app.services.forms import inputs as fields_of
from desktop_app.services.rehearsing import rehearse
from desktop_app.storage.postgres import Sql

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

TOGETHER = 200
ASKED_TOGETHER = 500
STAMP = "updated_at"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to, line by line; `undo` takes it back as long as nobody touched it."""

    lines: tuple[Line, ...]
    undo: tuple[Write, ...] = ()


def offered(panel: "Panel") -> tuple[Input, ...]:
    """The fields that a column may fill, or by which a line finds its record."""
    keyed, drawn = panel.source.keyed, drawn_key(panel.source)
    found = tuple(each for each in fields_of(panel) if not each.closed or each.name in keyed)
    return (*found, drawn) if drawn else found


def guessed(panel: "Panel", headings: Sequence[str], remembered: Mapping[str, str]) -> Mapped:
    """What each heading most likely means: as the person said last time, else by its words."""
    names = {alike(word): each.name for each in offered(panel) for word in (each.name, each.said)}
    known = set(names.values())
    chosen: list[str] = []
    for heading in headings:
        name = remembered.get(heading, names.get(alike(heading), ""))
        chosen.append(name if name in known and name not in chosen else "")
    keyed = panel.source.keyed
    return Mapped(tuple(chosen), keyed if set(keyed) <= set(chosen) else ())


async def rehearsed(
    desk: "Desk", panel: "Panel", sheet: Sheet, mapped: Mapped, now: datetime
) -> tuple[Line, ...]:
    """What every line would come to; `now` has the person's zone. Nothing is written."""
    _check(desk, panel, sheet, mapped)
    told = [_read(panel, mapped, number, row, now) for number, row in sheet.lines]
    found = await _there(desk, panel, mapped, [each for each in told if isinstance(each, _Typed)])
    lines = _planned(panel, mapped, told, found)
    tried = [n for n, line in enumerate(lines) if line.write is not None]
    refused = await rehearse(desk, [w for n in tried if (w := lines[n].write) is not None])
    for place, refusal in refused.items():
        line = lines[tried[place]]
        lines[tried[place]] = _wrong(line.number, refusal)
    return tuple(lines)


async def carried_out(
    desk: "Desk", panel: "Panel", lines: tuple[Line, ...], command: UUID, *, whole: bool
) -> Imported:
    """Write the lines that stand, one by one if need be; `whole`: all of them, or none at all."""
    if whole and any(line.outcome is Outcome.ERROR for line in lines):
        raise Invalid("Some lines are wrong. Mend them, or import the valid ones only.")
    if whole and not isinstance(panel.source, Sql):
        raise Invalid(f"{panel.title} are written one by one: import the valid ones only.")
    ended = list(lines)
    places = [n for n, line in enumerate(lines) if line.write is not None]
    step = max(1, len(places)) if whole else TOGETHER
    for at in range(0, len(places), step):
        await _written(desk, ended, places[at : at + step], command, whole=whole)
    return Imported(tuple(ended), await _undoing(desk, panel, ended))


@dataclass(frozen=True, slots=True)
class _Typed:
    """A line whose cells all are values."""

    number: int
    values: Mapping[str, Any]
    match: tuple[Any, ...]


def _check(desk: "Desk", panel: "Panel", sheet: Sheet, mapped: Mapped) -> None:
    if not panel.writable:
        raise NotAllowed(f"{panel.title} cannot be edited here.")
    if not desk.actor.may(panel.right("write")):
        raise NotAllowed(f"{desk.actor.name} may not write in {panel.title.lower()}.")
    named = [name for name in mapped.fields if name]
    if not named:
        raise Invalid("No column is fitted to a field. Choose at least one.")
    if twice := sorted({name for name in named if named.count(name) > 1}):
        raise Invalid(f"{panel.label(twice[0])} is filled by two columns. Choose one of them.")
    if len(mapped.fields) != len(sheet.headings) or not set(mapped.match) <= set(named):
        raise Invalid("The columns do not fit this file. Choose them anew.")


def _read(
    panel: "Panel", mapped: Mapped, number: int, row: Sequence[str], now: datetime
) -> _Typed | Line:
    """The line's values; an empty cell says nothing: it clears no field."""
    asked = {each.name: each for each in offered(panel)}
    if len(row) > len(mapped.fields) and any(row[len(mapped.fields) :]):
        return _wrong(number, Invalid("This line has more cells than there are columns."))
    values: dict[str, Any] = {}
    try:
        for name, text in zip(mapped.fields, row, strict=False):
            if name and text.strip():
                values[name] = _value(asked[name], text.strip(), now)
    except Invalid as refusal:
        return _wrong(number, refusal)
    match = tuple(values.get(name) for name in mapped.match)
    if any(part is None for part in match):
        name = mapped.match[match.index(None)]
        sentence = f"{asked[name].said} is empty: no record can be found by it."
        return _wrong(number, Invalid(sentence, field=name))
    return _Typed(number, values, match)


def _value(asked: Input, text: str, now: datetime) -> Any:
    if asked.kind == Kind.LIST and asked.items is not dict and "\n" not in text:
        text = text.replace(";", "\n")
    return inputs.read(asked, text, now)


async def _there(
    desk: "Desk", panel: "Panel", mapped: Mapped, typed: Sequence[_Typed]
) -> dict[tuple[Any, ...], list[Row]]:
    """The records that the lines mean, by what they are found by."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    wanted = list(dict.fromkeys(each.match for each in typed)) if mapped.match else []
    for at in range(0, len(wanted), ASKED_TOGETHER):
        part = wanted[at : at + ASKED_TOGETHER]
        query = Query(panel.key, _among(mapped.match, part), panel.sort, limit=2 * ASKED_TOGETHER)
        for row in (await desk.list(panel, query)).rows:
            found.setdefault(tuple(row[name] for name in mapped.match), []).append(row)
    return found


def _among(names: Sequence[str], keys: Sequence[tuple[Any, ...]]) -> Condition:
    if len(names) == 1:
        return Where(names[0], Op.IN, tuple(key[0] for key in keys))
    return Any_(
        tuple(
            All(tuple(Where(n, Op.EQUAL, v) for n, v in zip(names, key, strict=True)))
            for key in keys
        )
    )


def _planned(
    panel: "Panel",
    mapped: Mapped,
    told: Sequence[_Typed | Line],
    found: Mapping[tuple[Any, ...], list[Row]],
) -> list[Line]:
    asked = {each.name: each for each in offered(panel)}
    first: dict[tuple[Any, ...], int] = {}
    lines: list[Line] = []
    for each in told:
        if isinstance(each, Line):
            lines.append(each)
            continue
        rows = found.get(each.match, []) if mapped.match else []
        earlier = first.setdefault(each.match, each.number) if mapped.match else each.number
        try:
            if earlier != each.number:
                raise Invalid(f"Line {earlier} is about the same record.")
            lines.append(_line(panel, mapped, asked, each, rows))
        except Invalid as refusal:
            lines.append(_wrong(each.number, refusal))
    return lines


def _line(
    panel: "Panel", mapped: Mapped, asked: Mapping[str, Input], typed: _Typed, rows: Sequence[Row]
) -> Line:
    if len(rows) > 1:
        raise Invalid(f"{len(rows)} records answer to it: it could mean any of them.")
    if rows:
        return _update(panel, asked, typed, rows[0])
    if shut := [n for n in typed.values if asked[n].closed]:
        raise Invalid(
            f"There is no such record: {asked[shut[0]].said} is not there.", field=shut[0]
        )
    for each in asked.values():
        if not each.closed:
            inputs.check(each, typed.values.get(each.name))
    write = Create(panel.key, {**_drawn(panel), **typed.values})
    return Line(typed.number, Outcome.CREATE, write)


def _drawn(panel: "Panel") -> dict[str, Any]:
    """A document's own key is drawn here: the other store does not tell which it gave."""
    return {"_id": ObjectId()} if drawn_key(panel.source) else {}


def _update(panel: "Panel", asked: Mapping[str, Input], typed: _Typed, row: Row) -> Line:
    key = panel.source.key(row)
    changed = {n: v for n, v in typed.values.items() if _plain(row.get(n)) != _plain(v)}
    if not changed:
        return Line(typed.number, Outcome.SKIP, sentence="It is like this already.", key=key)
    for name in changed:
        if asked[name].fixed or asked[name].closed:
            said = asked[name].fixed or asked[name].closed
            raise Invalid(f"{asked[name].said} cannot be changed: {said}", field=name)
    kinds = panel.kinds()
    before = {name: row.get(name) for name in changed if kinds.get(name) != Kind.SECRET}
    write = Edit(panel.key, key, before, changed)
    return Line(typed.number, Outcome.UPDATE, write, before=before, key=key)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _wrong(number: int, refusal: Refusal) -> Line:
    return Line(number, Outcome.ERROR, sentence=str(refusal), column=refusal.field)


async def _written(
    desk: "Desk", ended: list[Line], places: Sequence[int], command: UUID, *, whole: bool
) -> None:
    """These lines together; refused, in halves, so that one costs no other its turn."""
    writes = [w for n in places if (w := ended[n].write) is not None]
    own = uuid5(command, f"{places[0]}/{len(places)}")
    try:
        done = await desk.do(*writes, command=own)
    except Unreachable:
        raise
    except Refusal as refusal:
        if whole:
            raise
        if len(places) == 1:
            ended[places[0]] = _wrong(ended[places[0]].number, refusal)
            return
        half = len(places) // 2
        await _written(desk, ended, places[:half], command, whole=whole)
        await _written(desk, ended, places[half:], command, whole=whole)
        return
    panel = desk.panels[writes[0].panel]
    if isinstance(panel.source, Sql):
        for place, (_, key) in zip(places, done.keys, strict=True):
            typed = panel.source.key_of(key) if done.again else key
            ended[place] = replace(ended[place], key=typed)
        return
    for place, write in zip(places, writes, strict=True):
        if isinstance(write, Create):
            ended[place] = replace(ended[place], key=panel.source.key(write.values))


async def _undoing(desk: "Desk", panel: "Panel", lines: Sequence[Line]) -> tuple[Write, ...]:
    """What takes it back, with the cells as they are right after."""
    done = [line for line in lines if line.write is not None and line.key is not None]
    undo: list[Write | None] = []
    for at in range(0, len(done), ASKED_TOGETHER):
        part = done[at : at + ASKED_TOGETHER]
        keys = [line.key if isinstance(line.key, tuple) else (line.key,) for line in part]
        query = Query(panel.key, _among(panel.source.keyed, keys), panel.sort, limit=len(part))
        rows = {panel.source.key(row): row for row in (await desk.list(panel, query)).rows}
        undo += [_undone(panel, line, rows[line.key]) for line in part if line.key in rows]
    return tuple(each for each in undo if each is not None)


def _undone(panel: "Panel", line: Line, row: Row) -> Write | None:
    """Nothing, where a secret was replaced: nobody here knows what it was."""
    secret = (n for n, kind in panel.kinds().items() if kind == Kind.SECRET)
    hidden = {*secret, *panel.source.keyed}
    assert isinstance(line.write, Create | Edit)
    if isinstance(line.write, Create):
        return Remove(panel.key, line.key, {n: v for n, v in row.items() if n not in hidden})
    if line.before.keys() != line.write.values.keys():
        return None
    names = {*line.before, *({STAMP} & row.keys())}
    return Edit(panel.key, line.key, {name: row[name] for name in names}, line.before)
