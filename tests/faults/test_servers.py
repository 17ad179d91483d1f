"""A server stopped while the program runs: the rest goes on, and it comes back by itself."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app import panels
from desktop_app.domain.errors import Unreachable
from desktop_app.domain.standing import NAMES
from desktop_app.domain.writes import Change
from desktop_app.services import sample, schema
from desktop_app.stack import Places, Stack
from tests.faults.flows import FLOWS
from tests.faults.ground import looked_after, until, well
from tests.services.test_desk import made

SERVERS = tuple(zip(NAMES, ("postgres", "mongodb", "valkey"), strict=True))


@pytest.fixture(scope="module")
def own() -> Iterator[tuple[Stack, Places]]:
    """Servers of our own, started to stay, so that nobody brings a stopped one back."""
    folder = Path(tempfile.mkdtemp(prefix="countinghouse-servers-", dir="/var/tmp"))
    folder.chmod(0o755)
    stack = Stack(folder / "data")
    places = stack.start(pin=True)
    try:
        schema.upgrade(places, panels.load())
        sample.enrol(places)
        yield stack, places
    finally:
        stack.stop(force=True)
        shutil.rmtree(folder, ignore_errors=True)


def stopped(stack: Stack, server: str) -> bool:
    return stack.status(sizes=False).server(server).pid == 0


@pytest.mark.parametrize(("store", "server"), SERVERS)
def test_stopped_and_started_again(store: str, server: str, own: tuple[Stack, Places]) -> None:
    """The session too: whoever was signed in is not asked to sign in again."""
    stack, places = own

    async def work() -> None:
        heard: list[Change] = []
        async with looked_after(places) as desk, looked_after(places) as other:
            other.subscribe(heard.append)
            following = asyncio.create_task(other.follow())
            for flow in FLOWS:
                await flow.run(desk)
            os.kill(stack.status(sizes=False).server(server).pid, signal.SIGINT)
            await until(lambda: stopped(stack, server))
            for flow in FLOWS:
                if flow.needs == store:
                    with pytest.raises(Unreachable, match=r"\.$"):
                        await flow.run(desk)
                else:
                    await flow.run(desk)
            await until(lambda: not all(each.answers for each in desk.stores.care.states()))
            await asyncio.to_thread(stack.start, pin=True)
            await well(desk)
            for flow in FLOWS:
                await flow.run(desk)
            key = await made(desk)
            await until(lambda: any(change.key == key for change in heard))
            following.cancel()

    asyncio.run(work())
