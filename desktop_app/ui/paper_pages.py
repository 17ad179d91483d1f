"""Pages of paper: a title, a table that goes on from page to page, and above it a drawing.

Everything is told in dots of 600 an inch, whatever the device that is painted on takes for one.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from desktop_app.ui import theme

DOTS = 600
MILLIMETRE, POINT = DOTS / 25.4, DOTS / 72
MARGIN, HEAD, LINE, AIR = 12 * MILLIMETRE, 16 * MILLIMETRE, 5.4 * MILLIMETRE, 3 * MILLIMETRE
TITLE, TEXT, SMALL, TIGHT, THIN = 15 * POINT, 8 * POINT, 7.5 * POINT, 6.5 * POINT, 0.4 * POINT
INK, QUIET, RULE, EDGE = theme.PAPER
MOST_EXACT, MANY, LONGEST_NAME = 0.8, 9, 45 * MILLIMETRE
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Column:
    """`exact` is not cut off while there is room; a `name` takes what it needs, to an end.

    `wide` is its share of what is left.
    """

    head: str
    right: bool = False
    exact: bool = False
    name: bool = False
    wide: float = 1


@dataclass(frozen=True)
class Drawing:
    """`paint` draws into a place told in dots of the device."""

    high: float
    paint: Callable[[QPainter, QRectF], None]


@dataclass(frozen=True)
class Sheet:
    """What begins on a page of its own; `said` stands below its title."""

    title: str
    said: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Made:
    """By whom and when, and the family of its letters."""

    person: str
    when: datetime
    family: str


def pdf(sheets: Sequence[Sheet], made: Made, dots: int = DOTS) -> bytes:
    """As the bytes of a file; `dots` an inch is the measure of what drawings paint."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(dots)
    writer.setTitle(sheets[0].title)
    writer.setCreator("Countinghouse")
    paint(writer, sheets, made)
    return bytes(buffer.data().data())


def paint(device: QPagedPaintDevice, sheets: Sequence[Sheet], made: Made) -> None:
    """All sheets on a device that has pages: a file, a printer."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageOrientation(QPageLayout.Orientation.Landscape)
    device.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(device)
    try:
        for number, sheet in enumerate(sheets):
            if number:
                device.newPage()
            Pages(sheet, made, device, painter).paint()
    finally:
        painter.end()


class Pages:
    def __init__(
        self, sheet: Sheet, made: Made, device: QPagedPaintDevice, painter: QPainter
    ) -> None:
        self._sheet, self._made = sheet, made
        self._device, self._painter = device, painter
        self._scale = device.logicalDpiX() / DOTS
        page = QSizeF(device.width(), device.height()) / self._scale
        self._wide, self._high = page.width() - 2 * MARGIN, page.height() - 2 * MARGIN
        self._drawn = sheet.drawing.high + LINE if sheet.drawing else 0.0
        many = len(sheet.columns) > MANY
        self._text = self._font(TIGHT if many else TEXT)
        self._strong = self._font(TIGHT if many else SMALL, strong=True)
        self._widths = self._fitted()

    def paint(self) -> None:
        self._painter.save()
        self._painter.scale(self._scale, self._scale)
        rows, top = self._sheet.rows, HEAD + self._drawn
        first, more = self._room(top), self._room(0)
        pages = 1 + max(0, math.ceil((len(rows) - first) / more))
        done = 0
        for page in range(pages):
            if page:
                self._device.newPage()
            else:
                self._title()
                self._draw()
            here = rows[done : done + (more if page else first)]
            if self._sheet.columns:
                self._table(MARGIN + (0 if page else top), here)
            self._foot(page + 1, pages)
            done += len(here)
        self._painter.restore()

    def _room(self, top: float) -> int:
        """Rows below the head of columns and above the foot."""
        return int((self._high - top - 2.5 * LINE) / LINE)

    def _title(self) -> None:
        sheet, when = self._sheet, self._made.when.astimezone(UTC)
        self._say(MARGIN, MARGIN, self._wide, sheet.title, self._font(TITLE, strong=True))
        made = f"{self._made.person} · {when:%Y-%m-%d %H:%M} UTC"
        self._say(MARGIN, MARGIN, self._wide, made, self._font(TEXT), QUIET, RIGHT)
        below = MARGIN + 7 * MILLIMETRE
        self._say(MARGIN, below, self._wide, sheet.said, self._font(TEXT), QUIET)

    def _draw(self) -> None:
        if self._sheet.drawing is None:
            return
        self._painter.save()
        self._painter.scale(1 / self._scale, 1 / self._scale)
        place = (MARGIN, MARGIN + HEAD, self._wide, self._sheet.drawing.high)
        self._sheet.drawing.paint(self._painter, QRectF(*(each * self._scale for each in place)))
        self._painter.restore()

    def _table(self, top: float, rows: Sequence[Sequence[str]]) -> None:
        self._line(top, [each.head for each in self._sheet.columns], self._strong, QUIET)
        self._rule(top + LINE, EDGE)
        for number, row in enumerate(rows, start=1):
            at = top + number * LINE
            self._line(at, row, self._text, INK)
            self._rule(at + LINE, RULE)
        if not rows:
            self._say(MARGIN, top + LINE, self._wide, "No rows.", self._text, QUIET)

    def _line(self, top: float, words: Sequence[str], font: QFont, ink: str) -> None:
        left = MARGIN
        for said, width, column in zip(words, self._widths, self._sheet.columns, strict=True):
            side = RIGHT if column.right else LEFT
            self._say(left, top, width - AIR, said, font, ink, side)
            left += width

    def _foot(self, page: int, pages: int) -> None:
        top = MARGIN + self._high - LINE
        self._say(MARGIN, top, self._wide, self._sheet.title, self._font(SMALL), QUIET)
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
        columns = self._sheet.columns
        exact = [column.exact or column.name for column in columns]
        wished = [
            min(self._widest(at), LONGEST_NAME if column.name else math.inf)
            if exact[at]
            else max(1.0, column.wide)
            for at, column in enumerate(columns)
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
        longest = sorted({row[column] for row in self._sheet.rows}, key=len)[-20:]
        text, strong = QFontMetricsF(self._text), QFontMetricsF(self._strong)
        said = max((text.horizontalAdvance(each) for each in longest), default=0.0)
        return max(said, strong.horizontalAdvance(self._sheet.columns[column].head)) + AIR

    def _font(self, dots: float, strong: bool = False) -> QFont:
        font = QFont(self._made.family)
        font.setPixelSize(round(dots))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font
