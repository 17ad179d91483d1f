"""How one part of a filter reads on its chip: the field, and what is asked of it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop_app.domain.filter_columns import Columns
from desktop_app.domain.filter_parts import Column
from desktop_app.domain.filter_writing import write
from desktop_app.domain.geo import Circle
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.moments import Ago, Day, Period
from desktop_app.domain.query import Condition, Kind, Not, Op, Where, Words

SIGNS = {Op.FROM: "≥", Op.ABOVE: ">", Op.UNTIL: "≤", Op.BELOW: "<"}
YOUNGER = {Op.FROM: "≤", Op.ABOVE: "<", Op.UNTIL: "≥", Op.BELOW: ">"}
UNKNOWN = Column(Kind.TEXT)


def said(part: Condition, columns: Columns) -> tuple[str, str]:
    """`("status", "pending")`; a part that asks of no single field has its line alone."""
    match part:
        case Not(Where() as inner):
            field, asked = said(inner, columns)
            return field, f"not {asked}"
        case Not(Words(text)):
            return "", f"not “{text}”"
        case Words(text):
            return "", f"“{text}”"
        case Where(name):
            column = columns.get(name, UNKNOWN)
            return (column.label or spoken(name)).lower(), _asked(part, column)
    return "", write(part)


def _asked(leaf: Where, column: Column) -> str:
    def one(value: Any) -> str:
        return _value(value, column)

    match leaf.op:
        case Op.EMPTY:
            return "empty"
        case Op.CONTAINS:
            return f"contains {leaf.value}"
        case Op.STARTS:
            return f"begins with {leaf.value}"
        case Op.IN:
            return ", ".join(map(one, leaf.value))
        case Op.BETWEEN:
            return " – ".join(map(one, leaf.value))
        case Op.WITHIN:
            return _near(leaf.value)
        case Op.INSIDE:
            return "inside an area"
        case Op.EQUAL | Op.HAS:
            return one(leaf.value)
        case Op.NOT_EQUAL:
            return f"not {one(leaf.value)}"
    signs = YOUNGER if isinstance(leaf.value, Ago) else SIGNS
    return f"{signs[leaf.op]} {one(leaf.value)}"


def _value(value: Any, column: Column) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return spoken(value) if column.words else value or "“”"
        case int() | Decimal():
            return f"{value:,}"
        case Ago(amount, unit):
            return f"{amount} {unit}"
        case Day(offset):
            return f"today {offset:+d}" if offset else "today"
        case Period(year, None):
            return f"{year:04d}"
        case Period(year, month):
            return f"{year:04d}-{month:02d}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
    return str(value)


def _near(circle: Circle) -> str:
    far = float(circle.metres)
    length = f"{far / 1000:g} km" if far >= 1000 else f"{far:g} m"
    centre = circle.centre
    return f"within {length} of {float(centre.latitude):g}, {float(centre.longitude):g}"
