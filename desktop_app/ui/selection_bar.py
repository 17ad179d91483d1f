"""What is picked, and what can be done with it, above the list for as long as anything is."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.domain.picked import Picked
from desktop_app.ui import theme
from desktop_app.ui.counting import Told
from desktop_app.ui.labels import label, link

WORTH_SAYING = 2


class SelectionBar(QFrame):
    """`add` gives it another thing to do with what is picked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("selection")
        self._said = label(look="strong")
        self.everything = link("Select everything that matches")
        self.clear = link("Clear the selection")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.SPACE, theme.GAP, theme.GAP, theme.GAP)
        self._row.setSpacing(theme.SPACE)
        for each in (self._said, self.everything, self.clear):
            self._row.addWidget(each)
        self._row.addStretch()
        self.hide()

    def add(self, button: QPushButton) -> None:
        self._row.addWidget(button)

    def tell(self, picked: Picked, told: Told | None) -> None:
        """One picked row needs no bar: it is seen."""
        by_filter = picked.where is not None
        if not by_filter and len(picked.keys) < WORTH_SAYING:
            self.hide()
            return
        said = everything(picked, told) if by_filter else f"{len(picked.keys):,} selected"
        self._said.setText(said)
        self.setAccessibleName(said)
        self.everything.setVisible(not by_filter)
        self.show()


def everything(picked: Picked, told: Told | None) -> str:
    """`All 12,431 matching selected`, `About 1,204 selected, 2 left out`."""
    left_out = f", {len(picked.keys):,} left out" if picked.keys else ""
    matching = " matching" if told is not None and told.filtered else ""
    if told is None:
        return f"Everything{matching} selected{left_out}"
    if told.exact:
        return f"All {told.rows:,}{matching} selected{left_out}"
    return f"All{matching} selected, about {told.rows:,}{left_out}"
