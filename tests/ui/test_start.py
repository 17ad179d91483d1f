"""The way in, as far as it is kept between two starts: the person's file and the theme."""

import asyncio
import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from pytestqt.qtbot import QtBot

from desktop_app import app, paths
from desktop_app.commands.open_desk import open_desk
from desktop_app.commands.window import scheme
from desktop_app.domain.places import AREAS
from desktop_app.stack import Places
from desktop_app.ui import start
from desktop_app.ui.front import areas
from desktop_app.ui.window import Window
from tests.ui.conftest import Run
from tests.ui.waiting import until

DEALS = "openmineral.deals"
HEAVY = ("sqlalchemy", "psycopg", "pymongo", "redis", "pydantic", "numpy", "pyqtgraph")
PAINTED_BEFORE = ("asyncio", "qasync", "json", "logging.handlers", "desktop_app.config")


def test_what_was_open_is_kept_for_the_person(
    qtbot: QtBot, dressed: object, run: Run, sampled: Places, tmp_path: Path
) -> None:
    """On the real stores: lights, feed and a file of one's own; the next window is as it was."""

    async def used(window: Window) -> None:
        await until(lambda: window.workspace.pages())
        await until(lambda: "answers" in window.status._lights["mongodb"].accessibleName())
        assert window.reads.names == {start.STORES, start.FEED}
        window.go(DEALS)
        window.close()

    async def work() -> None:
        for _ in range(2):
            window = Window()
            qtbot.addWidget(window)
            window.show()
            opening = partial(open_desk, str(sampled.data_dir))
            arranged = partial(paths.window_file, tmp_path)
            await asyncio.gather(start._live(window, opening, arranged), used(window))
            assert not window.reads.names
            places = [tab.place for tab in window.workspace.tabs()]
            assert places == ["boards.users_overview", DEALS]

    run(work)
    kept = json.loads((tmp_path / "people" / "sample_admin" / "window.json").read_text())
    assert [tab["place"] for tab in kept["open"]["main"]["panes"][0]["tabs"]][1] == DEALS


@pytest.mark.parametrize(
    ("written", "worn"),
    [("", ""), ('theme = "contrast"', "contrast"), ('theme = "system"', ""), ("theme = 4", "")],
)
def test_the_theme_is_a_setting(tmp_path: Path, written: str, worn: str) -> None:
    (tmp_path / "config.toml").write_text(written)
    assert scheme(str(tmp_path)) == worn


FRONT = """
import sys
from desktop_app.commands import window
from desktop_app.ui.window import shown
made = shown("dark")
assert made.isVisible() and made.front.isVisible()
print([name for name in sys.argv[1:] if name in sys.modules])
"""


def test_the_window_stands_before_anything_heavy_is_loaded() -> None:
    """Neither for its first paint nor by the command line: drivers come in a thread, later."""
    for names, asked in (
        (HEAVY, "from desktop_app.commands import window; from desktop_app.ui import start"),
        ((*HEAVY, *PAINTED_BEFORE), ""),
    ):
        told = f"import sys; {asked}; print([n for n in sys.argv[1:] if n in sys.modules])"
        program = told if asked else FRONT
        command = [sys.executable, "-c", program, *names]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"
    for arguments in ([], ["--data-dir", "place"], ["--data-dir=stack"]):
        assert app._needed(arguments) == []
    assert app._needed(["--data-dir", "place", "stack", "status"]) == ["stack"]


def test_the_front_is_where_everything_will_stand(qtbot: QtBot, dressed: object) -> None:
    """Nothing jumps when the window is furnished; one that is closed before is over."""
    window = Window(furnished=False)
    qtbot.addWidget(window)
    window.show()
    middle = window.front._middle.geometry()
    window.furnish()
    qtbot.wait(1)
    assert QRect(window.middle.mapTo(window, QPoint()), window.middle.size()) == middle
    tree = window.navigation.tree
    at = tree.viewport().mapTo(window, QPoint())
    assert (at.y(), len(areas(0))) == (areas(at.y())[0].y() - areas(0)[0].y(), 2 * len(AREAS))
    early = Window(furnished=False)
    qtbot.addWidget(early)
    with qtbot.waitSignal(early.closed):
        early.close()
