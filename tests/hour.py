"""A working day by script: lists, records, boards, exports, while others write and servers die.

The window is the real one on real servers. What is told is how long its loop was held up, by the
clock and by its own work alone (on a busy machine only the latter is the program's), and how much
memory and how many widgets there were after every round.
"""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count, cycle
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from PySide6.QtWidgets import QApplication

from desktop_app.commands.open_desk import open_desk
from desktop_app.domain.query import EVERYTHING, Op, Where
from desktop_app.services.desk import Desk
from desktop_app.stack import Places, Stack
from desktop_app.ui import loop as loops
from desktop_app.ui import start, theme
from desktop_app.ui.exporting import Export
from desktop_app.ui.page import Page
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.tasks import Reads
from desktop_app.ui.window import Window

PEOPLE = "multiverse.users"
LISTS = {
    PEOPLE: Where("full_name", Op.CONTAINS, "greta"),
    "openmineral.deals": Where("status", Op.EQUAL, "pending"),
    "multiverse.digital_assets": Where("is_listed", Op.EQUAL, True),
    "passa.tickets": Where("status", Op.EQUAL, "used"),
}
OTHERS = ("openmineral.deals/1003", "boards.deals", "health", "jobs")
SERVERS = ("postgres", "mongodb", "valkey")
NEVER_QUIET = {"live", "names", "who"}
TICK, LATE_MS, WORST = 0.002, 25.0, 5
STEPS_OF_MS, BINS = 0.1, 20_000
ROUNDS_TO_WARM = 2
PATIENCE, HAND = 30.0, 0.05


class Lengths:
    """Gaps in tenths of a millisecond; an hour of them takes no more room than a minute."""

    def __init__(self) -> None:
        self._bins, self.count, self.longest = array("Q", bytes(8 * BINS)), 0, 0.0

    def add(self, ms: float) -> None:
        self._bins[max(0, min(int(ms / STEPS_OF_MS), BINS - 1))] += 1
        self.count += 1
        self.longest = max(self.longest, ms)

    def at(self, part: float) -> float:
        left = self.count * part
        for number, each in enumerate(self._bins):
            left -= each
            if left <= 0:
                return (number + 1) * STEPS_OF_MS
        return self.longest


