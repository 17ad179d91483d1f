"""Quick open on the real stores: by name, e-mail and id; a store that is dead says so."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.commands.open_desk import Opened
from desktop_app.domain.errors import Unreachable
from desktop_app.domain.query import Not, Op, Page, Query, Where
from desktop_app.services.panel import Panel
from desktop_app.services.quick_open import SUBJECTS, QuickOpen
from desktop_app.ui.memory import Memory
from desktop_app.ui.office import Office
from desktop_app.ui.quick_open import QuickOpenLine
from desktop_app.ui.tasks import Writes
from tests.ui.conftest import Run
from tests.ui.waiting import until


def _line(house: Opened, qtbot: QtBot, opened: list[str]) -> QuickOpenLine:
    def nowhere(*_: object) -> None:
        """Nothing else is opened here."""

    over = QWidget()
    over.resize(900, 600)
    qtbot.addWidget(over)
    over.show()
    office = Office(house.desk, Writes(over), Memory(), opened.append, nowhere, nowhere)
    return QuickOpenLine(over, office)


def test_every_subject_is_a_list_that_can_be_searched(house: Opened) -> None:
    assert [panel.key for panel in QuickOpen(house.desk).panels()] == list(SUBJECTS)
    assert all(panel.source.searched for panel in QuickOpen(house.desk).panels())  # type: ignore[attr-defined]


def test_a_record_is_found_by_its_name_its_mail_and_its_id(house: Opened, run: Run) -> None:
    async def work() -> None:
        panel = house.desk.panels["multiverse.users"]
        query = Query(panel.key, sort=panel.sort, limit=5)
        row = (await house.desk.list(panel, query)).rows[3]
        search = QuickOpen(house.desk)
        for text in (row["full_name"], row["email"], str(row["user_id"])):
            found = await search.find(panel, text)
            assert found[0].place == f"multiverse.users/{row['user_id']}"
            assert found[0].title == row["full_name"]
            assert len({one.place for one in found}) == len(found)
        assert await search.find(panel, "nobody is called so") == ()

    run(work)


def test_a_transaction_is_found_by_how_its_hash_begins(house: Opened, run: Run) -> None:
    async def work() -> None:
        panel = house.desk.panels["passa.transactions"]
        query = Query(panel.key, Not(Where("transaction_hash", Op.EMPTY)), panel.sort, limit=5)
        row = (await house.desk.list(panel, query)).rows[3]
        place = f"{panel.key}/{row['transaction_id']}"
        for text in (row["transaction_hash"][:14].upper(), row["transaction_hash"]):
            assert place in [one.place for one in await QuickOpen(house.desk).find(panel, text)]

    run(work)


def test_enter_opens_what_was_found_in_any_store(house: Opened, qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        opened: list[str] = []
        line = _line(house, qtbot, opened)
        panel = house.desk.panels["prismicx.tenants"]
        row = (await house.desk.list(panel, Query(panel.key, sort=panel.sort, limit=1))).rows[0]
        line.open()
        QTest.keyClicks(line.line, str(row["tenant_id"]))
        place = f"prismicx.tenants/{row['tenant_id']}"
        await until(lambda: not line._asked and line.entries())
        while line.found.currentIndex().data() != row["name"]:
            QTest.keyClick(line.line, Qt.Key.Key_Down)
        QTest.keyClick(line.line, Qt.Key.Key_Return)
        assert opened == [place]

    run(work)


def test_a_dead_store_is_named_and_the_others_answer(
    house: Opened, qtbot: QtBot, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_of = house.desk.list

    async def half(panel: Panel, query: Query) -> Page:
        if panel.source.store == "mongodb":
            raise Unreachable("MongoDB does not answer.")
        return await list_of(panel, query)

    async def work() -> None:
        line = _line(house, qtbot, [])
        line.open("an")
        await until(lambda: line._asked)
        assert "PostgreSQL: still searching…" in line._note.text()
        await until(lambda: not line._asked)
        assert line._note.text() == "MongoDB: unavailable"
        assert line.entries()

    monkeypatch.setattr(house.desk, "list", half)
    run(work)
