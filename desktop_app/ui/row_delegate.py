"""One flat paint per cell: ground, text or badge, focus, line. No style is asked."""

from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.domain.query import Kind
from desktop_app.ui import icons, states, theme
from desktop_app.ui.cells import NOTHING
from desktop_app.ui.skeleton import bone
from desktop_app.ui.states import Mark
from desktop_app.ui.table_model import FIGURES, TableModel
from desktop_app.ui.theme import Tokens, Tone

# Only free text may be cut: a shortened number, id or state would mean something else.
FREE = frozenset((Kind.TEXT, Kind.LIST, Kind.JSON, Kind.FILE))
LONG = 40
FRESH = 0.10
QUIET = frozenset((Kind.REFERENCE, Kind.JSON, Kind.LIST, Kind.MOMENT, Kind.DAY, Kind.GEO_POINT))
FIXED = frozenset((Kind.REFERENCE, Kind.JSON))

SELECTED = QStyle.StateFlag.State_Selected
FOCUSED = QStyle.StateFlag.State_HasFocus
ON_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
ON_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(slots=True)
class _Ink:
    """Pens and brushes of one scheme, made once."""

    tokens: Tokens
    text: QPen
    second: QPen
    line: QPen
    ring: QPen
    link: QPen
    surface: QColor
    selection: QColor
    fresh: QColor
    accent: QColor
    bone: QColor
    tones: dict[Tone, QPen]
    tints: dict[bool, dict[Tone, QColor]]

    @classmethod
    def of(cls, tokens: Tokens) -> "_Ink":
        return cls(
            tokens,
            text=QPen(QColor(tokens.text)),
            second=QPen(QColor(tokens.second)),
            line=QPen(QColor(tokens.line), tokens.line_width),
            ring=QPen(QColor(tokens.accent), 2),
            link=QPen(QColor(tokens.accent)),
            surface=QColor(tokens.surface),
            selection=QColor(tokens.selection),
            fresh=theme.tint(tokens.surface, tokens.accent, FRESH),
            accent=QColor(tokens.accent),
            bone=theme.tint(tokens.surface, tokens.second, theme.BONE),
            tones={tone: QPen(QColor(tokens.tone(tone))) for tone in Tone},
            tints={
                False: {tone: theme.tint(tokens.surface, tokens.tone(tone)) for tone in Tone},
                # A tint over the selection would leave some tones under 4.5:1.
                True: dict.fromkeys(Tone, QColor(tokens.surface)),
            },
        )


class Watched(Protocol):
    """A view that knows whether it is used by keyboard; only then the focus is drawn.

    And which records were changed a moment ago, and which are no longer there.
    """

    by_keyboard: bool
    fresh: set[Any]
    gone: set[Any]


class RowDelegate(QAbstractItemDelegate):
    def __init__(self, model: TableModel, view: Watched, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._view = view
        self._ink = _Ink.of(theme.now())
        self._body = theme.font()
        self._small = theme.font(theme.SECONDARY)
        self._fixed = theme.fixed()
        self._icon = icons.font(theme.ICON)
        self._metrics = QFontMetrics(self._body)
        self._small_metrics = QFontMetrics(self._small)
        self._fixed_metrics = QFontMetrics(self._fixed)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(self.width(index.row(), index.column()), theme.ROW)

    def width(self, row: int, column: int) -> int:
        """What the cell needs so that nothing of it is cut."""
        said = self._model.text(row, column)
        kind = self._model.kinds[column]
        if kind == Kind.STATE and states.mark(self._model.value(row, column)):
            inside = self._small_metrics.horizontalAdvance(said) + theme.ICON + theme.GAP
            return inside + 2 * theme.PAD + 2 * theme.SPACE
        fixed = kind in FIXED and not self._model.named(row, column)
        metrics = self._fixed_metrics if fixed else self._metrics
        return metrics.horizontalAdvance(said) + theme.ROUNDING + 2 * theme.SPACE

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if self._ink.tokens is not theme.now():
            self._ink = _Ink.of(theme.now())
        ink = self._ink
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        row, column = index.row(), index.column()
        selected = bool(state & SELECTED)
        if selected or self._view.fresh:
            painter.fillRect(rect, self.ground(row, selected))
        painter.setPen(ink.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if not self._model.here(row):
            painter.fillRect(bone(rect, row, column), ink.bone)
            return
        kind = self._model.kinds[column]
        mark = states.mark(self._model.value(row, column)) if kind == Kind.STATE else None
        inside = rect.adjusted(theme.SPACE, 0, -theme.SPACE, -1)
        said = self._model.text(row, column)
        if mark:
            self._badge(painter, inside, said, mark, ink.tints[selected])
        elif self._model.links[column]:
            self._name(painter, inside, said, row, column)
        else:
            self._text(painter, inside, said, kind)
        if self._view.fresh or self._view.gone:
            self._happened(painter, rect, row, column)
        if state & FOCUSED and self._view.by_keyboard:
            painter.setPen(ink.ring)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def ground(self, row: int, selected: bool) -> QColor:
        """What a row is painted on: selected, changed a moment ago, or as any."""
        if selected:
            return self._ink.selection
        if self._view.fresh and self._model.here(row) and self._model.key(row) in self._view.fresh:
            return self._ink.fresh
        return self._ink.surface

    def _happened(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        """A bar beside a row that was changed; a line through one that is gone."""
        key = self._model.key(row)
        if key in self._view.gone:
            painter.setPen(self._ink.second)
            painter.drawLine(rect.left(), rect.center().y(), rect.right(), rect.center().y())
        if key in self._view.fresh and rect.left() <= 0:
            painter.fillRect(0, rect.top(), theme.BAND, rect.height() - 1, self._ink.accent)

    def _name(self, painter: QPainter, rect: QRect, said: str, row: int, column: int) -> None:
        """Another record by its name, or, where nobody may see it, by the beginning of its id."""
        if not self._model.named(row, column):
            self._text(painter, rect, said, Kind.REFERENCE)
            return
        painter.setFont(self._body)
        painter.setPen(self._ink.link)
        elided = self._metrics.elidedText(said, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, ON_LEFT, elided)

    def _text(self, painter: QPainter, rect: QRect, said: str, kind: Kind) -> None:
        fixed = kind in FIXED and said != NOTHING
        painter.setFont(self._fixed if fixed else self._body)
        painter.setPen(self._ink.second if said == NOTHING or kind in QUIET else self._ink.text)
        if kind in FREE or len(said) > LONG:
            metrics = self._fixed_metrics if fixed else self._metrics
            said = metrics.elidedText(said, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, ON_RIGHT if kind in FIGURES else ON_LEFT, said)

    def _badge(
        self, painter: QPainter, rect: QRect, said: str, mark: Mark, tints: dict[Tone, QColor]
    ) -> None:
        tone, icon = mark
        width = self._small_metrics.horizontalAdvance(said) + theme.ICON + theme.GAP
        top = rect.top() + (rect.height() - theme.BADGE) // 2
        pill = QRectF(rect.left(), top, width + 2 * theme.PAD, theme.BADGE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tints[tone])
        painter.drawRoundedRect(pill, theme.BADGE / 2, theme.BADGE / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._ink.tones[tone])
        painter.setFont(self._icon)
        glyph = QRectF(pill.left() + theme.PAD, top, theme.ICON, theme.BADGE)
        painter.drawText(glyph, ON_LEFT, icons.glyph(icon))
        painter.setFont(self._small)
        painter.drawText(pill.adjusted(theme.PAD + theme.ICON + theme.GAP, 0, 0, 0), ON_LEFT, said)
