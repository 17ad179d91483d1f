"""Which field each column of a file fills, with what stands in its first rows."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.imports import Mapped, Sheet
from desktop_app.services.importing import guessed, offered
from desktop_app.ui import cells, theme
from desktop_app.ui.fields.choice import ChoiceBox
from desktop_app.ui.labels import Elided, label

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

SAMPLES = 3
MATCH = "\0match"
"""What the person's choice of how records are found is remembered under; no heading has it."""
TOP = Qt.AlignmentFlag.AlignTop


class ImportColumns(QScrollArea):
    """`changed` says that the person fitted a column to another field."""

    changed = Signal()
    WIDTH = 400

    def __init__(self, panel: "Panel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel = panel
        self._offered = {each.name: each for each in offered(panel)}
        self.boxes: list[QComboBox] = []
        self._headings: tuple[str, ...] = ()
        self.match = ChoiceBox()
        self.match.setAccessibleName("How a line finds its record")
        self.match.activated.connect(lambda _: self.changed.emit())
        self.setObjectName("plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setMinimumWidth(self.WIDTH * 3 // 4)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_sheet(self, sheet: Sheet, remembered: Mapping[str, str]) -> None:
        """The file's columns, each fitted as well as one can guess."""
        self._headings, self.boxes = sheet.headings, []
        guess = guessed(self._panel, sheet.headings, remembered)
        inside, grid = QWidget(), QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE)
        grid.setVerticalSpacing(theme.PAD)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label("COLUMN OF THE FILE", "section"), 0, 0)
        grid.addWidget(label("FIELD", "section"), 0, 1)
        for number, heading in enumerate(sheet.headings):
            grid.addWidget(_sample(sheet, number, heading), number + 1, 0, TOP)
            grid.addWidget(self._box(heading, guess.fields[number]), number + 1, 1, TOP)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, theme.WIDE, theme.WIDE)
        layout.setSpacing(theme.PAD)
        self._offer_match(guess.match, remembered.get(MATCH, ""))
        layout.addWidget(label("A LINE IS", "section"))
        self.match.setParent(inside)
        layout.addWidget(self.match)
        layout.addLayout(grid)
        layout.addStretch()
        if (before := self.takeWidget()) is not None:
            before.deleteLater()
        self.setWidget(inside)

    def mapped(self) -> Mapped:
        names = tuple(str(box.currentData() or "") for box in self.boxes)
        match = str(self.match.currentData() or "")
        return Mapped(names, tuple(match.split(" ")) if match else ())

    def remembered(self) -> dict[str, str]:
        """What this person chose, for the next file with such columns."""
        fields = dict(zip(self._headings, self.mapped().fields, strict=True))
        return {**fields, MATCH: " ".join(self.mapped().match)}

    def _box(self, heading: str, chosen: str) -> QComboBox:
        box = ChoiceBox()
        box.setAccessibleName(f"Field for {heading}")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem("– leave out –", "")
        for each in self._offered.values():
            star = " *" if each.required and not each.filled else ""
            box.addItem(f"{cells.capitals(each.said)}{star}", each.name)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.activated.connect(partial(self._chosen, box))
        self.boxes.append(box)
        return box

    def _chosen(self, box: QComboBox, _: int) -> None:
        """A field is filled by one column: another one that had it lets it go."""
        for other in self.boxes:
            if other is not box and other.currentData() == box.currentData() != "":
                other.setCurrentIndex(0)
        self._offer_match(self.mapped().match, "")
        self.changed.emit()

    def _offer_match(self, match: tuple[str, ...], remembered: str) -> None:
        """By what a line may find its record: the key, or one field that is filled."""
        before = remembered or " ".join(match)
        filled = [str(box.currentData()) for box in self.boxes if box.currentData()]
        keyed = self._panel.source.keyed
        whole = [" ".join(keyed)] if set(keyed) <= set(filled) else []
        self.match.clear()
        self.match.addItem("always a new record", "")
        for names in [*whole, *(name for name in filled if name not in whole)]:
            said = " and ".join(cells.capitals(self._offered[n].said) for n in names.split(" "))
            self.match.addItem(f"the record with the same {said.lower()}, if there is one", names)
        self.match.setCurrentIndex(max(0, self.match.findData(before)))


def _sample(sheet: Sheet, number: int, heading: str) -> QWidget:
    held = QWidget()
    layout = QVBoxLayout(held)
    layout.setContentsMargins(0, theme.GAP, 0, 0)
    layout.setSpacing(0)
    name = Elided("strong")
    name.say(cells.clean(heading) or f"Column {number + 1}")
    first = [row[number] for _, row in sheet.lines if row[number].strip()][:SAMPLES]
    sample = Elided("hint")
    sample.say(cells.clean(" · ".join(first)) or "empty")
    layout.addWidget(name)
    layout.addWidget(sample)
    return held
