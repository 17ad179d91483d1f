"""A list's rows beneath one another; one is moved by dragging or by keys, staged, then written."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop_app.domain import trees
from desktop_app.domain.errors import Refusal
from desktop_app.domain.inputs import Input
from desktop_app.domain.places import written_key
from desktop_app.domain.query import Kind, Page, Query, Row
from desktop_app.domain.shown import Tree
from desktop_app.domain.writes import Change, Edit
from desktop_app.services import places
from desktop_app.services.names import called
from desktop_app.ui import cells, theme
from desktop_app.ui.actions import action, allow
from desktop_app.ui.change_set import ChangeSet
from desktop_app.ui.labels import label
from desktop_app.ui.office import Office
from desktop_app.ui.record_journal import RecordJournal
from desktop_app.ui.shown.branches import Branch, Branches
from desktop_app.ui.shown.edits import Edits
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel
    from desktop_app.ui.table_page import TablePage

MOST = 2_000
SOON_MS = 80
OUTERMOST = "at the top"
KEPT = "tree"
"""What stands for a key where unsaved moves are kept."""
HINT = "Drag a row onto another, or Ctrl+X on it and Ctrl+V where it shall lie."


class TreeView(QFrame):
    """The keys of rows are names in the change set, so that moves are undone like any edit."""

    def __init__(self, page: "TablePage", office: Office, panel: "Panel", shown: Tree) -> None:
        super().__init__()
        self.setObjectName("beside")
        self._page, self._office, self._panel, self._shown = page, office, panel, shown
        self.rows: dict[str, Row] = {}
        self.keys: dict[str, Any] = {}
        self.taken = ""
        self.changes = ChangeSet(self)
        self.tree = Branches(f"{panel.title} as a tree")
        self.edits = Edits(office, panel, self._writes, self._said)
        self.note, self.trouble = label(look="hint", wrap=True), Trouble()
        kept_by = office.desk.machine.journal if office.desk.machine else None
        place = f"{panel.key}/{KEPT}"
        self.journal = RecordJournal(kept_by, place, self._known, self.changes, self._draw)
        self._looked = False
        self.reads = Reads(self)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._compose()
        self._connect()
        self._act()

    def look(self) -> None:
        """Read the rows that the list's question has."""
        if not self.rows:
            self.note.setText("Reading…")
        query = Query(
            self._panel.key, self._page.query.where, self._panel.sort, self._panel.descending,
            limit=MOST,
        )  # fmt: skip
        self.reads.start("tree", partial(self._office.desk.list, self._panel, query), self._came)

    def unsaved(self) -> int:
        return len(self.changes.staged)

    def why_not(self) -> str:
        """Why nothing can be moved; empty when something can."""
        return self._panel.why_not_edited(self._office.desk.actor)

    def put_beneath(self, name: str, parent: str | None) -> bool:
        """Stage another parent, `None` for the outermost; says whether it may lie there."""
        if why := self.why_not() or self._why_not_there(name, parent):
            self._office.tell(f"{self.called(name)}: {why}", Tone.WARN)
            return False
        under = self.keys[parent] if parent else None
        self.changes.stage_all({name: under}, f"Move {self.called(name)}")
        self.tree.stand(name)
        return True

    def called(self, name: str) -> str:
        return cells.clean(called(self._panel, self.rows[name]))

    def parents(self) -> dict[str, str | None]:
        """Who lies beneath whom, with the moves that are not written yet."""
        found = {name: self.changes.value(name) for name in self.rows}
        return {name: None if p is None else written_key(p) for name, p in found.items()}

    def _why_not_there(self, name: str, parent: str | None) -> str:
        within = self._shown.within
        if parent and within and self.rows[name].get(within) != self.rows[parent].get(within):
            return f"{self.called(parent)} belongs to another {self._panel.label(within).lower()}."
        return trees.why_not(self.parents(), name, parent)

    def _came(self, page: Page) -> None:
        self.trouble.hide()
        key_of = self._panel.source.key
        # What is moved and not written stays here, also where the list's filter has it no longer.
        moved = {name: (self.keys[name], self.rows[name]) for name in self.changes.staged}
        found = {**moved, **{written_key(key_of(row)): (key_of(row), row) for row in page.rows}}
        self.keys = {name: key for name, (key, _) in found.items()}
        self.rows = {name: row for name, (_, row) in found.items()}
        base = {name: row.get(self._shown.parent) for name, row in self.rows.items()}
        if self.changes.staged:
            self.changes.follow(base)
        else:
            self.changes.begin(base)
        more = f" Only the first {MOST:,} are shown; filter the list for others."
        nothing = f"No {self._panel.title.lower()} answer the list's filter."
        self.note.setText(HINT + (more if page.more else "") if page.rows else nothing)
        if not self._looked and not self.why_not():
            self._looked = True
            self.journal.look()
        self._name_groups()

    def _known(self, name: str) -> Input | None:
        """A row that is here can be moved again."""
        return Input(name, Kind.REFERENCE) if name in self.rows else None

    def _name_groups(self) -> None:
        """Groups are called by their names as soon as these are known."""
        wanted = self._page.reader.naming.unknown(
            self._panel, (self._shown.within,), self.rows.values()
        )
        if wanted:
            learn = partial(self._page.reader.naming.learn, wanted)
            self.reads.start("names", learn, lambda _: self._draw())

    def _draw(self, _name: str = "") -> None:
        by_parent = trees.beneath(self.parents())
        staged = self.changes.staged
        within, targets = self._shown.within, self._panel.source.references()
        known = self._page.reader.naming.known

        def branch(name: str) -> Branch:
            return Branch(
                name, self.called(name), tuple(map(branch, by_parent.get(name, ()))), name in staged
            )

        groups: dict[str, list[Branch]] = {}
        for name in by_parent.get(None, ()):
            key = self.rows[name].get(within) if within else None
            group = known.get((targets.get(within, ""), key)) or cells.short(key)
            groups.setdefault(cells.clean(group) if within else "", []).append(branch(name))
        self.tree.show_branches(groups, self.taken)
        self.edits.count(len(staged))
        if not self.tree.here():
            self._follow_list()

    def _stood(self, name: str) -> None:
        """One selection with the list."""
        row = self._page.model.where(self.keys.get(name))
        if row is not None and row != self._page.table.currentIndex().row():
            self._page.table.selectRow(row)

    def _follow_list(self) -> None:
        row = self._page.table.currentIndex().row()
        if self._page.model.here(row):
            self.tree.stand(written_key(self._page.model.key(row)))

    def _take(self) -> None:
        self.taken = self.tree.here()
        self._draw()

    def _put(self) -> None:
        taken, self.taken = self.taken, ""
        if taken in self.rows:
            self.put_beneath(taken, self.tree.here() or None)
        self._draw()

    def _out(self) -> None:
        """One level up: beneath the parent of its parent."""
        parents, name = self.parents(), self.tree.here()
        if name and (parent := parents.get(name)):
            self.put_beneath(name, parents.get(parent))

    def _in(self) -> None:
        """One level down: beneath the one above it."""
        if above := self.tree.above():
            self.put_beneath(self.tree.here(), above)

    def _open(self) -> None:
        if name := self.tree.here():
            self._office.go(places.written(self._panel, self.keys[name]))

    def _writes(self) -> tuple[Edit, ...]:
        column = self._shown.parent
        return tuple(
            Edit(self._panel.key, self.keys[name], {column: self.changes.base[name]}, {column: to})
            for name, to in self.changes.values().items()
        )

    def _said(self) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
        """What is moved, from where, to where."""

        def place(parent: Any) -> str:
            name = "" if parent is None else written_key(parent)
            return self.called(name) if name in self.rows else name or OUTERMOST

        staged = self.changes.staged
        return (
            {name: self.called(name) for name in staged},
            {name: place(self.changes.base[name]) for name in staged},
            {name: place(to) for name, to in staged.items()},
        )

    def _wrote(self) -> None:
        self.changes.begin({**self.changes.base, **self.changes.values()})
        self._page.reload()
        self._soon.start()

    def _discard(self) -> None:
        self.changes.revert(*self.changes.staged)
        self._soon.start()

    def _heard(self, change: Change) -> None:
        if change.panel == self._panel.key and self.isVisible():
            self._soon.start()

    def _refused(self, name: str, refusal: Refusal) -> None:
        if name == "tree":
            self.trouble.tell(str(refusal))

    def _connect(self) -> None:
        self._soon.timeout.connect(self.look)
        self.trouble.retry.connect(self.look)
        self.reads.refused.connect(self._refused)
        self.changes.moved.connect(self._draw)
        self.tree.stood.connect(self._stood)
        self.tree.dropped.connect(lambda name, parent: self.put_beneath(name, parent or None))
        self.tree.opened.connect(self._open)
        self.edits.discard.connect(self._discard)
        self.edits.wrote.connect(self._wrote)
        self._page.filter.asked.connect(lambda _: self._soon.start())
        self._page.table.selectionModel().currentRowChanged.connect(lambda *_: self._follow_list())
        leave = self._office.desk.subscribe(self._heard)
        self.destroyed.connect(lambda *_: leave())

    def _act(self) -> None:
        why, undo = self.why_not(), self.changes.undo
        for name, title, run, key in (
            ("take", "Take it to another place", self._take, "Ctrl+X"),
            ("put", "Put what was taken beneath this", self._put, "Ctrl+V"),
            ("out", "One level up", self._out, "Alt+Left"),
            ("in", "Beneath the one above", self._in, "Alt+Right"),
            ("undo", "Undo the move", undo.undo, "Ctrl+Z"),
            ("redo", "Redo the move", undo.redo, "Ctrl+Y"),
            ("save", "Review the moves", self.edits.review_them, "Ctrl+S"),
            ("write", "Write the moves", self.edits.write, "Ctrl+Return"),
            ("back", "Back from the review", self.edits.back, "Esc"),
        ):
            allow(action(self, f"tree.{name}", title, run, key), why)
        action(self.tree, "tree.open", "Open in a tab", self._open, "Return")
        self.tree.setDragEnabled(not why)

    def _compose(self) -> None:
        self.setFocusProxy(self.tree)
        head = QVBoxLayout()
        head.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.PAD)
        head.setSpacing(theme.PAD)
        head.addWidget(label("TREE", "section"))
        head.addWidget(self.note)
        head.addWidget(self.trouble)
        head.addWidget(self.journal)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.tree, stretch=1)
        layout.addWidget(self.edits)
        self.setMinimumWidth(theme.PREVIEW)
