"""The screens are tested offscreen, on qasync's loop, and a warning from Qt is a failure."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.commands.open_desk import Opened, open_desk
from desktop_app.services.servers import quiet
from desktop_app.stack import Places
from desktop_app.ui import loop as loops
from desktop_app.ui import start
from desktop_app.ui.memory import Memory
from desktop_app.ui.office import Office
from desktop_app.ui.tasks import Reads, Writes
from tests.preparing import with_sample
from tests.ui import list_ground
from tests.ui.waiting import until

Run = Callable[[Callable[[], Awaitable[Any]]], Any]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session", autouse=True)
def collected_here() -> Iterator[None]:
    """No thread of a server may collect a widget (ui/garbage.py), also not between two tests."""
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()  # what is left to Python's own end is destroyed in no order, and has crashed there
    gc.enable()


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    yield
    gc.disable()
    gc.collect(1)


@pytest.fixture(scope="session")
def sampled() -> Iterator[Places]:
    """The screens' own: what other tests did to keys, rights and rows would be seen here."""
    with with_sample() as started:
        yield started


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


@pytest.fixture
def house(sampled: Places, run: Run) -> Iterator[Opened]:
    """The real thing behind a page: the sample administrator's desk on the real servers."""
    opened = open_desk(str(sampled.data_dir), quiet)
    yield opened
    run(partial(_left, opened))


async def _left(house: Opened) -> None:
    """What a page still asked when its test was over is given up; a driver's tasks are its own."""
    while asking := _tasks_of("desktop_app"):
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    await asyncio.gather(*_tasks_of("sqlalchemy"))  # connections on their way back to the pool
    await house.close()


def _tasks_of(package: str) -> list["asyncio.Task[Any]"]:
    codes = ((task, getattr(task.get_coro(), "cr_code", None)) for task in asyncio.all_tasks())
    inside = f"{os.sep}{package}{os.sep}"
    return [task for task, code in codes if code is not None and inside in code.co_filename]


@pytest.fixture
def office(house: Opened, qapp: QApplication) -> Office:
    """An office without its window: what a page opens elsewhere goes nowhere."""

    def nowhere(*_: object) -> None:
        """Nothing stands beside the page that is tested."""

    return Office(house.desk, Writes(qapp), Memory(), nowhere, nowhere, nowhere)


@pytest.fixture
def at_rest(run: Run, qapp: QApplication) -> Run:
    """What is still asked for at the end is awaited: no connection is left in anybody's hand."""

    def resting() -> bool:
        asking = (reads for top in qapp.topLevelWidgets() for reads in top.findChildren(Reads))
        return not any(reads.names for reads in asking)

    def rested(work: Callable[[], Awaitable[Any]]) -> Any:
        async def both() -> Any:
            answer = await work()
            await until(resting)
            return answer

        return run(both)

    return rested


@pytest.fixture
def on_page(qtbot: QtBot, office: Office, run: Run) -> list_ground.On:
    """Do something on the list of deals, its rows being there, and leave when all is quiet."""
    page = list_ground.deals(qtbot, office)

    def doing(work: list_ground.Work) -> None:
        async def whole() -> None:
            page.reload()
            await until(lambda: page.model.rowCount() > 0)
            await work(page)
            page.top.views.menu.close()
            await list_ground.quiet(page)

        run(whole)

    return doing
