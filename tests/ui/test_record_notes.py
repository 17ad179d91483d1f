"""Notes and tags on a record: written, seen from elsewhere, taken back, by mouse and keys."""

import asyncio
from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.access import Actor
from desktop_app.domain.query import Query
from desktop_app.services import notes, tagging
from desktop_app.stack import Places
from desktop_app.ui.actions import why_not
from desktop_app.ui.office import Office
from desktop_app.ui.record_notes import TITLE, RecordNotes
from desktop_app.ui.record_page import RecordPage
from desktop_app.ui.subject_page import SubjectPage
from desktop_app.ui.table_page import TablePage
from tests.ui.conftest import Run
from tests.ui.record_ground import CITIES, another, made, opened, said, some_key
from tests.ui.waiting import until

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def run(at_rest: Run) -> Run:
    return at_rest


async def _noted(office: Office, qtbot: QtBot) -> RecordPage:
    """A new record's page with notes and tags in front."""
    page = await opened(office, CITIES, await made(office))
    qtbot.addWidget(page)
    page.tabs.setCurrentIndex(page.tabs.count() - 3)
    await until(lambda: any("No notes yet" in each for each in said(page)))
    return page


def _title(page: RecordPage) -> str:
    return page.tabs.tabText(page.tabs.count() - 3)


def _newest_is(pane: RecordNotes, words: str) -> bool:
    return [note.text for note in pane.notes][:1] == [words]


def _link(where: QWidget, words: str) -> QPushButton:
    found = [b for b in where.findChildren(QPushButton) if b.text() == words]
    return next(each for each in found if each.isVisible())


