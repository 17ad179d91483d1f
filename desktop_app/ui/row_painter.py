"""Rows painted whole: ground, line, words, badges, focus. No style is asked, no index is made.

A cell by itself costs more to be asked for than to be painted, so a list is painted column by
column: its letters and its colour are set once, and texts are drawn at a point, not in a box.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QLine, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen, QPixmap

from desktop_app.domain.query import Kind
from desktop_app.ui import cells, icons, theme
from desktop_app.ui.skeleton import bone
from desktop_app.ui.table_model import TableModel
from desktop_app.ui.theme import Tokens, Tone
from desktop_app.ui.wording import FIGURES, Cell, Look

if TYPE_CHECKING:
    from desktop_app.ui.table_view import TableView

# Only free text may be cut: a shortened number, id or state would mean something else.
FREE = frozenset((Kind.TEXT, Kind.LIST, Kind.JSON, Kind.FILE))
FRESH = 0.10
MIDDLE, RIGHT = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight
MOST_KEPT = 400
MARKED = (Look.BADGE, Look.YES_NO)
ON_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
Column = tuple[int, int, int]
"""Which column, where it begins, and how wide it is."""


class Letters(dict[str, float]):
    """A font and how wide each of its letters is: adding those up is quicker than asking Qt."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self.font = font
        self.metrics = QFontMetrics(font)
        self._exactly = QFontMetricsF(font)
        self.base = (theme.ROW - 1 - self.metrics.height()) // 2 + self.metrics.ascent()

    def __missing__(self, letter: str) -> float:
        wide = self[letter] = self._exactly.horizontalAdvance(letter)
        return wide

    def width(self, said: str) -> float:
        """At least what it needs: letters that move together need less."""
        return sum(map(self.__getitem__, said))

    def fitting(self, said: str, room: int) -> str:
        if self.width(said) <= room:
            return said
        return self.metrics.elidedText(said, MIDDLE if cells.ends_tell(said) else RIGHT, room)


@dataclass(slots=True)
class _Ink:
    """Pens and brushes of one scheme, made once."""

    tokens: Tokens
    line: QPen
    ring: QPen
    looks: dict[Look, QPen]
    surface: QColor
    selection: QColor
    fresh: QColor
    accent: QColor
    bone: QColor
    tones: dict[Tone, QPen]
    tints: dict[Tone, QColor]

    @classmethod
    def of(cls, tokens: Tokens) -> "_Ink":
        second = QPen(QColor(tokens.second))
        return cls(
            tokens,
            line=QPen(QColor(tokens.line), tokens.line_width),
            ring=QPen(QColor(tokens.accent), 2),
            looks={
                **dict.fromkeys(Look, QPen(QColor(tokens.text))),
                Look.QUIET: second,
                Look.FIXED: second,
                Look.NAME: QPen(QColor(tokens.accent)),
            },
            surface=QColor(tokens.surface),
            selection=QColor(tokens.selection),
            fresh=theme.tint(tokens.surface, tokens.accent, FRESH),
            accent=QColor(tokens.accent),
            bone=theme.tint(tokens.surface, tokens.second, theme.BONE),
            tones={tone: QPen(QColor(tokens.tone(tone))) for tone in Tone},
            tints={tone: theme.tint(tokens.surface, tokens.tone(tone)) for tone in Tone},
        )


