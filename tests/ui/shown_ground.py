"""A list of the sample with one of its pictures beside it."""

from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.office import Office
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.tasks import Reads
from tests.ui.waiting import until


async def at_an_end(page: QWidget) -> None:
    """What was changed is heard once more: nothing is asked any longer when the test is over."""
    for reads in page.findChildren(Reads):
        await reads.ended()


async def beside(qtbot: QtBot, office: Office, place: str) -> tuple[TablePage, Any]:
    """The list, its rows here, and what stands beside it, its own readings over."""
    panel = office.desk.panels[place]
    page = TablePage(office, panel)
    qtbot.addWidget(page)
    page.resize(1500, 800)
    page.show()
    page.reload()
    await until(lambda: page.states.shows_rows)
    page.top.beside.toggle(panel.shown_as[0])  # type: ignore[arg-type]
    view: Any = next(iter(page.top.beside.views.values()))
    await until(lambda: not view.reads.names and not page.reader.reads.names)
    return page, view
