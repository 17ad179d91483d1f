"""What stands in a tab: a list, a record, a board, or a page made by hand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.errors import Refusal


class Page(QWidget):
    """`settled` says that what was asked for, or the reason why not, is on screen; a page
    that never says so has settled as soon as none of its `Reads` is under way.

    `place` is where it is, as the session, a link and `snapshot` write it. `unsaved` holds the tab
    open until the person has said what becomes of it.
    """

    settled = Signal()
    titled = Signal(str)

    def __init__(self, place: str, title: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.place = place
        self.title = title
        self.icon = icon
        self.refusal: Refusal | None = None

    def begin(self) -> None:
        """It stands in its tab; what does not ask by itself asks now."""

    def unsaved(self) -> int:
        """How many changes would be lost with this page."""
        return 0

    def remembered(self) -> dict[str, object]:
        """What the next start needs to show this page as it is now; plain JSON."""
        return {}

    def recall(self, kept: dict[str, object]) -> None:
        """Be again as `remembered` said; what no longer fits is passed over."""

    def retitle(self, title: str) -> None:
        self.title = title
        self.titled.emit(title)
