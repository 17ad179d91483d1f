"""A record in a tab: its fields, what belongs to it as lists, its history; always as it is."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop_app.domain.errors import Gone, NotAllowed, Refusal
from desktop_app.domain.places import written_key
from desktop_app.domain.query import Row
from desktop_app.domain.subjects import subject_of
from desktop_app.domain.writes import Change
from desktop_app.services import history, places
from desktop_app.services.names import called, needs_others
from desktop_app.services.names import name as named_after
from desktop_app.ui import act_dialog, cells, history_words, icons, theme
from desktop_app.ui.actions import action
from desktop_app.ui.later import Later
from desktop_app.ui.news import News
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.record_documents import RecordDocuments
from desktop_app.ui.record_editing import RecordEditing
from desktop_app.ui.record_head import RecordHead
from desktop_app.ui.record_history import RecordHistory
from desktop_app.ui.record_notes import TITLE, RecordNotes
from desktop_app.ui.record_related import related_list
from desktop_app.ui.room import Room
from desktop_app.ui.skeleton import Skeleton
from desktop_app.ui.tasks import Reads
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.desk import Done
    from desktop_app.services.history import Entry
    from desktop_app.services.panel import Action, Panel, Tab

SOON_MS = 60
ABOUT = "The record it is about"
DOCUMENTS, FILES = "Documents", "Files"
"""A list of rows about documents has the name already, where there is one."""


class RecordPage(Page):
    def __init__(self, office: Office, panel: "Panel", key: Any) -> None:
        title = f"{panel.title} {written_key(key)}"
        super().__init__(places.written(panel, key), title, icons.AREAS[panel.area])
        self._office, self._panel, self._key = office, panel, key
        self.row: Row = {}
        self._led = False
        self.head = RecordHead(office, panel)
        self.notice, self.trouble = News(), Trouble()
        self.body = RecordEditing(office, panel, key)
        self._history = Room(self._make_history)
        self._documents = Room(partial(RecordDocuments, office, panel, self.place))
        self._notes = Room(self._make_notes)
        self.tabs = QTabBar()
        self._stack = QStackedWidget()
        self._later = Later(self)
        self._late = QTimer(self, singleShot=True, interval=theme.SKELETON_AFTER_MS)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._reads = Reads(self)
        self._related = self._tabs()
        self._compose()
        self._connect()
        self.head.say(title, "")
        self._soon.start(0)

    @property
    def history(self) -> RecordHistory:
        return self._history.part

    @property
    def documents(self) -> RecordDocuments:
        return self._documents.part

    @property
    def notes(self) -> RecordNotes:
        return self._notes.part

    def unsaved(self) -> int:
        return self.body.unsaved() + (self.notes.unsaved() if self._notes.is_made else 0)

    def reload(self) -> None:
        """Read it anew; what is on screen stays until the answer is here."""
        if not self.row:
            self._late.start()
        asked = partial(self._office.desk.get, self._panel, self._key)
        self._reads.start("row", asked, self._show)

    def _show(self, row: Row) -> None:
        another = bool(self.row) and dict(row) != dict(self.row)
        self.refusal = None
        self.row = row
        self._late.stop()
        self.trouble.hide()
        name = cells.clean(called(self._panel, row))
        self.retitle(name)
        self.head.show_row(written_key(self._key), row)
        self.head.allow(self.body.why_not(), editing=self.body.form is not None)
        self.body.show_row(row)
        if self._history.is_made:
            self.history.show_row(row, self._settable())
        self._later.add(self._look_at_notes)
        self._lead_on()
        self._stack.setCurrentIndex(self._number())
        if needs_others(self._panel):
            asked = partial(named_after, self._office.desk, self._panel, row)
            self._reads.start("name", asked, self._name)
        if another:
            self._tell_who()
        self.settled.emit()

    def _settable(self) -> frozenset[str]:
        return frozenset(name for name in self.row if self.body.can(name))

    def _look_at_notes(self) -> None:
        """How many there are, and what was begun, is told on their tab before one looks."""
        self.notes.look(self.row)

    def _lead_on(self) -> None:
        """From a note, or a line of a trail, to the record that it is about."""
        desk, (place, key) = self._office.desk, self._panel.meant(self.row)
        if place in desk.panels and not self._led and desk.actor.may(f"{place}:read"):
            self._led = True
            self.head.offer(ABOUT, partial(self._office.go, f"{place}/{key}"))

    def _name(self, name: str) -> None:
        self.retitle(cells.clean(name))
        self.head.title.say(self.title)

    def _tell_who(self) -> None:
        """Somebody else changed it: who, and what."""
        if self._history.is_made:
            self.history.reload()
        if history.may_read(self._office.desk):
            asked = partial(history.of, self._office.desk, self._panel, self._key, 1)
            self._reads.start("who", asked, self._tell_change)

    def _tell_change(self, entries: "tuple[Entry, ...]") -> None:
        if entries and entries[0].login != self._office.desk.actor.name:
            who, what = cells.clean(entries[0].name), history_words.said(self._panel, entries[0])
            kept = " Your edits stay." if self.body.unsaved() else ""
            self.notice.tell(f"Changed by {who} just now: {what}.{kept}")

    def _heard(self, change: Change) -> None:
        if change.panel == self._panel.key and change.key in (None, self._key):
            self._soon.start()

    def _refused(self, name: str, refusal: Refusal) -> None:
        if name != "row":
            return
        self.refusal = refusal
        self._late.stop()
        if isinstance(refusal, Gone):
            self._gone(refusal)
        else:
            self.trouble.offer(not isinstance(refusal, NotAllowed))
            self.trouble.tell(str(refusal))
            if not self.row:
                self._stack.setCurrentIndex(0)
        self.settled.emit()

    def _gone(self, refusal: Refusal) -> None:
        """What is left of it is its history, from which it can be made again."""
        self.head.say(self.title, "no longer there")
        self.trouble.offer(False)
        self.trouble.tell(str(refusal))
        self.body.setEnabled(False)
        if history.may_read(self._office.desk):
            asked = partial(history.of, self._office.desk, self._panel, self._key, 1)
            self._reads.start("end", asked, self._tell_end)
            self.tabs.setCurrentIndex(self.tabs.count() - 1)

    def _tell_end(self, entries: "tuple[Entry, ...]") -> None:
        if entries and entries[0].action == "remove":
            who, when = cells.clean(entries[0].name), cells.moment(entries[0].at)
            self.trouble.tell(f"This record was removed by {who} at {when}.")

    def _act(self, chosen: "Action") -> None:
        act_dialog.ask(self._office, self._panel, self._key, self.row, chosen, self)

    def _remove(self) -> None:
        act_dialog.ask_removal(self._office, self._panel, self._key, self.row, self)

    def _make_again(self, before: Row) -> None:
        act_dialog.ask_again(self._office, self._panel, before, self, self._made_again)

    def _made_again(self, done: "Done") -> None:
        for place, key in done.keys:
            if place == self._panel.key:
                self._office.go(places.written(self._panel, key))

    def _restore(self, values: dict[str, Any]) -> None:
        """The earlier values become edits like any other: staged, reviewed, written."""
        self.tabs.setCurrentIndex(0)
        self.body.edit()
        self.body.changes.stage_all(values, "Restore")
        self.body.writing.save()

    def _follow(self, place: str, key: Any) -> None:
        self._office.go(places.written(self._office.desk.panels[place], key))

    def _wrote(self, _done: Any) -> None:
        self.body.stop()
        self.reload()

    def _tabs(self) -> "list[Tab]":
        desk = self._office.desk
        return [t for t in self._panel.tabs if desk.actor.may(desk.panels[t.panel].right("read"))]

    def _number(self) -> int:
        """Which page of the stack the tab in front stands for; 0 and 1 are blank and bones."""
        return self.tabs.currentIndex() + 2

    def _turned(self, number: int) -> None:
        if not self.row and number != self.tabs.count() - 1:
            return
        self._stack.setCurrentIndex(self._number())

    def _make_related(self, tab: "Tab") -> QWidget:
        return related_list(self._office, tab, self.row)

    def _make_history(self) -> RecordHistory:
        made = RecordHistory(self._office, self._panel, self._key)
        made.restore.connect(self._restore)
        made.again.connect(self._make_again)
        made.show_row(self.row, self._settable())
        made.reload()
        return made

    def _make_notes(self) -> RecordNotes:
        made = RecordNotes(self._office, self._panel, self._key)
        made.counted.connect(partial(self.tabs.setTabText, self.tabs.count() - 3))
        return made

    def _say(self, where: Callable[[], None]) -> None:
        self.tabs.setCurrentIndex(self.tabs.count() - 3)
        where()

    def _connect(self) -> None:
        self._late.timeout.connect(partial(self._stack.setCurrentIndex, 1))
        self._soon.timeout.connect(self.reload)
        self.trouble.retry.connect(self.reload)
        self._reads.refused.connect(self._refused)
        self.tabs.currentChanged.connect(self._turned)
        self.head.acts.asked.connect(self._act)
        self.head.edit.connect(self.body.edit)
        self.head.remove.connect(self._remove)
        self.head.listed.connect(partial(self._office.go, self._panel.key))
        self.body.followed.connect(self._follow)
        self.body.writing.wrote.connect(self._wrote)
        self.body.editing.connect(
            lambda editing: self.head.allow(self.body.why_not(), editing=editing)
        )
        leave = self._office.desk.subscribe(self._heard)
        self.destroyed.connect(lambda *_: leave())
        for name, words, to, key in (
            ("record.note", "Write a note", lambda: self.notes.editor.setFocus(), "Ctrl+Shift+M"),
            ("record.tag", "Add a tag", lambda: self.notes.tag_it(), "Ctrl+Shift+G"),
        ):
            action(self, name, words, partial(self._say, to), key)
        action(self, "record.reload", "Read it anew", self.reload, "F5")
        if subject := subject_of(self._panel.key):
            words = f"Everything about this {subject.name}"
            where = f"subject/{self.place}"
            action(self, "record.subject", words, partial(self._office.go, where), "Ctrl+Shift+E")
            self.head.offer(words, partial(self._office.go, where))

    def _compose(self) -> None:
        self.tabs.setObjectName("recordTabs")
        self.tabs.setAccessibleName("Parts of the record")
        self.tabs.setDrawBase(False)
        self.setFocusProxy(self.tabs)
        self.tabs.setExpanding(False)
        self._stack.addWidget(QWidget())
        self._stack.addWidget(Skeleton())
        taken = any(tab.title == DOCUMENTS for tab in self._related)
        for title, page in (
            ("Record", self.body),
            *((tab.title, Room(partial(self._make_related, tab))) for tab in self._related),
            (TITLE, self._notes),
            (FILES if taken else DOCUMENTS, self._documents),
            ("History", self._history),
        ):
            self.tabs.addTab(title)
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        bars = QVBoxLayout()
        bars.setContentsMargins(theme.WIDE, 0, theme.WIDE, 0)
        for bar in (self.trouble, self.notice, self.tabs):
            bars.addWidget(bar)
        layout.addLayout(bars)
        layout.addWidget(self._stack, stretch=1)
