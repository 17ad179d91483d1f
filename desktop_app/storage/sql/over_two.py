"""Acts over two stores: a document is edited in MongoDB, and then the row moves in PostgreSQL.

Each is data beside its table, in `info={"over_two": (…)}`. While the delivery is under way the
row stays what it is and nothing else moves it; a document that is not as `seen` makes the
delivery a conflict, and the row is what it was before.

From them `schema.table_deliver` is generated, which the outbox asks: it locks the row, asks the
life-cycle and the act's conditions, and says which edit is to be delivered. Then, for each act,
the function that moves the row once it has been.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from textwrap import indent
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Numeric, String, Table, Uuid

from desktop_app.domain.lifecycle import spoken
from desktop_app.storage.sql import act_functions as one
from desktop_app.storage.sql.acts import state
from desktop_app.storage.sql.objects import Object, function, trigger
from desktop_app.storage.tables import platform


@dataclass(frozen=True)
class Cell:
    """What the row has in this column."""

    column: str


@dataclass(frozen=True, kw_only=True)
class OverTwo:
    """One step of the table's life-cycle, and the document's part in it.

    `key` is the column that names the document of `panel`; `seen` and `values` are its fields,
    each a `Cell` of the row or a plain value. `checks` and `not_own` are as with other acts.
    `told` is what the trail says of the row once it is done. `formerly` are names that its
    finishing function had before: a delivery under way during an upgrade goes on by them.
    """

    step: str
    panel: str
    key: str
    values: Mapping[str, Any]
    told: str
    seen: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    confirm: str = ""
    destructive: bool = False
    checks: tuple[tuple[str, str], ...] = ()
    not_own: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return self.title or spoken(self.step).capitalize()


def declared(table: Table) -> tuple[OverTwo, ...]:
    found: tuple[OverTwo, ...] = table.info.get("over_two", ())
    return found


def of(table: Table) -> Iterable[Object]:
    """What one table's acts over two stores need, if it has any."""
    acts = declared(table)
    if not acts:
        return
    _check(table)
    needs = (table.fullname, "backoffice.outbox")
    yield function(
        f"{table.fullname}_deliver(step text, key text, details jsonb)",
        _deliver(table),
        needs=needs,
        internal=True,
    )
    for act in acts:
        for name in (_finish(table, act), *act.formerly):
            yield function(
                f"{name}(held text, login text)", _delivered(table, act), needs=needs, internal=True
            )
    column, _ = state(table)
    held = f"backoffice.refuse_held('{table.fullname}', '{_key(table).name}')"
    yield trigger("a_held", table.fullname, f"BEFORE UPDATE OF {column.name}", held)


def _check(table: Table) -> None:
    """Refuse what a declaration got wrong, naming it."""
    _, life = state(table)
    steps = [step for _, step in life.next]
    for act in declared(table):
        place = f"{table.fullname}: “{act.step}”"
        if act.step not in steps:
            raise ValueError(f"{place} is no step of a {life.subject}.")
        if len({to for (_, step), to in life.next.items() if step == act.step}) > 1:
            raise ValueError(f"{place} leads to more than one state.")
        for cell in (Cell(act.key), *act.seen.values(), *act.values.values()):
            if isinstance(cell, Cell) and cell.column not in table.c:
                raise ValueError(f"{place} takes “{cell.column}”, which is not there.")


def _key(table: Table) -> "Column[Any]":
    (key,) = table.primary_key.columns
    return key


def _finish(table: Table, act: OverTwo) -> str:
    return f"{table.fullname}_{act.step}_delivered"


def _deliver(table: Table) -> str:
    account = one.ACCOUNTS.get(platform(table), "uuid")
    key = f"t.{_key(table).name} = key::{one.type_of(_key(table))}"
    return f"""
RETURNS TABLE (panel text, kind text, intent jsonb, follows text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, {table.schema} AS $$
#variable_conflict use_variable
DECLARE
    this {table.fullname};
    following text;
    seen jsonb := backoffice.plain(details) -> 'seen';
    me {account} := backoffice.account('{platform(table)}')::{account};
BEGIN
{one.locked(table, key, strength="UPDATE")}
{one.as_seen(table)}
{one.legal(table)}
    CASE step
{indent("".join(_asked(table, act) for act in declared(table)), " " * 4)}
    ELSE
        RAISE EXCEPTION '“%” takes no other store.', step USING ERRCODE = 'CH002';
    END CASE;
END $$"""


def _asked(table: Table, act: OverTwo) -> str:
    edit = f"""jsonb_build_array(jsonb_build_object('v', 1, 'edit', jsonb_build_object(
        'panel', '{act.panel}', 'key', {_stored(table, Cell(act.key))},
        'seen', {_mapping(table, act.seen)},
        'values', {_mapping(table, act.values)})))"""
    return "".join(
        [
            f"WHEN '{act.step}' THEN\n",
            *one.conditions(act.not_own, act.checks),
            f"    RETURN QUERY SELECT '{act.panel}', 'edit', {edit},\n"
            f"        '{_finish(table, act)}';\n",
        ]
    )


def _delivered(table: Table, act: OverTwo) -> str:
    column, life = state(table)
    (after,) = {to.value for (_, step), to in life.next.items() if step == act.step}
    key = _key(table)
    held = f"substr(held, {len(table.fullname) + 2})::{one.type_of(key)}"
    return f"""
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM set_config('countinghouse.reason',
        {one.quoted(act.told)} || '; ' || {one.quoted(spoken(act.step))} || ' by ' || login || '.',
        true);
    UPDATE {table.fullname} t SET {column.name} = '{after}' WHERE t.{key.name} = {held};
    PERFORM set_config('countinghouse.reason', '', true);
END $$"""


def _mapping(table: Table, fields: Mapping[str, Any]) -> str:
    pairs = ", ".join(
        f"jsonb_build_array({one.quoted(name)}, {_stored(table, value)})"
        for name, value in sorted(fields.items())
    )
    return f"jsonb_build_object('mapping', jsonb_build_array({pairs}))"


def _stored(table: Table, value: Any) -> str:
    """As a write's values are stored (domain/stored.py)."""
    match value:
        case Cell(name):
            return _tagged(table.c[name])
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case str():
            return one.quoted(value)
        case int():
            return str(value)
    raise ValueError(f"{table.fullname}: {value!r} cannot be said to another store.")


def _tagged(column: "Column[Any]") -> str:
    cell = f"this.{column.name}"
    match column.type:
        case String() | Boolean() | Integer():
            return f"to_jsonb({cell})"
        case Uuid():
            tag, text = "uuid", cell
        case Numeric():
            tag, text = "decimal", f"{cell}::text"
        case _:
            raise ValueError(f"{column} cannot be said to another store.")
    return f"CASE WHEN {cell} IS NOT NULL THEN jsonb_build_object('{tag}', {text}) END"
