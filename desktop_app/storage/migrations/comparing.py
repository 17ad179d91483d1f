"""What `db revision` looks at, leaves alone and writes down when it compares declarations."""

import re
from collections.abc import Callable
from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from alembic.operations import ops
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Table
from sqlalchemy.dialects.postgresql.base import ischema_names

from desktop_app.storage.tables import SCHEMAS, GeoPoint

PARTITION = re.compile(r"_(default|p\d{6})$")
OURS_ALONE = {"schema_version", "generated_objects"}
ischema_names["cube"] = ischema_names["geography"] = GeoPoint
"""What the domain `geo_point` stands on, so that reading the catalogue knows it."""

KINDS = {"fk": "foreign key"}

Only = Callable[[str, str], bool]

wanted: list[Only] = []
"""Narrowing used when the first steps were written group by group; usually empty."""


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """Partitions, tenant schemas and the tables that the ground step made are not compared."""
    if kind == "schema":
        return name in SCHEMAS
    if kind == "table":
        return name not in OURS_ALONE and not PARTITION.search(name or "")
    return True


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """A foreign key to a partitioned table has a copy for each partition; no one declares those."""
    if kind == "foreign_key_constraint" and reflected:
        referred = {element.target_fullname.split(".")[-2] for element in thing.elements}
        if any(PARTITION.search(each) for each in referred):
            return False
    return all(only(kind, _place(thing, name, kind)) for only in wanted)


def compare_type(_context: Any, _inspected: Any, column: Any, _old: Any, _new: Any) -> bool | None:
    """A domain reads back as its base type; the rest is compared as usual."""
    return False if isinstance(column.type, GeoPoint) else None


def render_item(kind: str, thing: Any, context: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(thing, GeoPoint):
        context.imports.add("from desktop_app.storage.tables import GeoPoint")
        return "GeoPoint()"
    return False


def number(context: Any, _revision: Any, directives: list[ops.MigrationScript]) -> None:
    """Steps are numbered 0001, 0002 … in their order; an empty difference writes no step."""
    (script,) = directives
    if script.upgrade_ops is None or script.upgrade_ops.is_empty():
        directives.clear()
        return
    for made in script.upgrade_ops.ops:
        if isinstance(made, ops.CreateTableOp):
            made.info.clear()  # what is generated from it is no part of a frozen step
    last = ScriptDirectory.from_config(context.config).get_current_head() or 0
    script.rev_id = f"{int(last) + 1:04d}"


def sentence(difference: Any) -> str:
    """One of Alembic's differences as a person reads it."""
    if isinstance(difference, list):
        return " ".join(sentence(each) for each in difference)
    verb, *about = difference
    way, _, kind = str(verb).partition("_")
    if way == "modify":
        schema, table, column, _, there, declared = about
        return f"{schema}.{table}.{column}: its {kind} is {there!r}, declared is {declared!r}."
    what = f"{KINDS.get(kind, kind)} {_named(about)}"
    return f"Declared but not there: {what}." if way == "add" else f"Not declared: {what}."


def _named(about: list[Any]) -> str:
    *place, thing = about
    if isinstance(thing, str):
        return thing
    if isinstance(thing, Column):
        return ".".join([*map(str, place), thing.name])
    if isinstance(thing, Table):
        return thing.fullname
    return f"{thing.name} of {thing.table.fullname}"


def _place(thing: Any, name: str | None, kind: str) -> str:
    table = thing if kind == "table" else getattr(thing, "table", None)
    return f"{table.schema}.{table.name}" if table is not None else str(name)
