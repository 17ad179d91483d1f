"""Edits that are staged and not yet written: undone and redone by name, laid over what is stored.

`base` is the record as the person saw it. What somebody else writes meanwhile replaces the base of
every field that is not staged; a staged field keeps what its edit was made upon, so that writing
it finds the conflict instead of hiding it.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desktop_app.domain.frozen import freeze
from desktop_app.domain.inputs import Unread

NOT_STAGED = object()


class ChangeSet(QObject):
    """`moved` names the field whose staged value is another now, empty for several."""

    moved = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.base: dict[str, Any] = {}
        self.staged: dict[str, Any] = {}
        self.theirs: dict[str, Any] = {}
        self.undo = QUndoStack(self)

    def begin(self, row: Mapping[str, Any]) -> None:
        """The record as it is stored; nothing is staged."""
        self.base, self.staged, self.theirs = dict(row), {}, {}
        self.undo.clear()
        self.moved.emit("")

    def follow(self, row: Mapping[str, Any]) -> None:
        """Somebody else wrote: typed edits stay, and stay bound to what they were made upon."""
        for name, value in row.items():
            if name not in self.staged:
                self.base[name] = value
            elif freeze(value) != freeze(self.base.get(name)):
                self.theirs[name] = value
        self.moved.emit("")

    def settle(self, name: str, theirs: Any, *, mine: bool) -> None:
        """The person has seen what somebody else wrote, and chosen."""
        self.base[name] = theirs
        self.theirs.pop(name, None)
        if not mine:
            self.staged.pop(name, None)
        self.undo.clear()
        self.moved.emit(name)

    def agree(self) -> None:
        """What somebody else set to the same is no clash, and no edit any more."""
        for name, value in tuple(self.theirs.items()):
            if freeze(value) == freeze(self.staged.get(name)):
                self.settle(name, value, mine=False)

    def stage(self, name: str, value: Any, said: str = "") -> None:
        """Set a field; the same as stored is no edit."""
        same = not isinstance(value, Unread) and freeze(value) == freeze(self.base.get(name))
        wanted = NOT_STAGED if same else value
        self.undo.push(_Typed(self, name, said or name, wanted))

    def stage_all(self, values: Mapping[str, Any], said: str) -> None:
        """Several fields as one step of undo."""
        self.undo.beginMacro(said)
        for name, value in values.items():
            self.stage(name, value)
        self.undo.endMacro()

    def bring_back(self, seen: Mapping[str, Any], values: Mapping[str, Any], said: str) -> None:
        """Edits made upon what was seen earlier, over the record as it is now."""
        now = dict(self.base)
        self.base.update({name: value for name, value in seen.items() if name in values})
        self.stage_all(values, said)
        self.follow(now)

    def revert(self, *names: str) -> None:
        self.undo.beginMacro("Revert")
        for name in names:
            self.undo.push(_Typed(self, name, name, NOT_STAGED))
        self.undo.endMacro()

    def value(self, name: str) -> Any:
        return self.staged.get(name, self.base.get(name))

    def mistakes(self) -> dict[str, str]:
        return {n: v.why for n, v in self.staged.items() if isinstance(v, Unread)}

    def values(self) -> dict[str, Any]:
        return {n: v for n, v in self.staged.items() if not isinstance(v, Unread)}

    def seen(self) -> dict[str, Any]:
        """What the staged fields were when they were edited."""
        return {name: self.base.get(name) for name in self.staged}

    def put(self, name: str, value: Any) -> None:
        """For the steps of undo alone."""
        if value is NOT_STAGED:
            self.staged.pop(name, None)
        else:
            self.staged[name] = value
        self.moved.emit(name)


class _Typed(QUndoCommand):
    """One field's change; what is typed on and on in one field is one step."""

    def __init__(self, changes: ChangeSet, name: str, said: str, value: Any) -> None:
        super().__init__(f"{said}")
        self._changes, self._name = changes, name
        self._before = changes.staged.get(name, NOT_STAGED)
        self._after = value

    def redo(self) -> None:
        self._changes.put(self._name, self._after)

    def undo(self) -> None:
        self._changes.put(self._name, self._before)

    def id(self) -> int:
        """Qt merges steps of one id."""
        return hash(self._name) & 0x3FFFFFFF

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Typed) or other._name != self._name:
            return False
        self._after = other._after
        return True
