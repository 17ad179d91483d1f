"""Several ways to one answer, tried at once: the first that answers wins."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
AHEAD = 0.015
"""Seconds: longer than an answer by the right way takes, shorter than anybody notices."""

_losers: set["asyncio.Future[Any]"] = set()
"""Kept until they are really gone: a cancelled read still has to free its connection."""


async def first_answer(ways: Sequence[Callable[[], Awaitable[T]]]) -> T:
    """The others are cancelled, in their server too. A way that fails loses to one that answers.

    The first way gets a little ahead: mostly it answers before the others cost anything.
    """
    if len(ways) == 1:
        return await ways[0]()
    tries = [asyncio.ensure_future(ways[0]())]
    try:
        await asyncio.wait(tries, timeout=AHEAD)
        if tries[0].done() and tries[0].exception() is None:
            return tries[0].result()
        tries += [asyncio.ensure_future(way()) for way in ways[1:]]
        waiting: set[asyncio.Future[T]] = set(tries)
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for each in done:
                if not waiting or each.exception() is None:
                    return each.result()
        raise AssertionError("Something always answers or fails.")
    finally:
        for each in tries:
            _let_go(each)


def _let_go(lost: "asyncio.Future[Any]") -> None:
    if not lost.done():
        lost.cancel()
        _losers.add(lost)
        lost.add_done_callback(_gone)


def _gone(lost: "asyncio.Future[Any]") -> None:
    _losers.discard(lost)
    if not lost.cancelled():
        lost.exception()
