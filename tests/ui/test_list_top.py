"""Above a list: views kept on the real server, the head at any width, the export."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.domain.filter_line import write
from desktop_app.domain.moments import settled
from desktop_app.domain.query import EVERYTHING, Op, Query, Where
from desktop_app.domain.views import View
from desktop_app.ui.list_top import one_of
from desktop_app.ui.office import Office
from desktop_app.ui.table_head import HeadButton, TableHead
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.view_saving import SaveView
from tests.ui.conftest import Run
from tests.ui.list_ground import DEALS, On, deals, quiet
from tests.ui.waiting import until

PENDING = Where("status", Op.EQUAL, "pending")


def _menu(page: TablePage) -> list[str]:
    return [entry.text() for entry in page.top.views.menu.actions() if entry.text()]


def _press(page: TablePage, words: str) -> None:
    entries = {entry.text(): entry for entry in page.top.views.menu.actions()}
    page.top.views.menu.close()
    entries[words].trigger()


async def _opened(page: TablePage) -> None:
    page.top.views.ask()
    await until(page.top.views.menu.isVisible)


def test_every_shipped_view_can_be_asked(office: Office, run: Run) -> None:
    async def work() -> None:
        for panel in office.desk.panels.values():
            for view in panel.views:
                where, lost = view.condition(panel.filter_columns())
                assert not lost
                sort, down = view.sort or panel.sort, view.descending
                await office.desk.list(panel, Query(panel.key, where, sort, down, limit=1))
                assert settled(where, panel.kinds(), datetime.now(UTC)) != EVERYTHING

    run(work)


def test_a_view_is_chosen_modified_reverted(on_page: On) -> None:
    async def work(page: TablePage) -> None:
        await _opened(page)
        assert _menu(page)[:3] == ["All deals", "Waiting on compliance", "Active"]
        _press(page, "Waiting on compliance")
        await until(lambda: page.query.where == PENDING)
        button = page.head.view
        assert button.accessibleName() == "View: Waiting on compliance"
        page.filter.choose("commodity", "Nickel")
        assert button.accessibleName() == "View: Waiting on compliance, modified"
        await _opened(page)
        _press(page, "Revert")
        assert write(page.query.where) == "status:pending"
        assert button.accessibleName() == "View: Waiting on compliance"
        page.sort("created_at", False)
        page.top.arranging.changed.emit()
        assert "modified" in button.accessibleName()

    on_page(work)


def test_a_view_is_kept_found_again_and_removed(on_page: On, qtbot: QtBot, office: Office) -> None:
    async def work(page: TablePage) -> None:
        page.filter.choose("status", "active")
        page.top.arranging.show_columns(("price", "title"), ("price",))
        page.top.arranging.widen("title", 222)
        page.top.views.save_as()
        dialog = page.window().findChild(SaveView)
        assert isinstance(dialog, SaveView)
        assert not dialog.save.isEnabled()
        QTest.keyClicks(dialog.name, "Narrow")
        dialog.team.setChecked(True)
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
        await until(lambda: page.top.arranging.view.name == "Narrow")
        assert not page.top.arranging.modified
        other = deals(qtbot, office)
        await _opened(other)
        assert "Narrow" in _menu(other)
        _press(other, "Narrow")
        assert other.model.names == ("price", "title")
        assert other.table.columnWidth(1) == 222
        assert write(other.query.where) == "status:active"
        await _opened(other)
        _press(other, "Remove “Narrow”")
        await until(lambda: other.top.arranging.view.name == "All deals")
        await _opened(other)
        assert "Narrow" not in _menu(other)
        other.top.views.menu.close()
        await quiet(other)

    on_page(work)


def test_a_view_of_columns_that_are_gone_still_opens(on_page: On) -> None:
    aged = View(name="Aged", filter="gone:1 status:pending", columns=("gone", "title"), sort="gone")

    async def work(page: TablePage) -> None:
        page.top.arranging.choose(aged)
        await until(lambda: page.query.where == PENDING)
        assert page.model.names == ("title",)
        assert page.query.sort == "id"

    on_page(work)


def test_what_was_on_screen_comes_back_with_the_session(
    on_page: On, qtbot: QtBot, office: Office
) -> None:
    async def work(page: TablePage) -> None:
        page.top.arranging.choose(office.desk.panels[DEALS].views[0])
        page.filter.choose("commodity", "Nickel")
        other = deals(qtbot, office)
        other.recall(json.loads(json.dumps(page.remembered())))
        assert write(other.query.where) == "status:pending commodity:Nickel"
        assert other.head.view.accessibleName() == "View: Waiting on compliance, modified"
        await quiet(other)

    on_page(work)


def test_nothing_of_the_head_is_cut_at_any_width(on_page: On, qtbot: QtBot) -> None:
    async def work(page: TablePage) -> None:
        head = page.head
        head.count("≈ 1,204 · 38 match", exact=True)
        for width in range(1300, head.minimumSizeHint().width(), -37):
            head.setFixedWidth(width)
            layout = head.layout()
            assert layout is not None
            layout.activate()
            for each in (*head.findChildren(QPushButton), *head.findChildren(QLabel)):
                if each.isVisible():
                    assert each.width() >= each.sizeHint().width(), width
                    assert each.geometry().right() <= width, width
        buttons = head.findChildren(HeadButton)
        assert not any(button.text() for button in buttons)
        assert all(button.accessibleName() and button.toolTip() for button in buttons)

    on_page(work)


def test_the_head_unfolds_again(on_page: On, qtbot: QtBot) -> None:
    async def work(page: TablePage) -> None:
        head: TableHead = page.head
        head.setFixedWidth(300)
        head.setFixedWidth(1200)
        assert head.columns.text().strip() == "Columns"

    on_page(work)


def test_what_the_list_shows_is_written_to_a_file(on_page: On, tmp_path: Path) -> None:
    async def work(page: TablePage) -> None:
        page.top.arranging.show_columns(("status", "title"), ())
        page.filter.choose("status", "pending")
        dialog = page.top.ask_export()
        dialog._forms.buttons()[1].click()
        assert dialog.path.text().endswith(".xlsx")
        dialog._forms.buttons()[0].click()
        dialog.path.setText(str(tmp_path / "missing" / "deals.csv"))
        assert not dialog.go.isEnabled()
        dialog.path.setText(str(tmp_path / "deals.csv"))
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        await until((tmp_path / "deals.csv").exists)
        with (tmp_path / "deals.csv").open(encoding="utf-8-sig", newline="") as file:
            head, *lines = csv.reader(file)
        assert head == ["Status", "Title"]
        assert lines
        assert {status for status, _ in lines} == {"pending"}

    on_page(work)


def test_a_selection_alone_is_written_when_there_is_one(on_page: On, tmp_path: Path) -> None:
    async def work(page: TablePage) -> None:
        page.table.selectRow(0)
        title = page.model.row(0)["title"]
        dialog = page.top.ask_export()
        dialog.path.setText(str(tmp_path / "deals.csv"))
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        await until((tmp_path / "deals.csv").exists)
        with (tmp_path / "deals.csv").open(encoding="utf-8-sig", newline="") as file:
            _, *lines = csv.reader(file)
        assert [line[0] for line in lines] == [title]

    on_page(work)


@pytest.mark.parametrize(
    ("title", "one"),
    [
        ("Deals", "deal"),
        ("Tokenized properties", "tokenized property"),
        ("Multiverse users", "Multiverse user"),
        ("OpenMineral KYC", "OpenMineral KYC"),
        ("Market analysis", "market analysis"),
        ("AI recommendations", "AI recommendation"),
    ],
)
def test_one_of_a_list_is_called_by_its_title(title: str, one: str) -> None:
    assert one_of(title) == one
