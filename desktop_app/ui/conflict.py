"""Somebody was faster: what it was, what they made of it, what I want; chosen field by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui import theme
from desktop_app.ui.labels import label, tip

Said = Callable[[str, Any], str]


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people changed; `who` says by whom and when, as far as it is known."""

    name: str
    title: str
    base: Any
    theirs: Any
    mine: Any
    who: str = ""


class Conflict(QFrame):
    """`chosen` carries the field → whether mine stands; nothing is written before."""

    chosen = Signal(object)
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAccessibleName("Conflict")
        self._said = label(look="strong", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.WIDE)
        self._grid.setVerticalSpacing(theme.PAD)
        self._grid.setColumnStretch(4, 1)
        self._picks: dict[str, tuple[QRadioButton, QRadioButton]] = {}
        self._groups: list[QButtonGroup] = []
        self.go = QPushButton("Use what I chose")
        self.go.setProperty("look", "primary")
        self.go.clicked.connect(self._decide)
        back = QPushButton("Back  Esc")
        back.clicked.connect(self.back)
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD)
        foot.addWidget(label("Nothing is written meanwhile.", "second"), stretch=1)
        foot.addWidget(back)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE + theme.SPACE, theme.SPACE, theme.WIDE, theme.SPACE)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self._said)
        layout.addLayout(self._grid)
        layout.addLayout(foot)
        self.hide()

    def show_clashes(self, sentence: str, clashes: list[Clash], said: Said) -> None:
        self._clear()
        self._said.setText(sentence)
        for column, head in enumerate(("", "It was", "Theirs", "Mine")):
            self._grid.addWidget(label(head.upper(), "section"), 0, column)
        for number, clash in enumerate(clashes, 1):
            self._add(number, clash, said)
        self._look()
        self.show()

    def picks(self) -> Mapping[str, bool]:
        """Field → whether mine stands, for those that are decided."""
        decided = {name: pair for name, pair in self._picks.items() if any(map(_on, pair))}
        return {name: _on(mine) for name, (_, mine) in decided.items()}

    def pick(self, name: str, *, mine: bool) -> None:
        self._picks[name][int(mine)].setChecked(True)

    def _add(self, number: int, clash: Clash, said: Said) -> None:
        theirs = QRadioButton(said(clash.name, clash.theirs).replace("&", "&&"))
        mine = QRadioButton(said(clash.name, clash.mine).replace("&", "&&"))
        theirs.setToolTip(tip(clash.who))
        theirs.setAccessibleName(f"{clash.title}: keep theirs")
        mine.setAccessibleName(f"{clash.title}: keep mine")
        group = QButtonGroup(self)
        for each in (theirs, mine):
            group.addButton(each)
            each.toggled.connect(self._look)
        self._groups.append(group)
        self._picks[clash.name] = (theirs, mine)
        self._grid.addWidget(label(clash.title, "second"), 2 * number - 1, 0)
        self._grid.addWidget(label(said(clash.name, clash.base), "gone"), 2 * number - 1, 1)
        self._grid.addWidget(theirs, 2 * number - 1, 2)
        self._grid.addWidget(mine, 2 * number - 1, 3)
        if clash.who:
            self._grid.addWidget(label(clash.who, "hint"), 2 * number, 2, 1, 2)

    def _decide(self) -> None:
        self.chosen.emit(dict(self.picks()))

    def _look(self) -> None:
        self.go.setEnabled(len(self.picks()) == len(self._picks))

    def _clear(self) -> None:
        self._picks, self._groups = {}, []
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()


def _on(button: QRadioButton) -> bool:
    return button.isChecked()
