"""A record's values as label–value pairs under the titles of their groups."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.query import Kind, Row
from desktop_app.ui import cells, record_layout, theme
from desktop_app.ui.badge import Badge
from desktop_app.ui.json_tree import JsonTree, is_nested
from desktop_app.ui.labels import Link, OneWord, label, link, tip
from desktop_app.ui.record_layout import Group
from desktop_app.ui.revealed import SecretValue

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

TOP = Qt.AlignmentFlag.AlignTop
TOP_LEFT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
Named = Mapping[tuple[str, Any], str]


class Section(QWidget):
    """One title and its pairs; `pair` adds another, `widget` whatever shows a value."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, theme.SPACE, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE)
        self._grid.setVerticalSpacing(theme.GAP + 2)
        self._grid.setColumnMinimumWidth(0, theme.LABEL)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(label(title.upper(), "section"), 0, 0, 1, 2)

    def pair(self, name: str, value: QWidget) -> None:
        said = label(name, "second", wrap=True)
        said.setFixedWidth(theme.LABEL)
        said.setBuddy(value)
        row = self._grid.rowCount()
        if isinstance(value, Badge):
            # The words of both on one line.
            said.setContentsMargins(0, (theme.BADGE - said.fontMetrics().height()) // 2, 0, 0)
        self._grid.addWidget(said, row, 0, TOP_LEFT)
        self._grid.addWidget(value, row, 1, TOP_LEFT if isinstance(value, Badge | Link) else TOP)

    def line(self, value: QWidget) -> None:
        self._grid.addWidget(value, self._grid.rowCount(), 0, 1, 2)


class Column(QWidget):
    """Sections one below the other; without any it takes no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignTop)

    def fill(self, sections: list[Section]) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for section in sections:
            self._layout.addWidget(section)
        self.setVisible(bool(sections))


class Facts(QWidget):
    """`followed` carries the list and the key of a record that was clicked.

    With `whole`, fields without a value are shown too, and where there is room people, places and
    times stand beside the terms, what is nested below both. `secrets` are the columns that may be
    asked to be shown, `why_masked` why not to this person; `revealing` carries the column and its
    widget.
    """

    followed = Signal(str, object)
    revealing = Signal(str, object)

    def __init__(
        self,
        panel: "Panel",
        *,
        whole: bool,
        secrets: tuple[str, ...] = (),
        why_masked: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._secrets, self._why_masked = secrets, why_masked
        self._masked: dict[str, tuple[str, SecretValue]] = {}
        self._panel = panel
        self._whole = whole
        self._kinds = panel.kinds()
        self._refers = panel.source.references()
        self._links: list[tuple[tuple[str, Any], Link]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._above = QHBoxLayout()
        self._above.setSpacing(0)
        self._terms, self._beside, self._below = Column(self), Column(self), Column(self)
        self._above.addWidget(self._terms, 1)
        self._above.addWidget(self._beside, 1)
        layout.addLayout(self._above)
        layout.addWidget(self._below)

    def show_row(self, groups: tuple[Group, ...], row: Row) -> None:
        self._links = []
        for _, shown in self._masked.values():
            shown.setParent(self)
        columns: dict[Column, list[Section]] = {
            self._terms: [],
            self._beside: [],
            self._below: [],
        }
        for group in groups:
            names = [n for n in group.columns if self._whole or row.get(n) not in (None, "")]
            if not names:
                continue
            section = Section(group.title)
            for name in names:
                section.pair(record_layout.label(self._panel, name), self._value(name, row))
            columns[self._column(group.title)].append(section)
        for column, sections in columns.items():
            column.fill(sections)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        wide = event.size().width() >= 2 * theme.FACTS
        self._above.setDirection(way.LeftToRight if wide else way.TopToBottom)
        self._above.setSpacing(2 * theme.WIDE if wide else 0)

    def _column(self, title: str) -> Column:
        if not self._whole or title == record_layout.TERMS:
            return self._terms
        return self._below if title == record_layout.DETAILS else self._beside

    def references(self) -> dict[str, list[Any]]:
        """What is shown by its key until its name is known: list → keys."""
        found: dict[str, list[Any]] = {}
        for (place, key), _ in self._links:
            found.setdefault(place, []).append(key)
        return found

    def name_them(self, names: Named) -> None:
        for which, shown in self._links:
            if which in names:
                shown.name(cells.clean(names[which]))

    def _value(self, name: str, row: Row) -> QWidget:
        kind, value = self._kinds[name], row.get(name)
        said = record_layout.text(self._panel, name, row)
        if name in self._secrets and (name not in row or value is not None):
            return self._secret(name, said)
        if kind == Kind.STATE and value is not None:
            return Badge(value)
        if kind == Kind.REFERENCE and value is not None and (place := self._refers.get(name)):
            made = link(said)
            made.clicked.connect(lambda: self.followed.emit(place, value))
            self._links.append(((place, value), made))
            return made
        if self._whole and kind in (Kind.JSON, Kind.LIST) and is_nested(value):
            return JsonTree(value)
        shown = _said(said, cells.whole(kind, value))
        fixed = kind in (Kind.SECRET, Kind.FILE) or record_layout.is_exact(self._panel, name)
        if fixed and said != cells.NOTHING:
            shown.setFont(theme.fixed())
        return shown

    def _secret(self, name: str, said: str) -> SecretValue:
        """The one that is there stays, open or not, as long as what is stored is the same."""
        if name in self._masked and self._masked[name][0] == said:
            return self._masked[name][1]
        if name in self._masked:
            self._masked.pop(name)[1].deleteLater()
        shown = SecretValue(record_layout.label(self._panel, name), said, self._why_masked)
        shown.wanted.connect(partial(self.revealing.emit, name, shown))
        self._masked[name] = (said, shown)
        return shown


def _said(said: str, whole: str) -> QLabel:
    """Sentences are broken into lines; what is one word is never broken."""
    if said == cells.NOTHING or " " in said:
        made: QLabel = label(said, "nothing" if said == cells.NOTHING else "", wrap=True)
        made.setToolTip(tip(whole) if whole != said else "")
    else:
        made = OneWord()
        made.setText(said)
        made.setToolTip(tip(whole or said))
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
