"""What a board is about: a button whose menu says which of its subjects are shown."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton

from desktop_app.domain.series import MOST_LINES


class BoardChoice(QToolButton):
    """`changed` carries the chosen names, the last chosen first."""

    changed = Signal(tuple)

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.chosen: tuple[str, ...] = ()
        self._names: tuple[str, ...] | None = None
        self.setObjectName("choose")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setVisible(bool(words))

    def offer(self, names: tuple[str, ...]) -> None:
        """What may be chosen, and at first the first of it; the same once more changes nothing."""
        if names == self._names:
            return
        self._names = names
        if (before := self.menu()) is not None:
            before.deleteLater()
        self.chosen = tuple(each for each in self.chosen if each in names) or names[:1]
        menu = QMenu(self)
        for name in names:
            entry = menu.addAction(name.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(name in self.chosen)
            entry.toggled.connect(partial(self._toggled, name))
        self.setMenu(menu)
        self._say()

    def choose(self, chosen: tuple[str, ...]) -> None:
        self.chosen = chosen
        self._say()
        self.changed.emit(chosen)

    def _toggled(self, name: str, chosen: bool) -> None:
        """The last chosen comes first: it is the one that cards of one subject show."""
        others = tuple(each for each in self.chosen if each != name)
        self.choose(((name, *others) if chosen else others)[:MOST_LINES])

    def _say(self) -> None:
        words = ", ".join(self.chosen[:2]) or self._words
        more = f" and {len(self.chosen) - 2} more" if len(self.chosen) > 2 else ""
        self.setText(f"{words}{more} ▾")
        self.setAccessibleName(f"{self._words}: {words}{more}")
        for entry in self.menu().actions() if self.menu() else ():
            entry.blockSignals(True)
            entry.setChecked(entry.text().replace("&&", "&") in self.chosen)
            entry.blockSignals(False)
