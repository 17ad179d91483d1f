"""A record's fields that say more as a picture, above its other fields; one change set for all."""

import importlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.shown import Graph, OfRecord, Plan
from desktop_app.ui import theme
from desktop_app.ui.change_set import ChangeSet
from desktop_app.ui.labels import label
from desktop_app.ui.office import Office

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

PICTURES: dict[type[OfRecord], tuple[str, str, str]] = {
    Plan: ("plan_view", "PlanView", "PLAN FROM ABOVE"),
    Graph: ("graph_view", "GraphView", "STEPS AS A GRAPH"),
}


class Picture(Protocol):
    """`staged` is a signal of a value and what was done, `why_not` why nothing may be done."""

    staged: Any

    def show_value(self, value: Any, row: Callable[[str], Any]) -> None: ...

    def allow(self, why_not: str) -> None: ...


class Drawn(QWidget):
    """What is done in a picture begins the editing, and is staged as one step of undo."""

    def __init__(
        self,
        office: Office,
        panel: "Panel",
        changes: ChangeSet,
        begin: Callable[[], None],
        why_not: Callable[[], str],
    ) -> None:
        super().__init__()
        self._changes, self._begin, self._why_not = changes, begin, why_not
        self.pictures: dict[str, Any] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.PAD)
        layout.setSpacing(theme.PAD)
        for shown in panel.shown_as:
            if isinstance(shown, Plan | Graph):
                module, made_by, title = PICTURES[type(shown)]
                screen = importlib.import_module(f"desktop_app.ui.shown.{module}")
                picture: Any = getattr(screen, made_by)(office, panel, shown)
                column = shown.items if isinstance(shown, Plan) else shown.steps
                picture.staged.connect(partial(self._stage, column, picture))
                self.pictures[column] = picture
                section = label(title, "section")
                section.setContentsMargins(0, theme.SPACE, 0, 0)
                layout.addWidget(section)
                layout.addWidget(picture)
        self.setVisible(bool(self.pictures))
        changes.moved.connect(self._moved)

    def _stage(self, column: str, picture: QWidget, value: Any, said: str) -> None:
        focus = picture.focusWidget()
        self._begin()
        self._changes.stage_all({column: value}, said)
        if focus is not None:
            focus.setFocus()

    def _moved(self, _name: str) -> None:
        for column, picture in self.pictures.items():
            picture.allow(self._why_not())
            picture.show_value(self._changes.value(column), self._changes.value)
