"""`countinghouse worker [--once]`: deliveries, expiry, partitions, refreshes, by itself."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from desktop_app import log, panels, paths
from desktop_app.commands.say import say
from desktop_app.domain.errors import Unreachable
from desktop_app.services import servers, worker_logins
from desktop_app.services.panel import Panel
from desktop_app.services.worker import Worker
from desktop_app.stack import Places, Secrets, Stack

LOOK = 1.0
UNUSED_AFTER = 3


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("worker", help="do what happens by itself, until stopped")
    parser.add_argument("--data-dir", metavar="D")
    parser.add_argument("--once", action="store_true", help="every duty one time, then end")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    folder = paths.data_dir(chosen.data_dir)
    places = servers.named(chosen.data_dir) or Stack(folder).places()
    if places is None:
        raise Unreachable(
            f"The servers of {folder} are not running. Start them: countinghouse stack start."
        )
    log.start(folder)
    loaded = panels.load()
    keeper = Secrets(folder)
    worker_logins.enrol(places, keeper)
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(_work(_where(places, folder, keeper), loaded, places, chosen.once))


async def _work(
    where: Callable[[], worker_logins.Logins],
    loaded: Mapping[str, Panel],
    places: Places,
    once: bool,
) -> int:
    worker = Worker(where, loaded)
    if once:
        results = await worker.once()
        for name, done, well in results:
            say(f"{name}: {done or 'nothing to do'}{'' if well else ' (failed)'}")
        return 0 if all(well for _, _, well in results) else 1
    _stop_on_signals(worker)
    async with asyncio.TaskGroup() as group:
        unused = group.create_task(_until_unused(worker, places))
        await worker.run()
        unused.cancel()
    return 0


def _where(places: Places, folder: Path, keeper: Secrets) -> Callable[[], worker_logins.Logins]:
    """The places as they are now: a server of the local stack may come back on another port."""

    def now() -> worker_logins.Logins:
        moved = Stack(folder).places() if places.local else None
        return worker_logins.known(moved or places, keeper)

    return now


def _stop_on_signals(worker: Worker) -> None:
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        if sys.platform == "win32":
            signal.signal(each, lambda *_: loop.call_soon_threadsafe(worker.stop))
        else:
            loop.add_signal_handler(each, worker.stop)


async def _until_unused(worker: Worker, places: Places) -> None:
    """The worker is no program: when none uses the local servers any more, it ends."""
    if not places.local:
        return
    stack, unused = Stack(places.data_dir), 0
    while unused < UNUSED_AFTER:
        await asyncio.sleep(LOOK)
        status = await asyncio.to_thread(stack.status, sizes=False)
        used = status.users > 0 or status.pinned
        unused = 0 if used and any(server.pid for server in status.servers) else unused + 1
    worker.stop()
