"""Settings of this workstation, made from their declaration; they are kept in `config.toml`."""

import os
from asyncio import to_thread
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from desktop_app import config
from desktop_app.config import Setting
from desktop_app.domain import sizes
from desktop_app.domain.errors import Invalid, Refusal
from desktop_app.ui import theme
from desktop_app.ui.fields.choice import ChoiceBox
from desktop_app.ui.frame import Frame
from desktop_app.ui.labels import label
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.pages import MadePage
from desktop_app.ui.scrolled import scrolled
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone

WIDTH = 320
Editor = QLineEdit | QComboBox


class SettingsPage(Page):
    """What is changed here holds from the next start on; a variable wins over the file."""

    def __init__(self, office: Office) -> None:
        super().__init__("settings", "Settings", "gear")
        self._office = office
        machine = office.desk.machine
        self._file = machine.settings_file if machine else None
        self._now: dict[str, Any] = {}
        self.editors: dict[str, Editor] = {}
        self._told: dict[str, QLabel] = {}
        self.reads = Reads(self)
        self.reads.refused.connect(self._unread)
        office.writes.refused.connect(self._refused)
        self._grid = QGridLayout()
        self.frame = Frame(self, self._body(), "They hold from the next start of the program on.")
        self.frame.again.connect(self.look)
        self.save = self.frame.button("Save", self._save, primary=True)
        self._look()
        self.look()

    def unsaved(self) -> int:
        return len(self._changes())

    def look(self) -> None:
        """Read the file anew."""
        if self._file is None:
            self.frame.nothing("gear", "This program was started without a file for settings.")
            return
        self.frame.asked()
        self.reads.start("settings", partial(to_thread, config.load, self._file), self._came)

    def _came(self, settings: config.Settings) -> None:
        self._now = {each.key: getattr(settings, each.key) for each in config.declared()}
        for setting in config.declared():
            _put(self.editors[setting.key], setting, self._now[setting.key])
        self.frame.answered()
        self._look()

    def _unread(self, _name: str, refusal: Refusal) -> None:
        self.frame.refused(refusal)

    def _changes(self) -> dict[str, Any]:
        """What differs from what holds; a default is not kept in the file."""
        if not self._now:
            return {}
        read = {s.key: (s, _read(self.editors[s.key], s)) for s in config.declared()}
        return {
            key: None if value == setting.default else value
            for key, (setting, value) in read.items()
            if value != self._now[key] and self.editors[key].isEnabled()
        }

    def _save(self) -> None:
        if (file := self._file) and (changes := self._changes()):
            work = partial(to_thread, _kept, file, changes)
            self._office.writes.start("settings", work, self._saved)

    def _saved(self, _answer: object) -> None:
        self._office.tell("The settings are saved. They hold from the next start on.", Tone.GOOD)
        self.look()

    def _refused(self, name: str, refusal: Refusal) -> None:
        if name != "settings":
            return
        if told := self._told.get(refusal.field):
            told.setText(str(refusal))
            told.show()
            self.editors[refusal.field].setFocus()
        else:
            self.frame.trouble.tell(str(refusal))

    def _look(self) -> None:
        for told in self._told.values():
            told.hide()
        changes = self._changes()
        self.save.setEnabled(bool(changes))
        self.save.setToolTip("" if changes else "Nothing is changed.")

    def _body(self) -> QScrollArea:
        inner = QWidget()
        inner.setLayout(self._grid)
        self._grid.setContentsMargins(0, theme.PAD, theme.WIDE, theme.WIDE)
        self._grid.setHorizontalSpacing(theme.WIDE)
        self._grid.setVerticalSpacing(theme.GAP)
        self._grid.setColumnMinimumWidth(0, theme.LABEL_WIDE)
        self._grid.setColumnStretch(3, 1)
        for setting in config.declared():
            self._row(setting)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        return scrolled(inner)

    def _row(self, setting: Setting) -> None:
        editor = _editor(setting, self._look)
        editor.setAccessibleName(spoken(setting))
        editor.setFixedWidth(WIDTH)
        said = label(spoken(setting))
        said.setBuddy(editor)
        note = label(setting.words, "hint", wrap=True)
        if os.environ.get(setting.variable):
            editor.setEnabled(False)
            note.setText(f"{setting.words} Given by {setting.variable}, which wins.")
        usual = QPushButton("Usual")
        usual.setAccessibleName(f"Usual value of {spoken(setting)}")
        usual.setEnabled(editor.isEnabled())
        usual.clicked.connect(lambda: _put(editor, setting, setting.default))
        told = label(look="wrong", wrap=True)
        told.hide()
        row = self._grid.rowCount()
        self._grid.addWidget(said, row, 0)
        self._grid.addWidget(editor, row, 1)
        self._grid.addWidget(usual, row, 2)
        self._grid.addWidget(note, row, 3)
        self._grid.addWidget(told, row + 1, 1, 1, 3)
        self.editors[setting.key], self._told[setting.key] = editor, told


def spoken(setting: Setting) -> str:
    """`mongodb_url` reads “MongoDB URL”."""
    known = {"postgres": "PostgreSQL", "mongodb": "MongoDB", "redis": "Redis", "url": "URL"}
    key = setting.key.removesuffix("_bytes") if setting.in_bytes else setting.key
    words = [known.get(word, word) for word in key.split("_")]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def _editor(setting: Setting, changed: Any) -> Editor:
    choices = ("true", "false") if setting.type is bool else setting.choices
    if choices:
        box = ChoiceBox()
        for choice in choices:
            box.addItem(choice or "as they say themselves", choice)
        box.currentIndexChanged.connect(lambda _: changed())
        return box
    line = QLineEdit()
    line.setPlaceholderText("" if setting.default == "" else setting.said(setting.default))
    line.textChanged.connect(lambda _: changed())
    return line


def _put(editor: Editor, setting: Setting, value: Any) -> None:
    if isinstance(editor, QComboBox):
        said = str(value).lower() if setting.type is bool else value
        editor.setCurrentIndex(max(0, editor.findData(said)))
        return
    hidden = editor.isEnabled() or not setting.schemes
    editor.setText(
        setting.said(value) if hidden else "••••"
    )  # a variable's URL may hold a password


def _read(editor: Editor, setting: Setting) -> Any:
    said = editor.currentData() if isinstance(editor, QComboBox) else editor.text().strip()
    if setting.type is bool:
        return said == "true"
    if setting.in_bytes and said:
        count = sizes.read(said)
        return said if count is None else count
    if setting.type is int:
        return int(said) if said.lstrip("-").isdecimal() else said or setting.default
    return said


def _kept(file: Path, changes: dict[str, Any]) -> None:
    """Kept only if every one of them can be."""
    try:
        config.save(file, changes)
    except Invalid as refusal:
        said = str(refusal).replace(f" in {file}", "")
        raise Invalid(said, field=refusal.field) from refusal


page = MadePage(
    area="Operations",
    title="Settings",
    icon="gear",
    make=SettingsPage,
    right="backoffice.staff:read",
)
