"""An export on its way: what the list shows becomes a file while one goes on working."""

import importlib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.domain.errors import Refusal
from desktop_app.domain.exports import Exported, Format
from desktop_app.domain.filter_line import write as write_filter
from desktop_app.domain.query import Query
from desktop_app.ui import theme
from desktop_app.ui.exporting import Export
from desktop_app.ui.office import Office
from desktop_app.ui.paper import Printed
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel
    from desktop_app.ui.table_page import TablePage


class ExportWriting(QObject):
    def __init__(self, page: "TablePage", office: Office, panel: "Panel") -> None:
        super().__init__(page)
        self._page, self._office, self._panel = page, office, panel
        self._name = f"export {panel.key}"
        office.writes.refused.connect(self._refused)

    def start(self, wanted: Export) -> None:
        """One export of a list at a time; it goes on when the list is closed."""
        # Imported only now: it is much to load for who looks at lists.
        write = importlib.import_module("desktop_app.services.transfer").export
        query, columns = self._query(wanted), self._page.model.names
        form = Format(wanted.form)
        desk, panel = self._office.desk, self._panel
        paint = self._paper(wanted).book if form is Format.PDF else None
        work = partial(write, desk, panel, query, columns, form, wanted.path, paint=paint)
        title, tell = panel.title, self._office.tell

        def done(written: Exported) -> None:
            tell(f"{title}: {written.rows:,} rows are in {written.path}.", Tone.GOOD)

        if not self._office.centre.write(self._name, title, wanted.path, work, done):
            tell(f"An export of {title.lower()} is under way. Wait for it.", Tone.WARN)

    def _query(self, wanted: Export) -> Query:
        query = replace(self._page.query, place=None)
        if wanted.picked and (picked := self._page.picked):
            return replace(query, where=picked.condition(self._panel.source.keyed))
        return query

    def _paper(self, wanted: Export) -> Printed:
        """As the list stands now: what changes on screen later is not on paper."""
        header, columns = self._page.table.horizontalHeader(), self._page.model.names
        widths = tuple(header.sectionSize(at) for at in range(len(columns)))
        asked = self._page.query.where
        question = "selected rows" if wanted.picked else write_filter(asked)
        person = self._office.desk.actor.name
        return Printed(self._panel, columns, widths, question, person, theme.font().family())

    def _refused(self, name: str, refusal: Refusal) -> None:
        if name == self._name:
            self._office.tell(f"The export failed: {refusal}", Tone.BAD)
