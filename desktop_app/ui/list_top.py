"""What stands above a list's rows, put together: the view, the columns, the export, the new one."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop_app.domain.tagged import TAG
from desktop_app.services import forms
from desktop_app.ui.actions import action, allow
from desktop_app.ui.arranging import Arranging
from desktop_app.ui.bulk_acts import BulkActs
from desktop_app.ui.bulk_edit import BulkEdit
from desktop_app.ui.columns import ColumnChooser
from desktop_app.ui.export_writing import ExportWriting
from desktop_app.ui.exporting import ExportDialog
from desktop_app.ui.office import Office
from desktop_app.ui.shown.beside import Beside
from desktop_app.ui.table_head import HeadButton
from desktop_app.ui.tag_words import TagWords
from desktop_app.ui.views_menu import ViewsMenu

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel
    from desktop_app.ui.table_page import TablePage

NAMES = frozenset(("Multiverse", "Nexus", "OpenMineral", "Passa", "AI"))


class ListTop(QObject):
    def __init__(self, page: "TablePage", office: Office, panel: "Panel") -> None:
        super().__init__(page)
        self._page, self._panel = page, panel
        self.writing = ExportWriting(page, office, panel)
        self.bulk = BulkActs(page, office, panel)
        self.edit = BulkEdit(page, office, panel)
        self.arranging = Arranging(page, office, panel)
        self.views = ViewsMenu(self.arranging, page.head.view, office, panel)
        self.chooser = ColumnChooser(panel, page)
        self.chooser.changed.connect(self.arranging.show_columns)
        self.chooser.usual.connect(self._usual)
        tags = TagWords(office, panel, page.filter)
        page.filter.text.at_hand = lambda name: (
            tags.at_hand() if name == TAG else (row.get(name) for row in page.model.rows)
        )
        page.head.columns.clicked.connect(self.choose_columns)
        page.head.export.clicked.connect(self.ask_export)
        action(page, "list.views", "Views of this list", self.views.ask, "Alt+V", "star")
        action(page, "list.view_save", "Save the view", self.views.save, "", "floppy-disk")
        action(page, "list.columns", "Choose columns", self.choose_columns, "Alt+C", "columns")
        action(page, "list.export", "Export", self.ask_export, "Ctrl+E", "export")
        self.beside = Beside(page, office, panel)
        self._offer_new(office)

    def choose_columns(self) -> None:
        self.chooser.show_columns(self._page.model.names, self.arranging.pinned)
        self.chooser.open_below(self._page.head.columns)

    def ask_export(self) -> ExportDialog:
        """Ask what it shall be, then write it."""
        picked = self._page.picked
        told = "" if not picked else f"{len(picked.keys):,} rows" if picked.where is None else "all"
        counted = self._page.head.counted
        dialog = ExportDialog(self._panel.title, counted, told, self._page.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(self.writing.start)
        dialog.open()
        return dialog

    def _usual(self) -> None:
        self.arranging.usual_columns()
        self.chooser.show_columns(self._page.model.names, self.arranging.pinned)

    def _offer_new(self, office: Office) -> None:
        panel = self._panel
        if not panel.writable:
            return
        bring = partial(office.go, f"import/{panel.key}")
        action(self._page, "list.import", "Import…", bring, "Ctrl+Shift+I", "upload-simple")
        words = f"New {one_of(panel.title)}"
        made = action(self._page, "list.create", words, self._page.create_row, "Ctrl+N", "plus")
        why_not = forms.why_none_made(panel, office.desk.actor)
        allow(made, why_not)
        if not why_not:
            button = HeadButton(words, "plus", primary=True)
            button.clicked.connect(self._page.create_row)
            self._page.head.add(button)


def one_of(title: str) -> str:
    """A list's title for one of its rows: “Deals” has a “deal”, “Multiverse users” one user."""
    *before, last = title.split()
    if last.endswith("ies"):
        last = f"{last[:-3]}y"
    elif last.endswith("s") and not last.endswith(("ss", "is")):
        last = last[:-1]
    words = [*before, last]
    return " ".join(word if word in NAMES or word.isupper() else word.lower() for word in words)
