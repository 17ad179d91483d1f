"""The line at the top: what kind of servers one works with."""

from PySide6.QtWidgets import QFrame, QWidget

from desktop_app.ui import theme


class Band(QFrame):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("band")
        self.setFixedHeight(theme.BAND)

    def stand_for(self, environment: str) -> None:
        """The status bar has the word: no meaning by colour alone."""
        colour = theme.BANDS.get(environment.lower())
        self.setStyleSheet(f"background: {colour};" if colour else "")
        self.setAccessibleName(f"Environment: {environment}")
