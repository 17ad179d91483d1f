"""No text of any place is cut or lies over another, at any size, in light and dark."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.commands.open_desk import open_desk
from desktop_app.domain.places import AREAS
from desktop_app.domain.query import Query
from desktop_app.services.places import written
from desktop_app.services.servers import quiet as quiet_start
from desktop_app.stack import Places
from desktop_app.ui import theme
from desktop_app.ui.atlas import Atlas
from desktop_app.ui.labels import Elided
from desktop_app.ui.memory import Memory
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.record_page import RecordPage
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.tasks import Reads, Writes
from tests.ui.waiting import until

# The room for a page beside the navigation, in the window's own pixels: at 200 % a screen of
# 1920 × 1080 has 960 × 540 of them.
SIZES = (QSize(1056, 650), QSize(960 - theme.NAVIGATION_NARROW, 470), QSize(3616, 2090))
SLACK = 1
SETTLED = 0.05
FEW = ("openmineral.deals", "boards.deals", "health", "settings")


class Loose(QObject):
    """Notes what is shown before it stands anywhere: for a moment it is a window of its own,
    which takes the keyboard away and costs more than the whole page."""

    def __init__(self) -> None:
        super().__init__()
        self.page: QWidget | None = None
        self.found: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Show or not isinstance(watched, QWidget):
            return False
        if watched is not self.page and watched.windowType() == Qt.WindowType.Window:
            self.found.add(f"{type(watched).__name__} {_words(watched)} was a window")
        return False


def cut(page: QWidget) -> list[str]:
    """Labels and buttons whose words need more room than they have."""
    found = []
    for each in page.findChildren(QWidget):
        if not each.isVisible() or not (said := _words(each)) or isinstance(each, Elided):
            continue
        if each.toolTip() or each.property("elides"):
            continue
        needed, room = _needed(each), each.size()
        if needed.width() > room.width() + SLACK or needed.height() > room.height() + SLACK:
            found.append(f"{type(each).__name__} {said[:40]!r} needs {needed} of {room}")
    return found


def overlapping(page: QWidget) -> list[str]:
    """Two texts of one parent that share pixels."""
    found = []
    for parent in (page, *page.findChildren(QWidget)):
        if not parent.isVisible():
            continue
        here = [
            each
            for each in parent.findChildren(
                QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
            )
            if each.isVisible() and _words(each)
        ]
        for number, one in enumerate(here):
            for other in here[number + 1 :]:
                if one.geometry().adjusted(1, 1, -1, -1).intersects(other.geometry()):
                    found.append(f"{_words(one)[:30]!r} lies over {_words(other)[:30]!r}")
    return found


def beyond(page: QWidget) -> list[str]:
    """Words that stand outside of the page, where no scroll bar leads."""
    found, whole = [], QRect(QPoint(), page.size()).adjusted(-SLACK, -SLACK, SLACK, SLACK)
    for each in page.findChildren(QWidget):
        if each.isVisible() and _words(each) and not _scrolled(each, page):
            there = QRect(each.mapTo(page, QPoint()), each.size())
            if not whole.contains(there):
                found.append(f"{_words(each)[:40]!r} at {there} of {whole}")
    return found


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QPushButton | QToolButton | QCheckBox | QRadioButton):
        return str(widget.text()).strip()
    return ""


def _needed(widget: QWidget) -> QSize:
    if isinstance(widget, QLabel) and widget.wordWrap():
        high = widget.heightForWidth(widget.width())
        return QSize(0, max(high, 0))
    if isinstance(widget, QAbstractButton):
        shown = widget.text().replace("&&", "&")
        return QSize(widget.fontMetrics().horizontalAdvance(shown), 0)
    return widget.sizeHint()


def _scrolled(widget: QWidget, page: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not page:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def nowhere(*_: object) -> None:
    """Nothing is opened from here."""


async def quiet(page: Page) -> None:
    await until(lambda: not any(reads.names for reads in page.findChildren(Reads)))


async def record_of(office: Office, place: str) -> str:
    """A record of the list, where it has one that may be read."""
    panel = office.desk.panels[place]
    rows = (await office.desk.list(panel, Query(place, limit=1))).rows
    return written(panel, panel.source.key(rows[0])) if rows else ""


async def looked_at(qtbot: QtBot, app: QApplication, make: Callable[[], Page]) -> list[str]:
    loose = Loose()
    app.installEventFilter(loose)
    loose.page = page = make()
    qtbot.addWidget(page)
    if isinstance(page, TablePage):
        page.reload()
    page.show()
    await quiet(page)
    if isinstance(page, RecordPage):
        for number in reversed(range(page.tabs.count())):
            page.tabs.setCurrentIndex(number)
            await quiet(page)
    app.removeEventFilter(loose)
    found = [f"{page.place}: {each}" for each in loose.found]
    for size in SIZES:
        page.resize(size)
        await asyncio.sleep(SETTLED)  # a head that unfolds lays itself out once more
        await quiet(page)  # names that came late have pushed others aside
        await asyncio.sleep(SETTLED)
        page.grab()
        said = [*cut(page), *overlapping(page), *beyond(page)]
        found += [f"{page.place} at {size.width()}×{size.height()}: {each}" for each in said]
    await quiet(page)
    for reads in page.findChildren(Reads):
        await reads.ended()
    page.hide()
    return found


async def all_of(
    qtbot: QtBot, app: QApplication, office: Office, wanted: tuple[str, ...]
) -> list[str]:
    """These places, or all of an area, each list with its first record; every mistake at once."""
    atlas = Atlas(office)
    found = []
    areas = {area: [each.name for each in here] for area, here in atlas.areas().items()}
    for place in (place for each in wanted for place in areas.get(each, [each])):
        found += await looked_at(qtbot, app, partial(atlas.make, place))
        if place in office.desk.panels and (record := await record_of(office, place)):
            found += await looked_at(qtbot, app, partial(atlas.make, record))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "places",
    [
        pytest.param(FEW, marks=pytest.mark.sample, id="few"),
        *(pytest.param((area,), marks=pytest.mark.long, id=area) for area in AREAS),
    ],
)
def test_every_text_has_its_room(
    qtbot: QtBot,
    dressed: QApplication,
    sampled: Places,
    loop: asyncio.AbstractEventLoop,
    places: tuple[str, ...],
    scheme: str,
) -> None:
    house = open_desk(str(sampled.data_dir), quiet_start)
    office = Office(house.desk, Writes(dressed), Memory(), nowhere, nowhere, nowhere)

    async def looking() -> list[str]:
        """Drivers that watch their servers for long may not be met between two loops."""
        try:
            return await all_of(qtbot, dressed, office, places)
        finally:
            await house.close()

    theme._dress(dressed, scheme)
    try:
        wrong = loop.run_until_complete(looking())
    finally:
        theme._dress(dressed, "light")
    assert not wrong, "\n".join(wrong)


def test_what_does_not_fit_is_found(qtbot: QtBot, dressed: QApplication) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    long, over = QLabel("A sentence that needs room", page), QLabel("Another", page)
    long.setGeometry(0, 0, 40, 12)
    over.setGeometry(20, 0, 200, 30)
    out = QLabel("Out", page)
    out.setGeometry(390, 0, 100, 30)
    page.resize(400, 100)
    page.show()
    assert len(cut(page)) == len(overlapping(page)) == len(beyond(page)) == 1
