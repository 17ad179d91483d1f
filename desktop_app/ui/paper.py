"""A list on paper: the rows of an export painted as the pages of a PDF.

It is painted in the export's own thread, from the lines of JSON that the export streams. How many
pages there are is known only when all rows are, so they are kept in hand, and they are limited.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import BufferedIOBase
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from desktop_app.domain.errors import Refusal
from desktop_app.domain.query import Kind
from desktop_app.ui import cells, theme

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

MOST_ROWS = 5_000
TOO_MANY = (
    f"A PDF holds at most {MOST_ROWS:,} rows, and here are more. Filter the list or select rows; "
    "the other formats hold all of them."
)
DOTS = 600
MILLIMETRE, POINT = DOTS / 25.4, DOTS / 72
MARGIN, HEAD, LINE, AIR = 12 * MILLIMETRE, 16 * MILLIMETRE, 5.4 * MILLIMETRE, 3 * MILLIMETRE
TITLE, TEXT, SMALL, TIGHT, THIN = 15 * POINT, 8 * POINT, 7.5 * POINT, 6.5 * POINT, 0.4 * POINT
INK, QUIET, RULE, EDGE = theme.PAPER
MOST_EXACT, MANY, LONGEST_NAME = 0.8, 9, 45 * MILLIMETRE
FIGURES = (Kind.NUMBER, Kind.MONEY)
EXACT = (*FIGURES, Kind.MOMENT, Kind.DAY, Kind.STATE, Kind.YES_NO)
"""What is not cut off while there is room: with the row's name it takes what it needs."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


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
            self._file.write(_painted(self._printed, self._rows, self._when))

    def _said(self, name: str, row: dict[str, Any]) -> str:
        value, kind = row.get(name), self._kinds[name]
        if kind in (Kind.MOMENT, Kind.DAY) and isinstance(value, str):
            return _moment(value)
        if cells.is_bare(name, kind):
            return cells.bare(value) if value is not None else cells.NOTHING
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


def _painted(printed: Printed, rows: Sequence[Sequence[str]], when: datetime) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(printed.panel.title)
    writer.setCreator("Countinghouse")
    painter = QPainter(writer)
    try:
        _Pages(printed, rows, when, writer, painter).paint()
    finally:
        painter.end()
    return bytes(buffer.data().data())


