"""The first minutes: which servers, who comes in, the lock, and leaving for somebody else."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app import config, paths
from desktop_app.commands.doorway import Doorway
from desktop_app.commands.open_desk import Entrance
from desktop_app.domain.errors import Invalid, NotAllowed, Unreachable
from desktop_app.services import sample, sign_in, trying
from desktop_app.services.servers import is_new, quiet
from desktop_app.stack import Places
from desktop_app.ui import start
from desktop_app.ui.first_run import FirstRun
from desktop_app.ui.idle import Idle
from desktop_app.ui.lock import LockPage
from desktop_app.ui.password_form import PasswordForm
from desktop_app.ui.sign_in_page import SignInPage
from desktop_app.ui.theme import Tone
from desktop_app.ui.way_in import ChooseServers
from desktop_app.ui.window import Window
from tests.ui.conftest import Run
from tests.ui.waiting import until

Work = Callable[[], Awaitable[None]]
DEALS = "openmineral.deals"
NOBODY = {
    "postgres_url": "postgresql://127.0.0.1:1/countinghouse",
    "mongodb_url": "mongodb://127.0.0.1:1/",
    "redis_url": "redis://127.0.0.1:1/0",
}


@pytest.fixture
def window(qtbot: QtBot, dressed: QApplication) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    return made


async def at_work(window: Window) -> None:
    """Also the driver's own connections stand: given up half made, they would be left open."""
    await until(lambda: window.guard.acts[0].isEnabled())
    await until(lambda: "answers" in window.status._lights["mongodb"].accessibleName())


def lived(
    window: Window, doorway: Doorway, using: Callable[[], Awaitable[None]]
) -> Callable[[], Awaitable[None]]:
    """Somebody at a window that `start` leads from its opening to its end."""

    async def work() -> None:
        await asyncio.gather(start._live(window, doorway), using())

    return work


@pytest.fixture(scope="module")
def entrance(sampled: Places) -> Entrance:
    """One for all; the servers are the run's own and stay whoever lets go of them."""
    return Entrance(str(sampled.data_dir), quiet)


@pytest.fixture
def doorway(sampled: Places, entrance: Entrance) -> Doorway:
    made = Doorway(str(sampled.data_dir))
    made._entrance = entrance
    return made


def test_one_leaves_and_another_comes_in(
    window: Window, run: Run, doorway: Doorway, qtbot: QtBot
) -> None:
    """Mutation: a doorway that lets the administrator in again by itself."""
    seen: list[str] = []

    async def first() -> None:
        await at_work(window)
        seen.append(window.status._who.text())
        window.guard.acts[1].trigger()

    async def second(after: Window) -> None:
        await until(lambda: isinstance(after._asking, SignInPage))
        page = after._asking
        assert isinstance(page, SignInPage)
        assert not after.navigation.isVisible()
        page.sign_in(sample.CHECKER, "wrong")
        await until(page.form.trouble.isVisible)
        assert page.form.trouble.accessibleName() == sign_in.WRONG
        assert page.form.password.text() == ""
        page.samples[1].click()
        await at_work(after)
        seen.append(after.status._who.text())
        assert after.navigation.isVisible()
        after.close()

    async def work() -> None:
        left, _ = await asyncio.gather(start._live(window, doorway), first())
        assert left == start.OUT
        after = Window()
        qtbot.addWidget(after)
        after.show()
        left, _ = await asyncio.gather(start._live(after, doorway), second(after))
        assert left == start.CLOSED

    run(work)
    assert [who.split(" ")[0] for who in seen] == [sample.ADMIN, sample.CHECKER]


def test_a_locked_window_shows_nothing_and_keeps_everything(
    window: Window, run: Run, doorway: Doorway
) -> None:
    async def using() -> None:
        await at_work(window)
        window.go(DEALS)
        page, torn = window.page, window.floor.tear(window.workspace.tabs()[0])
        window.go(DEALS)
        window.finding.everything()
        window.guard.shut()
        locked = window.middle.currentWidget()
        assert isinstance(locked, LockPage)
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        assert torn not in shown
        assert not window.workspace.isVisible()
        assert not window.navigation.isVisible()
        assert [a.objectName() for a in window.actions() if a.isEnabled()] == ["window.close"]
        window.tell("A secret", Tone.BAD)
        assert not window.notices.isVisible()
        locked.try_it("", "wrong", "")
        await until(locked.form.trouble.isVisible)
        assert window.middle.currentWidget() is locked
        locked.try_it("", "", "")
        await until(lambda: window.middle.currentWidget() is window.workspace)
        assert torn.isVisible()
        assert window.navigation.isVisible()
        assert window.finding._all[0].isEnabled()
        assert page is not None
        window.leave()

    run(lived(window, doorway, using))


