"""What can be done with a record: its acts as buttons, the rest behind “…”."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from desktop_app.domain.query import Row
from desktop_app.ui import icons, theme
from desktop_app.ui.labels import tip

if TYPE_CHECKING:
    from desktop_app.domain.access import Actor
    from desktop_app.services.panel import Action, Panel


class RecordActs(QWidget):
    """`asked` carries the action that was chosen."""

    asked = Signal(object)

    def __init__(
        self, panel: "Panel", actor: "Actor", most: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._panel, self._actor, self._most = panel, actor, most
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.PAD)

    def show_row(self, row: Row) -> None:
        """Only what the record's state allows is offered; what the person may not do says why."""
        self._clear()
        offered = [each for each in self._panel.actions if each.offered(row)]
        offered.sort(key=lambda each: (each.destructive, bool(self.why_not(each))))
        first = next((a for a in offered if not a.destructive and not self.why_not(a)), None)
        for action in offered[: self._most]:
            self._row.addWidget(self._button(action, action is first))
        if rest := offered[self._most :]:
            self._row.addWidget(self._menu(rest))
        self._row.addStretch()
        self.setVisible(bool(offered))

    def why_not(self, action: "Action") -> str:
        return why_not(self._panel, self._actor, action.name)

    def _button(self, action: "Action", primary: bool) -> QPushButton:
        made = QPushButton(action.title)
        if primary or action.destructive:
            made.setProperty("look", "primary" if primary else "destructive")
        why = self.why_not(action)
        made.setEnabled(not why)
        made.setToolTip(tip(why or action.confirm))
        made.setAccessibleName(action.title)
        made.clicked.connect(lambda: self.asked.emit(action))
        return made

    def _menu(self, rest: "list[Action]") -> QToolButton:
        more = QToolButton()
        more.setText(icons.glyph("dots-three"))
        more.setFont(icons.font(theme.NAVIGATION_ICON))
        more.setStyleSheet(icons.letters(theme.NAVIGATION_ICON))
        more.setToolTip("More that can be done")
        more.setAccessibleName("More that can be done")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        menu.setToolTipsVisible(True)
        for action in rest:
            item = menu.addAction(action.title)
            item.setEnabled(not self.why_not(action))
            item.setToolTip(tip(self.why_not(action) or action.confirm))
            item.triggered.connect(lambda _=False, each=action: self.asked.emit(each))
        more.setMenu(menu)
        return more

    def _clear(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()


def why_not(panel: "Panel", actor: "Actor", act: str) -> str:
    """The permission that the person lacks, in a sentence; empty when nothing lacks."""
    return actor.why_not(panel.right(act))
