"""The window as a whole: places, keys, the way in and the way out."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.commands.snapshot import named
from desktop_app.domain.access import Actor
from desktop_app.domain.errors import Invalid, NotAllowed, Unreachable
from desktop_app.domain.places import AREAS
from desktop_app.domain.query import Row
from desktop_app.services.desk import Desk
from desktop_app.ui import icons, snapshot, start, theme
from desktop_app.ui.navigation_tree import INDENT, PLACE
from desktop_app.ui.stuck import Stuck
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.window import Window
from tests.ui import rows
from tests.ui.conftest import Run

PANELS = panels.load()
CITIES = "multiverse.city_resources"


@cache
def _tame() -> dict[str, list[Row]]:
    """Made once: some thousand values for every panel."""
    return {key: rows.tame(panel, 20) for key, panel in PANELS.items()}


@dataclass
class House:
    desk: Desk = field(default_factory=lambda: rows.desk(PANELS, _tame()))
    environment: str = "embedded"
    who: str = "A. Lindqvist"
    rest_minutes: int = 0
    needs_no_password: bool = True
    closed: int = 0

    async def close(self) -> None:
        self.closed += 1

    async def sign_out(self) -> None:
        """Nobody signs out here."""

    async def prove(self, password: str, code: str) -> None:
        """Whoever comes is believed."""


@pytest.fixture
def window(qtbot: QtBot, dressed: object) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    return made


def _click(page: QWidget) -> None:
    button = page.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def _until(so: Callable[[], bool]) -> None:
    for _ in range(500):
        if so():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


def test_every_area_and_every_panel_has_its_place(window: Window, run: Run) -> None:
    async def work() -> None:
        window.open_desk(House().desk, "A. Lindqvist", "embedded")
        assert set(window.navigation.places()) >= {*AREAS, *PANELS}
        for area in ("Users", "Assets", "Tickets"):  # those of lists: a page may ask the stores
            window.go(area)
            await asyncio.sleep(0.01)
            assert window.page.isVisible()
            assert window.navigation.tree.open_area == area

    run(work)


def test_no_name_in_the_navigation_is_cut(window: Window) -> None:
    """Written strong, beside a scroll bar. Mutation: a title that is too long."""
    titles = [each.title for each in PANELS.values()]
    titles += [each.title for each in panels.load_boards().values()]
    bar = window.navigation.tree.verticalScrollBar().sizeHint().width()
    room = theme.NAVIGATION - bar - 2 * theme.PAD - INDENT - theme.GAP
    strong = QFontMetrics(theme.font(theme.SECONDARY, strong=True))
    assert not [title for title in titles if strong.horizontalAdvance(title) > room]


def test_every_area_has_an_icon_of_its_own(dressed: object) -> None:
    assert set(icons.AREAS) == set(AREAS)
    letters = [icons.glyph(name) for name in (*icons.AREAS.values(), icons.BRAND)]
    assert len(set(letters)) == len(letters)
    assert icons.font(17).family() == "Phosphor"


def test_who_may_see_nothing_is_shown_nothing(window: Window, run: Run) -> None:
    async def work() -> None:
        desk = House().desk
        desk.actor = Actor("guest", frozenset(), frozenset())
        window.open_desk(desk, "guest", "test")
        assert window.navigation.places() == []
        assert isinstance(window.page, Stuck)
        assert "guest may see nothing" in str(window.page.refusal)
        with pytest.raises(NotAllowed):
            window.go(CITIES)

    run(work)


def test_the_keyboard_alone_opens_a_list(window: Window, run: Run) -> None:
    async def work() -> None:
        window.open_desk(House().desk, "A. Lindqvist", "embedded", "Properties")
        tree = window.navigation.tree
        tree.setFocus()
        QTest.keyClick(tree, Qt.Key.Key_Down)
        chosen = str(tree.currentIndex().data(PLACE))
        QTest.keyClick(tree, Qt.Key.Key_Return)
        await asyncio.sleep(0.05)
        assert isinstance(window.page, TablePage)
        assert window.page.table.accessibleName() == PANELS[chosen].title

    run(work)


def test_what_is_on_screen_has_a_name_for_those_who_do_not_see_it(window: Window, run: Run) -> None:
    async def work() -> None:
        window.open_desk(House().desk, "A. Lindqvist", "PRODUCTION")
        await asyncio.sleep(0.05)
        assert window.navigation.tree.accessibleName()
        assert isinstance(window.page, TablePage)
        assert window.page.table.accessibleName()
        buttons = [each for each in window.findChildren(QAbstractButton) if each.isVisible()]
        assert [each for each in buttons if not (each.text() or each.accessibleName())] == []
        assert window.status._environment.text() == "PRODUCTION"

    run(work)


def test_the_way_in_and_the_way_out(window: Window, run: Run) -> None:
    """First paint, then a failure in words, then a second try in a thread, work, and the end."""
    house, tries, threads = House(), [0], set[str]()

    def opening(say: Callable[[str], None]) -> House:
        tries[0] += 1
        threads.add(str(threading.get_ident()))
        say("Starting PostgreSQL")
        if tries[0] == 1:
            raise Unreachable("PostgreSQL did not start. Free some disk space.")
        return house

    async def user() -> None:
        await _until(window.welcome._trouble.isVisible)
        assert "disk space" in window.welcome._trouble.accessibleName()
        _click(window.welcome)
        await _until(lambda: isinstance(window.page, TablePage))
        window.writes.start("save", partial(asyncio.sleep, 0.1))
        window.close()

    async def work() -> None:
        await asyncio.gather(start._live(window, opening), user())

    run(work)
    assert str(threading.get_ident()) not in threads
    assert not window.writes.names
    assert house.closed == 1


def test_a_window_closed_while_it_opens_closes_the_house(window: Window, run: Run) -> None:
    house = House()

    def opening(_say: Callable[[str], None]) -> House:
        start_waiting.wait(5)
        return house

    async def user() -> None:
        await asyncio.sleep(0.1)
        window.close()
        start_waiting.set()

    async def work() -> None:
        await asyncio.gather(start._live(window, opening), user())

    start_waiting = threading.Event()
    run(work)
    assert house.closed == 1


def test_ctrl_q_closes_the_window(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()


def test_a_snapshot_is_a_picture_of_the_rows(dressed: object, tmp_path: Path) -> None:
    house, out = House(), tmp_path / "cities.png"
    snapshot.save(lambda _say: house, CITIES, out, (1000, 640), "dark")
    assert (QImage(str(out)).width(), QImage(str(out)).height()) == (1000, 640)
    assert house.closed == 1


def test_places_are_named_as_people_write_them() -> None:
    assert named("users") == "Users"
    assert named("kyc") == "KYC review"
    assert named(CITIES) == CITIES
    with pytest.raises(Invalid, match="Near it: properties"):
        named("propertis")
    with pytest.raises(Invalid, match=CITIES):
        named("city_resource")
