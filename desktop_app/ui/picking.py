"""What is picked in a list, kept by key or by filter and never by page."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal

from desktop_app.domain.picked import Picked
from desktop_app.domain.query import Condition, Row
from desktop_app.ui.table_model import TableModel
from desktop_app.ui.table_view import TableView

FLAG = QItemSelectionModel.SelectionFlag


class Picking(QObject):
    """The table's own selection is what of it is in hand; `changed` when a person changed it."""

    changed = Signal()

    def __init__(self, table: TableView, model: TableModel) -> None:
        super().__init__(table)
        self._model = model
        self._selection = table.selectionModel()
        self._keys: dict[Any, Row | None] = {}
        self._where: Condition | None = None
        self._asked: Condition | None = None
        self._ours = False
        table.cleared.connect(self._forget)
        table.everything.connect(self.everything)
        self._selection.selectionChanged.connect(self._selected)
        for moving in (model.rowsAboutToBeInserted, model.rowsAboutToBeRemoved):
            moving.connect(self._begin)
        model.modelAboutToBeReset.connect(self._begin)
        for moved in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            moved.connect(self._restore)

    @property
    def picked(self) -> Picked:
        return Picked(tuple(self._keys), self._where)

    def rows_in_hand(self) -> list[Row] | None:
        """The picked rows in the list's order if all of them are here, else nothing."""
        if self._where is not None or any(self._model.where(key) is None for key in self._keys):
            return None
        places = sorted(self._model.where(key) or 0 for key in self._keys)
        return [self._model.row(place) for place in places]

    def of(self, where: Condition) -> None:
        """The list answers another question now; what was picked by filter is let go."""
        self._asked = where
        if self._where is not None and self._where != where:
            self.clear()

    def everything(self) -> None:
        """All that answer the list's question, wherever they are."""
        self._keys, self._where = {}, self._asked
        self._restore()
        self.changed.emit()

    def clear(self) -> None:
        self._keys, self._where = {}, None
        self._restore()
        self.changed.emit()

    def _forget(self) -> None:
        """A click without Ctrl begins anew, with what is out of hand too.

        What of the table stays selected is not told again: it stays picked.
        """
        if self._where is not None or self._keys:
            self._keys = dict.fromkeys(self._of(self._selection.selection()))
            self._where = None

    def _begin(self) -> None:
        self._ours = True

    def _selected(self, more: QItemSelection, less: QItemSelection) -> None:
        if self._ours:
            return
        wanted = self._where is None
        for key in self._of(more):
            self._set(key, wanted)
        for key in self._of(less):
            self._set(key, not wanted)
        self.changed.emit()

    def _set(self, key: Any, listed: bool) -> None:
        if listed:
            self._keys[key] = None
        else:
            self._keys.pop(key, None)

    def _of(self, selection: QItemSelection) -> Iterable[Any]:
        for at in range(selection.count()):
            ranged = selection.at(at)
            for number in range(ranged.top(), ranged.bottom() + 1):
                if self._model.here(number) and (key := self._model.key(number)) is not None:
                    yield key

    def _restore(self) -> None:
        """Select in the table what of the picked is in hand."""
        self._ours = True
        chosen = QItemSelection()
        last = self._model.columnCount() - 1
        for first, end in self._runs():
            chosen.select(self._model.index(first, 0), self._model.index(end, last))
        self._selection.select(chosen, FLAG.ClearAndSelect)
        self._ours = False

    def _runs(self) -> Iterable[tuple[int, int]]:
        """The picked rows as stretches: selecting one by one takes as long as the square."""
        model, begun = self._model, None
        if not self._keys and self._where is None:
            return
        for number in range(model.above, model.above + len(model.rows) + 1):
            inside = model.here(number) and self._is_picked(model.key(number))
            if inside and begun is None:
                begun = number
            elif not inside and begun is not None:
                yield begun, number - 1
                begun = None

    def _is_picked(self, key: Any) -> bool:
        return (key in self._keys) == (self._where is None)
