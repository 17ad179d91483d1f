"""Garbage is collected in the window's thread and nowhere else.

Python collects cycles in whatever thread happens to allocate. A widget of a cycle would then be
destroyed in a server's or a driver's thread, and a timer of it would go on ticking at nothing:
that ended the program, now and then, in Qt's event loop.
"""

import gc

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from shiboken6 import Shiboken

EVERY_MS = 500


class Garbage(QObject):
    """While it lives, Python's own collecting is off and this one works between two events."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        gc.disable()
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """The oldest generation that is due, as Python itself would choose."""
        counts = zip(gc.get_count(), self._thresholds, strict=True)
        due = [generation for generation, (count, most) in enumerate(counts) if count > most]
        if due:
            gc.collect(due[-1])

    def end(self) -> None:
        _copied_as_text()
        self._timer.stop()
        gc.enable()
        self.deleteLater()


def keep_all() -> None:
    """What is there now stays to the end and is not walked again: modules, tables, panels.

    Only once: later there are windows, which are to go.
    """
    if not gc.get_freeze_count():
        gc.freeze()


def _copied_as_text() -> None:
    """What was copied outlives Python where Qt keeps the clipboard itself (offscreen, minimal).

    Its destructor then called back into a Python that was gone: a text of Qt's own does not.
    """
    clipboard = QGuiApplication.clipboard()
    held = clipboard.mimeData()
    if held is not None and Shiboken.createdByPython(held) and not clipboard.ownsClipboard():
        clipboard.setText(clipboard.text())
