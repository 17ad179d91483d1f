"""The values of one filter of a board: found by half of a word, chosen by Space or a click."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refusal
from desktop_app.services import narrowing
from desktop_app.services.board import Filter
from desktop_app.services.narrowing import Offer
from desktop_app.ui import cells, icons, theme
from desktop_app.ui.labels import label
from desktop_app.ui.office import Office
from desktop_app.ui.tasks import Reads

VALUE = Qt.ItemDataRole.UserRole
SIZE, LATER_MS = (300, 340), 180
ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NOTHING, LOOKING = "Nothing of that name.", "Looking…"


class BoardOffers(QFrame):
    """`changed` carries what is chosen now, in the order in which it was."""

    changed = Signal(tuple)
    closed = Signal()

    def __init__(self, office: Office, wish: Filter, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._office, self._wish = office, wish
        self.chosen: tuple[Offer, ...] = ()
        self.setObjectName("popover")
        self.setAccessibleName(wish.title)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sought = QLineEdit()
        self.sought.setPlaceholderText(f"Find {wish.title.lower()}")
        self.sought.setAccessibleName(f"Find {wish.title.lower()}")
        icons.clearable(self.sought)
        self.sought.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("choices")
        self.list.setAccessibleName(wish.title)
        self.list.installEventFilter(self)
        self.list.itemChanged.connect(self._tell)
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self._ask)
        self.sought.textChanged.connect(lambda _: self._later.start())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        layout.setSpacing(theme.PAD)
        layout.addWidget(self.sought)
        layout.addWidget(self.list, stretch=1)
        layout.addWidget(label("↓ to the list · Space chooses · Enter closes", "hint"))
        self.resize(*SIZE)

    def open_below(self, button: QWidget, chosen: tuple[Offer, ...]) -> None:
        """Under its button, with what is chosen at the top."""
        self.chosen = chosen
        self.sought.clear()
        self._later.stop()
        self._instead(LOOKING)
        self.move(button.mapToGlobal(QPoint(0, button.height() + theme.GAP)))
        self.show()
        self.sought.setFocus(Qt.FocusReason.PopupFocusReason)
        self._ask()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in ENTER:
                self.close()
                return True
            if watched is self.sought and event.key() == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                self.list.setCurrentRow(max(self.list.currentRow(), 0))
                return True
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        sought = self.sought.text().strip()
        work = partial(narrowing.offers, self._office.desk, self._wish, sought)
        self.reads.start("offers", work, partial(self._show, sought))

    def _show(self, sought: str, found: tuple[Offer, ...]) -> None:
        """What was found, and at first what is chosen although it was not."""
        here = {str(each.value) for each in self.chosen}
        others = [each for each in found if str(each.value) not in here]
        offers = [
            each for each in (*self.chosen, *others) if sought.casefold() in each.words.casefold()
        ]
        if not offers:
            self._instead(NOTHING)
            return
        self.list.blockSignals(True)
        self.list.clear()
        for offer in offers:
            item = QListWidgetItem(cells.capitals(cells.clean(offer.words)))
            item.setData(VALUE, offer)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(ON if str(offer.value) in here else OFF)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)

    def _instead(self, sentence: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        item = QListWidgetItem(sentence)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)
        self.list.blockSignals(False)

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self._instead(str(refusal))

    def _tell(self, item: QListWidgetItem) -> None:
        offer: Offer = item.data(VALUE)
        others = tuple(each for each in self.chosen if str(each.value) != str(offer.value))
        self.chosen = (*others, offer) if item.checkState() == ON else others
        self.changed.emit(self.chosen)
