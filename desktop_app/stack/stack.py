"""The three local servers as one: started together, shared by programs, stopped by the last."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from desktop_app.domain.errors import Refusal
from desktop_app.stack import folder as folders
from desktop_app.stack.disk import DiskGuard
from desktop_app.stack.folder import Folder
from desktop_app.stack.locks import Users, held
from desktop_app.stack.mongodb import MongoDB
from desktop_app.stack.postgres import Postgres
from desktop_app.stack.server import Say, Server
from desktop_app.stack.state import Places, Status
from desktop_app.stack.valkey import Valkey
from desktop_app.stack.watch import Watch


def silent(_: object) -> None:
    """Nobody wants to hear it."""


class Stack:
    """The local servers of one data folder.

    Every start and stop happens under the folder's lock, so two programs that begin at the
    same moment end with one set of servers.
    """

    def __init__(self, data_dir: Path, *, low_disk: int = 1 << 30) -> None:
        self._folder = Folder.at(data_dir)
        postgres = Postgres(self._folder)
        self._postgres = Server(postgres)
        self._servers = [self._postgres, Server(MongoDB(self._folder))]
        if sys.platform != "win32":
            self._servers.append(Server(Valkey(self._folder)))
        self._guard = DiskGuard(self._folder, postgres, low_disk)
        self._users = Users(self._folder.users)

    @property
    def data_dir(self) -> Path:
        return self._folder.path

    @property
    def is_new(self) -> bool:
        """Nothing was ever kept in this folder."""
        return not (self._folder.path / "layout.json").exists()

    def start(self, *, pin: bool = False, say: Say = silent) -> Places:
        """Start or adopt the three servers. With `pin` they stay until `stop`."""
        with self._opened():
            self._start(say)
            if pin:
                folders.write_atomically(self._folder.pinned, "pinned\n")
            return self._places()

    def stop(self, *, force: bool = False) -> None:
        """End the pin, and the servers too unless a living program uses them; `force` ends
        them in any case."""
        if not self._folder.path.is_dir():
            return
        with self._exclusive():
            self._folder.pinned.unlink(missing_ok=True)
            if force or not self._users.living():
                self._stop(self._servers)

    def status(self, *, sizes: bool = True) -> Status:
        """How everything is, from files and the process table; no server is asked."""
        folders.demand_readable(self._folder)
        return Status(
            servers=tuple(server.status(sizes=sizes) for server in self._servers),
            data_dir=self._folder.path,
            users=self._users.living(),
            pinned=self._folder.pinned.exists(),
            free=self._folder.free(),
            read_only=self._guard.read_only(),
            sentence=self._guard.sentence(),
            secrets=self._folder.secrets.where,
        )

    def places(self) -> Places | None:
        """Where the servers are, if all of them run and have answered."""
        for server in self._servers:
            record = server.record()
            if record is None or not record.ready or server.process() is None:
                return None
        return self._places()

    def read_only(self) -> bool:
        """Whether the disk is too full to write; one system call, fit to be asked each time."""
        return self._guard.read_only()

    @contextmanager
    def join(
        self, *, say: Say = silent, on_change: Callable[[Status], None] = silent
    ) -> Iterator[Places]:
        """Use the servers as one of perhaps several programs; the last one out stops them."""
        entered = ExitStack()
        with self._opened():
            self._start(say)
            places = self._places()
            entered.enter_context(self._users.entered())
        watch = Watch(
            crashed=self._crashed, revive=self._revive, look=self._glance,
            guard=self._heed_disk, on_change=on_change,
        )  # fmt: skip
        watch.start()
        try:
            yield places
        finally:
            watch.stop()
            with self._exclusive():
                entered.close()
                if not self._folder.pinned.exists() and not self._users.living():
                    self._stop(self._servers)

    @contextmanager
    def _opened(self) -> Iterator[None]:
        folders.enter(self._folder)
        with self._exclusive():
            folders.prepare(self._folder)
            yield

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        try:
            with held(self._folder.lock):
                yield
        except OSError as error:
            raise folders.explain(error, self._folder.path) from error

    def _start(self, say: Say) -> None:
        """All at once. If one fails, those that this call started are not left behind."""
        begun: list[Server] = []
        lock = threading.Lock()

        def start(server: Server) -> Refusal | None:
            try:
                if server.start(say):
                    with lock:
                        begun.append(server)
            except Refusal as refusal:
                return refusal
            return None

        with ThreadPoolExecutor(len(self._servers)) as pool:
            refusals = [refusal for refusal in pool.map(start, self._servers) if refusal]
        if refusals:
            if not self._folder.pinned.exists() and not self._users.living():
                with suppress(Refusal):
                    self._stop(begun)
            raise refusals[0]
        self._heed_disk()

    def _stop(self, servers: list[Server]) -> None:
        if servers:
            with ThreadPoolExecutor(len(servers)) as pool:
                list(pool.map(Server.stop, servers))

    def _places(self) -> Places:
        urls = {server.name: server.url() for server in self._servers}
        return Places(urls["postgres"], urls["mongodb"], urls.get("valkey", ""), self._folder.path)

    def _glance(self) -> Status:
        return self.status(sizes=False)

    def _crashed(self) -> list[str]:
        return [server.name for server in self._servers if server.crashed()]

    def _revive(self, name: str) -> None:
        """Asked again under the lock: another program may have been faster, or have stopped
        the server on purpose."""
        with self._exclusive():
            server = next(server for server in self._servers if server.name == name)
            if server.crashed():
                server.start(silent)

    def _heed_disk(self) -> None:
        record = self._postgres.record()
        if record is not None and record.ready:
            self._guard.apply(record.port)
