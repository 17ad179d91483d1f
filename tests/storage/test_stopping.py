"""A loop that forgives its driver's errors ends all the same when it is asked to."""

import asyncio
from contextlib import suppress

from desktop_app.storage.stopping import stopping


def test_a_cancellation_that_a_driver_swallowed_is_known() -> None:
    async def driver() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise OSError("the connection was closed") from None

    async def forgiving() -> None:
        while True:
            with suppress(OSError):
                await driver()
            if stopping():
                raise asyncio.CancelledError

    async def work() -> None:
        task = asyncio.ensure_future(forgiving())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task], timeout=20)
        assert task.cancelled()

    asyncio.run(work())


def test_a_time_limit_is_no_wish_to_stop() -> None:
    async def work() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0):
                await asyncio.sleep(60)
        assert not stopping()

    asyncio.run(work())
