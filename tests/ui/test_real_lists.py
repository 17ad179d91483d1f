"""Lists over the sample data on the real servers, and over more rows than are kept in hand."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.domain.access import Actor
from desktop_app.domain.query import Op, Where
from desktop_app.domain.tagged import TAG
from desktop_app.services import tagging
from desktop_app.stack import Places
from desktop_app.ui import rows_reader
from desktop_app.ui.office import Office
from desktop_app.ui.table_page import TablePage
from tests.ui.conftest import Run
from tests.ui.waiting import until

MANY, STEP = 3000, 90
CITIES, DEALS = "multiverse.city_resources", "openmineral.deals"
Work = Callable[[TablePage], Awaitable[None]]
On = Callable[[str, Work], None]


@pytest.fixture
def on(qtbot: QtBot, office: Office, run: Run) -> On:
    """Do something on a list whose first rows are here, and leave when all is quiet."""

    def doing(key: str, work: Work) -> None:
        page = TablePage(office, office.desk.panels[key])
        qtbot.addWidget(page)
        page.resize(1100, 700)
        page.show()

        async def whole() -> None:
            page.reload()
            await until(lambda: page.states.shows_rows)
            await _quiet(page)
            await work(page)
            await _quiet(page)

        run(whole)
        assert page.refusal is None

    return doing


async def _quiet(page: TablePage) -> None:
    await until(lambda: not page.reader.reads.names)


@pytest.fixture
def servers(sampled: Places) -> Iterator[psycopg.Connection[Any]]:
    """Past the program, as somebody at the server would."""
    with psycopg.connect(sampled.postgres, autocommit=True) as connection:
        yield connection


@pytest.fixture
def many(servers: psycopg.Connection[Any]) -> Iterator[list[str]]:
    """A list of some thousand rows; their names in the list's order."""
    servers.execute("SET session_replication_role = replica")
    servers.execute(
        "INSERT INTO multiverse.city_resources (city, state, name, resource_type, url)"
        " SELECT 'Zz ' || lpad((i / 3)::text, 5, '0'), 'PT', 'Bulk ' || i, 'tax', 'https://x.eu'"
        " FROM generate_series(1, %s) AS i",
        (MANY,),
    )
    servers.execute("ANALYZE multiverse.city_resources")
    ordered = servers.execute(
        "SELECT resource_id::text FROM multiverse.city_resources ORDER BY city, resource_id"
    ).fetchall()
    yield [key for (key,) in ordered]
    servers.execute("DELETE FROM multiverse.city_resources WHERE name LIKE 'Bulk %'")


def test_a_row_that_is_chosen_again_stays_picked(on: On) -> None:
    async def work(page: TablePage) -> None:
        for _ in range(2):
            page.table.selectRow(1)
            assert page.picked.keys == (page.model.key(1),)
        page.table.selectRow(2)
        assert page.picked.keys == (page.model.key(2),)

    on(CITIES, work)


def _seen(page: TablePage) -> list[str]:
    first, last = page.table.seen()
    return [str(page.model.key(row)) for row in range(first, last + 1) if page.model.here(row)]


