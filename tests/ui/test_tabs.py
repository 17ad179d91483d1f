"""Tabs: opened, closed, asked about, put to sleep, moved aside and into windows of their own."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QTabBar
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.services.desk import Desk
from desktop_app.ui import workspace as workspaces
from desktop_app.ui.memory import Memory
from desktop_app.ui.page import Page
from desktop_app.ui.window import Window
from tests.ui import rows
from tests.ui.conftest import Run
from tests.ui.waiting import until

DEALS, CITIES, USERS = "openmineral.deals", "multiverse.city_resources", "multiverse.users"
PANELS = {key: panels.load()[key] for key in (DEALS, CITIES, USERS)}
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _desk() -> Desk:
    return rows.desk(PANELS, {key: rows.tame(panel, 3) for key, panel in PANELS.items()})


@pytest.fixture
def window(qtbot: QtBot, dressed: object, run: Run) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()

    async def work() -> None:
        made.open_desk(_desk(), "A. Lindqvist", "embedded", DEALS)
        made.go(CITIES)
        made.activateWindow()
        await until(made.isActiveWindow)

    run(work)
    return made


def _places(window: Window) -> list[str]:
    return [tab.place for tab in window.workspace.tabs()]


def _press(window: Window, key: Qt.Key, modifiers: Qt.KeyboardModifier = CONTROL) -> None:
    QTest.keyClick(window, key, modifiers)


def test_the_keyboard_turns_closes_and_reopens(window: Window, run: Run) -> None:
    async def work() -> None:
        assert _places(window) == [DEALS, CITIES]
        _press(window, Qt.Key.Key_Tab)
        assert window.workspace.current() is window.workspace.pages()[0]
        _press(window, Qt.Key.Key_W)
        assert _places(window) == [CITIES]
        _press(window, Qt.Key.Key_T, CONTROL | SHIFT)
        assert _places(window) == [CITIES, DEALS]
        assert window.navigation.tree.open_place == DEALS

    run(work)


def test_a_middle_click_closes(window: Window, run: Run) -> None:
    async def work() -> None:
        bar = window.findChild(QTabBar)
        assert isinstance(bar, QTabBar)
        QTest.mouseClick(bar, Qt.MouseButton.MiddleButton, pos=bar.tabRect(0).center())
        assert _places(window) == [CITIES]

    run(work)


def test_what_is_not_saved_is_asked_about(window: Window, run: Run) -> None:
    async def work() -> None:
        page = window.workspace.current()
        assert page is not None
        page.unsaved = lambda: 2  # type: ignore[method-assign]
        _press(window, Qt.Key.Key_W)
        await until(lambda: window.findChildren(QMessageBox))
        (box,) = window.findChildren(QMessageBox)
        assert box.text() == "2 changes are not saved"
        box.defaultButton().click()
        await until(lambda: not window.findChildren(QMessageBox))
        assert _places(window) == [DEALS, CITIES]
        window.close()
        assert window.isVisible()
        await until(lambda: window.findChildren(QMessageBox))
        (box,) = window.findChildren(QMessageBox)
        next(b for b in box.buttons() if b.text() == "Close without saving").click()
        await until(lambda: not window.isVisible())

    run(work)


def test_only_so_many_pages_stay_alive(
    window: Window, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspaces, "AWAKE", 2)

    async def work() -> None:
        first = window.workspace.tabs()[0]
        window.go(USERS)
        assert first.page is None
        assert _places(window) == [DEALS, CITIES, USERS]
        window.go(DEALS)
        assert isinstance(first.page, Page)
        assert len(window.workspace.pages()) == 2

    run(work)


def test_a_tab_moves_aside_and_back(window: Window, run: Run) -> None:
    async def work() -> None:
        _press(window, Qt.Key.Key_Backslash)
        left, right = window.workspace.panes()
        assert [tab.place for tab in left.tabs] == [DEALS]
        assert [tab.place for tab in right.tabs] == [CITIES]
        assert all(page.isVisible() for page in window.workspace.pages())
        _press(window, Qt.Key.Key_Backslash)
        assert len(window.workspace.panes()) == 1
        assert _places(window) == [DEALS, CITIES]

    run(work)


def test_a_tab_in_a_window_of_its_own_comes_back(window: Window, run: Run) -> None:
    async def work() -> None:
        tab = window.workspace.tabs()[1]
        page = tab.page
        torn = window.floor.tear(tab, QPoint(-5000, 90000))
        assert _places(window) == [DEALS]
        assert tab.page is page
        assert torn.screen().availableGeometry().contains(torn.geometry())
        window.go(CITIES)
        assert _places(window) == [DEALS]
        torn.close()
        assert _places(window) == [DEALS, CITIES]
        assert not window.floor.torn()

    run(work)


def test_everything_is_open_again_at_the_next_start(window: Window, qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        window.workspace.split()
        window.go(USERS)
        window.floor.tear(window.workspace.tabs()[0])
        window.close()
        kept = Memory()
        for name in ("open", "window"):
            kept.put(name, window.memory.get(name))
        kept.put("window", {"at": [90000, -400, 1100, 700], "maximized": False})
        again = Window(kept)
        qtbot.addWidget(again)
        again.open_desk(_desk(), "A. Lindqvist", "embedded")
        assert _places(again) == [CITIES, USERS]
        assert [tab.place for torn in again.floor.torn() for tab in torn.workspace.tabs()] == [
            DEALS
        ]
        assert again.screen().availableGeometry().intersects(again.geometry())
        for torn in again.floor.torn():
            again.floor.bring_back(torn)

    run(work)


@pytest.mark.parametrize("kept", [[], {"main": 3}, {"main": {"panes": [{"tabs": [{}]}]}}])
def test_an_arrangement_that_cannot_be_read_is_begun_anew(
    qtbot: QtBot, run: Run, kept: object
) -> None:
    async def work() -> None:
        memory = Memory()
        memory.put("open", kept)
        again = Window(memory)
        qtbot.addWidget(again)
        again.open_desk(_desk(), "A. Lindqvist", "embedded")
        assert _places(again) == [USERS]

    run(work)
