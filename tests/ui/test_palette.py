"""Everything by a few letters and the keyboard alone: palette, keys valid here, own keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Invalid
from desktop_app.services.desk import Desk
from desktop_app.ui import actions, keys
from desktop_app.ui.actions import allow
from desktop_app.ui.fuzzy import closeness
from desktop_app.ui.memory import Memory
from desktop_app.ui.pages.keys import KeysPage
from desktop_app.ui.palette import Palette
from desktop_app.ui.window import Window
from tests.ui import rows
from tests.ui.conftest import Run
from tests.ui.test_tabs import CITIES, CONTROL, DEALS, PANELS
from tests.ui.waiting import until


@pytest.fixture
def usual_keys() -> Iterator[None]:
    yield
    actions.own_keys({})


@pytest.fixture
def window(qtbot: QtBot, dressed: object, run: Run, usual_keys: None) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()

    async def work() -> None:
        made.open_desk(_desk(), "A. Lindqvist", "embedded", DEALS)
        made.activateWindow()
        await until(made.isActiveWindow)

    run(work)
    return made


def _desk() -> Desk:
    return rows.desk(PANELS, {key: rows.tame(panel, 3) for key, panel in PANELS.items()})


def _open(window: Window, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Palette:
    QTest.keyClick(window, key, modifiers)
    (palette,) = window.findChildren(Palette)
    assert palette.isVisible()
    assert QApplication.focusWidget() is palette.line
    return palette


@pytest.mark.parametrize(
    ("wanted", "nearer", "farther"),
    [
        ("deal", "Deals", "Move tab aside: deal"),
        ("cit", "City resources", "Capacity"),
        ("ksh", "Keys valid here", "Kangaroos"),
        ("res cit", "City resources", "Resources"),
    ],
)
def test_the_nearer_name_comes_first(wanted: str, nearer: str, farther: str) -> None:
    near, far = closeness(wanted, nearer), closeness(wanted, farther)
    assert near is not None
    assert far is None or near < far


def test_a_place_is_reached_by_letters_alone(window: Window, run: Run) -> None:
    async def work() -> None:
        palette = _open(window, Qt.Key.Key_K, CONTROL)
        QTest.keyClicks(palette.line, "city")
        QTest.keyClick(palette.line, Qt.Key.Key_Return)
        assert not palette.isVisible()
        assert window.workspace.tabs()[-1].place == CITIES

    run(work)


def test_escape_gives_the_keyboard_back(window: Window, run: Run) -> None:
    async def work() -> None:
        window.navigation.tree.setFocus()
        palette = _open(window, Qt.Key.Key_K, CONTROL)
        QTest.keyClick(palette.line, Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is window.navigation.tree

    run(work)


def test_what_cannot_be_done_says_why_and_is_not_done(window: Window, run: Run) -> None:
    async def work() -> None:
        fold = window.findChild(QAction, "window.fold")
        assert isinstance(fold, QAction)
        allow(fold, "You may not fold.")
        palette = _open(window, Qt.Key.Key_K, CONTROL)
        QTest.keyClicks(palette.line, "fold nav")
        entry = palette.entries()[0]
        assert (entry.title, entry.key) == ("Fold navigation", "Ctrl+B")
        assert entry.why_not == "You may not fold."
        QTest.keyClick(palette.line, Qt.Key.Key_Return)
        assert palette.isVisible()
        assert not window.navigation.narrow

    run(work)


def test_the_keys_valid_here_are_those_of_page_and_window(window: Window, run: Run) -> None:
    async def work() -> None:
        palette = _open(window, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
        shown = {entry.title: entry.key for entry in palette.entries()}
        assert shown["Close tab"] == "Ctrl+W"
        assert shown["Filter"] == "Ctrl+F"
        assert all(shown.values())

    run(work)


def test_an_own_key_holds_now_and_later_and_is_given_once(window: Window, run: Run) -> None:
    async def work() -> None:
        keys.bind(window.memory, "tabs.close", "Ctrl+F9")
        QTest.keyClick(window, Qt.Key.Key_F9, CONTROL)
        assert not window.workspace.tabs()
        with pytest.raises(Invalid, match="“Close tab”"):
            keys.bind(window.memory, "list.filter", "Ctrl+F9")
        window.go(DEALS)
        keys.bind(window.memory, "list.filter", "Ctrl+W")
        kept = {"tabs.close": "Ctrl+F9", "list.filter": "Ctrl+W"}
        assert window.memory.get("keys") == kept
        keys.bind(window.memory, "list.filter", "Ctrl+F")
        keys.bind(window.memory, "tabs.close", "Ctrl+W")
        assert window.memory.get("keys") is None

    run(work)


def test_the_page_of_keys_changes_and_refuses(window: Window, run: Run) -> None:
    async def work() -> None:
        window.go("keys")
        page = window.workspace.current()
        assert isinstance(page, KeysPage)
        edit = page.edit("window.fold")
        edit.setKeySequence("Ctrl+K")
        edit.editingFinished.emit()
        assert edit.keySequence().toString() == "Ctrl+B"
        assert "Search everything" in page._said.text()
        edit.setKeySequence("Ctrl+Shift+F9")
        edit.editingFinished.emit()
        assert window.memory.get("keys") == {"window.fold": "Ctrl+Shift+F9"}

    run(work)


@pytest.mark.parametrize("kept", [3, ["x"], {"tabs.close": 4, "gone.long.ago": "Ctrl+1"}])
def test_kept_keys_that_make_no_sense_are_passed_over(
    dressed: object, usual_keys: None, kept: object
) -> None:
    memory = Memory()
    memory.put("keys", kept)
    keys.wear(memory)
    assert actions.key_of("tabs.close") == "Ctrl+W"
