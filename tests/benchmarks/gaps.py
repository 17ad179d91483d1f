"""How long the loop is held up while something else goes on."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from tests.benchmarks.figures import Figure

TICK, MOST_MS = 0.002, 16.0


async def longest_gaps(name: str, work: Callable[[], Awaitable[None]]) -> Figure:
    """All but one in a hundred of the loop's gaps are shorter; the limit is a frame of 16 ms."""
    gaps: list[float] = []
    done = asyncio.Event()

    async def tick() -> None:
        while not done.is_set():
            started = time.perf_counter()
            await asyncio.sleep(TICK)
            gaps.append((time.perf_counter() - started - TICK) * 1000)

    ticking = asyncio.ensure_future(tick())
    await work()
    done.set()
    await ticking
    late = sorted(gaps)[int(len(gaps) * 0.99)]
    return Figure(name, late / MOST_MS, 1, MOST_MS, "ms", late, min(gaps), max(gaps))
