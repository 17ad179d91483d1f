"""Rows as text for the clipboard: a table for spreadsheets, or JSON; exact, and harmless there."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop_app.domain.geo import Point

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def table(labels: Sequence[str], rows: Iterable[Sequence[Any]], separator: str) -> str:
    """With a line of labels; `separator` is a tab or a comma."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow([harmless(label) for label in labels])
    writer.writerows([harmless(exact(value)) for value in row] for row in rows)
    return out.getvalue()


def as_json(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    made = [dict(zip(names, map(plain, row), strict=True)) for row in rows]
    return json.dumps(made, indent=2, ensure_ascii=False, allow_nan=False)


def exact(value: Any) -> str | int | Decimal:
    """Nothing shortened, nothing rounded."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | Decimal():
            return value
        case float():
            return repr(value)
        case datetime() | date():
            return value.isoformat()
        case Point():
            return f"{value.latitude}, {value.longitude}"
        case Mapping() | list() | tuple():
            return json.dumps(plain(value), ensure_ascii=False)
    return str(value)


def harmless(said: Any) -> Any:
    """What a spreadsheet would run as a formula is told to be text."""
    return f"'{said}" if isinstance(said, str) and said.startswith(FORMULAS) else said


def plain(value: Any) -> Any:
    """What JSON can say; amounts stay exact as text."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if value == value and abs(value) != float("inf") else str(value)
        case Mapping():
            return {str(name): plain(part) for name, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(part) for part in value]
        case datetime() | date():
            return value.isoformat()
    return str(value)
