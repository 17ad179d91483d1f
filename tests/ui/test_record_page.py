"""A record in its tab, on the real servers: read, made, edited, followed."""

from dataclasses import replace
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.access import Actor
from desktop_app.domain.errors import Gone
from desktop_app.domain.writes import Create
from desktop_app.stack import Places
from desktop_app.ui.office import Office
from desktop_app.ui.record_new import RecordNew
from desktop_app.ui.table_page import TablePage
from tests.services.test_desk_documents import Delivering
from tests.ui.conftest import Run
from tests.ui.record_ground import (
    CITIES,
    OFFICE,
    made,
    opened,
    reviewed,
    said,
    some_key,
    text_of,
    type_in,
    written,
)
from tests.ui.waiting import until

DEALS, TAGS = "openmineral.deals", "passa.event_tags"
RESERVATIONS = "multiverse.property_reservations"


@pytest.fixture
def run(at_rest: Run) -> Run:
    return at_rest


def test_a_record_shows_its_fields_and_what_belongs_to_it(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        page = await opened(office, DEALS, await some_key(office, DEALS))
        qtbot.addWidget(page)
        assert page.head.title.text() == page.row["title"] == page.title
        assert page.row["counterparty"] in said(page.body.facts)
        names = [each.text() for each in page.body.facts.findChildren(QPushButton)]
        assert names
        await until(lambda: not page.body.facts.findChildren(QPushButton)[0].text().isdecimal())
        page.tabs.setCurrentIndex(1)
        lists = page.findChildren(TablePage)
        assert [each.place for each in lists] == ["openmineral.deal_counterparties"]
        await until(lambda: lists[0].model.rowCount() == 1)

    run(work)


def test_a_record_is_made_by_its_form(qtbot: QtBot, run: Run, office: Office) -> None:
    gone: list[str] = []

    async def work() -> None:
        page = RecordNew(replace(office, go=gone.append), office.desk.panels[CITIES])
        qtbot.addWidget(page)
        page.show()
        rows = page.body.form.rows  # type: ignore[union-attr]
        assert "resource_id" not in rows
        page.body.writing.save()
        assert not page.body.writing.review.isVisible()
        assert rows["city"].told() == "City must not be empty."
        for name, text in OFFICE.items():
            type_in(rows[name], text)
        assert page.unsaved() == len(OFFICE)
        await reviewed(page)
        page.body.writing.write()
        await until(lambda: gone)
        place, _, key = gone[0].partition("/")
        row = await office.desk.get(
            office.desk.panels[place], office.desk.panels[place].source.key_of(key)
        )
        assert {name: row[name] for name in OFFICE} == OFFICE

    run(work)


def test_what_is_not_looked_at_is_not_made(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        page = await opened(office, CITIES, await made(office))
        qtbot.addWidget(page)
        await until(lambda: page._notes.is_made)  # its tab says how many there are
        lazy = (page._documents, page._history)
        assert not any(room.is_made for room in lazy)
        for room in lazy:
            page.tabs.setCurrentIndex(page._stack.indexOf(room) - 2)
            assert room.is_made
            assert room.part.isVisible()
        assert [room.part for room in lazy] == [page.documents, page.history]

    run(work)


def test_an_edit_is_staged_undone_redone_reviewed_and_written(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        key = await made(office)
        page = await opened(office, CITIES, key)
        qtbot.addWidget(page)
        page.body.edit()
        rows = page.body.form.rows  # type: ignore[union-attr]
        type_in(rows["city"], "Porto")
        type_in(rows["name"], "Câmara")
        assert page.unsaved() == 2
        page.body.changes.undo.undo()
        assert page.unsaved() == 1
        assert text_of(rows["name"]) == "Finanças"
        page.body.changes.undo.redo()
        await reviewed(page)
        assert {"Lisbon", "Porto", "Finanças", "Câmara"} <= set(said(page.body.writing.review))
        assert (await office.desk.get(office.desk.panels[CITIES], key))["city"] == "Lisbon"
        QTest.keyClick(
            page.body.writing.review.go, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        await until(lambda: not page.unsaved())
        row = await office.desk.get(office.desk.panels[CITIES], key)
        assert (row["city"], row["name"]) == ("Porto", "Câmara")
        await until(lambda: "Câmara" in page.title)

    run(work)


def test_what_breaks_a_rule_is_said_at_its_field(qtbot: QtBot, run: Run, office: Office) -> None:
    """One that is seen while typing, and one that only the database knows."""

    async def work() -> None:
        page = await opened(office, DEALS, await some_key(office, DEALS))
        qtbot.addWidget(page)
        page.body.edit()
        rows = page.body.form.rows  # type: ignore[union-attr]
        type_in(rows["quantity"], "many")
        assert "not a number" in rows["quantity"].told()
        page.body.writing.save()
        assert not page.body.writing.review.isVisible()
        type_in(rows["quantity"], "-5")
        assert rows["quantity"].told() == ""
        page.body.writing.save()
        await until(lambda: "broken" in page.body.writing.review.told())
        assert rows["quantity"].told() == page.body.writing.review.told()
        assert not page.body.writing.review.go.isEnabled()

    run(work)


def test_what_only_the_database_knows_is_said_at_the_field_while_typing(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    """A value that another record has, a rule between two fields, a record that is not there."""
    taken = f"taken {uuid4()}"

    async def work() -> None:
        await office.desk.do(Create(TAGS, {"name": taken}))
        page = RecordNew(office, office.desk.panels[TAGS])
        qtbot.addWidget(page)
        page.show()
        rows = page.body.form.rows  # type: ignore[union-attr]
        type_in(rows["name"], taken)
        await until(lambda: rows["name"].told() == "Another record already has this name.")
        assert not page.body.writing.is_under_way
        type_in(rows["name"], f"{taken} no more")
        assert rows["name"].told() == ""
        key = await some_key(office, RESERVATIONS)
        other = await opened(office, RESERVATIONS, key)
        qtbot.addWidget(other)
        other.body.edit()
        rows = other.body.form.rows  # type: ignore[union-attr]
        type_in(rows["reservation_end"], "2001-01-01")
        await until(lambda: "ends after start" in rows["reservation_end"].told())
        type_in(rows["reservation_start"], "2000-12-01")
        await until(lambda: "ends after start" not in rows["reservation_end"].told())
        type_in(rows["user_id"], str(uuid4()))
        await until(lambda: "is not there" in rows["user_id"].told())
        page.body.discard()
        other.body.discard()

    run(work)


def test_who_may_not_is_told_which_permission_lacks(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        key = await some_key(office, DEALS)
        reader = Actor("reader", frozenset(), frozenset({"*:read"}))
        office.desk.actor = reader
        page = await opened(office, DEALS, key)
        qtbot.addWidget(page)
        assert "openmineral.deals:write" in page.body.why_not()
        page.body.edit()
        assert page.body.form is None
        acts = page.head.acts.findChildren(QPushButton)
        assert all(not each.isEnabled() for each in acts)
        assert all("openmineral.deals:" in each.toolTip() for each in acts)
        office.desk.actor = replace(reader, rights=frozenset({"openmineral.deals:read"}))
        page.history.reload()
        assert any("may not read the audit trail" in text for text in said_all(page.history))

    run(work)


def said_all(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel)]


def test_a_record_that_was_never_there(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        page = await opened(office, CITIES, uuid4())
        qtbot.addWidget(page)
        assert isinstance(page.refusal, Gone)
        assert not page.body.isEnabled()

    run(work)


def test_a_document_is_edited_through_the_other_store(
    qtbot: QtBot, run: Run, office: Office, sampled: Places
) -> None:
    place = "multiverse.business_projects"

    async def work() -> None:
        key = await some_key(office, place)
        page = await opened(office, place, key)
        qtbot.addWidget(page)
        page.body.edit()
        rows = page.body.form.rows  # type: ignore[union-attr]
        assert "progress.completion_percentage" in rows
        assert "status" not in rows
        type_in(rows["progress.completion_percentage"], "101")
        assert rows["progress.completion_percentage"].told() == "Done (%) is at most 100."
        type_in(rows["progress.completion_percentage"], "33.5")
        type_in(rows["name"], "Câmara")
        async with Delivering(sampled):
            await written(page)
            await until(lambda: page.row["name"] == "Câmara")
        assert page.row["progress.completion_percentage"] == 33.5

    run(work)
