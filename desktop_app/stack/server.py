"""One server under supervision: found, started, waited for, stopped.

What differs between the three lies in their recipes (postgres.py, mongodb.py, valkey.py);
what is the same, whose process it is and in which order things happen, lies here.
"""

import random
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from desktop_app.domain.errors import Refusal, Unreachable
from desktop_app.stack import making, words
from desktop_app.stack import process as processes
from desktop_app.stack.folder import Folder, explain
from desktop_app.stack.process import Mark, Process, ProcessError, Record
from desktop_app.stack.state import ServerStatus

PATIENCE = 120.0
PAUSE = 0.02
TRIES = 8
Say = Callable[[str], None]


class Slow(Unreachable):
    """It lives but does not answer yet; it may be recovering, so it is left alone."""


class Recipe(Protocol):
    """What the supervisor must know about one kind of server."""

    name: str
    title: str
    folder: Folder
    wants_port: bool
    stop_steps: Sequence[tuple[int, float]]

    @property
    def mark(self) -> Mark: ...

    def installed(self) -> None:
        """Refuse if the program is missing. Touches nothing."""

    def check(self) -> None:
        """Refuse what cannot start: a missing program, data of a newer version."""

    def make(self) -> None:
        """Initialise an absent data folder and write the settings. No process runs."""

    def sweep(self) -> None:
        """Remove what a dead server left in the way (stale lock files). No process runs."""

    def settle(self, port: int) -> None:
        """Make settings and data agree with the port they will be served on. No process runs."""

    def command(self, port: int) -> list[str]: ...

    def environment(self) -> Mapping[str, str]: ...

    def answer(self, port: int) -> str | None:
        """The server's version once it truly serves, None as long as it does not yet."""

    def place(self, port: int) -> str: ...

    def url(self, port: int) -> str: ...


