"""Hostile words typed into every field of every form: refused there, or stored and shown as typed.

All the fields of a form are typed into at once, turn by turn; what the field itself takes is
written, read back from the store and shown again. Nothing of it may end the program.

Mutation: have `Line` strip what is typed.
"""

import sys
from collections.abc import Mapping
from random import Random
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Refusal
from desktop_app.domain.frozen import freeze
from desktop_app.domain.geo import Point
from desktop_app.domain.inputs import Input, Unread
from desktop_app.domain.query import Kind
from desktop_app.domain.writes import Edit
from desktop_app.services.panel import Panel
from desktop_app.stack import Places
from desktop_app.ui.fields.nested import Nested
from desktop_app.ui.form_row import FormRow
from desktop_app.ui.office import Office
from desktop_app.ui.record_page import RecordPage
from tests.ui.conftest import Run
from tests.ui.payloads import SHAPES, taken_for_more
from tests.ui.record_ground import opened
from tests.ui.test_every_field import PANELS, every_list, open_fields, patiently, to_try

__all__ = ["patiently"]

IN_ALL = 10_000
TURNS = 25
CHOSEN = (Kind.STATE, Kind.YES_NO)
"""Kinds that are chosen from what is there, so that nothing can be typed."""
SAMPLE = (
    "multiverse.city_resources",
    "multiverse.business_projects",
    "management_system_repository.management_systems",
)
NUMBERS = (Kind.NUMBER, Kind.MONEY)
TEXTS = (
    *(shape.format(7, "/etc/passwd", "http://127.0.0.1:9") for shape in SHAPES),
    "\0", "a\0b", "\ud800", "x\udfffy", "\u202ereversed", "\ufeffmark", "a\u0300\u0301\u0302",
    "\u2028line", "\x07bell", "\x1b[31mred", "\x7f", "\r\nbreak", "tab\tbed", " before", "after ",
    "\u00a0", "\u200b", "\uffff", "\U0010ffff", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "١٢٣", "ẞİıſ", "ﷺ" * 40, "x" * 100_000,
    "null", "None", "undefined", "true", "NaN", "{}", "[]", "$where", "$set", "a.b.$c", "__proto__",
    "''", '"', "\\", "\\u0000", "%00", "${x}", "{0}", "%(x)s", "NULL", "';--", "\\x00", "E'\\n'",
)  # fmt: skip
BY_KIND: Mapping[Kind, tuple[str, ...]] = {
    **dict.fromkeys(NUMBERS, (
        "1e400", "-1e400", "NaN", "-NaN", "sNaN", "Infinity", "-inf", "0x10", "١٢٣", "½", "1_000",
        "1,000.5", "--5", "+-1", "9" * 400, f"0.{'0' * 400}1", "1e-400", "-0",
        "0.30000000000000004",
        "9223372036854775808", "-9223372036854775809", "1e9", "1 000", "€ 5", "5 %", "1/0", "²",
    )),
    **dict.fromkeys((Kind.MOMENT, Kind.DAY), (
        "infinity", "-infinity", "0044-03-15 BC", "0000-00-00", "0001-01-01", "9999-12-31 23:59:59",
        "10000-01-01", "2026-02-30", "2026-13-01", "today+99999999", "today-999999", "24:00",
        "2026-01-01 24:00", "2026-03-29 02:30", "now()", "epoch", "99:99", "-1", "1e9",
        "２０２６-01-01",        "2026-01-01T00:00:00+99:99", "yesterday tomorrow",
    )),
    **dict.fromkeys((Kind.JSON, Kind.LIST), (
        '{"$where": "1"}', '{"a.b": 1}', '{"$set": {"x": 1}}', '{"": 1}', '{"a": NaN}', "[1e400]",
        '{"a": "\\u0000"}', '{"a\\u0000": 1}', '{"a": "\\ud800"}', "[" * 3000, '{"a":' * 120 + "1",
        "[" * 120 + "]" * 120, '{"a": 1, "a": 2}', f"[{'9' * 400}]", f"[{'9' * 5000}]", "[-0.0]",
        '{"$decimal": "NaN"}', '{"$decimal": "1e999999"}', '{"$moment": "0000-00-00"}',
        '{"__proto__": {}}', "[null, [], {}, \"\"]", '"words"', "null", "7", '{"a": "<b>x</b>"}',
        '[{"a": 1}, 2]', '{"$uuid": "x"}', '{"$bytes": "!"}', "[9223372036854775808]",
    )),
    Kind.GEO_POINT: (
        "91, 0", "0, 181", "NaN, NaN", "inf, 0", "1e400, 0", "0,0,0", ",", "0 0 ", "-90, -180",
        "１, ２", "38.7223", "@1,2", "1e-400, 0", "0x1, 0x2",
    ),
}  # fmt: skip


def typed_into(row: FormRow, text: str) -> str:
    """Pasted over what is there; what the widget has then."""
    editor = row.editor
    worn = editor.text.wears() if isinstance(editor, Nested) else editor.wears()
    assert isinstance(worn, QLineEdit | QPlainTextEdit)
    worn.selectAll()
    if isinstance(worn, QLineEdit):
        worn.insert(text)
        return worn.text()
    worn.insertPlainText(text)
    return worn.toPlainText()


