"""The tags that a list may be asked by, offered in its filter line while one is typed."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.services import tagging
from desktop_app.services.tagging import Tag
from desktop_app.ui.filter_bar import FilterBar
from desktop_app.ui.office import Office
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

MOST = 200


class TagWords(QObject):
    """Read when the first one is asked for: most lists are never asked by a tag."""

    def __init__(self, office: Office, panel: "Panel", line: FilterBar) -> None:
        super().__init__(line)
        self._office, self._panel, self._line = office, panel, line
        self._reads = Reads(self)
        self._words: tuple[str, ...] = ()
        line.funnel.no_tags = partial(tagging.may_read, office.desk, panel)

    def at_hand(self) -> Iterable[str]:
        """What is known of them, the most used first; and what is not is on its way."""
        if not self._words and "words" not in self._reads.names:
            asked = partial(tagging.offered, self._office.desk, self._panel, "", MOST)
            self._reads.start("words", asked, self._arrived)
        return self._words

    def _arrived(self, tags: tuple[Tag, ...]) -> None:
        self._words = tuple(tag.name for tag in tags)
        if self._words and self._line.text.hasFocus():
            self._line.text.complete_again()
