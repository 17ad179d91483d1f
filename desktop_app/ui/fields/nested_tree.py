"""A document as a tree: names at the left, values that keep their kind, parts added and removed."""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.domain import leaves
from desktop_app.domain.errors import Invalid
from desktop_app.ui import cells, theme
from desktop_app.ui.labels import tip

NAME, VALUE, KIND = range(3)
NEW = "name"
DEEPEST, OPEN = 40, 2
Index = QModelIndex | QPersistentModelIndex
MADE = (
    leaves.TEXT, leaves.NUMBER, leaves.ANSWER, leaves.NOTHING, leaves.OBJECT, leaves.LIST,
)  # fmt: skip
FIXED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class Node(QTreeWidgetItem):
    """`kind` is a leaf's, or that it has parts; `leaf` the value of one that has none."""

    def __init__(self, name: str, value: Any) -> None:
        super().__init__()
        self.leaf: Any = None
        self.kind = leaves.NOTHING
        self.setText(NAME, name)
        self.become(value)

    def become(self, value: Any) -> None:
        self.takeChildren()
        self.leaf = None
        if isinstance(value, Mapping):
            self.kind = leaves.OBJECT
            self.addChildren([Node(str(name), part) for name, part in value.items()])
        elif isinstance(value, list | tuple):
            self.kind = leaves.LIST
            self.addChildren([Node("", part) for part in value])
        else:
            self.kind, self.leaf = leaves.kind(value), value
        self.say()

    @property
    def has_parts(self) -> bool:
        return self.kind in (leaves.OBJECT, leaves.LIST)

    def parts(self) -> "list[Node]":
        found = (self.child(number) for number in range(self.childCount()))
        return [each for each in found if isinstance(each, Node)]

    def say(self) -> None:
        """What is written in its line; of a list's parts their number."""
        for number, part in enumerate(self.parts()):
            if self.kind == leaves.LIST:
                part.setText(NAME, str(number + 1))
        said = f"{self.childCount()} inside" if self.has_parts else leaves.said(self.leaf)
        self.setText(VALUE, said)
        self.setText(KIND, self.kind)
        self.setToolTip(VALUE, tip(cells.clean(said)))

    def value(self) -> Any:
        """The document from here on, or a refusal that names the part."""
        match self.kind:
            case leaves.OBJECT:
                names = [part.text(NAME) for part in self.parts()]
                if twice := next((name for name in names if names.count(name) > 1), None):
                    raise Invalid(f"Two parts are called “{twice}”.")
                if any(not name or name.startswith("$") for name in names):
                    raise Invalid("A part has a name, and it does not begin with $.")
                return {part.text(NAME): part.value() for part in self.parts()}
            case leaves.LIST:
                return [part.value() for part in self.parts()]
        return self.leaf


class NestedTree(QTreeWidget):
    """`changed` carries the whole document after each change, or the reason why it is none."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nested")
        self.setHeaderLabels(["Name", "Value", "Kind"])
        self.setUniformRowHeights(True)
        self.setIndentation(theme.WIDE)
        self.header().setSectionResizeMode(NAME, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(KIND, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(False)
        triggers = QTreeWidget.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setItemDelegate(_TypedOver(self))
        self._quiet = False
        self._root = Node("", None)
        self.itemChanged.connect(self._typed)

    def show_value(self, value: Any) -> None:
        self._quiet = True
        self.clear()
        self._root = Node("Document", value if value is not None else {})
        self.addTopLevelItem(self._root)
        self._open(self._root, 0)
        self._quiet = False

    def add(self) -> None:
        """A part within what is stood on, or beside it if it has none."""
        stood = self._stood()
        into = stood if stood.has_parts else stood.parent() or self._root
        if not isinstance(into, Node) or not into.has_parts:
            return
        made = Node(_free(NEW, (part.text(NAME) for part in into.parts())), "")
        self._within(lambda: into.addChild(made), into)
        into.setExpanded(True)
        self.setCurrentItem(made)
        self.editItem(made, NAME if into.kind == leaves.OBJECT else VALUE)

    def remove(self) -> None:
        stood, into = self._stood(), self._stood().parent()
        if isinstance(into, Node):
            self._within(lambda: into.removeChild(stood), into)

    def make(self, kind: str) -> None:
        """Another kind of value; what can be kept of the old one is."""
        stood = self._stood()
        if kind in (leaves.OBJECT, leaves.LIST):
            value: Any = {} if kind == leaves.OBJECT else []
        else:
            value = leaves.STARTS[kind]
            if not stood.has_parts and kind != leaves.NOTHING:
                value = _converted(leaves.said(stood.leaf), kind, value)
        self._within(lambda: stood.become(value), stood)

    def size_of(self) -> int:
        """How many lines it has when all of it is open."""
        return _lines(self._root)

    def tell(self) -> None:
        try:
            self.changed.emit(self._root.value())
        except Invalid as refusal:
            self.changed.emit(refusal)

    def _typed(self, item: QTreeWidgetItem, column: int) -> None:
        if self._quiet or not isinstance(item, Node):
            return
        if column == NAME:
            self.tell()
            return
        try:
            item.leaf = leaves.read(item.text(VALUE), item.kind)
        except Invalid as refusal:
            self.changed.emit(refusal)
            return
        item.kind = leaves.kind(item.leaf)
        self._within(item.say, item)

    def _within(self, change: Any, node: Node) -> None:
        self._quiet = True
        change()
        node.say()
        self._open(node, 0)
        self._quiet = False
        self.tell()

    def _open(self, node: Node, depth: int) -> None:
        """Only leaves' values and members' names are typed over."""
        node.setExpanded(node.isExpanded() or depth < OPEN)
        holder = node.parent()
        named = isinstance(holder, Node) and holder.kind == leaves.OBJECT
        typed_over = not node.has_parts and node.kind != leaves.OTHER
        node.setFlags(FIXED | Qt.ItemFlag.ItemIsEditable if named or typed_over else FIXED)
        for part in node.parts() if depth < DEEPEST else ():
            self._open(part, depth + 1)

    def _stood(self) -> Node:
        item = self.currentItem()
        return item if isinstance(item, Node) else self._root


class _TypedOver(QStyledItemDelegate):
    """No cell is typed over that says how many are inside, or which kind it is."""

    def __init__(self, tree: NestedTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        item = self._tree.itemFromIndex(index)
        if not isinstance(item, Node) or not _editable(item, index.column()):
            return None  # type: ignore[return-value] # Qt then opens none
        return super().createEditor(parent, option, index)


def _lines(node: Node) -> int:
    return 1 + sum(_lines(part) for part in node.parts())


def _editable(item: Node, column: int) -> bool:
    if column == NAME:
        holder = item.parent()
        return isinstance(holder, Node) and holder.kind == leaves.OBJECT
    return column == VALUE and not item.has_parts and item.kind != leaves.OTHER


def _converted(text: str, kind: str, otherwise: Any) -> Any:
    try:
        return leaves.read(text, kind)
    except Invalid:
        return otherwise


def _free(name: str, taken: Iterable[str]) -> str:
    known = set(taken)
    number = 1
    while (found := name if number == 1 else f"{name} {number}") in known:
        number += 1
    return found
