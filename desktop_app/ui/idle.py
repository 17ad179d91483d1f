"""Whether somebody is at the keyboard: said at most once a minute, and when nobody is for long."""

from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

LOOK_MS = 5_000
TOLD_SECONDS = 60
INPUT = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    )
)


class Idle(QObject):
    """`hand` says that a person did something, `long` that nobody did for so many seconds.

    It listens at the windows of the system, where little but a person's input arrives: a filter
    at the application would be asked about every event of every widget.
    """

    hand = Signal()
    long = Signal()

    def __init__(self, owner: QObject, seconds: float) -> None:
        super().__init__(owner)
        self._seconds = seconds
        self._last = self._told = monotonic()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._listen)
        for window in QGuiApplication.topLevelWindows():
            self._listen(window)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        if self._seconds and monotonic() - self._last >= self._seconds:
            self.long.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in INPUT:
            now = self._last = monotonic()
            if now - self._told >= TOLD_SECONDS:
                self._told = now
                self.hand.emit()
        return False

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
