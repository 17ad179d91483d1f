"""Every panel as a list: Qt's own tester is content, and odd rows break nothing."""

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.domain.errors import Refusal, Unreachable
from desktop_app.domain.query import Page
from desktop_app.services.desk import Desk
from desktop_app.services.panel import Panel
from desktop_app.ui import theme
from desktop_app.ui.table_model import TOOL_TIP, TableModel
from desktop_app.ui.table_page import TablePage, counted
from tests.ui import rows
from tests.ui.conftest import Run
from tests.ui.rows import Memory

PANELS = panels.load()
CITIES = PANELS["multiverse.city_resources"]
every_panel = pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS.keys())


@every_panel
def test_the_model_keeps_qts_rules(dressed: object, panel: Panel) -> None:
    model = TableModel(panel)
    strict = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(model, strict)
    for found in (rows.tame(panel, 30), rows.odd(panel), []):
        model.show(Page(found, more=False))
    assert tester.model() is model
    assert all(
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    )


@every_panel
def test_odd_rows_are_painted(qtbot: QtBot, dressed: object, panel: Panel) -> None:
    page = TablePage(rows.office(rows.desk(PANELS, {})), panel)
    qtbot.addWidget(page)
    page.resize(1000, 1400)
    page.show()
    page._show(Page(rows.odd(panel), more=False))
    for tokens in (theme.LIGHT, theme.DARK, theme.CONTRAST_LIGHT):
        theme._worn[0] = tokens
        assert not page.grab().isNull()


def test_a_tool_tip_is_never_read_as_html(dressed: object) -> None:
    model = TableModel(CITIES)
    model.show(Page([dict.fromkeys(CITIES.columns, "<img src='file:///etc/passwd'>")], more=False))
    tip = model.data(model.index(0, 0), TOOL_TIP)
    assert isinstance(tip, str)
    assert "<img" not in tip
    assert "&lt;img" in tip


def test_how_many_is_said_in_words() -> None:
    some, full = Page([{}] * 3, more=False), Page([{}] * 200, more=True)
    newest = replace(CITIES, sort="created_at", descending=True)
    assert counted(CITIES, some) == "3 in all"
    assert counted(CITIES, full) == "first 200 by city"
    assert counted(newest, full) == "newest 200"
    assert counted(replace(newest, descending=False), full) == "oldest 200"


def _page(desk: Desk) -> TablePage:
    page = TablePage(rows.office(desk), desk.panels[CITIES.key])
    page.resize(1000, 600)
    page.show()
    return page


def _failing(refusal: Exception | None) -> Desk:
    desk = rows.desk({CITIES.key: CITIES}, {})
    source = Memory(CITIES.source, rows.tame(CITIES, 5), refusal)
    desk.panels = {CITIES.key: replace(CITIES, source=source)}
    return desk


def test_rows_stay_when_a_later_reading_fails(qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        page = _page(_failing(None))
        qtbot.addWidget(page)
        page.reload()
        await asyncio.sleep(0.05)
        assert page.model.rowCount() == 5
        silent = _failing(Unreachable("PostgreSQL does not answer."))
        page._panel = silent.panels[CITIES.key]
        page.reload()
        await asyncio.sleep(0.05)
        assert page.model.rowCount() == 5
        assert page.table.isVisible()
        said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
        assert "PostgreSQL does not answer." in said

    run(work)


def test_retry_asks_again(qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        page = _page(_failing(Refusal("Not now.")))
        qtbot.addWidget(page)
        page.reload()
        await asyncio.sleep(0.05)
        retry = page.findChild(QPushButton)
        assert isinstance(retry, QPushButton)
        assert retry.isVisible()
        page._panel = _failing(None).panels[CITIES.key]
        retry.click()
        await asyncio.sleep(0.05)
        assert page.model.rowCount() == 5
        assert not retry.isVisible()

    run(work)


def test_bones_are_shown_only_to_those_who_wait(qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        page = _page(rows.desk({CITIES.key: CITIES}, {}))
        qtbot.addWidget(page)
        page._late.start()
        await asyncio.sleep(theme.SKELETON_AFTER_MS / 2000)
        assert not page._skeleton.isVisible()
        await asyncio.sleep(theme.SKELETON_AFTER_MS / 1000)
        assert page._skeleton.isVisible()
        page.reload()
        await asyncio.sleep(0.05)
        assert page._empty.isVisible()

    run(work)
