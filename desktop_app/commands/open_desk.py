"""From a data folder to a desk: servers started, schema current, somebody signed in.

Runs in a worker thread while the window already shows; every step says what it does.
"""

import importlib
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop_app import config, paths
from desktop_app.domain.errors import NotAllowed
from desktop_app.services.servers import joined
from desktop_app.stack import Secrets

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.sign_in import Session


@dataclass(frozen=True)
class Opened:
    """A desk, whose it is, what kind of servers it stands on, and the ways out.

    `sign_out` ends the session alone; `close` lets go of the servers as well. `prove` says that
    the person is still the one; a sample person's password is kept here and need not be typed.
    """

    desk: "Desk"
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
        with ThreadPoolExecutor(1) as meanwhile, ExitStack() as held:
            loading = meanwhile.submit(_house)
            self._places = places = held.enter_context(joined(data_dir, say))
            self._house = loading.result()
            if places.local:
                self._house.provide(places, say)
            if worker:
                held.enter_context(self._house.beside(places))
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
        known = self._house.SAMPLES
        return tuple(login for login in known if self._keeper.get(f"password:{login}"))

    def by_itself(self) -> Opened:
        """The sample administrator on a local stack; elsewhere a person must sign in."""
        administrator = self._house.SAMPLES[0]
        if administrator not in self.samples:
            raise NotAllowed(
                "Nobody can come in without a password here. Open the window and sign in."
            )
        return self.let_in(administrator, "")

    def let_in(self, login: str, password: str, code: str = "") -> Opened:
        """A wrong password, an unknown login and a locked one are refused alike, in equal time."""
        place, keeper = self._places.postgres, self._keeper
        given = password or self._kept(login)
        if not given or keeper.get(f"login:{login}") is None:
            raise self._house.stranger(place, login, given)
        return self._opened(self._house.enrolled(place, login, given, keeper, code=code))

    def close(self) -> None:
        self._held.close()

    def _opened(self, session: "Session") -> Opened:
        who = session.actor.name
        machine = self._house.machine(
            session, self._places, self._file, self._settings, self._keeper
        )
        stores = self._house.stores(session, self._places, self._settings)
        desk = self._house.desk(session, self._places, stores, machine)

        async def let_go() -> None:
            machine.journal.close()
            await stores.close()

        async def sign_out() -> None:
            await self._house.leave(desk)
            await let_go()

        async def close() -> None:
            await let_go()
            self.close()

        async def prove(password: str, code: str) -> None:
            await self._house.prove(stores, password or self._kept(who), code)

        rest, known = self._settings.lock_minutes, who in self.samples
        return Opened(desk, self.environment, who, close, sign_out, prove, known, rest)

    def _kept(self, login: str) -> str:
        """The password of a sample person; nobody else's is kept."""
        return (self._keeper.get(f"password:{login}") or "") if login in self.samples else ""


def _house() -> Any:
    """All that a desk is made of, loaded while the servers start."""
    made = importlib.import_module("desktop_app.commands.house")
    made.load()
    return made
