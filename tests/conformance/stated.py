"""What the inventory states, in the words of the catalogue."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INVENTORY: Mapping[str, Any] = json.loads((Path(__file__).parent / "inventory.json").read_text())
PLATFORMS = tuple(INVENTORY)

SPELLED = {
    "uuid": "uuid", "text": "text", "jsonb": "jsonb", "boolean": "boolean", "date": "date",
    "integer": "integer", "serial": "integer", "numeric": "numeric", "json": "jsonb",
    "float": "double precision", "text[]": "text[]",
    "timestamp": "timestamp without time zone",
    "timestamp with time zone": "timestamp with time zone",
    "geography(point)": "backoffice.geo_point",
}  # fmt: skip


@dataclass(frozen=True)
class Stated:
    """One table of the inventory and where it lives here."""

    platform: str
    name: str
    place: str
    facts: Mapping[str, Any]


def tables() -> Iterator[Stated]:
    for platform, facts in INVENTORY.items():
        for name, table in facts["postgres"]["tables"].items():
            yield Stated(platform, name, _place(platform, name, table), table)


def collections() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Platform, `database.collection`, facts."""
    names = {"tenant_XXX_db": "tenant_*_db"}
    for platform, facts in INVENTORY.items():
        for database, found in facts["mongo"].items():
            place = platform if database == "default" else names.get(database, database)
            for name, collection in found.items():
                yield platform, f"{place}.{name}", collection


def type_of(words: str) -> str:
    """`VARCHAR(50)` as `character varying(50)`, `DECIMAL(12, 2)` as `numeric(12,2)`."""
    plain = words.lower()
    if match := re.fullmatch(r"varchar\((\d+)\)", plain):
        return f"character varying({match[1]})"
    if match := re.fullmatch(r"decimal\((\d+), ?(\d+)\)", plain):
        return f"numeric({match[1]},{match[2]})"
    return SPELLED[plain]


def reference(stated: Stated, column: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Schema, table and delete rule that a column's foreign key must have."""
    if not (key := column.get("fk")):
        return None
    here = stated.place.split(".")[0]
    schema = key.get("schema") or _schema_of(stated.platform, key["table"], here)
    schema = "management_system_repository" if schema == "public" else schema
    return schema, key["table"], key.get("on_delete") or ""


def _place(platform: str, name: str, table: Mapping[str, Any]) -> str:
    if "." in name:
        return name
    schema = table.get("schema")
    if platform == "prismicx":
        schema = "management_system_repository" if schema == "public" else schema
        return f"{schema}.{name}"
    return f"{platform}.{name}"


def _schema_of(platform: str, name: str, here: str) -> str:
    if platform != "prismicx":
        return platform
    for stated in tables():
        if stated.platform == platform and stated.name == name:
            return stated.place.split(".")[0]
    return here
