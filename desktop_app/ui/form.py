"""The form that every panel gets: its fields in groups, the required ones first."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.inputs import Input
from desktop_app.ui import theme
from desktop_app.ui.change_set import ChangeSet
from desktop_app.ui.form_row import FormRow
from desktop_app.ui.labels import label
from desktop_app.ui.office import Office
from desktop_app.ui.record_layout import Group


class Form(QWidget):
    """Shows what a change set holds, and stages in it what is typed.

    `typed` names the field after each change by the person.
    """

    typed = Signal(str)

    def __init__(
        self,
        office: Office,
        groups: tuple[Group, ...],
        asked: tuple[Input, ...],
        changes: ChangeSet,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._changes = changes
        self._typing = ""
        by_name = {each.name: each for each in asked}
        self.rows: dict[str, FormRow] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.PAD)
        for group in groups:
            inside = [by_name[name] for name in group.columns if name in by_name]
            if not inside:
                continue
            title = label(group.title.upper(), "section")
            title.setContentsMargins(0, theme.SPACE, 0, 0)
            layout.addWidget(title)
            for each in sorted(inside, key=lambda each: not each.required or each.filled):
                row = FormRow(each, office)
                row.typed.connect(self._staged)
                self.rows[each.name] = row
                layout.addWidget(row)
        layout.addStretch()
        changes.moved.connect(self._moved)
        self._moved("")

    def wrong(self, name: str, sentence: str, *, lead: bool = True) -> bool:
        """Say it at the field, if it is here, and `lead` there."""
        row = self.rows.get(name) or self.rows.get(name.partition(".")[0])
        if row is None:
            return False
        row.wrong(sentence)
        if lead:
            row.editor.setFocus()
        return True

    def focus_first(self) -> None:
        if self.rows:
            next(iter(self.rows.values())).editor.setFocus()

    def _staged(self, name: str, value: Any) -> None:
        self._typing = name
        if value is None and self.rows[name].asked.secret:
            value = self._changes.base.get(name)
        self._changes.stage(name, value, self.rows[name].asked.said)
        self._typing = ""
        self.typed.emit(name)

    def _moved(self, name: str) -> None:
        for each in (name,) if name else tuple(self.rows):
            if row := self.rows.get(each):
                value, staged = self._changes.value(each), each in self._changes.staged
                # Under the fingers text stays as it is typed: `today+3`, not yet its moment.
                if each == self._typing:
                    row.tell(value, staged=staged)
                else:
                    row.show_value(value, staged=staged)
