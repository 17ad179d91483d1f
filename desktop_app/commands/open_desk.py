"""From a data folder to a desk: servers started, schema current, somebody signed in.

Runs in a worker thread while the window already shows; every step says what it does.
"""

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass

from desktop_app import config, panels, paths
from desktop_app.domain.errors import NotAllowed
from desktop_app.services import audit_beside, key_choice, sample, schema, sign_in
from desktop_app.services.beside import beside
from desktop_app.services.desk import Desk
from desktop_app.services.feed import Feed
from desktop_app.services.journal import Journal
from desktop_app.services.machine import Machine
from desktop_app.services.servers import joined
from desktop_app.stack import Places, Secrets


@dataclass(frozen=True)
class Opened:
    """A desk, whose it is, what kind of servers it stands on, and the way to close it."""

    desk: Desk
    environment: str
    who: str
    close: Callable[[], Awaitable[None]]


def open_desk(data_dir: str | None, say: Callable[[str], None], *, worker: bool = False) -> Opened:
    """Everything between a click on the icon and the first list; with `worker`, one beside."""
    with ExitStack() as held:
        places = held.enter_context(joined(data_dir, say))
        loaded = panels.load()
        if places.local:
            schema.upgrade(places, loaded, say=say)
            sample.provide(places, say)
        if worker:
            held.enter_context(beside(places))
        session = _signed_in(places)
        file = paths.config_file(data_dir)
        settings = config.load(file)
        replica, behind = settings.postgres_replica_url, settings.replica_seconds
        stores = sign_in.stores(session, places.mongodb, places.redis, replica, behind)
        kept = held.pop_all()

    async def close() -> None:
        journal.close()
        await stores.close()
        kept.close()

    environment = settings.environment or ("embedded" if places.local else "test")
    trail = audit_beside.of(session, places)
    journal = Journal(places.data_dir, session.actor.name, Secrets(places.data_dir))
    low_disk = settings.low_disk_bytes
    machine = Machine(places.data_dir, file, places.local, low_disk, trail, journal)
    feed = Feed(session.postgres, session.token)
    desk = Desk(
        stores,
        loaded,
        session.actor,
        feed,
        machine,
        keys=key_choice.of_person(places, session.token),
        boards=panels.load_boards(),
    )
    return Opened(desk, environment, session.actor.name, close)


def _signed_in(places: Places) -> sign_in.Session:
    """The sample administrator on a local stack; elsewhere a person must sign in."""
    keeper = Secrets(paths.data_dir(places.data_dir))
    login_secret = keeper.get(f"login:{sample.ADMIN}")
    password = keeper.get(f"password:{sample.ADMIN}")
    if not places.local or login_secret is None or password is None:
        raise NotAllowed(
            "Nobody is enrolled on this workstation yet. Ask an administrator for "
            "`countinghouse staff add`; the sign-in page comes with a later version."
        )
    return sign_in.open_session(places.postgres, sample.ADMIN, login_secret, password)
