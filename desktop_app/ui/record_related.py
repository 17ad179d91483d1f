"""What belongs to a record as a list like any other."""

import importlib
from typing import TYPE_CHECKING

from desktop_app.domain.query import All, Op, Row, Where
from desktop_app.ui.office import Office

if TYPE_CHECKING:
    from desktop_app.services.panel import Tab
    from desktop_app.ui.table_page import TablePage


def related(tab: "Tab", row: Row) -> All:
    return All(tuple(Where(there, Op.EQUAL, row.get(here)) for there, here in tab.match.items()))


def related_list(office: Office, tab: "Tab", row: Row) -> "TablePage":
    """Asked for at once."""
    lists = importlib.import_module("desktop_app.ui.table_page")
    page: TablePage = lists.TablePage(office, office.desk.panels[tab.panel], related(tab, row))
    page.reload()
    return page