@dataclass
class Told:
    """`late` has what was being done in the longest gaps, and where in the program."""

    clock: Lengths = field(default_factory=Lengths)
    work: Lengths = field(default_factory=Lengths)
    late: list[tuple[float, str, str]] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    widgets: list[int] = field(default_factory=list)
    killed: int = 0
    exported: int = 0

    @property
    def grown(self) -> float:
        """From the first rounds that are warm to the last ones, as a part of what it was."""
        warm = self.megabytes[ROUNDS_TO_WARM:] or self.megabytes
        some = max(1, len(warm) // 4)
        return min(warm[-some:]) / min(warm[:some]) - 1

    def __str__(self) -> str:
        lines = [
            f"{len(self.megabytes)} rounds, {self.killed} servers killed, {self.exported} exports",
            *(f"{name}: p99 {each.at(0.99):.1f} ms, longest {each.longest:.0f} ms"
              for name, each in (("by the clock", self.clock), ("own work", self.work))),
            f"MB {', '.join(f'{each:.0f}' for each in self.megabytes)} ({self.grown:+.1%})",
            f"widgets {', '.join(map(str, self.widgets))}",
            *(f"{ms:.0f} ms while {doing}:\n{where}" for ms, doing, where in self.late),
        ]  # fmt: skip
        return "\n".join(lines)


def run(places: Places, seconds: float, folder: Path) -> Told:
    """A window of its own over these servers, for so long."""
    app = start.application("light")
    window = Window()
    window.show()
    with loops.running(app) as loop:
        return loop.run_until_complete(_lived(window, places, seconds, folder))


async def _lived(window: Window, places: Places, seconds: float, folder: Path) -> Told:
    house = await start.opened(window, partial(open_desk, str(places.data_dir)))
    try:
        window.open_desk(house.desk, house.who, house.environment, PEOPLE)
        start.attend(window, house.desk)
        with changing(places.postgres):
            hour = Hour(window, house.desk, Stack(places.data_dir), folder)
            return await hour.work(seconds)
    finally:
        await start.leave(window, house)
        window.close()


@contextmanager
def changing(postgres: str) -> Iterator[None]:
    """Another program changes the newest people, two hundred a second."""
    command = [sys.executable, "-m", "tests.changes"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as other:
        assert other.stdin
        other.stdin.write(f"{postgres}\n")
        other.stdin.flush()
        try:
            yield
        finally:
            other.kill()


class Watch:
    """How long the loop was not there, and what it did meanwhile."""

    def __init__(self, told: Told) -> None:
        self.doing, self.resting, self._told = "starting", False, told
        self._over, self._here, self._caught = threading.Event(), time.perf_counter(), ""
        self._thread = threading.Thread(target=self._look, args=(threading.get_ident(),))
        self._thread.start()

    async def tick(self) -> None:
        while not self._over.is_set():
            self._here, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(TICK)
            work = (time.thread_time() - worked) * 1000
            if self.resting:
                continue
            self._told.clock.add((time.perf_counter() - self._here - TICK) * 1000)
            self._told.work.add(work)
            if work > LATE_MS:
                late = [*self._told.late, (work, self.doing, self._caught)]
                self._told.late = sorted(late, key=lambda each: -each[0])[:WORST]
            self._caught = ""

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self, main: int) -> None:
        while not self._over.wait(0.005):
            if not self._caught and time.perf_counter() - self._here > LATE_MS / 1000:
                stack = traceback.extract_stack(sys._current_frames()[main])
                self._caught = "".join(stack.format()[-6:])


class Hour:
    def __init__(self, window: Window, desk: Desk, stack: Stack, folder: Path) -> None:
        self.told = Told()
        self.watch = Watch(self.told)
        self._window, self._care, self._stack = window, desk.stores.care, stack
        self._folder = folder
        self._servers, self._numbers = cycle(SERVERS), count()

    async def work(self, seconds: float) -> Told:
        """Rounds of everything until the time is over; the last one is finished."""
        ticking = asyncio.ensure_future(self.watch.tick())
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end or len(self.told.megabytes) < ROUNDS_TO_WARM + 2:
                await self._round()
                self.watch.resting = True
                self._count()
                await asyncio.sleep(10 * TICK)
                self.watch.resting = False
        finally:
            self.watch.end()
            await ticking
        return self.told

    async def _round(self) -> None:
        for place in LISTS:
            page = await self._go(place)
            assert isinstance(page, TablePage)
            for doing in (self._scrolled, self._filtered, self._sorted, self._jumped):
                self.watch.doing = f"{doing.__name__[1:]} {place}"
                await doing(page)
        await self._export()
        for place in OTHERS:
            await self._go(place)
        await self._killed()
        while tabs := self._window.workspace.tabs():
            self._window.floor.close(tabs[0])
            await asyncio.sleep(0.02)

    async def _go(self, place: str) -> Page:
        self.watch.doing = f"opened {place}"
        self._window.go(place)
        page = self._window.page
        assert isinstance(page, Page)
        await asyncio.sleep(HAND)  # what asks in a turn of its own has asked; no hand is faster
        await self._quiet(page)
        return page

    async def _scrolled(self, page: TablePage) -> None:
        bar = page.table.verticalScrollBar()
        for _ in range(20):
            bar.setValue(bar.value() + 60 * theme.ROW)
            await asyncio.sleep(0.02)
        await self._quiet(page)

    async def _filtered(self, page: TablePage) -> None:
        for where in (LISTS[page.place], EVERYTHING):
            page.ask(where)
            await self._quiet(page)

    async def _sorted(self, page: TablePage) -> None:
        query = page.query
        for descending in (not query.descending, query.descending):
            page.sort(query.sort, descending)
            await self._quiet(page)

    async def _jumped(self, page: TablePage) -> None:
        for go in (page.reader.last, page.reader.first):
            go()
            await self._quiet(page)

    async def _export(self) -> None:
        page = await self._go(PEOPLE)
        assert isinstance(page, TablePage)
        self.watch.doing = "exporting"
        path = self._folder / f"{next(self._numbers)}.csv"
        page.top.writing.start(Export("csv", False, path))
        await self._until(lambda: not self._window.writes.names)
        assert path.is_file()
        self.told.exported += 1
        for each in self._folder.iterdir():
            each.unlink()

    async def _killed(self) -> None:
        """Killed, and back by itself; so soon, perhaps, that nobody missed it meanwhile."""
        server = next(self._servers)
        self.watch.doing = f"{server} killed"
        was = await self._process(server)
        os.kill(was, signal.SIGKILL)
        async with asyncio.timeout(PATIENCE):
            while await self._process(server) in (0, was):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        self.watch.doing = f"{server} coming back"
        await self._until(self._well)
        self.told.killed += 1

    async def _process(self, server: str) -> int:
        """0 while it does not run."""
        status = await asyncio.to_thread(self._stack.status, sizes=False)
        return status.server(server).pid

    def _well(self) -> bool:
        return all(each.answers for each in self._care.states())

    def _count(self) -> None:
        gc.collect()
        self.told.megabytes.append(psutil.Process().memory_info().rss / 2**20)
        self.told.widgets.append(len(QApplication.allWidgets()))

    async def _quiet(self, page: Page) -> None:
        def asking() -> set[str]:
            return {name for reads in page.findChildren(Reads) for name in reads.names}

        await self._until(lambda: not asking() - NEVER_QUIET)

    async def _until(self, so: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not so():
            if time.monotonic() > end:
                raise TimeoutError(f"{self.watch.doing} took longer than {PATIENCE:g} s")
            await asyncio.sleep(0.01)
