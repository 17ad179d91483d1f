"""A place that cannot be shown: what stands in the way, in words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refusal
from desktop_app.ui import theme
from desktop_app.ui.page import Page


class Stuck(Page):
    def __init__(
        self, place: str, title: str, icon: str, refusal: Refusal, parent: QWidget | None = None
    ) -> None:
        super().__init__(place, title, icon, parent)
        self.refusal = refusal
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE + theme.SPACE, theme.WIDE, theme.WIDE, theme.WIDE)
        layout.setSpacing(theme.PAD)
        for look, text in (("title", title), ("second", str(refusal))):
            said = QLabel(text)
            said.setTextFormat(Qt.TextFormat.PlainText)
            said.setWordWrap(True)
            said.setProperty("look", look)
            layout.addWidget(said)
        layout.addStretch()
