"""The button that says through which view a list is seen, and the menu behind it."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop_app.domain.errors import Refusal
from desktop_app.domain.views import View
from desktop_app.ui import cells, icons
from desktop_app.ui.arranging import Arranging
from desktop_app.ui.labels import tip
from desktop_app.ui.office import Office
from desktop_app.ui.table_head import HeadButton
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone
from desktop_app.ui.view_saving import SaveView

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel
    from desktop_app.services.views import Kept

MODIFIED = "modified"


class ViewsMenu(QObject):
    def __init__(
        self, arranging: Arranging, button: HeadButton, office: Office, panel: "Panel"
    ) -> None:
        super().__init__(arranging)
        self._arranging, self._button = arranging, button
        self._office, self._panel = office, panel
        self._kept: tuple[Kept, ...] = ()
        self._chosen: Kept | None = None
        self.menu = QMenu(button)
        self.menu.setToolTipsVisible(True)
        self._reads = Reads(self)
        self._reads.refused.connect(self._unread)
        self._writing = f"view {panel.key}"
        office.writes.refused.connect(self._refused)
        button.clicked.connect(self.ask)
        arranging.changed.connect(self._say)
        self._say()

    def ask(self) -> None:
        """Read what there is and show it; the shipped ones need no server."""
        self._reads.start("views", partial(self._office.desk.views.of, self._panel.key), self.show)

    def show(self, kept: "Iterable[Kept]") -> None:
        self._kept = tuple(kept)
        self._fill()
        self.menu.popup(self._button.mapToGlobal(QPoint(0, self._button.height() + 2)))

    def save(self) -> None:
        """Over one's own view that is chosen; any other is kept under a name of one's own."""
        if self._chosen is not None and self._chosen.mine:
            self._keep(self._chosen.view.name, self._chosen.team)
        else:
            self.save_as()

    def save_as(self) -> None:
        mine = frozenset(kept.view.name for kept in self._kept if kept.mine)
        name = self._chosen.view.name if self._chosen and self._chosen.mine else ""
        dialog = SaveView(self._panel.title, name, mine, self._button.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(self._keep)
        dialog.open()

    def drop(self) -> None:
        if self._chosen is not None:
            work = partial(self._office.desk.views.drop, self._chosen.id)
            self._office.writes.start(self._writing, work, self._dropped)

    def _keep(self, name: str, team: bool) -> None:
        view = replace(self._arranging.now(), name=name)
        work = partial(self._office.desk.views.keep, self._panel.key, view, team=team)
        self._office.writes.start(self._writing, work, self._saved)

    def _saved(self, kept: "Kept") -> None:
        self._chosen = kept
        self._arranging.kept(kept.view)
        self._office.tell(f"The view “{kept.view.name}” is kept.", Tone.GOOD)

    def _dropped(self, _answer: object) -> None:
        self._choose(self._arranging.all)

    def _refused(self, name: str, refusal: Refusal) -> None:
        if name == self._writing:
            self._office.tell(str(refusal), Tone.BAD)

    def _unread(self, _name: str, refusal: Refusal) -> None:
        self.show(())
        entry = self.menu.addAction(f"Kept views cannot be read: {refusal}")
        entry.setEnabled(False)

    def _choose(self, view: View, kept: "Kept | None" = None) -> None:
        self._chosen = kept
        self._arranging.choose(view)

    def _say(self) -> None:
        name, modified = self._arranging.view.name, self._arranging.modified
        mark = " •" if modified else ""
        state = f", {MODIFIED}" if modified else ""
        self._button.say(f"{cells.clean(name)}{mark} ▾", f"View: {cells.clean(name)}{state}")

    def _fill(self) -> None:
        self.menu.clear()
        self._add(self._arranging.all)
        for view in self._panel.views:
            self._add(view)
        mine = [kept for kept in self._kept if kept.mine]
        theirs = [kept for kept in self._kept if not kept.mine]
        for title, group in (("Mine", mine), ("My team's", theirs)):
            if group:
                self._title(title)
            for kept in group:
                self._add(kept.view, kept)
        self._offer()

    def _offer(self) -> None:
        self.menu.addSeparator()
        chosen, modified = self._chosen, self._arranging.modified
        if modified and chosen is not None and chosen.mine:
            self._act(f"Save “{cells.clean(chosen.view.name)}”", "floppy-disk", self.save)
        self._act("Save as…", "floppy-disk", self.save_as)
        if modified:
            self._act("Revert", "arrow-counter-clockwise", self._arranging.revert)
        if chosen is not None and chosen.mine:
            self._act(f"Remove “{cells.clean(chosen.view.name)}”", "trash", self.drop)

    def _act(self, words: str, icon: str, run: object) -> None:
        entry = self.menu.addAction(icons.icon(icon), words.replace("&", "&&"))
        entry.triggered.connect(lambda _on=False: run())  # type: ignore[operator]

    def _title(self, words: str) -> None:
        self.menu.addSeparator()
        self.menu.addAction(words).setEnabled(False)

    def _add(self, view: View, kept: "Kept | None" = None) -> None:
        entry = self.menu.addAction(cells.clean(view.name).replace("&", "&&"))
        entry.setCheckable(True)
        now = self._chosen.id == kept.id if self._chosen and kept else self._chosen is kept
        entry.setChecked(now and view.name == self._arranging.view.name)
        if kept is not None:
            whose = "yours, seen by your team" if kept.team else "only yours"
            entry.setToolTip(tip(whose if kept.mine else f"kept by {kept.owner}"))
        entry.triggered.connect(lambda _on=False: self._choose(view, kept))
