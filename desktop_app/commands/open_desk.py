"""From a data folder to a desk: servers started, schema current, somebody signed in.

Runs in a worker thread while the window already shows; every step says what it does.
"""

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass

from desktop_app import config, panels, paths
from desktop_app.domain.errors import NotAllowed
from desktop_app.services import audit_beside, key_choice, sample, schema, sessions, sign_in
from desktop_app.services.beside import beside
from desktop_app.services.desk import Desk
from desktop_app.services.feed import Feed
from desktop_app.services.journal import Journal
from desktop_app.services.machine import Machine
from desktop_app.services.servers import joined
from desktop_app.stack import Secrets


@dataclass(frozen=True)
class Opened:
    """A desk, whose it is, what kind of servers it stands on, and the ways out.

    `sign_out` ends the session alone; `close` lets go of the servers as well. `prove` says that
    the person is still the one; a sample person's password is kept here and need not be typed.
    """

    desk: Desk
    environment: str
    who: str
    close: Callable[[], Awaitable[None]]
    sign_out: Callable[[], Awaitable[None]]
    prove: Callable[[str, str], Awaitable[None]]
    needs_no_password: bool
    rest_minutes: int


def open_desk(data_dir: str | None, say: Callable[[str], None], *, worker: bool = False) -> Opened:
    """Everything between a click on the icon and the first list; with `worker`, one beside."""
    entrance = Entrance(data_dir, say, worker=worker)
    try:
        return entrance.by_itself()
    except BaseException:
        entrance.close()
        raise


class Entrance:
    """Servers that answer, and whoever comes in."""

    def __init__(
        self, data_dir: str | None, say: Callable[[str], None], *, worker: bool = False
    ) -> None:
        with ExitStack() as held:
            self._places = places = held.enter_context(joined(data_dir, say))
            self._panels = panels.load()
            if places.local:
                schema.upgrade(places, self._panels, say=say)
                sample.provide(places, say)
            if worker:
                held.enter_context(beside(places))
            self._held = held.pop_all()
        self._file = paths.config_file(data_dir)
        self._settings = config.load(self._file)
        self._keeper = Secrets(paths.data_dir(places.data_dir))

    @property
    def environment(self) -> str:
        return self._settings.environment or ("embedded" if self._places.local else "test")

    @property
    def samples(self) -> tuple[str, ...]:
        """The sample people of a local stack, whose passwords this workstation made and keeps."""
        if not self._places.local:
            return ()
        known = (sample.ADMIN, sample.CHECKER)
        return tuple(login for login in known if self._keeper.get(f"password:{login}"))

    def by_itself(self) -> Opened:
        """The sample administrator on a local stack; elsewhere a person must sign in."""
        if sample.ADMIN not in self.samples:
            raise NotAllowed(
                "Nobody can come in without a password here. Open the window and sign in."
            )
        return self.let_in(sample.ADMIN, "")

    def let_in(self, login: str, password: str, code: str = "") -> Opened:
        """A wrong password, an unknown login and a locked one are refused in the same words."""
        given = password or self._kept(login)
        if not given or self._keeper.get(f"login:{login}") is None:
            raise NotAllowed(sign_in.WRONG)
        place, keeper = self._places.postgres, self._keeper
        return self._opened(sign_in.enrolled(place, login, given, keeper, code=code))

    def close(self) -> None:
        self._held.close()

    def _opened(self, session: sign_in.Session) -> Opened:
        places, who = self._places, session.actor.name
        replica, behind = self._settings.postgres_replica_url, self._settings.replica_seconds
        stores = sign_in.stores(session, places.mongodb, places.redis, replica, behind)
        trail = audit_beside.of(session, places)
        journal = Journal(places.data_dir, who, self._keeper)
        low_disk = self._settings.low_disk_bytes
        machine = Machine(places.data_dir, self._file, places.local, low_disk, trail, journal)
        desk = Desk(
            stores,
            self._panels,
            session.actor,
            Feed(session.postgres, session.token),
            machine,
            keys=key_choice.of_person(places, session.token),
            boards=panels.load_boards(),
        )

        async def let_go() -> None:
            journal.close()
            await stores.close()

        async def sign_out() -> None:
            await sessions.leave(desk)
            await let_go()

        async def close() -> None:
            await let_go()
            self.close()

        async def prove(password: str, code: str) -> None:
            await sign_in.prove(stores, password or self._kept(who), code)

        rest, known = self._settings.lock_minutes, who in self.samples
        return Opened(desk, self.environment, who, close, sign_out, prove, known, rest)

    def _kept(self, login: str) -> str:
        """The password of a sample person; nobody else's is kept."""
        return (self._keeper.get(f"password:{login}") or "") if login in self.samples else ""
