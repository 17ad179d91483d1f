"""The desk at work: what others change, and one record among all.

A change is measured from the other's COMMIT to the `Change` that a subscriber hears, against the
time that it may take. Quick open asks every list at once among a million people, as the window
does: until the first list has answered, and until all have.
"""

import asyncio
import statistics
import time
from collections.abc import Callable
from functools import partial

from desktop_app import panels
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Change, Create, Edit
from desktop_app.services import sign_in
from desktop_app.services.desk import Desk
from desktop_app.services.feed import Feed
from desktop_app.services.quick_open import QuickOpen
from desktop_app.stack import Places
from tests.benchmarks.export import session_of
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground
from tests.benchmarks.lists import people

ROUNDS = 21
OFFICES = "multiverse.city_resources"
OFFICE = {"city": "Lisbon", "state": "LX", "resource_type": "tax", "name": "0", "url": "https://x"}
SEEN, FIRST, ALL = 100.0, 50.0, 150.0
"""Milliseconds."""


def measure(ground: Ground) -> list[Figure]:
    people(ground.places)
    return asyncio.run(_figures(ground.places))


async def _figures(places: Places) -> list[Figure]:
    session = session_of(places)
    mine, other = (sign_in.stores(session, places.mongodb, places.redis) for _ in range(2))
    try:
        feed = Feed(session.postgres, session.token)
        here = Desk(mine, panels.load(), session.actor, feed)
        there = Desk(other, panels.load(), session.actor)
        return [await _heard(here, there), *await _found(here)]
    finally:
        await mine.close()
        await other.close()


async def _heard(here: Desk, there: Desk) -> Figure:
    heard: asyncio.Queue[Change] = asyncio.Queue()
    here.subscribe(heard.put_nowait)
    following = asyncio.ensure_future(here.follow())
    times = []
    try:
        key = (await there.do(Create(OFFICES, OFFICE))).keys[0][1]
        await heard.get()
        for turn in range(ROUNDS + 1):
            await there.do(Edit(OFFICES, key, {"name": str(turn)}, {"name": str(turn + 1)}))
            committed = time.perf_counter()
            while (await heard.get()).key != key:
                pass
            if turn:
                times.append((time.perf_counter() - committed) * 1000)
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
    return _against("change seen", times, SEEN)


async def _found(desk: Desk) -> list[Figure]:
    page = await desk.list(desk.panels["multiverse.users"], Query(sort="created_at", limit=9))
    sought = str(page.rows[7]["full_name"]).split()[1]
    quick = QuickOpen(desk)
    firsts, alls = [], []
    for turn in range(ROUNDS + 1):
        first, all_of_them = await _asked(partial(_all_lists, quick, sought))
        if turn:
            firsts.append(first)
            alls.append(all_of_them)
    return [_against("quick open, first", firsts, FIRST), _against("quick open, all", alls, ALL)]


def _all_lists(quick: QuickOpen, text: str) -> list["asyncio.Future[object]"]:
    return [asyncio.ensure_future(quick.find(panel, text)) for panel in quick.panels()]


async def _asked(ask: Callable[[], list["asyncio.Future[object]"]]) -> tuple[float, float]:
    """Milliseconds until a list had something to show, and until all had answered."""
    started, first = time.perf_counter(), 0.0
    for answer in asyncio.as_completed(ask()):
        if await answer and not first:
            first = (time.perf_counter() - started) * 1000
    return first, (time.perf_counter() - started) * 1000


def _against(name: str, times: list[float], most_ms: float) -> Figure:
    mine = statistics.median(times)
    return Figure(name, mine / most_ms, 1.0, most_ms, "ms", mine, min(times), max(times))
