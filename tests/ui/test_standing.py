"""The lower edge and what is said there: stores, notices, counts, mistakes survived."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app.domain.access import Actor
from desktop_app.domain.standing import Standing, State
from desktop_app.ui import crash, light
from desktop_app.ui.finder import Finder
from desktop_app.ui.status_bar import StatusBar
from desktop_app.ui.theme import Tone
from desktop_app.ui.window import Window
from tests.ui.conftest import Run
from tests.ui.waiting import until

NOON = datetime(2026, 11, 21, 12, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.UNASKED, "not asked yet"),
        (State.CONNECTED, ""),
        (State.SLOW, "slow since {}"),
        (State.RECONNECTING, "reconnecting 1:08"),
        (State.OFFLINE, "offline since {}"),
    ],
)
def test_a_light_says_how_its_store_is_and_since_when(state: State, said: str) -> None:
    local = f"{NOON.astimezone():%H:%M}"
    shown = light.word(Standing("redis", state, NOON), NOON + timedelta(seconds=68))
    assert shown == said.format(local)


def test_the_bar_says_who_where_and_what_is_open(qtbot: QtBot, dressed: object) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.signed_in("A. Lindqvist", Actor("al", frozenset({"compliance"}), frozenset()), "PRODUCTION")
    bar.stands(Standing("redis", State.OFFLINE, NOON))
    bar.unsaved(2)
    bar.under_way(0)
    shown = {each.text() for each in bar.findChildren(QLabel) if each.isVisible()}
    assert {"PRODUCTION", "2 unsaved changes"} <= shown
    assert bar._who.text() == "A. Lindqvist · compliance ▾"
    assert f"Redis offline since {NOON.astimezone():%H:%M}" in shown
    assert not any("under way" in each for each in shown)


def test_a_notice_is_plain_text_and_is_kept(window: Window) -> None:
    window.tell("<b>Saved</b>", Tone.GOOD)
    assert window.notices.isVisible()
    assert window.notices._line.text() == "<b>Saved</b>"
    window.tell("Not saved", Tone.BAD)
    window.notices.history()
    assert not window.notices.isVisible()
    history = window.notices._history
    assert isinstance(history, Finder)
    assert [entry.title for entry in history.entries()] == ["Not saved", "<b>Saved</b>"]


@pytest.mark.warns
def test_a_mistake_is_told_with_its_number_and_survived(
    window: Window, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    def mistake() -> None:
        raise ZeroDivisionError("in a callback of the loop")

    async def work() -> None:
        loop = asyncio.get_running_loop()
        before = sys.excepthook
        with crash.told(window, loop):
            loop.call_soon(mistake)
            await until(lambda: window.findChildren(QMessageBox))
            sys.excepthook(KeyError, KeyError("in a slot of Qt"), None)
        assert sys.excepthook is before
        (box,) = window.findChildren(QMessageBox)
        first, second = (r.message.split()[1] for r in caplog.records if r.levelname == "ERROR")
        assert first != second
        assert first in box.informativeText()
        box.close()

    run(work)


@pytest.fixture
def window(qtbot: QtBot, dressed: object) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    return made