class RowPainter:
    def __init__(self, model: TableModel, view: "TableView") -> None:
        self._model = model
        self._view = view
        self._ink = _Ink.of(theme.now())
        self._body = Letters(theme.font())
        self._small = Letters(theme.font(theme.SECONDARY))
        self._fixed = Letters(theme.fixed())
        self._icon = icons.font(theme.ICON)
        self._marks: dict[tuple[object, ...], QPixmap] = {}

    def width(self, row: int, column: int) -> int:
        """What the cell needs so that nothing of it is cut."""
        said, look, mark = self._model.cells(row)[column]
        if mark:
            return self._marked(said, look) + 2 * theme.SPACE
        letters = self._fixed if look is Look.FIXED else self._body
        return letters.metrics.horizontalAdvance(said) + theme.ROUNDING + 2 * theme.SPACE

    def paint(self, painter: QPainter, rows: range, columns: Sequence[Column], right: int) -> None:
        """These rows, from the left edge to `right`, with these of their columns."""
        if self._ink.tokens is not theme.now():
            self._ink, self._marks = _Ink.of(theme.now()), {}
        if not rows:
            return
        self._model.on_this_day(date.today())
        first = self._view.rowViewportPosition(rows[0])
        tops = [(row, first + number * theme.ROW) for number, row in enumerate(rows)]
        grounds = self._grounds(painter, tops, right)
        here = [(row, top) for row, top in tops if self._model.here(row)]
        if len(here) < len(tops):
            self._bones(painter, tops, columns)
        lines = [(top, self._model.cells(row), grounds[row]) for row, top in here]
        for column in columns:
            self._column(painter, column, lines)
        if self._view.fresh or self._view.gone:
            self._happened(painter, here, right)
        if self._view.by_keyboard and self._view.hasFocus():
            self._focus(painter, dict(tops), columns)

    def _grounds(
        self, painter: QPainter, tops: Sequence[tuple[int, int]], right: int
    ) -> dict[int, QColor]:
        """Selected, changed a moment ago, or as any; and a line under each row."""
        ink, chosen, fresh = self._ink, self._view.selectionModel(), self._view.fresh
        painter.fillRect(0, tops[0][1], right, len(tops) * theme.ROW, ink.surface)
        grounds = {row: ink.surface for row, _ in tops}
        selecting = chosen.hasSelection()
        for row, top in tops if selecting or fresh else ():
            if selecting and chosen.isRowSelected(row):
                grounds[row] = ink.selection
            elif self._model.here(row) and self._model.key(row) in fresh:
                grounds[row] = ink.fresh
            painter.fillRect(0, top, right, theme.ROW, grounds[row])
        painter.setPen(ink.line)
        under = theme.ROW - 1
        painter.drawLines([QLine(0, top + under, right, top + under) for _, top in tops])
        return grounds

    def _column(
        self,
        painter: QPainter,
        place: Column,
        lines: Sequence[tuple[int, tuple[Cell, ...], QColor]],
    ) -> None:
        column, left, width = place
        room = width - 2 * theme.SPACE
        left += theme.SPACE
        figures = self._model.kinds[column] in FIGURES
        looks, now = self._ink.looks, None
        letters = self._body
        for top, said, ground in lines:
            text, look, mark = said[column]
            if mark:
                painter.drawPixmap(left, top, self._mark(said[column], ground))
                continue
            if look is not now:
                now = look
                letters = self._fixed if look is Look.FIXED else self._body
                painter.setFont(letters.font)
                painter.setPen(looks[look])
            if figures:
                # The end of a number that does not fit would read as another number.
                text = text if letters.width(text) <= room else "…"
                start = left + room - letters.metrics.horizontalAdvance(text)
                painter.drawText(start, top + letters.base, text)
            else:
                painter.drawText(left, top + letters.base, letters.fitting(text, room))

    def _bones(
        self, painter: QPainter, tops: Sequence[tuple[int, int]], columns: Sequence[Column]
    ) -> None:
        for row, top in tops:
            if not self._model.here(row):
                for column, left, width in columns:
                    cell = QRect(left, top, width, theme.ROW)
                    painter.fillRect(bone(cell, row, column), self._ink.bone)

    def _happened(self, painter: QPainter, here: Sequence[tuple[int, int]], right: int) -> None:
        """A bar beside a row that was changed; a line through one that is gone."""
        for row, top in here:
            key = self._model.key(row)
            if key in self._view.gone:
                painter.setPen(self._ink.looks[Look.QUIET])
                painter.drawLine(0, top + theme.ROW // 2, right, top + theme.ROW // 2)
            if key in self._view.fresh:
                painter.fillRect(0, top, theme.BAND, theme.ROW - 1, self._ink.accent)

    def _focus(self, painter: QPainter, tops: dict[int, int], columns: Sequence[Column]) -> None:
        here = self._view.currentIndex()
        for column, left, width in columns:
            if column == here.column() and here.row() in tops:
                painter.setPen(self._ink.ring)
                cell = QRect(left, tops[here.row()], width, theme.ROW)
                painter.drawRect(cell.adjusted(1, 1, -1, -2))

    def _marked(self, said: str, look: Look) -> int:
        badge = look is Look.BADGE
        letters = self._small if badge else self._body
        inside = letters.metrics.horizontalAdvance(said) + theme.ICON + theme.GAP
        return inside + (2 * theme.PAD if badge else theme.ROUNDING)

    def _mark(self, cell: Cell, ground: QColor) -> QPixmap:
        """The picture of a glyph and its word: there are few of them, and many of each."""
        ratio = self._view.devicePixelRatioF()
        known = (cell, ground.rgb(), ratio)
        made = self._marks.get(known)
        if made is None:
            if len(self._marks) >= MOST_KEPT:
                self._marks.clear()
            made = self._marks[known] = self._picture(cell, ground, ratio)
        return made

    def _picture(self, cell: Cell, ground: QColor, ratio: float) -> QPixmap:
        said, look, mark = cell
        wide, high = self._marked(said, look), theme.ROW - 1
        made = QPixmap(round(wide * ratio), round(high * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(ground)
        tone, icon = mark if mark else (Tone.PLAIN, "")
        painter = QPainter(made)
        left = 0
        if look is Look.BADGE:
            left = theme.PAD
            pill = QRectF(0, (high - theme.BADGE) / 2, wide, theme.BADGE)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            # A tint over the selection would leave some tones under 4.5:1.
            chosen = ground == self._ink.selection
            painter.setBrush(self._ink.surface if chosen else self._ink.tints[tone])
            painter.drawRoundedRect(pill, theme.BADGE / 2, theme.BADGE / 2)
        painter.setPen(self._ink.tones[tone])
        painter.setFont(self._icon)
        painter.drawText(QRect(left, 0, theme.ICON, high), ON_LEFT, icons.glyph(icon))
        letters = self._small if look is Look.BADGE else self._body
        painter.setFont(letters.font)
        painter.setPen(self._ink.tones[tone] if look is Look.BADGE else self._ink.looks[look])
        rest = QRect(left + theme.ICON + theme.GAP, 0, wide, high)
        painter.drawText(rest, ON_LEFT, said)
        painter.end()
        return made