class _Pages:
    def __init__(
        self,
        printed: Printed,
        rows: Sequence[Sequence[str]],
        when: datetime,
        writer: QPdfWriter,
        painter: QPainter,
    ) -> None:
        self._printed, self._rows, self._when = printed, rows, when
        self._writer, self._painter = writer, painter
        self._wide, self._high = writer.width() - 2 * MARGIN, writer.height() - 2 * MARGIN
        kinds = printed.panel.kinds()
        self._kinds = [kinds[name] for name in printed.columns]
        self._heads = [cells.capitals(printed.panel.label(name)) for name in printed.columns]
        many = len(printed.columns) > MANY
        self._text = self._font(TIGHT if many else TEXT)
        self._strong = self._font(TIGHT if many else SMALL, strong=True)
        self._widths = self._fitted()

    def paint(self) -> None:
        first, more = self._room(HEAD), self._room(0)
        pages = 1 + max(0, math.ceil((len(self._rows) - first) / more))
        done = 0
        for page in range(pages):
            if page:
                self._writer.newPage()
            else:
                self._title()
            here = self._rows[done : done + (more if page else first)]
            self._table(MARGIN + (0 if page else HEAD), here)
            self._foot(page + 1, pages)
            done += len(here)

    def _room(self, top: float) -> int:
        """Rows below the head of columns and above the foot."""
        return int((self._high - top - 2.5 * LINE) / LINE)

    def _title(self) -> None:
        printed, when = self._printed, self._when.astimezone(UTC)
        count = f"{len(self._rows):,} row{'' if len(self._rows) == 1 else 's'}"
        self._say(MARGIN, MARGIN, self._wide, printed.panel.title, self._font(TITLE, strong=True))
        made = f"{printed.person} · {when:%Y-%m-%d %H:%M} UTC"
        self._say(MARGIN, MARGIN, self._wide, made, self._font(TEXT), QUIET, RIGHT)
        asked = f"{count} · {printed.question or 'everything'} · moments in UTC"
        self._say(MARGIN, MARGIN + 7 * MILLIMETRE, self._wide, asked, self._font(TEXT), QUIET)

    def _table(self, top: float, rows: Sequence[Sequence[str]]) -> None:
        self._line(top, self._heads, self._strong, QUIET)
        self._rule(top + LINE, EDGE)
        for number, row in enumerate(rows, start=1):
            at = top + number * LINE
            self._line(at, row, self._text, INK)
            self._rule(at + LINE, RULE)
        if not rows:
            self._say(MARGIN, top + LINE, self._wide, "No rows.", self._text, QUIET)

    def _line(self, top: float, words: Sequence[str], font: QFont, ink: str) -> None:
        left = MARGIN
        for said, width, kind in zip(words, self._widths, self._kinds, strict=True):
            side = RIGHT if kind in FIGURES else LEFT
            self._say(left, top, width - AIR, said, font, ink, side)
            left += width

    def _foot(self, page: int, pages: int) -> None:
        top = MARGIN + self._high - LINE
        self._say(MARGIN, top, self._wide, self._printed.panel.title, self._font(SMALL), QUIET)
        told = f"Page {page} of {pages}"
        self._say(MARGIN, top, self._wide, told, self._font(SMALL), QUIET, RIGHT)

    def _say(
        self,
        left: float,
        top: float,
        width: float,
        said: str,
        font: QFont,
        ink: str = INK,
        side: Qt.AlignmentFlag = LEFT,
    ) -> None:
        shown = QFontMetricsF(font).elidedText(said, Qt.TextElideMode.ElideRight, width)
        self._painter.setFont(font)
        self._painter.setPen(QColor(ink))
        single = int(side) | int(Qt.TextFlag.TextSingleLine)
        self._painter.drawText(QRectF(left, top, width, LINE), single, shown)

    def _rule(self, at: float, ink: str) -> None:
        self._painter.setPen(QPen(QColor(ink), THIN))
        self._painter.drawLine(QLineF(MARGIN, at, MARGIN + self._wide, at))

    def _fitted(self) -> list[float]:
        """Widths that fill the sheet: what is exact takes what it needs, the rest shares."""
        named = [name in self._printed.panel.named for name in self._printed.columns]
        exact = [kind in EXACT or name for kind, name in zip(self._kinds, named, strict=True)]
        wished = [
            min(self._widest(at), LONGEST_NAME if named[at] else math.inf)
            if here
            else float(max(1, self._printed.widths[at]))
            for at, here in enumerate(exact)
        ]
        needed = sum(width for width, here in zip(wished, exact, strict=True) if here)
        shared = sum(wished) - needed
        taken = min(needed, self._wide * MOST_EXACT) if shared else self._wide
        by = {
            True: taken / needed if needed else 0.0,
            False: (self._wide - taken) / shared if shared else 0.0,
        }
        return [width * by[here] for width, here in zip(wished, exact, strict=True)]

    def _widest(self, column: int) -> float:
        """Of the longest texts: to measure them all would take as long as to paint them."""
        longest = sorted({row[column] for row in self._rows}, key=len)[-20:]
        text, strong = QFontMetricsF(self._text), QFontMetricsF(self._strong)
        said = max((text.horizontalAdvance(each) for each in longest), default=0.0)
        return max(said, strong.horizontalAdvance(self._heads[column])) + AIR

    def _font(self, dots: float, strong: bool = False) -> QFont:
        font = QFont(self._printed.family)
        font.setPixelSize(round(dots))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font
