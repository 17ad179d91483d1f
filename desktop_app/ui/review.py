"""The review strip: what would be written, before → after, and whether the rules are met."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui import theme
from desktop_app.ui.labels import icon, label, tip
from desktop_app.ui.theme import Tone

MOST = 8
Said = Callable[[str, Any], str]
TRYING, MET = "Trying it against the rules…", "All rules are met."


class Review(QFrame):
    """`write` and `back` are what the person decides; `ask` asks a second person instead."""

    write = Signal()
    back = Signal()
    ask = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAccessibleName("Review of the changes")
        self._title = label(look="strong")
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(theme.SPACE)
        self._lines.setVerticalSpacing(theme.GAP)
        self._lines.setColumnStretch(4, 1)
        self._mark, self._verdict = icon("clock"), label(wrap=True)
        self.go = QPushButton("Write  Ctrl+Enter")
        self.go.setProperty("look", "primary")
        self.go.setAccessibleName("Write the changes")
        self.go.clicked.connect(self.write)
        self.other = QPushButton("Ask a second person")
        self.other.clicked.connect(self.ask)
        back = QPushButton("Back  Esc")
        back.clicked.connect(self.back)
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD)
        foot.addWidget(self._mark)
        foot.addWidget(self._verdict, stretch=1)
        for button in (back, self.other, self.go):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE + theme.SPACE, theme.SPACE, theme.WIDE, theme.SPACE)
        layout.setSpacing(theme.PAD)
        layout.addWidget(self._title)
        layout.addLayout(self._lines)
        layout.addLayout(foot)
        self.hide()

    def show_changes(
        self, titles: Mapping[str, str], before: Mapping[str, Any], after: Mapping[str, Any],
        said: Said, *, new: bool,
    ) -> None:  # fmt: skip
        """What is to be written, field by field; the verdict comes later."""
        while (item := self._lines.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        count = len(after)
        what = "A new record" if new else f"{count} change{'s' if count != 1 else ''} to write"
        self._title.setText(what)
        for number, name in enumerate(list(after)[:MOST]):
            shown = [label(titles.get(name, name), "second")]
            if not new:
                shown += [label(said(name, before.get(name)), "gone"), label("→", "second")]
            shown.append(label(said(name, after[name]), "strong"))
            for column, each in enumerate(shown):
                each.setToolTip(tip(each.text()))
                each.setMaximumWidth(theme.PREVIEW)
                self._lines.addWidget(each, number, column)
        if count > MOST:
            self._lines.addWidget(label(f"and {count - MOST} more", "second"), MOST, 0)
        self.verdict(TRYING, Tone.PLAIN)
        self.show()

    def verdict(self, sentence: str, tone: Tone, *, held: bool = False) -> None:
        glyphs = {Tone.GOOD: "check-circle", Tone.BAD: "x-circle", Tone.WARN: "users"}
        colour = theme.now().tone(tone)
        made = icon(glyphs.get(tone, "clock"))
        self._mark.setText(made.text())
        self._mark.setStyleSheet(f"{made.styleSheet()} color: {colour};")
        self._verdict.setText(sentence)
        self._verdict.setStyleSheet(f"color: {colour};")
        self.go.setEnabled(tone == Tone.GOOD)
        self.other.setVisible(held)
        self.setAccessibleDescription(sentence)

    def told(self) -> str:
        return self._verdict.text()
