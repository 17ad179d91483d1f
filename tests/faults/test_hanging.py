"""A server whose TCP is alive and that says nothing: whoever gives up is free within moments."""

import asyncio
from typing import Any

import pytest

from desktop_app.domain.errors import Unreachable
from desktop_app.domain.standing import Standing, State
from tests.faults.flows import FLOWS, Flow
from tests.faults.ground import Ground, until, well
from tests.faults.proxy import Fault

FREED = 3.0
CANCELLED = [
    flow
    for flow in FLOWS
    if flow.name in ("first page", "filtered", "create", "request", "documents", "sessions")
]


@pytest.mark.parametrize("flow", CANCELLED, ids=lambda flow: flow.name)
def test_cancel_frees_what_hangs(flow: Flow, ground: Ground) -> None:
    """Mutation: have `Guarded` leave cancelling to psycopg, which waits ten seconds."""

    async def work() -> None:
        async with ground.desk() as desk:
            await flow.run(desk)
            with ground.proxies[flow.needs].being(Fault.BLACK_HOLE):
                hanging = asyncio.ensure_future(flow.run(desk))
                await asyncio.sleep(0.3)
                hanging.cancel()
                done, _ = await asyncio.wait([hanging], timeout=FREED)
                assert done
                assert hanging.cancelled()
            await flow.run(desk)

    asyncio.run(work())


@pytest.mark.sample
def test_a_store_that_hangs_is_told_and_comes_back(ground: Ground) -> None:
    """The states as the window hears them, and a sentence for whoever asks meanwhile."""

    async def work() -> None:
        heard: list[Standing] = []
        async with ground.desk() as desk:
            forget = desk.stores.care.watch(heard.append)
            with ground.proxies["redis"].being(Fault.BLACK_HOLE):
                await until(lambda: State.OFFLINE in [each.state for each in heard])
                with pytest.raises(Unreachable, match=r"Redis has not answered since \d"):
                    desk.stores.care.demand("redis")
            await well(desk)
            forget()
        assert [each.state for each in heard] == [
            State.RECONNECTING, State.OFFLINE, State.CONNECTED,
        ]  # fmt: skip
        assert {each.store for each in heard} == {"redis"}
        assert heard[0].since == heard[1].since < heard[2].since

    asyncio.run(work())


@pytest.mark.sample
def test_an_answer_that_takes_long_is_slow(ground: Ground, monkeypatch: Any) -> None:
    async def work() -> None:
        monkeypatch.setattr("tests.faults.proxy.DELAY", 0.6)
        async with ground.desk() as desk:

            def state(store: str) -> State:
                return next(e.state for e in desk.stores.care.states() if e.store == store)

            with ground.proxies["mongodb"].being(Fault.LATENCY):
                await until(lambda: state("mongodb") is State.SLOW)
                assert state("postgres") is State.CONNECTED
            await until(lambda: state("mongodb") is State.CONNECTED)

    asyncio.run(work())
