"""A measure upon a table: asked as a tree, answered as figures (storage/sql/measuring.py)."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, DateTime, String, Table, Uuid
from sqlalchemy.types import TypeEngine

from desktop_app.domain.errors import Invalid
from desktop_app.domain.measures import MOST_GROUPS, By, Figure, Group, Measure
from desktop_app.storage import sql_where
from desktop_app.storage.reading import answered
from desktop_app.storage.refusals import translated
from desktop_app.storage.stores import Stores

MEASURED = b"SELECT measured::text FROM backoffice.measured(%(place)s, %(asked)s::jsonb) measured"


async def measured(
    stores: Stores, table: Table, searched: tuple[str, ...], measure: Measure
) -> list[Group]:
    asked: dict[str, Any] = {
        "by": [_by(table, by) for by in measure.by],
        "figures": [_figure(table, figure) for figure in measure.figures],
        "where": sql_where.asked(table, searched, measure.where),
        "most": measure.top or MOST_GROUPS + 1,
    }
    if measure.top:
        asked["top"] = True
    told = {"place": table.fullname, "asked": json.dumps(asked)}

    with translated():
        rows = await stores.copy.read(lambda c: answered(c, MEASURED, told, _says))
    if len(rows) > max(measure.top, MOST_GROUPS):
        raise Invalid(f"That makes more than {MOST_GROUPS:,} groups. Narrow it, or cut it wider.")
    return [_group(table, measure, json.loads(row, parse_float=Decimal)) for (row,) in rows]


def _says(row: tuple[Any, ...]) -> bool:
    return any(json.loads(row[0]))


def _by(table: Table, by: By) -> dict[str, Any]:
    head, _, inside = by.column.partition(".")
    column = sql_where.comparable(table, head)
    if inside:
        return {"column": head, "path": inside.split(".")}
    if by.every is not None:
        return {"column": column.name, "every": by.every.value}
    if by.width is not None:
        return {"column": column.name, "width": str(by.width)}
    plain = {"column": column.name}
    return {**plain, "text": True} if isinstance(column.type, String) else plain


def _figure(table: Table, figure: Figure) -> dict[str, str]:
    if not figure.column:
        return {"of": figure.of.value}
    return {"of": figure.of.value, "column": sql_where.comparable(table, figure.column).name}


def _group(table: Table, measure: Measure, told: list[Any]) -> Group:
    groups = len(measure.by)
    at = (
        _value(table.c[by.column].type, value) if by.column in table.c else value
        for by, value in zip(measure.by, told[:groups], strict=True)
    )
    figures = (
        _value(table.c[figure.column].type, value) if figure.column else value
        for figure, value in zip(measure.figures, told[groups:], strict=True)
    )
    return Group(tuple(at), tuple(figures))


def _value(kind: "TypeEngine[Any]", value: Any) -> Any:
    """What JSON had to write as text is again what it was."""
    match kind, value:
        case DateTime(), str():
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        case Date(), str():
            return date.fromisoformat(value[:10])
        case Uuid(), str():
            return kind.python_type(value)
    return value
