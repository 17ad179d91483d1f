"""Every panel as a list: Qt's own tester is content, and odd rows break nothing."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.domain.errors import NotAllowed, Refusal, Unreachable
from desktop_app.domain.query import EVERYTHING, Op, Page, Where
from desktop_app.services.desk import Desk
from desktop_app.services.panel import Panel
from desktop_app.ui import start, theme
from desktop_app.ui.counting import Told
from desktop_app.ui.table_head import TableHead
from desktop_app.ui.table_model import TOOL_TIP, TableModel
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.table_view import TableView
from tests.ui import rows
from tests.ui.conftest import Run
from tests.ui.rows import Memory
from tests.ui.waiting import until

PANELS = panels.load()
CITIES = PANELS["multiverse.city_resources"]
every_panel = pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS.keys())


@pytest.fixture(scope="module")
def light(qapp: object) -> object:
    """Dressed once: every living widget is polished again whenever the application is dressed."""
    return start.application("light")


@pytest.mark.parametrize("key", ["multiverse.city_resources", "openmineral.deals"])
def test_the_model_keeps_qts_rules(light: object, key: str) -> None:
    """The tester looks at every cell after every step, so two panels and few columns are enough."""
    panel = PANELS[key]
    model = TableModel(panel)
    model.choose(panel.columns[:3])
    strict = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(model, strict)
    for found in (rows.tame(panel, 30), rows.odd(panel), []):
        model.show(Page(found, more=False))
    model.blank(10, 20)
    model.show(Page(rows.tame(panel, 30), more=True, before=True), 500)
    model.follow(Page(rows.odd(panel), more=True, before=True))
    model.lead(Page(rows.tame(panel, 7), more=True, before=True))
    model.drop_first(20)
    model.drop_last(5)
    model.follow(Page([], more=False, before=True))
    model.lead(Page(rows.tame(panel, 3), more=True))
    assert model.top == 0
    assert tester.model() is model


@every_panel
def test_odd_rows_are_painted(qtbot: QtBot, light: object, panel: Panel) -> None:
    table = TableView(TableModel(panel))
    qtbot.addWidget(table)
    model = table.model()
    assert isinstance(model, TableModel)
    found = [*rows.odd(panel), *rows.tame(panel, 3)]
    model.show(Page(found, more=True))
    table.resize(400 * len(model.names), (len(found) + 2) * theme.ROW)
    table.fit()
    table.selectRow(2)
    painted = table.grab().toImage()
    across = Qt.Orientation.Horizontal
    assert all(model.headerData(column, across) for column in range(model.columnCount()))
    colours = {painted.pixel(x, theme.ROW * 2 - 16) for x in range(0, painted.width(), 3)}
    assert len(colours) > 1


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK, theme.CONTRAST_LIGHT])
def test_a_list_is_painted_in_every_scheme(
    qtbot: QtBot, light: object, tokens: theme.Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = TableView(TableModel(CITIES))
    qtbot.addWidget(table)
    model = table.model()
    assert isinstance(model, TableModel)
    model.show(Page(rows.tame(CITIES, 5), more=False))
    monkeypatch.setattr(theme, "_worn", [tokens])
    table.resize(800, 300)
    painted = table.grab().toImage()
    assert painted.pixelColor(790, 2 * theme.ROW + 5).name().upper() == tokens.surface
    table.selectRow(0)
    painted = table.grab().toImage()
    assert painted.pixelColor(790, theme.ROW + 5).name().upper() == tokens.selection


def test_words_are_made_anew_when_they_change(light: object) -> None:
    panel = PANELS["multiverse.properties"]
    model, name = TableModel(panel), panel.named[0]
    model.choose([name, "created_at"])
    row = rows.tame(panel, 1)[0]
    moment = datetime.now().astimezone()
    model.show(Page([{**row, name: "Old", "created_at": moment}], more=False))
    assert [model.text(0, 0), model.text(0, 1)] == ["Old", f"{moment:%H:%M}"]
    model.renew([{**model.row(0), name: "New"}])
    assert model.text(0, 0) == "New"
    model.choose(["created_at"])
    assert model.text(0, 0) == f"{moment:%H:%M}"
    model.drop_first(1)
    model.follow(Page([{**row, "created_at": None}], more=False))
    assert model.text(model.above, 0) == "—"


def test_a_tool_tip_is_never_read_as_html(light: object) -> None:
    model = TableModel(CITIES)
    model.show(Page([dict.fromkeys(CITIES.columns, "<img src='file:///etc/passwd'>")], more=False))
    tip = model.data(model.index(0, 0), TOOL_TIP)
    assert isinstance(tip, str)
    assert "<img" not in tip
    assert "&lt;img" in tip


def test_how_many_is_said_in_words() -> None:
    assert Told(12, exact=True).words() == "12 in all"
    assert Told(1204, exact=False).words() == "≈ 1,204"
    assert Told(1, exact=True, filtered=True).words() == "1 matches"
    assert Told(38, exact=True, whole=1204, filtered=True).words() == "≈ 1,204 · 38 match"
    many = Told(10000, exact=False, capped=True, whole=31, whole_exact=True, filtered=True)
    assert many.words() == "31 · over 10,000 match"


def test_a_guess_can_be_pressed_to_count_every_row(qtbot: QtBot, dressed: object) -> None:
    head = TableHead(CITIES)
    qtbot.addWidget(head)
    head.resize(900, 60)
    head.show()
    button = next(each for each in head.findChildren(QPushButton) if not each.text())
    for exact in (True, False):
        head.count("≈ 1,204", exact=exact)
        with qtbot.waitSignal(head.exactly, timeout=500, raising=False) as asked:
            button.click()
        assert asked.signal_triggered is not exact


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
        await until(lambda: page.model.rowCount() == 5)
        silent = _failing(Unreachable("PostgreSQL does not answer."))
        page.reader._panel = silent.panels[CITIES.key]
        page.reload()
        await asyncio.sleep(0.05)
        assert page.model.rowCount() == 5
        assert page.table.isVisible()
        page.states._by_itself.stop()
        said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
        assert any(each.startswith("PostgreSQL does not answer. Unavailable") for each in said)

    run(work)


def test_retry_asks_again(qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        page = _page(_failing(Refusal("Not now.")))
        qtbot.addWidget(page)
        page.reload()
        await asyncio.sleep(0.05)
        retry = page.states.trouble.findChild(QPushButton)
        assert isinstance(retry, QPushButton)
        assert retry.isVisible()
        page.reader._panel = _failing(None).panels[CITIES.key]
        retry.click()
        await asyncio.sleep(0.05)
        assert page.model.rowCount() == 5
        assert not retry.isVisible()

    run(work)


def test_bones_are_shown_only_to_those_who_wait(qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        page = _page(rows.desk({CITIES.key: CITIES}, {}))
        qtbot.addWidget(page)
        page.states.asked()
        await asyncio.sleep(theme.SKELETON_AFTER_MS / 2000)
        assert not page.states.skeleton.isVisible()
        await until(page.states.skeleton.isVisible)
        page.reload()
        await until(page.states.notice.isVisible)

    run(work)


def test_a_filter_without_matches_can_be_cleared(qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        page = _page(rows.desk({CITIES.key: CITIES}, {}))
        qtbot.addWidget(page)
        page.ask(Where("city", Op.EQUAL, "Atlantis"))
        await until(page.states.notice.isVisible)
        assert page.states.notice.sentence == "Nothing in city resources matches the filter."
        button = page.states.notice.findChild(QPushButton)
        assert isinstance(button, QPushButton)
        button.click()
        await until(lambda: "none yet" in page.states.notice.sentence)
        assert page.query.where == EVERYTHING

    run(work)


def test_a_list_that_may_not_be_seen_says_so(qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        page = _page(_failing(NotAllowed("A. Lindqvist may not see city resources.")))
        qtbot.addWidget(page)
        page.reload()
        await until(page.states.notice.isVisible)
        assert page.states.notice.sentence == "A. Lindqvist may not see city resources."

    run(work)


def test_what_takes_too_long_can_be_given_up(qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        page = _page(rows.desk({CITIES.key: CITIES}, {}))
        qtbot.addWidget(page)
        page.states._too_late.setInterval(1)
        page.reader.reads.start("rows", asyncio.Event().wait)
        page.states.asked()
        await until(page.states.slow.isVisible)
        page.states.slow.retry.emit()
        assert not page.reader.reads.names
        assert not page.states.slow.isVisible()

    run(work)
