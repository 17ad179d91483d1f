"""Waiting for what a person would see, on the loop of the window."""

import asyncio
from collections.abc import Callable


async def until(so: Callable[[], object]) -> None:
    """Come back as soon as it is so; 15 seconds are an end to waiting, not a measure."""
    for _ in range(1500):
        if so():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError
