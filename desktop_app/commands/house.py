"""What stands on servers that answer: their schema and sample, whoever comes in, and the desk.

Much to load, for it is the whole program but its screens: `open_desk` does so beside the servers.
"""

from collections.abc import Callable
from pathlib import Path

from desktop_app import panels
from desktop_app.config import Settings
from desktop_app.services import audit_beside, key_choice, sample, schema, sign_in
from desktop_app.services.beside import beside as beside
from desktop_app.services.desk import Desk
from desktop_app.services.feed import Feed
from desktop_app.services.journal import Journal
from desktop_app.services.machine import Machine
from desktop_app.services.sessions import leave as leave
from desktop_app.services.sign_in import Session
from desktop_app.services.sign_in import enrolled as enrolled
from desktop_app.services.sign_in import prove as prove
from desktop_app.services.sign_in import stranger as stranger
from desktop_app.stack import Places, Secrets
from desktop_app.storage.stores import Stores

SAMPLES = (sample.ADMIN, sample.CHECKER)


def load() -> None:
    panels.load()
    panels.load_boards()


def provide(places: Places, say: Callable[[str], None]) -> None:
    """The schema as declared now, and the sample where there is nothing else."""
    schema.ensure(places, panels.load(), say=say)
    if sample.provide(places, say):  # tenants of the sample have databases of their own
        schema.ensure(places, panels.load())


def stores(session: Session, places: Places, settings: Settings) -> Stores:
    replica, behind = settings.postgres_replica_url, settings.replica_seconds
    return sign_in.stores(session, places.mongodb, places.redis, replica, behind)


def machine(
    session: Session, places: Places, file: Path, settings: Settings, keeper: Secrets
) -> Machine:
    trail = audit_beside.of(session, places)
    journal = Journal(places.data_dir, session.actor.name, keeper)
    return Machine(places.data_dir, file, places.local, settings.low_disk_bytes, trail, journal)


def desk(session: Session, places: Places, stores: Stores, machine: Machine) -> Desk:
    return Desk(
        stores,
        panels.load(),
        session.actor,
        Feed(session.postgres, session.token),
        machine,
        keys=key_choice.of_person(places, session.token),
        boards=panels.load_boards(),
    )