def test_a_new_folder_asks_which_servers(tmp_path: Path) -> None:
    doorway = Doorway(str(tmp_path / "data"))
    with pytest.raises(ChooseServers):
        doorway(quiet)
    assert is_new(tmp_path / "data")


def test_servers_are_tried_before_they_are_kept(
    qtbot: QtBot, dressed: QApplication, run: Run, tmp_path: Path, sampled: Places
) -> None:
    """Real ones answer whoever asks; closed ports are named, and nothing is written of them."""
    doorway = Doorway(str(tmp_path))
    page = FirstRun(doorway)
    qtbot.addWidget(page)
    page.show()

    async def keep(urls: Mapping[str, str]) -> str:
        page.trouble.hide()
        page.own.click()
        for key, line in page.lines.items():
            line.setText(urls[key])
        page.go.click()
        await until(lambda: not page.reads.names)
        return page.trouble.accessibleName() if page.trouble.isVisible() else ""

    async def work() -> None:
        assert "address of MongoDB is missing" in await keep({**NOBODY, "mongodb_url": ""})
        assert page.focusWidget() is page.lines["mongodb_url"]
        said = await keep(NOBODY)
        assert said.startswith("PostgreSQL and MongoDB and Redis do not answer")
        assert not (tmp_path / "config.toml").exists()

    run(work)
    real = {
        "postgres_url": sampled.postgres,
        "mongodb_url": sampled.mongodb,
        "redis_url": sampled.redis,
    }
    trying.tried(real)
    with pytest.raises(Unreachable, match=r"^Redis does not answer"):
        trying.tried({**real, "redis_url": NOBODY["redis_url"]})


def test_a_choice_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "tried", lambda _urls: None)
    Doorway(str(tmp_path)).keep(NOBODY)
    kept = config.load(paths.config_file(tmp_path))
    assert kept.redis_url == NOBODY["redis_url"]
    assert not is_new(tmp_path)
    with pytest.raises(Invalid, match="password"):
        Doorway(str(tmp_path)).keep({**NOBODY, "redis_url": "redis://:secret@127.0.0.1:1/0"})


def test_unknown_and_wrong_are_refused_in_the_same_words_after_the_same_work(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mutation: refuse at once whom the workstation does not know."""
    work: list[str] = []
    stretched, connected = hashlib.scrypt, psycopg.connect

    def stretch(*told: Any, **more: Any) -> bytes:
        work.append("stretched")
        return stretched(*told, **more)

    def connect(*told: Any, **more: Any) -> Any:
        work.append("asked")
        return connected(*told, **more)

    monkeypatch.setattr(hashlib, "scrypt", stretch)
    monkeypatch.setattr(psycopg, "connect", connect)
    for login, password in (("nobody", "x"), (sample.ADMIN, "x"), ("nobody", ""), ("a\0b", "x")):
        work.clear()
        with pytest.raises(NotAllowed, match=sign_in.WRONG):
            entrance.let_in(login, password)
        assert sorted(work) == ["asked", "stretched"], login


def test_enter_goes_on_and_caps_lock_is_noticed(qtbot: QtBot, dressed: QApplication) -> None:
    form = PasswordForm("Sign in")
    qtbot.addWidget(form)
    form.show()
    sent: list[tuple[str, str, str]] = []
    form.sent.connect(lambda *told: sent.append(told))
    QTest.keyClicks(form.login, "ada")
    QTest.keyClick(form.login, Qt.Key.Key_Return)
    assert not sent
    QTest.keyClick(form.password, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert form.caps.isHidden()
    QTest.keyClicks(form.password, "B")
    assert form.caps.isHidden() is False or form.password.text() == "aB"
    QTest.keyClick(form.password, Qt.Key.Key_Return)
    assert sent == [("ada", "aB", "")]


def test_a_hand_is_heard_and_rest_is_told(window: Window, qtbot: QtBot) -> None:
    idle = Idle(window, 0.05)
    idle._told = -1000.0
    with qtbot.waitSignal(idle.hand):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    told: list[bool] = []
    idle.long.connect(lambda: told.append(True))
    idle.look()
    assert not told
    idle._last -= 1
    idle.look()
    assert told == [True]


def test_a_window_closed_at_the_sign_in_page_lets_the_servers_go(
    window: Window, run: Run, doorway: Doorway, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[bool] = []
    doorway._been_in = True
    monkeypatch.setattr(Entrance, "close", lambda _: closed.append(True))

    async def using() -> None:
        await until(lambda: isinstance(window._asking, SignInPage))
        window.close()

    run(lived(window, doorway, using))
    assert closed == [True]
