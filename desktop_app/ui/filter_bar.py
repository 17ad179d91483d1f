"""The filter line of a list (`Ctrl+F`): chips, then what is typed; a mistake is pointed at."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.domain.filter_line import (
    Columns,
    FilterError,
    Mistake,
    chips,
    normalised,
    parse,
    write,
)
from desktop_app.domain.filter_saying import said
from desktop_app.domain.query import EVERYTHING, All, Condition, Not, Op, Where
from desktop_app.ui import theme
from desktop_app.ui.chips import Chip, Part
from desktop_app.ui.filter_ready import LINE, Funnel
from desktop_app.ui.filter_text import FilterText
from desktop_app.ui.filter_wrong import Wrong
from desktop_app.ui.flow import Flow
from desktop_app.ui.memory import Memory

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

ASKED_AFTER_MS = 300
REMEMBERED = 12


class FilterBar(QWidget):
    """`asked` carries the condition that the list shall answer; `left` wants the rows back."""

    asked = Signal(object)
    left = Signal()

    def __init__(
        self, panel: "Panel", memory: Memory | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.condition: Condition = EVERYTHING
        self._panel = panel
        self._memory = memory or Memory()
        self._columns: Columns = panel.filter_columns()
        self._parts: list[Part] = []
        self._settled: list[Part] = []
        self._chips: list[Chip] = []
        self.text = FilterText(self._columns)
        self.text.setAccessibleName(f"Filter {panel.title}")
        self.text.recent = self.recent
        self.text.textEdited.connect(self._typed)
        self.text.entered.connect(self._enter)
        self.text.gave_up.connect(self._give_up)
        self.text.into_chips.connect(lambda: self._stand_on(len(self._chips) - 1))
        self._wrong = Wrong()
        self._wrong.meant.connect(self._mend)
        self._soon = QTimer(self, singleShot=True, interval=ASKED_AFTER_MS)
        self._soon.timeout.connect(self._ask_as_typed)
        self._flow = Flow(line=LINE)
        self.funnel = Funnel(panel, self._columns, self._stands, self.recent)
        self._compose()
        self._hint()

    @property
    def off(self) -> tuple[Condition, ...]:
        """What stands in the line and is switched off."""
        return tuple(part.condition for part in self._parts if not part.on)

    def recent(self) -> tuple[str, ...]:
        """What was asked of this list before, the latest first."""
        kept = self._memory.get(self._kept_under, [])
        return tuple(line for line in kept if isinstance(line, str) and line != self._line())

    def take_focus(self) -> None:
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def show_condition(self, condition: Condition, off: Iterable[Condition] = ()) -> None:
        """Stand for a question that came from elsewhere, without asking it."""
        self._soon.stop()
        self.condition = normalised(condition)
        self._parts = [Part(chip.part) for chip in chips(self.condition)]
        self._parts += [Part(each, on=False) for each in off]
        self._settled = list(self._parts)
        self.text.clear()
        self._wrong.hide()
        self._fill()

    def choose(self, column: str, word: str) -> None:
        """Add a ready-made condition, or take it away where it stands already."""
        wished = Part(Where(column, Op.EQUAL, word))
        of_column = [p for p in self._parts if _asks_for(p.condition, column)]
        self._parts = [p for p in self._parts if p not in of_column]
        if wished not in of_column:
            self._parts.append(wished)
        self._changed()

    def narrow(self, condition: Where) -> None:
        """Ask for this as well, in place of what the same column was asked in the same way."""
        same = (condition.column, condition.op)
        self._parts = [
            part
            for part in self._parts
            if not isinstance(part.condition, Where)
            or (part.condition.column, part.condition.op) != same
        ]
        self._parts.append(Part(condition))
        self._changed()

    def offer_values(self, column: str) -> None:
        """Begin a condition on this column, its values offered."""
        begun = f"{self.text.text().rstrip()} {write(Where(column, Op.EQUAL, 0))[:-1]}".lstrip()
        self.text.setText(begun)
        self.take_focus()
        self.text.end(False)
        self.text.complete_now()

    @property
    def _kept_under(self) -> str:
        return f"filter.recent.{self._panel.key}"

    def _line(self) -> str:
        return write(All(tuple(part.condition for part in self._parts if part.on)))

    def _typed(self, _text: str) -> None:
        self._wrong.hide()
        self._soon.start()

    def _ask_as_typed(self) -> None:
        """Ask what can be read; what may still become right is not found fault with."""
        try:
            self._ask(self._read())
        except FilterError as error:
            if error.mistake.end < self.text.cursorPosition():
                self._point_out(error.mistake)

    def _enter(self) -> None:
        self._soon.stop()
        try:
            typed = self._read()
        except FilterError as error:
            self._point_out(error.mistake)
            return
        self._parts += [Part(chip.part) for chip in chips(typed)]
        self.text.clear()
        self._changed(again=True)

    def _give_up(self) -> None:
        """Back to the last question; when that is what stands here already, back to the rows."""
        self._soon.stop()
        if not self.text.text() and self._parts == self._settled:
            self.left.emit()
            return
        self._parts = list(self._settled)
        self.text.clear()
        self._changed()

    def _read(self) -> Condition:
        return parse(self.text.text(), self._columns, datetime.now().astimezone().tzinfo)  # type: ignore[arg-type]

    def _ask(self, typed: Condition = EVERYTHING, *, again: bool = False) -> None:
        asked = [part.condition for part in self._parts if part.on]
        condition = normalised(All((*asked, typed)))
        self._wrong.hide()
        if again or condition != self.condition:
            self.condition = condition
            self.asked.emit(condition)

    def _changed(self, *, again: bool = False) -> None:
        """The chips are the question now."""
        self._settled = list(self._parts)
        self._wrong.hide()
        self._fill()
        if line := self._line():
            kept = [line, *(each for each in self.recent() if each != line)]
            self._memory.put(self._kept_under, kept[:REMEMBERED])
        try:
            typed = self._read()
        except FilterError:
            typed = EVERYTHING
        self._ask(typed, again=again)

    def _point_out(self, mistake: Mistake) -> None:
        self.text.underline(mistake)
        self._wrong.tell(mistake)

    def _mend(self, mistake: Mistake, meant: str) -> None:
        text = self.text.text()
        self.text.setText(text[: mistake.start] + meant + text[mistake.end :])
        self.text.setFocus()
        self._wrong.hide()
        self._soon.start()

    def _fill(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for at, part in enumerate(self._parts):
            chip = Chip(part.condition, said(part.condition, self._columns), part.on, self)
            chip.toggled.connect(partial(self._switch, chip))
            chip.wished.connect(partial(self._do, chip))
            self._flow.put(at, chip)
            chip.show()
            self._chips.append(chip)
        self._hint()

    def _switch(self, chip: Chip, on: bool) -> None:
        at = self._chips.index(chip)
        self._parts[at] = Part(chip.part, on)
        self._settled = list(self._parts)
        self._soon.start(0)

    def _do(self, chip: Chip, wish: str) -> None:
        at = self._chips.index(chip)
        match wish:
            case "before" | "after" | "first" | "out":
                goal = {"before": max(at - 1, 0), "after": at + 1, "first": 0}
                self._stand_on(goal.get(wish, len(self._chips)))
            case "remove":
                self._parts.pop(at)
                self._changed()
                self._stand_on(at)
            case "invert":
                inverted = normalised(Not(chip.part))
                self._parts[at] = Part(inverted, self._parts[at].on)
                self._changed()
                self._stand_on(at)
            case "edit":
                self._edit(at)

    def _edit(self, at: int) -> None:
        """Back to text, where the cursor stands at its end; the list stays until it is asked."""
        line = write(self._parts.pop(at).condition)
        self._fill()
        self.text.setText(f"{line} {self.text.text()}".rstrip())
        self.text.setFocus()
        self.text.setCursorPosition(len(line))

    def _stand_on(self, at: int) -> None:
        if 0 <= at < len(self._chips):
            self._chips[at].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            self.text.setCursorPosition(0)

    def _hint(self) -> None:
        self.text.setPlaceholderText("" if self._chips else f"Filter {self._panel.title.lower()}")

    def _compose(self) -> None:
        line = QFrame()
        line.setObjectName("filterLine")
        self.text.focused.connect(partial(_ring, line))
        row = QHBoxLayout(line)
        row.setContentsMargins(theme.GAP, theme.GAP, theme.PAD, theme.GAP)
        row.setSpacing(theme.PAD)
        self.funnel.chosen.connect(self.choose)
        self.funnel.begun.connect(self.offer_values)
        self.funnel.again.connect(self._ask_again)
        row.addWidget(self.funnel, alignment=Qt.AlignmentFlag.AlignTop)
        self._flow.addWidget(self.text)
        row.addLayout(self._flow, stretch=1)
        key = QLabel("Ctrl+F")
        key.setProperty("look", "second")
        key.setFixedHeight(LINE)
        row.addWidget(key, alignment=Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, 0, theme.WIDE, theme.PAD)
        layout.setSpacing(theme.GAP)
        layout.addWidget(line)
        layout.addWidget(self._wrong)

    def _ask_again(self, line: str) -> None:
        self._parts = []
        self.text.setText(line)
        self._enter()

    def _stands(self, column: str, word: str) -> bool:
        return Part(Where(column, Op.EQUAL, word)) in self._parts


def _asks_for(condition: Condition, column: str) -> bool:
    return isinstance(condition, Where) and condition.column == column


def _ring(line: QFrame, focused: bool) -> None:
    """The frame shows that its text has the focus."""
    line.setProperty("focused", focused)
    line.style().polish(line)
