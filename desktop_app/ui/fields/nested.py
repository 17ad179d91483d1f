"""A document, or a list of them: as a table where they are alike, as a tree, and as text."""

from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain import inputs
from desktop_app.domain.errors import Invalid
from desktop_app.domain.frozen import thaw
from desktop_app.domain.inputs import Input, Unread, check
from desktop_app.domain.query import Kind
from desktop_app.ui import icons, theme
from desktop_app.ui.fields.editor import Editor
from desktop_app.ui.fields.line import Prose
from desktop_app.ui.fields.nested_table import NestedTable, fits
from desktop_app.ui.fields.nested_tree import MADE, NestedTree
from desktop_app.ui.labels import tip

TABLE, TREE, TEXT = "Table", "Tree", "Text"
MOST_ROWS = 12


class Nested(Editor):
    """Whichever way it is looked at, it is one value; what is wrong is shown where it is typed."""

    def __init__(self, asked: Input, parent: QWidget | None = None) -> None:
        super().__init__(asked, parent)
        self._value: Any = None
        self.table, self.tree, self.text = NestedTable(asked.parts), NestedTree(), Prose(asked)
        self.views = QTabBar()
        self.views.setObjectName("views")
        self.views.setDrawBase(False)
        self.views.setExpanding(False)
        self.views.setAccessibleName(f"{asked.said} as")
        for words in (TABLE, TREE, TEXT):
            self.views.addTab(words)
        self._ways: tuple[QWidget, ...] = (self.table, self.tree, self.text)
        for each in self._ways:
            self.dress(each.wears() if isinstance(each, Editor) else each)
        self._tools = [
            self._tool("plus", "Add", self._add),
            self._tool("minus", "Remove", self._remove),
        ]
        self._kind = self._kinds()
        self._compose()
        self.views.currentChanged.connect(self._turned)
        self.table.changed.connect(self._changed)
        self.tree.changed.connect(self._changed)
        self.text.typed.connect(self._typed)
        self._look()

    def put(self, value: Any) -> None:
        if isinstance(value, Unread):
            self.text.put(value)
            self._go(TEXT)
            return
        self._value = thaw(value)
        self._look()

    def wears(self) -> QWidget:
        shown = self._ways[self.views.currentIndex()]
        return shown.wears() if isinstance(shown, Editor) else shown

    def _look(self) -> None:
        """The first of the ways that fits; the text always does."""
        try:
            inputs.write(self.asked, self._value)
            whole = True
        except Invalid:
            whole = False
        in_lines = whole and fits(self._value, self.asked.parts)
        self.views.setTabVisible(0, in_lines)
        self.views.setTabVisible(1, whole and self._value is not None)
        now = self.views.tabText(self.views.currentIndex())
        usual = TABLE if in_lines else TREE if whole and self._value is not None else TEXT
        stays = now if self.views.isTabVisible(self.views.currentIndex()) else usual
        self._go(usual if not self.isVisible() else stays)
        self._fill()

    def _go(self, words: str) -> None:
        self.views.setCurrentIndex((TABLE, TREE, TEXT).index(words))
        self._show_tools()

    def _turned(self, _number: int) -> None:
        self._fill()
        self._show_tools()
        self.setFocusProxy(self.wears())

    def _fill(self) -> None:
        match self.views.tabText(self.views.currentIndex()):
            case "Table":
                self.table.show_value(self._value)
            case "Tree":
                self.tree.show_value(self._value)
            case _:
                self.text.put(self._value)
        for number, each in enumerate(self._ways):
            each.setVisible(number == self.views.currentIndex())
        self._fit()

    def _changed(self, value: Any) -> None:
        """From the table or the tree: a document, or why there is none."""
        if isinstance(value, Invalid):
            self.typed.emit(Unread(inputs.write(self.asked, self._value), str(value)))
            return
        self._value = value
        self._fit()
        try:
            self.typed.emit(check(self.asked, value))
        except Invalid as refusal:
            self.typed.emit(Unread(inputs.write(self.asked, value), str(refusal)))

    def _typed(self, value: Any) -> None:
        if not isinstance(value, Unread):
            self._value = value
            self.views.setTabVisible(0, fits(value, self.asked.parts))
            self.views.setTabVisible(1, value is not None)
        self.typed.emit(value)

    def _add(self) -> None:
        self._shown().add()

    def _remove(self) -> None:
        self._shown().remove()

    def _shown(self) -> NestedTable | NestedTree:
        return self.table if self.views.currentIndex() == 0 else self.tree

    def _fit(self) -> None:
        """As tall as what is in it, within reason."""
        self.table.setFixedHeight(theme.ROW * min(max(self.table.rowCount(), 2) + 1, MOST_ROWS) + 2)
        self.tree.setFixedHeight(theme.LEAF * min(max(self.tree.size_of(), 3) + 2, MOST_ROWS) + 2)

    def _show_tools(self) -> None:
        now = self.views.tabText(self.views.currentIndex())
        for tool in self._tools:
            tool.setVisible(now != TEXT)
        self._kind.setVisible(now == TREE)

    def _tool(self, glyph: str, words: str, run: Any) -> QToolButton:
        made = QToolButton()
        made.setObjectName("quiet")
        made.setIcon(icons.icon(glyph))
        made.setToolTip(tip(words))
        made.setAccessibleName(f"{words} in {self.asked.said}")
        made.clicked.connect(run)
        return made

    def _kinds(self) -> QToolButton:
        made = self._tool("swap", "Kind of the value", lambda: None)
        menu = QMenu(made)
        for words in MADE:
            offered = QAction(words.capitalize(), menu)
            offered.triggered.connect(lambda _=False, kind=words: self.tree.make(kind))
            menu.addAction(offered)
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        head.addWidget(self.views)
        head.addStretch()
        for tool in (*self._tools, self._kind):
            head.addWidget(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addLayout(head)
        for each in self._ways:
            layout.addWidget(each)


def is_nested(asked: Input) -> bool:
    """Whether its values have parts."""
    return asked.kind == Kind.JSON or (asked.kind == Kind.LIST and asked.items is dict)
