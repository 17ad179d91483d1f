"""The window's lists: opened, scrolled, kept flat, and changed by others.

Measured on the people of `lists`, as a staff login with row policies forced. PySide6 from wheels
brings a QPSQL driver whose client library need not be there: where it is, a list's limit is a
`QTableView` over a `QSqlQueryModel` (C++ alone, and as the owner, whom no policy holds up), else
over a `QStandardItemModel` that our own rows were put into, C++ but for filling it.
"""

import asyncio
import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import psutil  # type: ignore[import-untyped]
from psycopg.conninfo import conninfo_to_dict
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from desktop_app import panels
from desktop_app.domain.access import Actor
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Change
from desktop_app.services.desk import Desk
from desktop_app.ui import cells, start, theme
from desktop_app.ui import loop as loops
from desktop_app.ui.memory import Memory
from desktop_app.ui.office import Office
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.tasks import Writes
from tests.benchmarks import lists
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground

PLACE, SIZE = "multiverse.users", (1400, 33 * theme.ROW + 120)
ROUNDS, PAGES, COLUMNS = 15, 200, 12
NEWEST = "SELECT {} FROM multiverse.users ORDER BY created_at DESC, user_id DESC LIMIT 200"
Fill = Callable[[QTableView, Sequence[str]], None]
STALL_MS, CHANGES_A_SECOND = 50, 200


def measure(ground: Ground) -> Iterator[Figure]:
    lists.people(ground.places)
    app = start.application("light")
    with loops.running(app) as loop:
        stores = loop.run_until_complete(lists.signed_in(ground.places))
        desk = Desk(stores, panels.load(), Actor("benchmark", frozenset(), frozenset({"*"})))
        page = _page(app, desk)
        try:
            limit = loop.run_until_complete(_begun(page, desk))
            opening = partial(_opening, _native(ground.places.postgres))
            for figure in (opening, _scrolling, _memory, _loop, _seen):
                yield loop.run_until_complete(figure(page, desk, limit))
        finally:
            page.close()
            loop.run_until_complete(stores.close())


def _native(postgres: str) -> Fill | None:
    """Fill a view by Qt's own driver, if it can be loaded and reach the server."""
    if "QPSQL" not in QSqlDatabase.drivers():
        return None
    database, told = QSqlDatabase.addDatabase("QPSQL"), conninfo_to_dict(postgres)
    database.setHostName(str(told.get("host", "")))
    database.setPort(int(told.get("port") or 5432))
    database.setDatabaseName(str(told.get("dbname", "")))
    database.setUserName(str(told.get("user", "")))
    database.setPassword(str(told.get("password", "")))
    if not database.open():
        return None

    def fill(view: QTableView, columns: Sequence[str]) -> None:
        model = QSqlQueryModel(view)
        model.setQuery(NEWEST.format(", ".join(columns)), database)
        assert not model.lastError().isValid(), model.lastError().text()
        view.setModel(model)

    return fill


def _page(app: QApplication, desk: Desk) -> TablePage:
    def nowhere(*_: object) -> None:
        """Nothing stands beside the page that is measured."""

    office = Office(desk, Writes(app), Memory(), nowhere, nowhere, nowhere)
    page = TablePage(office, desk.panels[PLACE])
    page.resize(*SIZE)
    page.show()
    return page


async def _begun(page: TablePage, desk: Desk) -> QTableView:
    known = dict.fromkeys((*page.model.names, *desk.panels[PLACE].kinds()))
    page.model.choose(tuple(known)[:COLUMNS])
    page.reload()
    await _quiet(page)
    return _limit(page)


async def _opening(native: Fill | None, page: TablePage, desk: Desk, limit: QTableView) -> Figure:
    """From the trigger to the first rows painted; the limit reads the same page and fills."""
    mine: list[float] = []
    best: list[float] = []
    for turn in range(ROUNDS + 1):
        started = time.perf_counter()
        page.ask(page.query.where)
        await _until(lambda: "rows" not in page.reader.reads.names)
        page.table.viewport().repaint()
        between = time.perf_counter()
        await _quiet(page)
        again = time.perf_counter()
        if native:
            native(limit, page.model.names)
        else:
            rows = (await desk.list(desk.panels[PLACE], Query(PLACE, sort="created_at"))).rows
            _fill(limit, page, rows)
        limit.viewport().repaint()
        if turn:
            mine.append((between - started) * 1000)
            best.append((time.perf_counter() - again) * 1000)
    _fill(limit, page, page.model.rows)
    return _figure("list opened", mine, best, 1.0)


