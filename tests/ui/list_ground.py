"""The list of deals as a person has it before them."""

from collections.abc import Awaitable, Callable

from pytestqt.qtbot import QtBot

from desktop_app.ui.office import Office
from desktop_app.ui.table_page import TablePage
from tests.ui.waiting import until

DEALS = "openmineral.deals"
Work = Callable[[TablePage], Awaitable[None]]
On = Callable[[Work], None]


def deals(qtbot: QtBot, office: Office) -> TablePage:
    page = TablePage(office, office.desk.panels[DEALS])
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    return page


async def quiet(page: TablePage) -> None:
    """A reading that outlives its loop would fail in the next test."""
    await until(lambda: not page.reader.reads.names)
