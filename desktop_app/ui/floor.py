"""All that is open: the tabs of the window, and those pulled into windows of their own."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.errors import Refusal
from desktop_app.ui import asking, icons
from desktop_app.ui.page import Page
from desktop_app.ui.stuck import Stuck
from desktop_app.ui.tabs import Tab
from desktop_app.ui.tasks import Reads
from desktop_app.ui.torn import Torn
from desktop_app.ui.workspace import Workspace

if TYPE_CHECKING:
    from desktop_app.domain.query import Condition
    from desktop_app.ui.atlas import Atlas

LOSE = "Close without saving"


class Floor(QObject):
    """`stood` says which page is in front in the window."""

    stood = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._atlas: Atlas | None = None
        self._torn: list[Torn] = []
        self._reads = Reads(self)
        self.workspace = self._workspace()
        self.workspace.stood.connect(self.stood)

    def open(self, atlas: "Atlas") -> None:
        self._atlas = atlas

    @property
    def is_open(self) -> bool:
        return self._atlas is not None

    def workspaces(self) -> list[Workspace]:
        return [self.workspace, *(torn.workspace for torn in self._torn)]

    def torn(self) -> tuple[Torn, ...]:
        return tuple(self._torn)

    def pages(self) -> list[Page]:
        return [page for each in self.workspaces() for page in each.pages()]

    def unsaved(self) -> int:
        return sum(page.unsaved() for page in self.pages())

    def go(self, name: str) -> None:
        """Show a place; one that is open comes to the front, wherever it is."""
        place = self._open_atlas().find(name)
        for workspace in self.workspaces():
            if tab := workspace.at(place.name):
                workspace.stand(tab)
                if workspace is not self.workspace:
                    workspace.window().activateWindow()
                return
        self.workspace.add(Tab(place.name, place.title, place.icon))

    def show_list(self, name: str, where: "Condition") -> None:
        """The rows that answer a question, in a tab of their own."""
        place = self._open_atlas().find(name)
        page = self._begun(self._open_atlas().list_of(place.name, where))
        self.workspace.add(Tab(place.name, page.title, page.icon, page=page))

    def refuse(self, title: str, refusal: Refusal) -> None:
        """Say in a tab why there is nothing else."""
        page = Stuck("", title, icons.BRAND, refusal)
        self.workspace.add(Tab("", title, page.icon, page=page))

    def close(self, tab: Tab) -> None:
        """Close it, after asking if something would be lost."""
        workspace = self._workspace_of(tab)
        if tab.page is None or not tab.page.unsaved():
            self._gone(workspace, tab)
            return
        workspace.stand(tab)
        asked = partial(self.may_lose, workspace, [tab.page])

        def answered(lose: bool) -> None:
            if lose and tab in workspace.tabs():
                self._gone(workspace, tab)

        self._reads.start("close", asked, answered)

    async def may_lose(self, over: QWidget, pages: Sequence[Page]) -> bool:
        """Whether the person gives up what is not saved; without anything to lose, yes."""
        count = sum(page.unsaved() for page in pages)
        if not count:
            return True
        changes = "1 change is" if count == 1 else f"{count} changes are"
        where = ", ".join(page.title for page in pages if page.unsaved())
        sentence = f"In {where}. Save them first, or close and lose them."
        title = f"{changes} not saved"
        return bool(await asking.choose(over, title, sentence, [LOSE], "Keep editing"))

    def tear(self, tab: Tab, at: QPoint | None = None) -> Torn:
        """Into a window of its own."""
        workspace = self._workspace_of(tab)
        workspace.release(tab)
        torn = self._new_torn()
        torn.workspace.add(tab)
        torn.stand_at(at or self._window.mapToGlobal(QPoint(80, 80)))
        self._clean(workspace)
        return torn

    def bring_back(self, torn: Torn) -> None:
        """All its tabs into the window; the empty one goes."""
        for tab in torn.workspace.tabs():
            torn.workspace.release(tab)
            self.workspace.add(tab)
        self._torn.remove(torn)
        torn.end()

    def remembered(self) -> dict[str, Any]:
        torn = [{**each.workspace.remembered(), **each.remembered()} for each in self._torn]
        return {"main": self.workspace.remembered(), "torn": torn}

    def restore(self, kept: dict[str, Any]) -> None:
        """What was open; places that are no longer there, or no longer allowed, are left out."""
        self._fill(self.workspace, kept.get("main"))
        for each in kept.get("torn") or ():
            torn = self._new_torn()
            self._fill(torn.workspace, each)
            if torn.workspace.tabs():
                torn.recall(each)
            else:
                self._torn.remove(torn)
                torn.end()

    def _fill(self, workspace: Workspace, kept: Any) -> None:
        panes: list[tuple[list[Tab], int]] = []
        for pane in kept["panes"]:
            tabs = [tab for each in pane["tabs"] if (tab := self._asleep(each))]
            if tabs:
                panes.append((tabs, int(pane["front"])))
        workspace.restore(panes, [int(size) for size in kept["sizes"]])

    def _asleep(self, kept: dict[str, Any]) -> Tab | None:
        atlas = self._open_atlas()
        if not atlas.knows(kept["place"]):
            return None
        place = atlas.find(kept["place"])
        return Tab(place.name, place.title, place.icon, dict(kept.get("kept") or {}))

    def _wake(self, tab: Tab) -> Page:
        """The page of a tab; one that cannot be made says why in its place."""
        try:
            page = self._open_atlas().make(tab.place)
        except Refusal as refusal:
            return Stuck(tab.place, tab.title, tab.icon, refusal)
        page.recall(tab.kept)
        return self._begun(page)

    def _begun(self, page: Page) -> Page:
        page.begin()
        return page

    def _workspace(self) -> Workspace:
        made = Workspace(self._wake)
        made.asked.connect(self.close)
        made.pulled.connect(self.tear)
        return made

    def _new_torn(self) -> Torn:
        torn = Torn(self._workspace(), self._window)
        torn.back.connect(partial(self.bring_back, torn))
        self._torn.append(torn)
        return torn

    def _gone(self, workspace: Workspace, tab: Tab) -> None:
        workspace.close_tab(tab)
        self._clean(workspace)

    def _clean(self, workspace: Workspace) -> None:
        for torn in self.torn():
            if torn.workspace is workspace and not workspace.tabs():
                self._torn.remove(torn)
                torn.end()

    def _workspace_of(self, tab: Tab) -> Workspace:
        return next(each for each in self.workspaces() if tab in each.tabs())

    def _open_atlas(self) -> "Atlas":
        if self._atlas is None:
            raise Refusal("The window is not open yet.")
        return self._atlas
