"""Every place of the window: what it is called, who may see it, and the page that stands there.

A place is an area, a list (`openmineral.deals`), a record (`openmineral.deals/17`), the name of a
page made by hand (`health`), or what a screen makes of a place: `subject/openmineral.deals/17`.
"""

import importlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop_app.domain.errors import Invalid, NotAllowed
from desktop_app.domain.places import AREAS, BOARDS, parted, rank
from desktop_app.services.places import read
from desktop_app.ui import icons, pages
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.table_page import TablePage

if TYPE_CHECKING:
    from desktop_app.domain.query import Condition
    from desktop_app.services.board import Board
    from desktop_app.services.panel import Panel


NEW = "new"
"""What stands for the key of a record that is to be made."""
SCREENS = {"subject": ("subject_page", "SubjectPage"), "import": ("import_page", "ImportPage")}
"""Pages made of another place, with the module that is only loaded for them."""


@dataclass(frozen=True, slots=True)
class Place:
    """`name` is how it is written; areas are named as they are called."""

    name: str
    title: str
    icon: str
    area: str


class Atlas:
    """The places that the signed-in person may go to."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._places = {place.name: place for area in AREAS for place in self._entries(area)}

    def _entries(self, area: str) -> list[Place]:
        """The pages that the area opens on, its boards, its other pages, its lists."""
        panels = self._office.desk.panels.values()
        lists = [p for p in panels if p.area == area and self._may(p.right("read"))]
        lists.sort(key=lambda panel: (rank(area, panel.key), panel.title))
        made = [(n, p) for n, p in pages.load().items() if p.area == area and self._may(p.right)]
        made.sort(key=lambda each: each[1].title)
        boards = sorted(self._boards(area), key=lambda board: (_rank(board), board.title))
        return [
            *(Place(name, page.title, page.icon, area) for name, page in made if page.first),
            *(Place(board.key, board.title, icons.AREAS[area], area) for board in boards),
            *(Place(name, page.title, page.icon, area) for name, page in made if not page.first),
            *(Place(panel.key, panel.title, icons.AREAS[area], area) for panel in lists),
        ]

    def _boards(self, area: str) -> "list[Board]":
        """Those of which this person may see a card."""
        desk = self._office.desk
        every = [board for board in desk.boards.values() if board.area == area]
        return [
            board
            for board in every
            if any(
                all(self._may(desk.panels[place].right("read")) for place in card.reads)
                for card in board.cards
            )
        ]

    def _may(self, right: str) -> bool:
        return not right or self._office.desk.actor.may(right)

    def places(self) -> list[Place]:
        return list(self._places.values())

    def areas(self) -> dict[str, list[Place]]:
        """The areas in their order, each with its entries.

        One with nothing to see is absent; so is one with no more than what everybody may see.
        """
        found: dict[str, list[Place]] = {}
        for place in self._places.values():
            found.setdefault(place.area, []).append(place)
        made = pages.load()
        free = {name for name, page in made.items() if not page.right}
        return {area: here for area, here in found.items() if {p.name for p in here} - free}

    def find(self, name: str) -> Place:
        """The place of that name, an area's first entry for an area; or a refusal."""
        if name in AREAS:
            if entries := self.areas().get(name):
                return entries[0]
            raise NotAllowed(f"{self._office.desk.actor.name} may not see “{name}”.")
        list_name, key = parted(name)
        if list_name in SCREENS and key:
            return replace(self.find(key), name=name)
        if place := self._places.get(list_name):
            return Place(name, f"{place.title} · {key}", place.icon, place.area) if key else place
        desk = self._office.desk
        if list_name in desk.panels or list_name in desk.boards or list_name in pages.load():
            raise NotAllowed(f"{self._office.desk.actor.name} may not see “{name}”.")
        raise Invalid(f"There is no place “{name}”.", field="place")

    def knows(self, name: str) -> bool:
        try:
            self.find(name)
        except (NotAllowed, Invalid):
            return False
        return True

    def list_of(self, name: str, where: "Condition") -> Page:
        """The rows of a list that answer a question."""
        return TablePage(self._office, self._office.desk.panels[name], where)

    def make(self, name: str) -> Page:
        """A new page for a place that `find` has answered."""
        list_name, key = parted(name)
        if list_name in SCREENS:
            module, screen = SCREENS[list_name]
            made: Page = getattr(_screen(module), screen)(self._office, key)
            return made
        if board := self._office.desk.boards.get(name):
            shown: Page = _screen("board_page").BoardPage(self._office, board)
            return shown
        panel = self._office.desk.panels.get(list_name)
        if panel is None:
            return pages.load()[name].make(self._office)
        return self._record(panel, key) if key else TablePage(self._office, panel)

    def _record(self, panel: "Panel", written: str) -> Page:
        """Imported only now: a form is much to load for who looks at lists."""
        if written == NEW:
            new: Page = _screen("record_new").RecordNew(self._office, panel)
            return new
        page: Page = _screen("record_page").RecordPage(self._office, panel, read(panel, written))
        return page


def _screen(name: str) -> Any:
    return importlib.import_module(f"desktop_app.ui.{name}")


def _rank(board: "Board") -> int:
    return BOARDS.index(board.key) if board.key in BOARDS else len(BOARDS)
