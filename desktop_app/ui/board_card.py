"""One card of a board: a title, what the pointer is on, and a chart, a table, figure or words."""

import asyncio
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import Refusal
from desktop_app.domain.series import Mark, Series
from desktop_app.services.board import Card, Chart
from desktop_app.ui import cells, chart_saving, chart_words, icons, theme
from desktop_app.ui.chart_paper import Shown, made_now
from desktop_app.ui.chart_table import ChartTable
from desktop_app.ui.charts import ChartView
from desktop_app.ui.figures import Figures
from desktop_app.ui.labels import label, link
from desktop_app.ui.office import Office
from desktop_app.ui.skeleton import Skeleton

PICTURES = "Picture (*.png);;Drawing (*.svg);;Figures (*.csv);;Paper (*.pdf)"
EMPTY = "Nothing to show in this range."


class BoardCard(QFrame):
    """`again` asks for the series once more, `printed` for it on paper."""

    again = Signal()
    printed = Signal()

    def __init__(self, office: Office, card: Card, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(card.title)
        self.card, self._office = card, office
        self.asked = ""
        self.series: Series | None = None
        self.refusal: Refusal | None = None
        self._title = label(card.title, "card")
        self._said = label("", "second")
        self._trouble = label("", "cardTrouble", wrap=True)
        self._trouble.hide()
        self._note = label("", "second", wrap=True)
        self._note.hide()
        self.body: QWidget = self._body()
        self.table = ChartTable(card.title, self)
        self.table.opened.connect(office.show)
        self._state = label("", "second", wrap=True)
        self._state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._skeleton = Skeleton()
        self._stack = QStackedLayout()
        self._menu = QToolButton()
        self._compose()
        # Nothing is shown of a wait that is hardly one.
        self._soon = QTimer(self, singleShot=True, interval=theme.SKELETON_AFTER_MS)
        self._soon.timeout.connect(partial(self._stack.setCurrentWidget, self._skeleton))

    def ask(self) -> None:
        if self.series is None:
            self._soon.start()

    def show_series(
        self, series: Series, second: Series | None, asked: str = "", deaf: str = ""
    ) -> None:
        """`asked` is what was asked, in words; `deaf` says which filters have no meaning here."""
        self._soon.stop()
        self.asked = asked
        self.series, self.refusal = series, None
        self._trouble.hide()
        self._show_note(series, deaf)
        self._menu.setEnabled(not series.is_empty())
        if series.is_empty():
            self.tell(EMPTY)
            return
        if isinstance(self.body, ChartView):
            self.body.show_series(self.card.chart, series, second)
            self.table.show_series(series)
        elif isinstance(self.body, Figures):
            self.body.show_series(series)
        else:
            self._show_words(series)
        tabled = self._as_table.isChecked()
        self._stack.setCurrentWidget(self.table if tabled else self.body)

    def fail(self, refusal: Refusal) -> None:
        """What was known stays, with the time from which it is; nothing becomes a zero."""
        self._soon.stop()
        self.refusal = refusal
        if self.series is None:
            self.tell(f"No data. {refusal}")
            return
        stamp = cells.moment(self.series.stamp)
        self._trouble.setText(f"No data since {stamp}. {refusal}")
        self._trouble.show()

    def tell(self, sentence: str) -> None:
        """Instead of a drawing."""
        self._soon.stop()
        self._state.setText(sentence)
        self._stack.setCurrentWidget(self._state)

    def said(self) -> str:
        """What stands on the card instead of a drawing or above it."""
        if self._stack.currentWidget() is self._state:
            return self._state.text()
        return "" if self._trouble.isHidden() else self._trouble.text()

    def shown(self) -> Shown | None:
        """What stands here, for a file or for paper; nothing before there is something."""
        if self.series is None or self.series.is_empty():
            return None
        drawing = self.body if isinstance(self.body, ChartView) else None
        return Shown(self.card.title, self.card.chart, self.series, self.asked, drawing)

    def save(self) -> None:
        """Into a file that the person names; drawn now, written by a thread."""
        dialog = QFileDialog(self, f"Save {self.card.title}", "", PICTURES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._save_as)
        dialog.open()

    def _save_as(self, name: str) -> None:
        path, shown = Path(name), self.shown()
        assert shown is not None
        try:
            content = chart_saving.content(path, shown, made_now(self._office))
        except Refusal as refusal:
            self._office.tell(str(refusal), theme.Tone.BAD)
            return

        async def write() -> None:
            try:
                await asyncio.to_thread(path.write_bytes, content)
            except OSError as error:
                raise Refusal(f"{path.name} could not be written: {error.strerror}.") from None

        done = f"{self.card.title} is saved as {path.name}."
        self._office.writes.start(
            f"save {path}", write, lambda _: self._office.tell(done, theme.Tone.GOOD)
        )

    def _show_table(self, table: bool) -> None:
        if self.series is not None and not self.series.is_empty():
            self._stack.setCurrentWidget(self.table if table else self.body)

    def _show_note(self, series: Series, deaf: str) -> None:
        words = " ".join(each for each in (deaf, *series.remarks) if each)
        if self.card.kept:
            words = f"Kept figures as of {cells.moment(series.stamp)}. {words}".strip()
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def _show_words(self, series: Series) -> None:
        layout = self.body.layout()
        assert isinstance(layout, QVBoxLayout)
        while (item := layout.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for line in series.lines:
            for mark in line.marks:
                opener = link(chart_words.spoken(series, line, mark))
                opener.setToolTip("Open its rows")
                opener.clicked.connect(partial(self._open, mark))
                layout.addWidget(opener)
        for head, sentences in series.words:
            layout.addSpacing(theme.GAP)
            layout.addWidget(label(cells.clean(head).upper(), "section"))
            for sentence in sentences:
                layout.addWidget(label(cells.clean(sentence), "", wrap=True))
        layout.addStretch()

    def _open(self, mark: Mark) -> None:
        if mark.rows is not None:
            self._office.show(mark.rows)

    def _body(self) -> QWidget:
        if self.card.chart is Chart.FIGURE:
            figures = Figures()
            figures.opened.connect(self._office.show)
            return figures
        if self.card.chart is Chart.WORDS:
            body = QWidget()
            layout = QVBoxLayout(body)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.PAD)
            return body
        chart = ChartView(self.card.title)
        chart.opened.connect(self._office.show)
        chart.pointed.connect(self._said.setText)
        return chart

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(self._title)
        self._said.setMinimumWidth(0)
        self._said.setSizePolicy(
            self._said.sizePolicy().Policy.Ignored, self._said.sizePolicy().verticalPolicy()
        )
        head.addWidget(self._said, stretch=1)
        head.addWidget(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.SPACE, theme.SPACE, theme.SPACE)
        layout.setSpacing(theme.PAD)
        layout.addLayout(head)
        layout.addWidget(self._trouble)
        layout.addLayout(self._stack, stretch=1)  # before its widgets: they would be windows
        layout.addWidget(self._note)
        self._fill_menu()
        for widget in (self._skeleton, self.body, self._state):
            self._stack.addWidget(widget)
        if isinstance(self.body, ChartView):
            self._stack.addWidget(self.table)
        else:
            self.table.hide()
        blank = QWidget()
        self._stack.addWidget(blank)
        self._stack.setCurrentWidget(blank)

    def _fill_menu(self) -> None:
        self._menu.setObjectName("flat")
        self._menu.setIcon(icons.icon("dots-three"))
        self._menu.setAccessibleName(f"More about {self.card.title}")
        self._menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu.setEnabled(False)
        menu = QMenu(self._menu)
        self._as_table = menu.addAction("As a table")
        self._as_table.setCheckable(True)
        self._as_table.toggled.connect(self._show_table)
        menu.addAction("Save as PNG, SVG, CSV or PDF…", self.save)
        menu.addAction("Print…", self.printed.emit)
        menu.addAction("Ask again", self.again.emit)
        self._menu.setMenu(menu)
        room = self._menu.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._menu.setSizePolicy(room)
        self._menu.setVisible(isinstance(self.body, ChartView))


def as_of(stamps: list[datetime]) -> str:
    """From when the oldest of these figures are."""
    return f"as of {cells.moment(min(stamps))}" if stamps else ""