def test_a_note_is_written_by_the_keyboard_and_pinned(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        page = await _noted(office, qtbot)
        pane = page.notes
        assert _title(page) == TITLE
        assert not pane.editor.go.isEnabled()
        for words in ("first <b>", "second"):
            pane.editor.text.setPlainText(words)
            assert page.unsaved() == 1
            QTest.keyClick(pane.editor.text, Qt.Key.Key_Return, CTRL)
            await until(partial(_newest_is, pane, words))
        assert page.unsaved() == 0
        assert _title(page) == "Notes 2"
        assert [card.body.text() for card in pane.cards] == ["second", "first <b>"]
        assert all(c.body.textFormat() == Qt.TextFormat.PlainText for c in pane.cards)
        pane.cards[1].pin.emit()
        await until(partial(_newest_is, pane, "first <b>"))
        assert [note.pinned for note in pane.notes] == [True, False]

    run(work)


def test_a_note_is_reworded_hidden_and_all_of_it_taken_back(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        page = await _noted(office, qtbot)
        pane = page.notes
        await office.desk.do(notes.written(office.desk.panels[CITIES], page._key, {}, "as it was"))
        await until(partial(_newest_is, pane, "as it was"))
        await until(lambda: pane.cards[0].isVisible())
        _link(pane, "Edit").click()
        editor = pane._editing
        assert editor is not None
        editor.text.setPlainText("as it is")
        assert page.unsaved() == 1
        QTest.keyClick(editor.text, Qt.Key.Key_Return, CTRL)
        await until(lambda: [card.body.text() for card in pane.cards] == ["as it is"])
        assert any("edited" in each for each in said(page))
        await until(lambda: pane.cards[0].isVisible())
        _link(pane, "Hide").click()
        await until(lambda: not pane.notes)
        pane._take_back()
        await until(partial(_newest_is, pane, "as it is"))
        pane._take_back()
        await until(partial(_newest_is, pane, "as it was"))

    run(work)


def test_anothers_note_comes_by_itself_and_is_not_ours_to_change(
    qtbot: QtBot, run: Run, office: Office, sampled: Places
) -> None:
    """Mutation: without `_heard` the page never learns of it."""

    async def work() -> None:
        page = await _noted(office, qtbot)
        pane = page.notes
        pane.editor.text.setPlainText("half a thought")
        following = asyncio.create_task(office.desk.follow())
        async with another(sampled) as mate:
            await mate.do(notes.written(mate.panels[CITIES], page._key, {}, "theirs"))
            await until(lambda: [n.text for n in pane.notes] == ["theirs"])
        following.cancel()
        assert not pane.notes[0].mine
        links = [b.text() for b in pane.cards[0].findChildren(QPushButton)]
        assert links == ["Pin", "Hide"], "the sample's administrator may hide, not reword"
        assert pane.editor.words() == "half a thought"
        pane.editor.text.clear()

    run(work)


def test_a_note_that_was_begun_is_back_after_a_crash(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    """Mutation: never call `drafts.look`."""

    async def work() -> None:
        page = await _noted(office, qtbot)
        await office.desk.do(notes.written(office.desk.panels[CITIES], page._key, {}, "as it was"))
        await until(partial(_newest_is, page.notes, "as it was"))
        machine = office.desk.machine
        assert machine
        journal = machine.journal
        assert journal
        page.notes.editor.text.setPlainText("half a thought")
        _link(page.notes, "Edit").click()
        page.notes._editing.text.setPlainText("as it is")  # type: ignore[union-attr]
        place = f"{page.place}/notes"
        await until(lambda: (kept := journal.found(place)) is not None and kept.count == 2)
        page.notes.drafts._journal = None  # from here on it is as if it were gone
        again = await opened(office, CITIES, page._key)
        qtbot.addWidget(again)
        await until(lambda: again.notes.unsaved() == 2)
        assert again.notes.editor.words() == "half a thought"
        assert again.notes._editing.words() == "as it is"  # type: ignore[union-attr]
        again.notes.editor.hand_over()
        await until(partial(_newest_is, again.notes, "half a thought"))
        again.notes._given_up()
        assert again.notes.unsaved() == 0
        assert journal.found(place) is None

    run(work)


def test_the_list_of_notes_makes_none_by_itself(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        page = TablePage(office, office.desk.panels[notes.PLACE])
        qtbot.addWidget(page)
        (made,) = (each for each in page.actions() if each.objectName() == "list.create")
        assert "A note is written on the page of its record." in why_not(made)
        assert not any("New" in each.text() for each in page.findChildren(QPushButton))

    run(work)


async def _type_tag(page: RecordPage, text: str) -> None:
    """In the line of tags, until something is offered."""
    page.activateWindow()
    page.notes.tag_it()
    await until(page.notes.tags.line.hasFocus)
    QTest.keyClicks(page.notes.tags.line, text)
    await until(page.notes.tags._offers.isVisible)


def _names(page: RecordPage) -> list[str]:
    return [tag.name for tag in page.notes.tags.tags]


def test_tags_are_made_found_again_and_lead_to_their_records(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    word, shown = f"Sea view {uuid4().hex[:6]}", list[Query]()

    async def work() -> None:
        desk = office.desk
        first = await made(office)
        await desk.do(*tagging.coined(desk.panels[CITIES], first, word))
        page = await _noted(replace(office, show=shown.append), qtbot)
        await _type_tag(page, word.upper()[:-1])
        QTest.keyClick(page.notes.tags.line, Qt.Key.Key_Down)
        QTest.keyClick(page.notes.tags.line, Qt.Key.Key_Return)
        await until(lambda: _names(page) == [word])
        assert _title(page) == "Tags 1"
        (chip,) = page.notes.tags.chips
        assert chip.accessibleName() == f"{word}, on 2 records"
        page.notes.tags._take(word)
        await until(lambda: any("already" in each for each in said(page)))
        QTest.keyClick(chip, Qt.Key.Key_Return)
        await until(lambda: shown)
        rows = (await desk.list(desk.panels[CITIES], shown[0])).rows
        assert {row["resource_id"] for row in rows} == {first, page._key}

    run(work)


def test_tags_are_taken_off_by_key_and_cross_and_put_back(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    word = f"New word {uuid4().hex[:6]}"

    async def work() -> None:
        page = await _noted(office, qtbot)
        tags = page.notes.tags
        await _type_tag(page, word)
        QTest.keyClick(tags.line, Qt.Key.Key_Return)
        await until(lambda: _names(page) == [word])
        QTest.keyClick(tags.chips[0], Qt.Key.Key_Delete)
        await until(lambda: not tags.tags)
        page.notes._take_back()
        await until(lambda: _names(page) == [word])
        cross = tags.chips[0].rect().center()
        cross.setX(tags.chips[0].width() - 10)
        QTest.mouseClick(tags.chips[0], Qt.MouseButton.LeftButton, pos=cross)
        await until(lambda: not tags.tags)

    run(work)


def test_a_note_and_a_tagged_thing_lead_to_their_record_and_a_person_shows_notes(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    gone = list[str]()

    async def work() -> None:
        desk, users = office.desk, office.desk.panels["multiverse.users"]
        key = await some_key(office, users.key)
        noted = await desk.do(notes.written(users, key, {}, "said of a person"))
        tagged = await desk.do(*tagging.coined(users, key, f"word {uuid4().hex[:6]}"))
        for place, which in (noted.keys[0], tagged.keys[1]):
            page = await opened(replace(office, go=gone.append), place, which)
            qtbot.addWidget(page)
            _link(page.head, "The record it is about").click()
        assert gone == [f"multiverse.users/{key}"] * 2
        subject = SubjectPage(office, f"multiverse.users/{key}")
        qtbot.addWidget(subject)
        await until(lambda: [card for card in subject.cards if card.card.title == "Notes"])
        (card,) = [each for each in subject.cards if each.card.title == "Notes"]
        await until(lambda: card.said == "1")

    run(work)


def test_who_may_not_is_told_which_permission_lacks(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        key = await made(office)
        office.desk.actor = Actor("reader", frozenset(), frozenset({f"{CITIES}:read"}))
        page = await opened(office, CITIES, key)
        qtbot.addWidget(page)
        page.tabs.setCurrentIndex(page.tabs.count() - 3)
        told = " ".join(said(page.notes))
        assert "“backoffice.notes:read”" in told
        assert "“multiverse.entity_tags:read”" in told
        assert "No tags." not in told, "nobody knows whether there are any"
        assert not page.notes.editor.isVisible()
        assert not page.notes.tags.line.isVisible()
        words = tagging.words_of(CITIES)
        rights = frozenset({f"{CITIES}:read", f"{words.tags}:read", f"{words.lines}:*"})
        office.desk.actor = Actor("tagger", frozenset(), rights)
        page = await opened(office, CITIES, key)
        qtbot.addWidget(page)
        page.tabs.setCurrentIndex(page.tabs.count() - 3)
        page.notes.tags._take("a word that nobody made")
        await until(lambda: "“multiverse.tags:write”" in " ".join(said(page.notes)))

    run(work)
