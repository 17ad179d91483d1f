"""A mistake of ours that nobody caught: written down, told with its number, and survived."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import TracebackType
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app import log

TITLE = "The program made a mistake"
SENTENCE = (
    "What was asked for may not have been done; everything else goes on. Look whether it was, "
    "and report the number {number}, under which the log has the details."
)


@contextmanager
def told(window: QWidget, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Inside, whatever is raised where nobody waits for it is told in the window."""
    before = sys.excepthook
    sys.excepthook = partial(_raised, window)
    loop.set_exception_handler(partial(_in_loop, window))
    try:
        yield
    finally:
        sys.excepthook = before
        loop.set_exception_handler(None)


def tell(window: QWidget, error: BaseException, what: str = "") -> str:
    """One question at a time: a mistake that repeats itself must not bury the window."""
    number = log.crashed(error, what)
    if not window.findChildren(QMessageBox, "crash"):
        box = QMessageBox(window)
        box.setObjectName("crash")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(TITLE)
        box.setText(TITLE)
        box.setInformativeText(SENTENCE.format(number=number))
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.open()
    return number


def _raised(
    window: QWidget,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        window.close()
    else:
        tell(window, error)


def _in_loop(window: QWidget, loop: asyncio.AbstractEventLoop, said: dict[str, Any]) -> None:
    """asyncio also reports what is no error: a connection that could not be closed in time."""
    error = said.get("exception")
    if isinstance(error, Exception):
        tell(window, error, str(said.get("message", "")))
    else:
        log.log.warning("%s", said.get("message"))
