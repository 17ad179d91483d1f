"""The tags of a record as chips, and a line in which the next is typed.

Enter on a chip shows the other records that carry it, Delete takes it off. What is done here is
written at once; Ctrl+Z in the pane takes the last of it back.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.writes import Remove, Write
from desktop_app.services import tagging
from desktop_app.services.tagging import Tag
from desktop_app.ui import cells, theme
from desktop_app.ui.completion import Completion, Offer
from desktop_app.ui.flow import Flow
from desktop_app.ui.labels import label, tip
from desktop_app.ui.office import Office
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

HINT = "Add a tag, Enter"
CROSS, CROSS_ROOM = "  ×", 22
LINE, LINE_WIDEST, LATER_MS = 160, 320, 150
TAKES_OFF = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TagChip(QPushButton):
    """`clicked` asks for its records, `off` to be taken off, by the cross or a key."""

    off = Signal()

    def __init__(self, tag: Tag, *, may: bool) -> None:
        name = cells.clean(tag.name)
        super().__init__(f"{name}{CROSS if may else ''}".replace("&", "&&"))
        self.tag, self._may = tag, may
        self.setProperty("look", "chip")
        self.setAutoDefault(False)
        uses = "1 record" if tag.uses == 1 else f"{tag.uses:,} records"
        keys = "Enter shows them" + (", Delete takes it off." if may else ".")
        self.setAccessibleName(f"{name}, on {uses}")
        self.setToolTip(tip(f"{name}, on {uses}. {keys}"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._may and event.key() in TAKES_OFF:
            self.off.emit()
        elif event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._may and event.position().x() >= self.width() - CROSS_ROOM:
            self.off.emit()
        else:
            super().mousePressEvent(event)


class RecordTags(QWidget):
    """`wish` carries writes, what takes them back, and what is said then; `trouble` a sentence."""

    wish = Signal(object, object, str)
    trouble = Signal(str)

    def __init__(self, office: Office, panel: "Panel", key: Any) -> None:
        super().__init__()
        self._office, self._panel, self._key = office, panel, key
        self.tags: tuple[Tag, ...] = ()
        self.chips: list[TagChip] = []
        self._offered: tuple[Tag, ...] = ()
        self._may = not tagging.why_not(office.desk, panel)
        self._coins = not tagging.why_not(office.desk, panel, coin=True)
        self.line = QLineEdit()
        self._none = label("No tags.", "second")
        self._offers = Completion(self.line)
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._reads = Reads(self)
        self._flow = Flow(line=theme.NAVIGATION_ROW)
        self._compose()
        self._connect()

    def show_tags(self, tags: tuple[Tag, ...]) -> None:
        """The chips anew; the keyboard stays about where it was."""
        held = next((n for n, chip in enumerate(self.chips) if chip.hasFocus()), None)
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.tags, self.chips = tags, [TagChip(each, may=self._may) for each in tags]
        for number, chip in enumerate(self.chips):
            chip.clicked.connect(partial(self._records, chip.tag))
            chip.off.connect(partial(self._off, chip.tag))
            self._flow.put(number, chip)
        unread = tagging.may_read(self._office.desk, self._panel)
        self._none.setVisible(not tags and not self._may and not unread)
        if held is not None:
            (self.chips[min(held, len(tags) - 1)] if tags else self.line).setFocus()
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.FocusOut:
            self._offers.hide()
        if watched is self.line and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._pressed(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        key, shown = event.key(), self._offers.isVisible()
        if shown and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._offers.step(1 if key == Qt.Key.Key_Down else -1)
        elif shown and key == Qt.Key.Key_Escape:
            self._offers.hide()
        elif shown and key == Qt.Key.Key_Tab and self._offers.first:
            self._choose(self._offers.first)
        elif key in ENTER and shown and self._offers.current:
            self._choose(self._offers.current)
        elif key in ENTER:
            self._take(self.line.text().strip())
        elif key == Qt.Key.Key_Backspace and not self.line.text() and self.chips:
            self.chips[-1].setFocus()
        else:
            return False
        return True

    def _typed(self, text: str) -> None:
        if text.strip():
            self._later.start()
        else:
            self._later.stop()
            self._offers.hide()

    def _search(self) -> None:
        asked = partial(tagging.offered, self._office.desk, self._panel, self.line.text())
        self._reads.start("offers", asked, self._offer)

    def _offer(self, found: tuple[Tag, ...]) -> None:
        """Words that are there, and the typed one as a new word where this person may make it."""
        text = self.line.text().strip()
        carried = {tag.id for tag in self.tags}
        self._offered = tuple(tag for tag in found if tag.id not in carried)
        offers = [
            Offer(cells.clean(tag.name), f"{tag.uses:,}", tag.name, 0, len(text))
            for tag in self._offered
        ]
        known = {tag.name.casefold() for tag in (*found, *self.tags)}
        if self._coins and text and text.casefold() not in known:
            offers.append(Offer(f"“{cells.clean(text)}”", "new tag", text, 0, len(text)))
        if self.line.hasFocus() and text:
            self._offers.offer(offers, 0)

    def _choose(self, offer: Offer) -> None:
        self._take(offer.text)

    def _take(self, name: str) -> None:
        """The word that is there, whatever its capitals; else a new one."""
        self._later.stop()
        self._offers.hide()
        if name:
            asked = partial(tagging.named, self._office.desk, self._panel, name)
            self._reads.start("named", asked, partial(self._put, name))

    def _put(self, name: str, known: Tag | None) -> None:
        if known is not None and known.id in {tag.id for tag in self.tags}:
            self.trouble.emit(f"It carries the tag “{cells.clean(known.name)}” already.")
            return
        if known is None and not self._coins:
            lacks = tagging.why_not(self._office.desk, self._panel, coin=True)
            self.trouble.emit(f"There is no tag “{cells.clean(name)}”, and to make it: {lacks}")
            return
        self.line.clear()
        writes: tuple[Write, ...] = (
            (tagging.put(self._panel, self._key, known.id),)
            if known
            else tagging.coined(self._panel, self._key, name)
        )
        self.wish.emit(writes, partial(self._back_off, writes[-1].panel), "")

    @staticmethod
    def _back_off(lines: str, keys: tuple[tuple[str, Any], ...]) -> tuple[Write, ...]:
        """A new word stays when the record no longer carries it."""
        return tuple(Remove(panel, key, {}) for panel, key in keys if panel == lines)

    def _off(self, tag: Tag) -> None:
        again = (tagging.put(self._panel, self._key, tag.id),)
        said = f"“{cells.clean(tag.name)}” is taken off. Ctrl+Z puts it back."
        self.wish.emit((tagging.taken_off(self._panel, tag),), lambda _keys: again, said)

    def _records(self, tag: Tag) -> None:
        self._office.show(tagging.carriers(self._panel, tag))

    def _refused(self, _name: str, refusal: Exception) -> None:
        self.trouble.emit(str(refusal))

    def _connect(self) -> None:
        self.line.textEdited.connect(self._typed)
        self.line.installEventFilter(self)
        self._later.timeout.connect(self._search)
        self._offers.chosen.connect(self._choose)
        self._reads.refused.connect(self._refused)

    def _compose(self) -> None:
        self.line.setPlaceholderText(HINT)
        self.line.setAccessibleName("Add a tag")
        self.line.setMinimumWidth(LINE)
        self.line.setMaximumWidth(LINE_WIDEST)
        self.line.setMaxLength(100)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._flow)
        self._flow.addWidget(self._none)
        self._flow.addWidget(self.line)
        self._none.hide()  # nobody knows yet
        self.line.setVisible(self._may)
