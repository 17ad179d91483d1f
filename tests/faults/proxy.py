"""A TCP proxy before a real server that does to its connections what networks do.

It runs on a loop in a thread of its own, so that it goes on whatever the test's loop is at.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import Any, TypeVar

DELAY = 0.15
A_SECOND = 40_000
PIECE = 7
RESETTING = struct.pack("ii", 1, 0)
T = TypeVar("T")


class Fault(StrEnum):
    """What happens to every byte, or to every connection."""

    LATENCY = "latency"
    BANDWIDTH = "bandwidth"
    SLICE = "slice"
    BLACK_HOLE = "black hole"
    RESET = "reset"
    HALF = "half an answer"
    LOST_ANSWER = "lost answer"
    REFUSE = "refuse"

    @property
    def harmless(self) -> bool:
        """Everything arrives, only later."""
        return self in (Fault.LATENCY, Fault.BANDWIDTH, Fault.SLICE)


class Cut(StrEnum):
    """Where a connection is cut around a COMMIT: the server has done it, never gets it, or gets it
    only after the client was cut off."""

    AFTER = "after"
    BEFORE = "before"
    LATE = "late"


class Link:
    """One client's connection to the server, and the two directions in which bytes go."""

    def __init__(self, proxy: "Proxy", client: asyncio.StreamWriter) -> None:
        self._proxy, self._client = proxy, client
        self._server: asyncio.StreamWriter | None = None
        self._dead = False
        self._heard = True
        self.forgotten = False

    async def carry(self, reader: asyncio.StreamReader) -> None:
        from_server, self._server = await self._proxy.reach()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._pump(reader, self._server, asked=True))
            group.create_task(self._pump(from_server, self._client, asked=False))

    def abort(self) -> None:
        """Both sides hear a reset."""
        for writer in (self._client, self._server):
            if writer and not writer.transport.is_closing():
                raw = writer.get_extra_info("socket")
                if raw.family != socket.AF_UNIX:
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESETTING)
                writer.transport.abort()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, asked: bool
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(1 << 16):
                if asked and b"COMMIT" in data and (cut := self._proxy.take_cut()):
                    await self._cut(cut, data)
                    return
                self._proxy.round_trips += asked and self._heard
                self._heard = not asked
                await self._pass(data, writer, asked=asked)
        with suppress(OSError, RuntimeError):
            writer.close()

    async def _pass(self, data: bytes, writer: asyncio.StreamWriter, *, asked: bool) -> None:
        fault = self._proxy.fault
        if fault is Fault.BLACK_HOLE or self._dead:
            self._dead = True  # also when the network is well again: nobody knows this one
            return
        if self.forgotten:
            fault = Fault.RESET
        match fault:
            case Fault.LATENCY:
                await asyncio.sleep(DELAY)
            case Fault.RESET:
                self.abort()
                return
            case Fault.HALF if not asked:
                writer.write(data[: len(data) // 2])
                await writer.drain()
                self.abort()
                return
            case Fault.LOST_ANSWER if not asked:
                self.abort()
                return
        await self._written(data, writer, fault)

    async def _written(
        self, data: bytes, writer: asyncio.StreamWriter, fault: Fault | None
    ) -> None:
        match fault:
            case Fault.BANDWIDTH:
                size = A_SECOND // 50
                for at in range(0, len(data), size):
                    writer.write(data[at : at + size])
                    await asyncio.sleep(0.02)
            case Fault.SLICE:
                for at in range(0, len(data), PIECE):
                    writer.write(data[at : at + PIECE])
                    await asyncio.sleep(0)
            case _:
                writer.write(data)
        await writer.drain()

    async def _cut(self, cut: Cut, data: bytes) -> None:
        assert self._server is not None
        if cut is Cut.BEFORE:
            self.abort()
            return
        self._dead = True  # its answer is never passed on
        if cut is Cut.LATE:
            self._client.transport.abort()
            await asyncio.sleep(2 * DELAY)
        self._server.write(data)
        await self._server.drain()
        await asyncio.sleep(0.05)
        self.abort()


class Proxy:
    """`place` is a host and a port, or the path of a Unix socket."""

    def __init__(self, place: tuple[str, int] | str) -> None:
        self._place = place
        self._links: set[Link] = set()
        self._cuts: list[Cut] = []
        self._listening: asyncio.Server | None = None
        self.fault: Fault | None = None
        self.round_trips = 0
        """How often something was asked after an answer, or for the first time."""
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._do(self._listen())

    def be(self, fault: Fault | None) -> None:
        self._do(self._become(fault))

    def cut_next(self, cut: Cut) -> None:
        """The next COMMIT through here."""
        self._cuts.append(cut)

    def forget(self) -> None:
        """The connections that there are lead nowhere any more: whoever uses one is reset."""
        self._do(self._forget())

    def take_cut(self) -> Cut | None:
        return self._cuts.pop(0) if self._cuts else None

    @contextmanager
    def being(self, fault: Fault) -> Iterator[None]:
        self.be(fault)
        try:
            yield
        finally:
            self.be(None)

    async def reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self._place, str):
            return await asyncio.open_unix_connection(self._place)
        return await asyncio.open_connection(*self._place)

    def close(self) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> None:
        self._listening = await asyncio.start_server(self._met, "127.0.0.1", self.port)
        self.port = self._listening.sockets[0].getsockname()[1]

    async def _become(self, fault: Fault | None) -> None:
        self.fault = fault
        if fault is Fault.REFUSE and self._listening:
            self._listening.close()
            self._listening = None
            self._abort()
        elif self._listening is None:
            await self._listen()

    async def _forget(self) -> None:
        for link in self._links:
            link.forgotten = True

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = Link(self, writer)
        self._links.add(link)
        try:
            await link.carry(reader)
        except OSError:
            link.abort()
        finally:
            self._links.discard(link)

    def _abort(self) -> None:
        for link in tuple(self._links):
            link.abort()

    async def _end(self) -> None:
        if self._listening:
            self._listening.close()
        self._abort()
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=5)

    def _do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)
