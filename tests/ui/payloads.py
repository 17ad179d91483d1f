"""Texts that want to be more than text, and what shows that one of them was taken for more."""

import ctypes
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice, product
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QListView,
    QMenu,
    QMessageBox,
    QTextEdit,
    QToolBar,
    QWidget,
)

SHAPES = (
    "<b>{0}</b>", "<img src='file://{1}'>", "<img src='{2}/a.png'>", "<h1>{0}</h1>",
    "<a href='{2}'>{0}</a>", "<script>alert(1)</script>", "<body background='file://{1}'>",
    "<style>@import url({2})</style>{0}", "<table background='file://{1}'><tr><td>{0}</table>",
    "<!DOCTYPE html><p>{0}", "<?xml version='1.0'?><svg onload='x'>", "<iframe src='{2}'>",
    "&lt;b&gt;{0}", "<font color=red size=7>{0}", "<br><br><br>{0}", "<qt>{0}</qt>",
    "<object data='file://{1}'>", "<link rel=stylesheet href='{2}'>", "<hr>", "<li>{0}",
    "<span style=\"background-image:url(file://{1})\">{0}</span>", "javascript:alert(1)",
    "file://{1}", "{1}", "../../../../etc/passwd", "C:\\\\windows\\\\win.ini",
    "\\\\\\\\host\\\\share", "CON", "NUL.txt", "~/.ssh/id_rsa", "{2}/{0}", "data:text/html,<b>{0}",
    "qrc:/{0}", ":/{0}.png",
    "=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-1", "$(id)", "`id`", "; rm -rf x", "${{jndi:{2}}}",
    "{{{{7*7}}}}", "%s%n%x", "%1 %2 %L1", "'; DROP TABLE deals; --", "&File", "a & b && c", "#{0}",
    "\u202e{0}", "[{0}]({2})", "**{0}**", "![x](file://{1})", "[*] {0}",
)  # fmt: skip
DRESS = ("{}", " {}", "x {}", "{} x", "{}\u200b", "«{}»", "{}{}", "\t{}", "{}\n{}", "({})")
OPENED = 0x20  # IN_OPEN


def payloads(many: int, file: Path, url: str) -> list[str]:
    """Shapes first, then every shape in every dress; each once, none longer than a title may be."""
    every = (
        dress.format(*[shape.format(number, file, url)] * 2)
        for number, (dress, shape) in enumerate(product(DRESS, SHAPES))
    )
    return list(islice((each[:200] for each in every), many))


@contextmanager
def untouched(file: Path) -> Iterator[str]:
    """Inside, nobody opens the file and nobody calls the address that is handed out."""
    file.write_text("secret")
    libc = ctypes.CDLL(None, use_errno=True)
    watching = libc.inotify_init1(os.O_NONBLOCK)
    libc.inotify_add_watch(watching, str(file).encode(), OPENED)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            opened = b""
            with suppress(BlockingIOError):
                opened = os.read(watching, 4096)
            assert not opened, "a file that a text names was opened"
            with suppress(BlockingIOError):
                listening.accept()
                raise AssertionError("an address that a text names was called")
        finally:
            os.close(watching)


def taken_for_more() -> list[str]:
    """Every text of every widget that Qt would read as rich text, by where it stands."""
    found: list[str] = []
    for widget in QApplication.allWidgets():
        name = f"{type(widget).__name__} {widget.objectName()} in {_page(widget)}"
        found += [f"{name}: {said!r}" for said in _said(widget)]
        tips = [widget.toolTip()]
        if isinstance(widget, QAbstractItemView) and widget.model():
            tips += _tips(widget)
        tips += [each.toolTip() for each in widget.actions() if _tells(widget)]
        found += [f"tip of {name}: {each!r}" for each in tips if _rich(each)]
    return found


def _said(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel | QMessageBox):
        if widget.textFormat() != Qt.TextFormat.PlainText and Qt.mightBeRichText(widget.text()):
            yield widget.text()
    elif isinstance(widget, QTextEdit):
        yield "a text that can be rich"
    elif isinstance(widget, QGraphicsView) and widget.scene():
        for item in widget.scene().items():
            if isinstance(item, QGraphicsTextItem) and "<img" in item.toHtml():
                yield item.toPlainText()


def _tells(widget: QWidget) -> bool:
    """Whether it shows the tooltips of its actions, which are their words where none was given."""
    return widget.toolTipsVisible() if isinstance(widget, QMenu) else isinstance(widget, QToolBar)


def _tips(view: QAbstractItemView) -> Iterator[str]:
    model, root = view.model(), QModelIndex()
    for row in range(min(model.rowCount(root), 600)):
        for column in range(1 if isinstance(view, QListView) else model.columnCount(root)):
            said = model.index(row, column, root).data(Qt.ItemDataRole.ToolTipRole)
            yield said if isinstance(said, str) else ""


def _rich(tip: str) -> bool:
    """Ours is a paragraph whose inside is escaped."""
    inside = tip.removeprefix("<p style='white-space:pre-wrap'>").removesuffix("</p>")
    return Qt.mightBeRichText(tip) and (inside == tip or "<" in inside)


def _page(widget: QWidget) -> str:
    here: QWidget | None = widget
    while here is not None and here.objectName() != "page":
        here = here.parentWidget()
    return here.accessibleName() or getattr(here, "place", "") if here else "the window"