class Server:
    """The supervisor of one server of one data folder."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        folder = recipe.folder
        self._folder = folder
        self._file = folder.run / f"{recipe.name}.json"
        self.log = folder.logs / f"{recipe.name}.log"
        self.patience = PATIENCE

    @property
    def name(self) -> str:
        return self.recipe.name

    def record(self) -> Record | None:
        return processes.read_record(self._file)

    def process(self) -> Process | None:
        return processes.find(self.record(), self.recipe.mark)

    def start(self, say: Say) -> bool:
        """Adopt what already runs, or start it; whether this call started it."""
        if (running := self.process()) is not None:
            self._adopt(running, say)
            return False
        try:
            self._start(say)
        except OSError as error:
            raise self._failed(explain(error, self._folder.path)) from error
        except Refusal as refusal:
            raise self._failed(refusal) from refusal
        return True

    def stop(self) -> None:
        """End the server if it is ours and alive; its record goes, so nobody restarts it."""
        running = self.process()
        if running is not None and not processes.end(running, self.recipe.stop_steps):
            raise Unreachable(f"{self.recipe.title} (process {running.pid}) does not end.")
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    def crashed(self) -> bool:
        """Whether it died without being stopped: the record is there, the process is not."""
        return self.record() is not None and self.process() is None

    def url(self) -> str:
        record = self.record()
        return self.recipe.url(record.port if record else 0)

    def status(self, *, sizes: bool = True) -> ServerStatus:
        record, running = self.record(), self.process()
        size = size_of(self._folder.path / self.name) if sizes else 0
        bare = ServerStatus(self.name, self.recipe.title, "stopped", size=size)
        if running is None:
            if record is not None:
                said = record.failed or f"{self.recipe.title} ended by itself; see {self.log}."
                return replace(bare, state="failed", sentence=said, version=record.version)
            try:
                self.recipe.installed()
            except Refusal as refusal:
                return replace(bare, state="missing", sentence=str(refusal))
            return self._stopped(bare)
        if record is None or record.pid != running.pid:
            record = Record(running.pid, running.create_time(), "", 0)
        return replace(
            bare,
            state="running" if record.ready else "starting",
            version=record.version,
            pid=running.pid,
            place=self.recipe.place(record.port),
            since=running.create_time(),
        )

    def _stopped(self, bare: ServerStatus) -> ServerStatus:
        """Whether its data would let it start; what is still to be made is not looked into."""
        try:
            if not making.is_to_be_made(self._folder.path / self.name):
                self.recipe.check()
        except Refusal as refusal:
            return replace(bare, state="failed", sentence=str(refusal))
        return bare

    def _start(self, say: Say) -> None:
        self.recipe.check()
        if others := processes.strangers(self.recipe.mark):
            raise Unreachable(
                f"{self.recipe.title} already runs on {self._folder.path} as process "
                f"{others[0]}, which this program did not start; stop it first."
            )
        self.recipe.make()
        known = self.record()
        port = self._port(known.port if known else self._folder.kept_port(self.name))
        for attempt in range(TRIES):
            self.recipe.sweep()
            self.recipe.settle(port)
            begun = self.log.stat().st_size if self.log.exists() else 0
            lines = self._run(port, begun, say)
            if lines is None:
                return
            if words.says(lines, words.TAKEN) and self.recipe.wants_port:
                port = free_port()
            elif words.says(lines, words.IN_USE):
                time.sleep(0.25 * (attempt + 1))
            else:
                break
        raise words.failure(
            self.recipe.title, self.log, lines or [], self._folder.path, self._folder.free()
        )

    def _run(self, port: int, begun: int, say: Say) -> list[str] | None:
        """Start once: None when it serves, its log's lines when it ended instead."""
        command = self.recipe.command(port)
        running = processes.begin(
            command,
            log=self.log,
            folder=self._folder.path,
            account=self._folder.account,
            extra=self.recipe.environment(),
        )
        try:
            created = running.create_time()
        except ProcessError:
            return words.tail(self.log, begun)
        record = Record(running.pid, created, command[0], port)
        processes.write_record(self._file, record)
        try:
            version = self._wait(running, port, say)
        except Slow:
            raise
        except Refusal:
            processes.end(running, self.recipe.stop_steps)
            raise
        if version is None:
            return words.tail(self.log, begun)
        processes.write_record(self._file, replace(record, ready=True, version=version))
        if port:
            self._folder.keep_port(self.name, port)
        return None

    def _wait(self, running: Process, port: int, say: Say) -> str | None:
        """Its version when it serves, None when it ended."""
        begun = time.monotonic()
        limit, told = begun + self.patience, begun + 10
        while processes.is_alive(running):
            if (version := self.recipe.answer(port)) is not None:
                return version
            if time.monotonic() > limit:
                raise Slow(
                    f"{self.recipe.title} (process {running.pid}) runs but has not answered for "
                    f"{self.patience:.0f} seconds; its log is {self.log}."
                )
            if time.monotonic() > told:
                say(f"Still waiting for {self.recipe.title}.")
                told += 10
            time.sleep(PAUSE if time.monotonic() < begun + 2 else 10 * PAUSE)
        return None

    def _adopt(self, running: Process, say: Say) -> None:
        record = self.record()
        if record is None or record.pid != running.pid:
            port = processes.listening_port(running) if self.recipe.wants_port else 0
            record = Record(running.pid, running.create_time(), running.exe(), port)
        version = self._wait(running, record.port, say)
        if version is None:
            self.start(say)
            return
        fresh = replace(record, ready=True, version=version, failed="")
        if fresh != self.record():
            processes.write_record(self._file, fresh)

    def _failed(self, refusal: Refusal) -> Refusal:
        """Leave the reason for `status`; a server that never ran leaves a record of pid 0."""
        known = self.record() or Record(0, 0.0, "", 0)
        with suppress(OSError):
            processes.write_record(
                self._file, replace(known, pid=0, ready=False, failed=str(refusal))
            )
        return refusal

    def _port(self, kept: int) -> int:
        """The port of last time where it is free, so that URLs given away keep working."""
        if not self.recipe.wants_port:
            return 0
        return kept if 1024 <= kept <= 65535 and is_free(kept) else free_port()


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """A free port below the range that systems lend to outgoing connections, where one of
    ours could be lent to somebody else between two starts."""
    for _ in range(50):
        port = random.randint(20000, 32000)
        if is_free(port):
            return port
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def size_of(place: Path) -> int:
    """Bytes on disk of a folder (0 where there is none); files may vanish meanwhile."""
    total, waiting = 0, [place]
    while waiting:
        with suppress(OSError):
            for entry in list(waiting.pop().iterdir()):
                with suppress(OSError):
                    facts = entry.lstat()
                    if entry.is_dir() and not entry.is_symlink():
                        waiting.append(entry)
                    else:
                        total += getattr(facts, "st_blocks", facts.st_size // 512) * 512
    return total
