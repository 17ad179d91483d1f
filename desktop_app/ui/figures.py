"""Figures side by side, each large above its words; a click on one opens the rows it counts."""

from functools import partial
from math import ceil

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.domain.series import Line, Mark, Series
from desktop_app.ui import chart_words, theme
from desktop_app.ui.labels import label, tip


class Figures(QWidget):
    """`opened` carries the question whose rows a figure counts."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[QPushButton] = []
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.SPACE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_series(self, series: Series) -> None:
        """The keyboard stays at the figure where it was."""
        at = next((n for n, tile in enumerate(self._tiles) if tile.hasFocus()), None)
        for tile in self._tiles:
            tile.hide()
            tile.deleteLater()
        self._tiles = [
            self._tile(series, line, mark) for line in series.lines for mark in line.marks
        ]
        self._across = 0
        self._lay()
        if at is not None and at < len(self._tiles):
            self._tiles[at].setFocus()

    def resizeEvent(self, event: object) -> None:
        self._lay()

    def _lay(self) -> None:
        """As many in a row as have room for the longest words, and no row much shorter."""
        if not self._tiles:
            return
        widest = max(tile.sizeHint().width() for tile in self._tiles) + theme.SPACE
        most = max(1, (self.width() + theme.SPACE) // widest)
        across = ceil(len(self._tiles) / ceil(len(self._tiles) / most))
        if across == self._across:
            return
        self._across = across
        for n, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, n // across, n % across)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, column < across)

    def _tile(self, series: Series, line: Line, mark: Mark) -> QPushButton:
        made = _Tile(chart_words.value(series, mark.value), chart_words.at(mark))
        made.setAccessibleName(chart_words.spoken(series, line, mark))
        made.setToolTip(tip("Open its rows"))
        made.setEnabled(mark.rows is not None)
        made.clicked.connect(partial(self.opened.emit, mark.rows))
        made.setProperty("none", not mark.value)
        return made


class _Tile(QPushButton):
    def __init__(self, figure: str, words: str) -> None:
        super().__init__()
        self.setProperty("look", "figure")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        layout.setSpacing(0)
        # A figure alone on its card is called by the card's title.
        for text, look in ((figure, "figure"), (words, "second")):
            shown = label(text, look)
            shown.setVisible(bool(text))
            shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(shown)

    def sizeHint(self) -> QSize:
        """A button knows of no layout inside it."""
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()
