"""The MongoDB half: collections, fields of their validators, values and indexes."""

from collections.abc import Iterator, Mapping
from typing import Any

from pymongo import MongoClient

from desktop_app.storage.migrations import documents
from desktop_app.storage.shapes import declared
from tests.conformance import completions, stated
from tests.conformance.comparing import Report

BSON = {
    "string": {"string"}, "uuid": {"binData"}, "boolean": {"bool"}, "object": {"object"},
    "timestamp": {"date"}, "isodate": {"date"}, "date": {"date"}, "integer": {"int", "long"},
    "number": {"int", "long", "double", "decimal"}, "objectid": {"objectId"}, "any": set(),
}  # fmt: skip


def compare_collections(report: Report, mongo: MongoClient[dict[str, Any]]) -> None:
    for platform, place, facts in stated.collections():
        database, _, name = place.partition(".")
        server = mongo[database.replace("*", "conformance")]
        if "*" in database:
            (shape,) = (each for each in declared() if str(each) == place)
            documents.apply(server, shape)
        found = server.list_collections(filter={"name": name}).to_list()
        report.expect(platform, "collections", bool(found), f"no collection {place}")
        if found:
            validator = found[0]["options"]["validator"]["$jsonSchema"]
            _fields(report, platform, place, facts, dict(_walk(validator)))
            _indexes(report, platform, place, facts, server[name].index_information())
        if "*" in database:
            mongo.drop_database(server.name)


def _fields(
    report: Report, platform: str, place: str, facts: Mapping[str, Any], real: Mapping[str, Any]
) -> None:
    for path, stated_field in facts["fields"].items():
        found = real.get(path) if path != "_id" else {"bsonType": "objectId"}
        holds = found is not None and _same(stated_field, found)
        report.expect(platform, "fields", holds, f"field {place}.{path}: {found}")
        if stated_field["enum"] and not stated_field.get("enum_open"):
            named = set((found or {}).get("enum") or ()) - {None}
            holds = named == set(stated_field["enum"])
            report.expect(platform, "mongo values", holds, f"values of {place}.{path}")
    explained = {*_beyond(place).columns, "_id"}
    surplus = sorted(real.keys() - facts["fields"].keys() - explained)
    report.unexplained += [f"field {place}.{path}" for path in surplus]


def _beyond(place: str) -> completions.Completion:
    return completions.BEYOND.get(place, completions.Completion(""))


def _same(field: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    words = field["type"].lower()
    if field.get("required") and not found.get("required"):
        return False
    if words.startswith("array"):
        return "array" in _kinds(found)
    wanted = BSON[words]
    return not wanted or bool(wanted & _kinds(found)) or "enum" in found


def _kinds(found: Mapping[str, Any]) -> set[str]:
    kinds = found.get("bsonType", [])
    return set(kinds) if isinstance(kinds, list) else {kinds}


def _walk(schema: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Dotted path → its part of the schema, with `required` said of the field itself."""
    required = schema.get("required", ())
    for name, part in schema.get("properties", {}).items():
        yield f"{prefix}{name}", {**part, "required": name in required}
        inner = part.get("items", part)
        if "properties" in inner:
            yield from _walk(inner, f"{prefix}{name}.")


def _indexes(
    report: Report, platform: str, place: str, facts: Mapping[str, Any], real: Mapping[str, Any]
) -> None:
    keys = {name: tuple(map(tuple, info["key"])) for name, info in real.items()}
    stated_keys = set()
    for index in facts["indexes"]:
        wanted = tuple((name, order) for name, order in index["keys"])
        text = any(order == "text" for _, order in wanted)
        key = (("_fts", "text"), ("_ftsx", 1)) if text else wanted
        stated_keys.add(key)
        holds = any(
            keys[name] == key and bool(info.get("unique")) == index["unique"]
            for name, info in real.items()
        )
        report.expect(platform, "mongo indexes", holds, f"index {wanted} on {place}")
    allowed = {*_beyond(place).indexes, "_id_"}
    surplus = [n for n, key in keys.items() if key not in stated_keys and n not in allowed]
    report.unexplained += [f"index {name} on {place}" for name in sorted(surplus)]
