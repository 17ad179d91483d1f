"""Tabs in a window of their own; closing it brings them back."""

from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.ui import geometry, icons
from desktop_app.ui.labels import heading
from desktop_app.ui.page import Page
from desktop_app.ui.tab_keys import keys
from desktop_app.ui.workspace import Workspace

SIZE, SMALLEST = QSize(1000, 700), QSize(640, 400)


class Torn(QWidget):
    back = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.workspace = workspace
        self._ended = False
        self.setWindowTitle("Countinghouse")
        self.setMinimumSize(SMALLEST)
        back = QPushButton(icons.icon("arrow-line-left"), "Bring back")
        back.setToolTip("Move these tabs into the main window")
        back.clicked.connect(self.back)
        workspace.corner(back)
        workspace.stood.connect(self._named)
        keys(self, workspace)
        # The keys of the window are valid here too.
        for action in parent.actions():
            if action.objectName().startswith("window."):
                self.addAction(action)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(workspace)

    def stand_at(self, where: QPoint) -> None:
        self.setGeometry(geometry.visible(QRect(where, SIZE)))
        self.show()

    def remembered(self) -> dict[str, Any]:
        return {"geometry": geometry.written(self)}

    def recall(self, kept: dict[str, Any]) -> None:
        geometry.recall(self, kept.get("geometry"))
        self.show()

    def end(self) -> None:
        self._ended = True
        self.close()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._ended:
            event.ignore()
            self.back.emit()
            return
        super().closeEvent(event)

    def _named(self, page: Page | None) -> None:
        self.setWindowTitle(heading(f"{page.title} · Countinghouse" if page else "Countinghouse"))
