"""The screens are tested offscreen, on qasync's loop, and a warning from Qt is a failure."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.ui import loop as loops
from desktop_app.ui import start

Run = Callable[[Callable[[], Awaitable[Any]]], Any]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    return start.application("light")


@pytest.fixture
def loop(dressed: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    with loops.running(dressed) as running:
        yield running


@pytest.fixture
def run(loop: asyncio.AbstractEventLoop) -> Run:
    """Run a coroutine function on the window's own kind of loop, with an end to waiting."""

    def until_done(work: Callable[[], Awaitable[Any]]) -> Any:
        return loop.run_until_complete(asyncio.wait_for(work(), 20))

    return until_done
