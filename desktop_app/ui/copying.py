"""What is picked, onto the clipboard: as a table for spreadsheets, as CSV or as JSON."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_app.domain import copied
from desktop_app.domain.query import After, Kind, Query, Row
from desktop_app.ui import cells
from desktop_app.ui.actions import action
from desktop_app.ui.office import Office
from desktop_app.ui.picking import Picking
from desktop_app.ui.rows_reader import RowsReader
from desktop_app.ui.table_model import TableModel
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

MOST = 10_000
AT_ONCE = 2_000


class Copying(QObject):
    def __init__(
        self, page: QWidget, office: Office, panel: "Panel", reader: RowsReader, picking: Picking
    ) -> None:
        super().__init__(page)
        self._office = office
        self._panel = panel
        self._reader = reader
        self._picking = picking
        self._model: TableModel = reader.model
        standard = QKeySequence.StandardKey.Copy
        for name, title, key in (
            ("tsv", "Copy", standard),
            ("csv", "Copy as CSV", ""),
            ("json", "Copy as JSON", "Ctrl+Shift+C"),
        ):
            action(page, f"list.copy_{name}", title, partial(self.copy, name), key, "copy")

    def copy(self, form: str) -> None:
        """As `tsv`, `csv` or `json`; what is not in hand is read first."""
        if not self._picking.picked:
            self._office.tell("Nothing is selected, so nothing was copied.", Tone.PLAIN)
            return
        rows = self._picking.rows_in_hand()
        if rows is not None:
            self._put(form, rows)
        else:
            self._reader.reads.start("copy", self._read, partial(self._put, form))

    async def _read(self) -> list[Row]:
        """All that is picked, in the list's order, some thousand rows at a time."""
        where = self._picking.picked.condition(self._panel.source.keyed)
        query = replace(self._reader.query, where=where, place=None, limit=AT_ONCE)
        rows: list[Row] = []
        while len(rows) < MOST:
            page = await self._office.desk.list(self._panel, query)
            rows += page.rows
            if not page.more:
                break
            last = rows[-1]
            query = replace(query, place=_after(query, last, self._panel))
        return rows[:MOST]

    def _put(self, form: str, rows: Sequence[Row]) -> None:
        names = self._model.names
        values = [[self._shown(row, column) for column in range(len(names))] for row in rows]
        labels = [cells.capitals(self._panel.label(name)) for name in names]
        made = QMimeData()
        if form == "json":
            said = copied.as_json(names, values)
            made.setData("application/json", said.encode())
        else:
            said = copied.table(labels, values, "\t" if form == "tsv" else ",")
            made.setData("text/csv", copied.table(labels, values, ",").encode())
        made.setText(said)
        QGuiApplication.clipboard().setMimeData(made)
        self._office.tell(told(len(rows)), Tone.GOOD)

    def _shown(self, row: Row, column: int) -> Any:
        """What the person may see: a secret is copied as it is shown, masked."""
        value = row.get(self._model.names[column])
        if self._model.kinds[column] == Kind.SECRET:
            return cells.text(Kind.SECRET, value)
        return value


def told(count: int) -> str:
    rows = f"{count:,} {'row' if count == 1 else 'rows'}"
    if count < MOST:
        return f"{rows} copied."
    return f"The first {rows} were copied. To have all of them in a file, export the list."


def _after(query: Query, row: Row, panel: "Panel") -> After:
    return After(row.get(query.sort), panel.source.key(row))
