"""What waits is counted beside its place; a row that comes new between others is announced."""

import asyncio
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.stack import Places
from desktop_app.ui.atlas import Atlas
from desktop_app.ui.navigation import Navigation
from desktop_app.ui.navigation_tree import COUNT
from desktop_app.ui.office import Office
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.work_counts import WorkCounts
from tests.ui.conftest import Run
from tests.ui.waiting import until

DEALS, RECORDS = "openmineral.deals", "openmineral.kyc_records"
TITLE = "INSERT INTO openmineral.deals (title, commodity, quantity, price, counterparty, status)"


@pytest.fixture
def servers(sampled: Places) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(sampled.postgres, autocommit=True) as connection:
        yield connection


def test_what_waits_is_told_beside_its_place(
    qtbot: QtBot, qapp: QApplication, office: Office, at_rest: Run, servers: Any
) -> None:
    navigation = Navigation()
    qtbot.addWidget(navigation)
    navigation.fill(Atlas(office).areas())

    def told(place: str) -> str:
        return str(navigation._items[place].data(COUNT) or "")

    async def work() -> None:
        counts = WorkCounts(navigation, office.desk, navigation)
        counted = "SELECT count(*) FROM openmineral.kyc_records WHERE status = 'pending'"
        (pending,) = servers.execute(counted).fetchone()
        await until(lambda: told(RECORDS) == str(pending))
        assert int(told("KYC review")) >= pending
        assert int(told("Inbox")) >= pending
        navigation.tell({RECORDS: 1234})
        assert told(RECORDS) == "999+"
        navigation.tell({})
        assert told(RECORDS) == told("Inbox") == ""
        counts._soon.stop()

    at_rest(work)


def test_a_row_new_between_others_is_announced(
    qtbot: QtBot, office: Office, at_rest: Run, servers: psycopg.Connection[Any]
) -> None:
    """Mutation: without `_within` nothing is said of it."""
    page = TablePage(office, office.desk.panels[DEALS])
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()

    async def work() -> None:
        following = asyncio.ensure_future(office.desk.follow())
        try:
            await asyncio.sleep(0.3)
            page.sort("title", descending=False)
            await until(lambda: page.model.rows and not page.reader.reads.names)
            titles = [row["title"] for row in page.model.rows]
            await asyncio.to_thread(
                servers.execute,
                f"{TITLE} SELECT title || ' again', 'Tin', 1, 1, 'Vale', 'draft'"
                " FROM openmineral.deals WHERE title = %s",
                (titles[1],),
            )
            await until(page.news.isVisible)
            assert page.news.text() == "1 new"
            assert [row["title"] for row in page.model.rows] == titles
            page.news.click()
            await until(lambda: f"{titles[1]} again" in [r["title"] for r in page.model.rows])
            assert page.model.rows[0]["title"] == titles[0]
            assert not page.news.isVisible()
        finally:
            following.cancel()

    at_rest(work)
    servers.execute("DELETE FROM openmineral.deals WHERE title LIKE %s", ("% again",))
