"""A list on paper: the rows of an export painted as the pages of a PDF.

It is painted in the export's own thread, from the lines of JSON that the export streams. How many
pages there are is known only when all rows are, so they are kept in hand, and they are limited.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import BufferedIOBase
from typing import TYPE_CHECKING, Any

from desktop_app.domain.errors import Refusal
from desktop_app.domain.query import Kind
from desktop_app.ui import cells
from desktop_app.ui.paper_pages import Column, Made, Sheet, pdf

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

MOST_ROWS = 5_000
TOO_MANY = (
    f"A PDF holds at most {MOST_ROWS:,} rows, and here are more. Filter the list or select rows; "
    "the other formats hold all of them."
)
FIGURES = (Kind.NUMBER, Kind.MONEY)
EXACT = (*FIGURES, Kind.MOMENT, Kind.DAY, Kind.STATE, Kind.YES_NO)
"""What is not cut off while there is room: with the row's name it takes what it needs."""


@dataclass(frozen=True)
class Printed:
    """What shall be on paper; `widths` are those on screen, `question` is the filter in words."""

    panel: "Panel"
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    question: str
    person: str
    family: str

    def book(self, file: BufferedIOBase, when: datetime) -> "Paper":
        return Paper(self, file, when)


class Paper:
    """`write` takes whole lines of JSON; leaving it paints the pages."""

    def __init__(self, printed: Printed, file: BufferedIOBase, when: datetime) -> None:
        self._printed, self._file, self._when = printed, file, when
        self._kinds = printed.panel.kinds()
        self._currencies = printed.panel.source.currencies()
        self._rows: list[list[str]] = []

    def write(self, chunk: bytes, rows: int) -> None:
        if len(self._rows) + rows > MOST_ROWS:
            raise Refusal(TOO_MANY)
        for line in chunk.decode().split("\n"):
            if line:
                row = json.loads(line, parse_float=Decimal)
                self._rows.append([self._said(name, row) for name in self._printed.columns])

    def __enter__(self) -> "Paper":
        return self

    def __exit__(self, kind: object, error: object, at: object) -> None:
        if kind is None:
            printed = self._printed
            made = Made(printed.person, self._when, printed.family)
            self._file.write(pdf((self._sheet(),), made))

    def _sheet(self) -> Sheet:
        printed = self._printed
        count = f"{len(self._rows):,} row{'' if len(self._rows) == 1 else 's'}"
        columns = (
            Column(
                cells.capitals(printed.panel.label(name)),
                right=self._kinds[name] in FIGURES,
                exact=self._kinds[name] in EXACT,
                name=name in printed.panel.named,
                wide=wide,
            )
            for name, wide in zip(printed.columns, printed.widths, strict=True)
        )
        said = f"{count} · {printed.question or 'everything'} · moments in UTC"
        return Sheet(printed.panel.title, said, tuple(columns), self._rows)

    def _said(self, name: str, row: dict[str, Any]) -> str:
        value, kind = row.get(name), self._kinds[name]
        if kind in (Kind.MOMENT, Kind.DAY) and isinstance(value, str):
            return _moment(value)
        if cells.is_bare(name, kind):
            return cells.bare(value) if value is not None else cells.NOTHING
        if cells.is_coded(name, kind):
            return cells.coded(value)
        told = self._currencies.get(name, "")
        currency = row.get(told, told)
        return cells.text(kind, value, currency if isinstance(currency, str) else "")


def _moment(value: str) -> str:
    """Paper is read on another day: a moment is there with its year, and in UTC."""
    try:
        made = datetime.fromisoformat(value)
    except ValueError:
        return cells.moment(value)
    if len(value) <= len("2024-02-29"):
        return value
    there = made.astimezone(UTC) if made.tzinfo else made
    return f"{there:%Y-%m-%d %H:%M}"
