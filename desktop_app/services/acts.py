"""Acts from the program's side: offering them, and having the database carry them out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain.query import Row
from desktop_app.services.panel import Action, Panel, Run
from desktop_app.storage.postgres import Sql
from desktop_app.storage.refusals import translated
from desktop_app.storage.sql import acts, over_two


def offered(table: Table) -> tuple[Action, ...]:
    """The table's acts as a panel offers them."""
    steps = (
        replace(
            _named(table, act),
            fields=act.fields,
            reason=act.reason,
            reason_words=act.reason_words,
        )
        for act in acts.declared(table)
    )
    over = (replace(_named(table, act), run=Run.DELIVERED) for act in over_two.declared(table))
    return (*steps, *over)


def _named(table: Table, act: acts.Act | over_two.OverTwo) -> Action:
    column, life = acts.state(table)
    return Action(
        name=act.step,
        title=act.words,
        confirm=act.confirm,
        destructive=act.destructive,
        state=column.name,
        life=life,
    )


async def carry_out(
    connection: AsyncConnection,
    panel: Panel,
    key: Any,
    step: str,
    *,
    reason: str = "",
    seen: Row | None = None,
    details: Mapping[str, Any] | None = None,
) -> Row:
    """Take the step in the caller's transaction; the row's new state, or a refusal.

    `seen` are the cells that the person decided upon; when one of them has moved, nothing is
    done and the refusal says who was faster.
    """
    table = _table(panel)
    statement = text(
        f"SELECT {table.fullname}_act(CAST(:key AS jsonb), :step, :reason, "
        "CAST(:seen AS jsonb), CAST(:details AS jsonb))"
    )
    given = {
        "key": as_json(keyed(table, key)),
        "step": step,
        "reason": reason,
        "seen": as_json(seen or {}),
        "details": as_json(details or {}),
    }
    with translated():
        answer = (await connection.execute(statement, given)).scalar_one()
    return dict(answer)


async def carry_out_all(
    connection: AsyncConnection,
    panel: Panel,
    keys: Sequence[Any],
    step: str,
    *,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Take the same step upon all the records in one statement, or upon none."""
    table = _table(panel)
    statement = text(
        f"SELECT count({table.fullname}_act(k, :step, :reason, '{{}}', CAST(:details AS jsonb))) "
        "FROM jsonb_array_elements(CAST(:keys AS jsonb)) AS k"
    )
    given = {
        "keys": json.dumps([keyed(table, key) for key in keys], default=_plain),
        "step": step,
        "reason": reason,
        "details": as_json(details or {}),
    }
    with translated():
        await connection.execute(statement, given)


def _table(panel: Panel) -> Table:
    if not isinstance(panel.source, Sql):
        raise TypeError(f"{panel.key} is not a table of PostgreSQL.")
    return panel.source.table


def keyed(table: Table, key: Any) -> dict[str, Any]:
    """A key as sources give it, with the names of its columns."""
    parts = key if isinstance(key, tuple) else (key,)
    return dict(zip((c.name for c in table.primary_key), parts, strict=True))


def as_json(values: Mapping[str, Any]) -> str:
    """What a row's types read back: numbers, moments and ids as text, bytes as `\\x…`."""
    return json.dumps(values, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return f"\\x{bytes(value).hex()}"
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