async def _wheel(page: TablePage, rows: int) -> None:
    """As a wheel turns: a little at a time; only the test waits for what is to come."""
    bar = page.table.verticalScrollBar()
    for _ in range(abs(rows) // STEP):
        bar.setValue(bar.value() + (STEP if rows > 0 else -STEP) * page.table.rowHeight(0))
        await _quiet(page)


@pytest.mark.parametrize(
    "key", ["multiverse.users", "openmineral.deals", "multiverse.digital_assets"]
)
def test_a_list_shows_the_sample(on: On, key: str) -> None:
    async def work(page: TablePage) -> None:
        assert page.model.rowCount() > 0
        assert page.head.counted

    on(key, work)


def test_any_place_of_a_long_list(on: On, many: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    ordered = many
    monkeypatch.setattr(rows_reader, "KEPT", 600)

    async def work(page: TablePage) -> None:
        screen = len(_seen(page))
        assert _seen(page) == ordered[:screen]
        await _wheel(page, 900)
        await _quiet(page)
        at = ordered.index(_seen(page)[0])
        assert at > 600
        assert _seen(page) == ordered[at : at + len(_seen(page))]
        assert len(page.model.rows) <= 600
        await _wheel(page, -1000)
        await _quiet(page)
        assert _seen(page) == ordered[:screen]
        page.bar.setValue(page.bar.maximum() // 2)
        await _quiet(page)
        at = ordered.index(_seen(page)[0])
        assert len(ordered) * 0.3 < at < len(ordered) * 0.7
        assert _seen(page) == ordered[at : at + len(_seen(page))]
        page._last()
        await _quiet(page)
        assert _seen(page)[-1] == ordered[-1]
        assert page.bar.value() == page.bar.maximum()
        page._first()
        await _quiet(page)
        assert _seen(page) == ordered[:screen]
        assert page.bar.value() == 0

    on(CITIES, work)


def test_how_many_there_are(on: On, many: list[str]) -> None:
    async def work(page: TablePage) -> None:
        await until(lambda: page.head.counted == f"{len(many):,} in all")
        page.ask(Where("name", Op.STARTS, "Bulk 299"))
        await until(lambda: "11 match" in page.head.counted)

    on(CITIES, work)


def test_records_are_called_by_their_names(on: On, office: Office) -> None:
    async def work(page: TablePage) -> None:
        column = page.model.names.index("created_by")
        await until(lambda: page.model.named(0, column))
        place, key = page.model.leads_to(0, column) or ("", None)
        person = await office.desk.get(office.desk.panels[place], key)
        assert page.model.text(0, column) == person["username"]

    on(DEALS, work)


def test_a_header_turns_the_order_and_gives_it_back(on: On) -> None:
    async def work(page: TablePage) -> None:
        column = page.model.names.index("counterparty")
        usual = [row["id"] for row in page.model.rows]
        page.sorting.turn(column)
        await _quiet(page)
        assert page.query.sort == "counterparty"
        up = [row["counterparty"] for row in page.model.rows]
        page.sorting.turn(column)
        await _quiet(page)
        assert [row["counterparty"] for row in page.model.rows] == up[::-1]
        header = page.model.headerData(column, Qt.Orientation.Horizontal)
        assert header == "Counterparty ↓"
        page.sorting.turn(column)
        await _quiet(page)
        assert [row["id"] for row in page.model.rows] == usual
        never = page.model.names.index("description")
        page.sorting.turn(never)
        assert page.query.sort == "id"

    on(DEALS, work)


def test_what_another_changes_is_seen_in_its_place(
    on: On, office: Office, servers: psycopg.Connection[Any]
) -> None:
    async def work(page: TablePage) -> None:
        following = asyncio.ensure_future(office.desk.follow())
        try:
            await asyncio.sleep(0.3)
            row, column = 3, page.model.names.index("commodity")
            key, before = page.model.key(row), [each["id"] for each in page.model.rows]
            change = "UPDATE openmineral.deals SET commodity = 'Tin' WHERE id = %s"
            await asyncio.to_thread(servers.execute, change, (key,))
            await until(lambda: page.model.text(row, column) == "Tin")
            assert key in page.table.fresh
            assert [each["id"] for each in page.model.rows] == before
            made = (
                "INSERT INTO openmineral.deals (title, commodity, quantity, price, counterparty,"
                " status) VALUES ('Late', 'Tin', 1, 1, 'Vale', 'draft')"
            )
            await asyncio.to_thread(servers.execute, made)
            await until(lambda: page.news.isVisible())
            assert page.news.text() == "1 new"
            assert [each["id"] for each in page.model.rows] == before
            page.news.click()
            await until(lambda: page.model.rows[0]["title"] == "Late")
            assert not page.news.isVisible()
            await until(lambda: not page.table.fresh)
        finally:
            following.cancel()

    on(DEALS, work)
    servers.execute("DELETE FROM openmineral.deals WHERE title = 'Late'")


def test_everything_that_matches_is_selected_and_copied(on: On, many: list[str]) -> None:
    async def work(page: TablePage) -> None:
        page.ask(Where("name", Op.STARTS, "Bulk 1"))
        await _quiet(page)
        page.table.selectAll()
        assert page.selection.isVisible()
        assert page.selection.accessibleName() == "All 1,111 matching selected"
        page.copying.copy("csv")
        clipboard = QGuiApplication.clipboard()
        await until(lambda: clipboard.text().count("Bulk 1") == 1111)
        assert clipboard.text().startswith("Name,")
        await _wheel(page, 300)
        assert page.picked.where is not None
        page.picking.clear()
        assert not page.selection.isVisible()
        assert not page.picked

    on(CITIES, work)


def test_a_selection_outlives_a_reload_and_rows_let_go(on: On, many: list[str]) -> None:
    async def work(page: TablePage) -> None:
        page.table.selectRow(1)
        page.table.selectRow(2)
        key = page.model.key(2)
        assert page.picked.keys == (key,)
        page.reload()
        await _quiet(page)
        assert page.picked.keys == (key,)
        page.reader.last()
        await _quiet(page)
        assert page.model.where(key) is None
        assert page.picked.keys == (key,)
        page.reader.first()
        await _quiet(page)
        where = page.model.where(key)
        assert where is not None
        assert page.table.selectionModel().isRowSelected(where)

    on(CITIES, work)


@pytest.mark.parametrize("key", [CITIES, "multiverse.digital_assets"])
def test_a_list_is_asked_by_a_tag_that_is_offered(on: On, office: Office, key: str) -> None:
    """Mutation: hear of the list's own changes alone; the second record does not come."""
    desk, word = office.desk, f"Zz {uuid4().hex[:6]}"
    panel = desk.panels[key]

    async def work(page: TablePage) -> None:
        first, second = page.model.key(0), page.model.key(1)
        await desk.do(*tagging.coined(panel, first, word))
        known = await tagging.named(desk, panel, word)
        assert known is not None
        line, offers = page.filter.text, page.filter.text._completion
        page.activateWindow()
        page.filter.funnel.begun.emit(TAG)
        assert line.text() == "tag:"
        await until(lambda: line.hasFocus() and offers.isVisible())
        QTest.keyClicks(line, f'"{word.upper()}')
        await until(lambda: offers.first is not None and offers.first.label == word)
        QTest.keyClick(line, Qt.Key.Key_Tab)
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert page.filter.condition == Where(TAG, Op.HAS, word)
        await until(lambda: _keys(page) == {first})
        await desk.do(tagging.put(panel, second, known.id))
        await until(lambda: _keys(page) == {first, second})

    on(key, work)


def _keys(page: TablePage) -> set[Any]:
    return {page.model.key(at) for at in range(page.model.rowCount()) if page.model.here(at)}


def test_who_may_not_see_tags_is_told_at_the_funnel(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        office.desk.actor = Actor("reader", frozenset(), frozenset({f"{CITIES}:read"}))
        page = TablePage(office, office.desk.panels[CITIES])
        qtbot.addWidget(page)
        page.filter.funnel._offer()
        entries = {each.text(): each for each in page.filter.funnel.menu().actions()}
        assert not entries["Tags…"].isEnabled()
        assert "multiverse.entity_tags:read" in entries["Tags…"].toolTip()

    run(work)