def text_for(each: Input, turn: int) -> str:
    """Of its own kind and of any, by turns; each field begins elsewhere."""
    chance = Random(f"{each.name} {each.kind}")
    own, any_ = BY_KIND.get(each.kind, TEXTS), TEXTS
    among = own if turn % 2 else any_
    return among[(chance.randrange(len(among)) + turn) % len(among)]


class Typing:
    """One record's form; what was refused where, and how much was typed."""

    def __init__(self, office: Office, panel: Panel, page: RecordPage) -> None:
        self._office, self._panel, self._page = office, panel, page
        self.fields = {e.name: e for e in open_fields(panel) if e.kind not in CHOSEN}
        self.typed = self.stored = 0
        self.nowhere: list[str] = []

    async def turn(self, number: int) -> None:
        read: dict[str, str] = {}
        for name, each in self.fields.items():
            if not any(name.startswith(f"{other}.") for other in read):
                text = typed_into(self._row(name), text_for(each, number))
                self.typed += 1
                if self._taken(name):
                    assert self._as_typed(each, text)
                    read[name] = text
        while self._changes.staged and not await self._written():
            pass
        assert not taken_for_more()
        self._shown_as(read)

    def _taken(self, name: str) -> bool:
        """Whether the field takes it; what it does not take it refuses in words."""
        value = self._changes.staged.get(name)
        if isinstance(value, Unread):
            assert self._row(name).told() == value.why
            assert value.why.endswith(".")
            self._changes.revert(name)
        return name in self._changes.staged

    def _as_typed(self, each: Input, text: str) -> bool:
        """Of a text nothing is taken away; nothing but blanks is no text."""
        value = self._changes.staged[each.name]
        plain = each.kind == Kind.TEXT and each.made is str
        return not plain or value == (text if text.strip() else None)

    async def _written(self) -> bool:
        """A no of the store names one of the fields, which is given up, or all of them are."""
        write = self._page.body.writing._write()
        assert isinstance(write, Edit)
        try:
            await self._office.desk.do(write)
        except Refusal as refusal:
            self._refused(refusal)
            return False
        self.stored += len(write.values)
        row = await self._office.desk.get(self._panel, self._page._key)
        for name, value in write.values.items():
            # A place comes back as near as the store's sphere has it; what is emptied with all that
            # is beside it is gone.
            if not self.fields[name].secret and not isinstance(value, Point):
                assert freeze(row.get(name)) == freeze(value), name
        self._page._show(row)
        self._changes.begin(row)
        return True

    def _refused(self, refusal: Refusal) -> None:
        """At its field, where the store knows which; a rule over several gives up all of them."""
        assert str(refusal).endswith("."), refusal
        assert "Your role" not in str(refusal), refusal
        staged, form = self._changes.staged, self._page.body.form
        assert form
        if refusal.field not in staged:
            self.nowhere.append(str(refusal))
            near = [n for n in staged if n.partition(".")[0] == refusal.field.partition(".")[0]]
            self._changes.revert(*(near or staged))
            return
        form.wrong(refusal.field, str(refusal), lead=False)
        assert self._row(refusal.field).told() == str(refusal)
        self._changes.revert(refusal.field)

    def _shown_as(self, read: Mapping[str, str]) -> None:
        """Text stands in its field letter by letter, also when it comes from the store."""
        for name, text in read.items():
            each, value = self.fields[name], self._changes.base.get(name)
            if each.kind == Kind.TEXT and each.made is str and not each.secret and value == text:
                worn = self._row(name).editor.wears()
                assert isinstance(worn, QLineEdit | QPlainTextEdit)
                said = worn.text() if isinstance(worn, QLineEdit) else worn.toPlainText()
                assert said == text

    @property
    def _changes(self) -> Any:
        return self._page.body.changes

    def _row(self, name: str) -> FormRow:
        assert self._page.body.form
        return self._page.body.form.rows[name]


@every_list(SAMPLE)
def test_hostile_words_are_refused_or_stored_and_shown_as_typed(
    qtbot: QtBot, patiently: Run, office: Office, sampled: Places, panel: Panel
) -> None:
    async def work() -> None:
        async with to_try(office, sampled, panel, qtbot) as (key, _, made):
            page = await opened(office, panel.key, key)
            qtbot.addWidget(page)
            before = dict(page.row)
            page.body.edit()
            if page.body.form is None:
                return
            typing = Typing(office, panel, page)
            for number in range(TURNS):
                await typing.turn(number)
            page.grab()
            told = f"{panel.key}: {typing.typed} typed, {typing.stored} stored {typing.nowhere}\n"
            sys.stdout.write(told)
            page.body.discard()
            page.body.stop()
            if not made:
                kept = {n: before[n] for n, e in typing.fields.items() if not e.secret}
                await office.desk.do(Edit(panel.key, key, {}, kept))

    patiently(work)


def test_they_are_as_many_as_is_said() -> None:
    fields = [e for panel in PANELS.values() for e in open_fields(panel) if e.kind not in CHOSEN]
    assert len(fields) * TURNS >= IN_ALL