async def _scrolling(page: TablePage, desk: Desk, limit: QTableView) -> Figure:
    """A screen of rows that were not painted before: 33 of them, with 12 cells each."""
    mine: list[float] = []
    best: list[float] = []
    both = ((page.table, mine), (limit, best))
    for turn in range(ROUNDS * 4):
        if turn % 4 == 0:
            page.model.choose(page.model.names)  # no words are made any more
            page.table.scroll_to(0)
        for table, times in both if turn % 2 else reversed(both):
            started = time.perf_counter()
            table.verticalScrollBar().setValue((turn % 4) * 33 * theme.ROW)
            table.viewport().repaint()
            if turn % 4:
                times.append((time.perf_counter() - started) * 1000)
        await _quiet(page)
    return _figure("scrolling", mine, best, 0.7)


async def _memory(page: TablePage, desk: Desk, limit: QTableView) -> Figure:
    """What so many pages leave behind, against 20 MB."""
    gc.collect()
    before = psutil.Process().memory_info().rss
    bar = page.table.verticalScrollBar()
    for _ in range(PAGES):
        bar.setValue(bar.value() + 200 * theme.ROW)
        await _quiet(page)
    gc.collect()
    grown = [(psutil.Process().memory_info().rss - before) / 2**20]
    return Figure("memory", grown[0] / 20, 1.0, 20, "MB", grown[0], grown[0], grown[0])


async def _loop(page: TablePage, desk: Desk, limit: QTableView) -> Figure:
    """The longest gaps of the window's loop while 200 changes a second arrive."""
    keys = [page.model.key(n) for n in range(page.model.above, page.model.above + 30)]
    gaps: list[float] = []
    last, end = time.perf_counter(), time.perf_counter() + 5
    told = 0
    begun = last
    while last < end:
        await asyncio.sleep(0)
        now = time.perf_counter()
        gaps.append((now - last) * 1000)
        last = now
        while told < (now - begun) * CHANGES_A_SECOND:
            desk.tell(Change(PLACE, keys[told % len(keys)]))
            told += 1
    gaps.sort()
    worst, p99 = gaps[-1], gaps[int(len(gaps) * 0.99)]
    return Figure("longest gap", worst / STALL_MS, 1.0, STALL_MS, "ms", worst, p99, worst)


async def _seen(page: TablePage, desk: Desk, limit: QTableView) -> Figure:
    """From another's change being told to the row being repainted, against 100 ms and a page."""
    one: list[float] = []
    taken: list[float] = []
    column = page.model.names.index("full_name")
    for _ in range(ROUNDS):
        await asyncio.sleep(0.5)
        key = page.model.key(page.table.seen()[0] + 1)
        row = page.model.where(key)
        assert row is not None
        page.model.renew([{**page.model.row(row), "full_name": "?"}])
        started = time.perf_counter()
        await desk.list(desk.panels[PLACE], Query(PLACE, sort="created_at"))
        one.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        desk.tell(Change(PLACE, key))
        await _until(partial(_renewed, page, row, column))
        taken.append((time.perf_counter() - started) * 1000)
    return _figure("change seen", taken, [100 + each for each in one], 1.0)


def _renewed(page: TablePage, row: int, column: int) -> bool:
    return page.model.text(row, column) != "?"


def _limit(page: TablePage) -> QTableView:
    made = QTableView()
    made.setModel(QStandardItemModel(made))
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.verticalHeader().setDefaultSectionSize(theme.ROW)
    made.verticalHeader().hide()
    made.resize(page.table.size())
    _fill(made, page, page.model.rows)
    for column in range(page.model.columnCount()):
        made.setColumnWidth(column, page.table.columnWidth(column))
    made.show()
    return made


def _fill(view: QTableView, page: TablePage, rows: Any) -> None:
    names, kinds = page.model.names, page.model.kinds
    model = QStandardItemModel(len(rows), len(names), view)
    for at, row in enumerate(rows):
        for column, (name, kind) in enumerate(zip(names, kinds, strict=True)):
            model.setItem(at, column, QStandardItem(cells.text(kind, row.get(name))))
    view.setModel(model)


def _figure(name: str, mine: list[float], best: list[float], goal: float) -> Figure:
    median, limit = statistics.median(mine), statistics.median(best)
    return Figure(name, median / limit, goal, limit, "ms", median, min(mine), max(mine))


async def _quiet(page: TablePage) -> None:
    await _until(lambda: not page.reader.reads.names)


async def _until(so: Callable[[], bool]) -> None:
    for _ in iter(so, True):
        await asyncio.sleep(0.0005)
