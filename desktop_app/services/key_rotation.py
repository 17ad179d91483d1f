"""The next keys of a class, and every value sealed anew under them, in batches that may be cut.

What is left under an earlier key is seen from the value's own first bytes, so a rotation that was
killed is finished by asking for it again. A value that somebody changes meanwhile is theirs: only
what still lies there as it was read is replaced. A value that no key opens is set aside and named,
a key that does not open as well, and the others go on. Earlier keys stay: requests, jobs and
deliveries under way are still under them.

The blind index moves with its value. While a rotation is under way equal values in rows of both
sides have different indexes: they are not joined, and a unique one does not keep them apart. The
second of two such rows is set aside as well.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from pymongo import MongoClient

from desktop_app.domain.errors import Invalid
from desktop_app.services import resealing_documents, resealing_files, resealing_rows, vault_keys
from desktop_app.services.resealing import Resealing
from desktop_app.services.servers import quiet
from desktop_app.services.vault import CLASSES
from desktop_app.services.vault_keys import KeyProvider, Opened
from desktop_app.stack import Places
from desktop_app.storage.connecting import unpooled

BATCH = 500
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Rotated:
    """Which key seals now, how many values this run sealed anew, and what it had to leave."""

    data_class: str
    number: int
    values: int
    aside: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    """Keys of the class that do not open, each with a sentence."""

    def refuse_aside(self) -> None:
        """What was left names itself: the keys, then place, row and why."""
        if not self.aside and not self.closed:
            return
        more = len(self.aside) - MOST_NAMED
        named = "\n".join((*self.closed, *self.aside[:MOST_NAMED]))
        raise Invalid(
            f"{len(self.aside):,} values of the class “{self.data_class}” stay under their earlier "
            f"key; {self.values:,} others are under key {self.number} now. Bring back the key or "
            f"the value of each, or write it anew, then rotate again:\n{named}"
            + f"\n… and {more:,} more."
            * (more > 0)
        )


def rotate(
    servers: Places,
    provider: KeyProvider,
    data_class: str,
    *,
    batch: int = BATCH,
    say: Callable[[str], None] = quiet,
) -> Rotated:
    """New keys and all values under them; or the rest of a rotation that was cut off."""
    if data_class not in CLASSES:
        raise Invalid(f"There is no data class “{data_class}”. Classes: {', '.join(CLASSES)}.")
    with (
        psycopg.connect(servers.postgres, autocommit=True) as connection,
        MongoClient[dict[str, Any]](servers.mongodb, serverSelectionTimeoutMS=5000) as mongo,
    ):
        # Two at once would each make keys; a killed one's lock goes with its connection.
        lock = "SELECT pg_advisory_lock(hashtextextended('backoffice.data_keys ' || %s, 0))"
        connection.execute(lock, (data_class,))
        opened = _opened(servers, provider)
        if data_class in opened.sealing:
            rest = Resealing(connection, mongo, opened.vault, data_class, batch)
            if done := sum(_run(rest, say)):
                return _told(rest, done, opened)
        with unpooled(servers.postgres).begin() as making:
            number = vault_keys.add_keys(making, provider, data_class)
        say(f"Key {number} of the class “{data_class}” seals from now on.")
        opened = _opened(servers, provider)
        whole = Resealing(connection, mongo, opened.vault, data_class, batch)
        return _told(whole, sum(_run(whole, say)), opened)


def _opened(servers: Places, provider: KeyProvider) -> Opened:
    with unpooled(servers.postgres).connect() as reading:
        return vault_keys.open_keys(reading, provider)


def _told(work: Resealing, done: int, opened: Opened) -> Rotated:
    number = int.from_bytes(work.header[1:], "big")
    closed = (f"{why}" for name, why in opened.closed.items() if name.data_class == work.data_class)
    return Rotated(work.data_class, number, done, tuple(work.aside), tuple(closed))


def _run(work: Resealing, say: Callable[[str], None]) -> Iterator[int]:
    """The places one after the other; all of them hold values of the class."""
    for module in (resealing_rows, resealing_documents, resealing_files):
        for place, moving in module.places(work):
            if done := sum(moving):
                say(f"{place}: {done:,} sealed anew.")
            yield done
