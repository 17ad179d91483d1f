"""A list's columns as a person wants them: shown, moved, pinned, as wide as they were made."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.ui.columns import NAME
from desktop_app.ui.office import Office
from desktop_app.ui.table_page import TablePage
from tests.ui.list_ground import DEALS, On, deals
from tests.ui.waiting import until


def test_columns_are_shown_moved_pinned_and_remembered(
    on_page: On, qtbot: QtBot, office: Office
) -> None:
    async def work(page: TablePage) -> None:
        chooser = page.top.chooser
        page.top.choose_columns()
        names = [chooser.list.item(row).data(NAME) for row in range(chooser.list.count())]
        assert tuple(names[: len(page.model.names)]) == page.model.names
        first = chooser.list.item(0)
        first.setCheckState(Qt.CheckState.Unchecked)
        assert page.model.names[:2] == ("status", "commodity")
        chooser.list.setCurrentRow(1)
        QTest.keyClick(chooser.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert page.model.names[:2] == ("commodity", "status")
        chooser.list.setCurrentRow(names.index("price"))
        QTest.keyClick(chooser.list, Qt.Key.Key_P)
        assert page.model.names[:2] == ("price", "commodity")
        assert page.top.arranging.pinned == ("price",)
        chooser.close()
        assert page.top.arranging.modified
        again = deals(qtbot, office)
        assert again.model.names == page.model.names
        again.top.arranging.usual_columns()
        assert again.model.names == office.desk.panels[DEALS].columns
        assert not again.top.arranging.modified

    on_page(work)


def test_pinned_columns_stay_when_the_others_are_scrolled(on_page: On) -> None:
    async def work(page: TablePage) -> None:
        arranging, table = page.top.arranging, page.table
        page.resize(700, 500)
        arranging.show_columns((*page.model.names[5:], *page.model.names[:5]), ("title",))
        glass = arranging._glass
        assert not glass.isVisible()
        table.horizontalScrollBar().setValue(200)
        assert glass.isVisible()
        assert glass.width() == table.columnWidth(0)
        at = QPoint(10, table.viewport().y() + table.rowViewportPosition(3) + 5)
        QTest.mouseClick(glass, Qt.MouseButton.LeftButton, pos=at)
        assert (table.currentIndex().row(), table.currentIndex().column()) == (3, 0)
        assert not glass.grab().isNull()
        arranging.show_columns(page.model.names, ())
        assert not glass.isVisible()

    on_page(work)


def test_a_width_that_a_person_chose_stays(on_page: On) -> None:
    async def work(page: TablePage) -> None:
        page.top.arranging.widen("title", 301)
        page.table.fit()
        assert page.table.columnWidth(0) == 301
        page.resize(900, 600)
        assert page.table.columnWidth(0) == 301

    on_page(work)


def test_a_column_that_is_dragged_keeps_its_place(on_page: On) -> None:
    async def work(page: TablePage) -> None:
        page.table.horizontalHeader().moveSection(0, 2)
        await until(lambda: page.model.names[2] == "title")
        assert page.model.names[:3] == ("status", "commodity", "title")

    on_page(work)
