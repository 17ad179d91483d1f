"""What seeding writes: a batch per table or collection, and the world its rows are made from.

A batch's `rows(world, start, stop)` is asked for one chunk at a time: `start` is a multiple of
CHUNK and `stop` at most CHUNK further. So `world.random(place, start)` gives the same numbers
whoever asks and however the work is divided. A fact that several tables need (when somebody
joined, what a ticket cost) is a function of its number alone, by `world.draw` or `ids`.

A row is a tuple of plain values in the order of `columns`: str, int, float, Decimal, bool, None,
bytes, datetime (with its zone), date, UUID; a dict or list for JSON (or its text, which is
quicker); a list for an array; `(latitude, longitude)` for a place on earth.
"""

import math
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, Uuid

from desktop_app.services.seeding import ids, people, sizes
from desktop_app.services.seeding.people import Person
from desktop_app.services.seeding.shelf import Shelf, Stored
from desktop_app.services.seeding.sizes import PEOPLE, Size
from desktop_app.services.vault import RowId, Sealed, Value, Vault
from desktop_app.storage.shapes import Collection, declared
from desktop_app.storage.tables import metadata

CHUNK: Final = 1_000
NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)
SINCE: Final = datetime(2024, 11, 1, tzinfo=UTC)
FOUNDED: Final = datetime(2023, 5, 1, tzinfo=UTC)
GROWTH: Final = 0.7
MASK64: Final = (1 << 64) - 1

Cell = (
    str
    | int
    | float
    | Decimal
    | bool
    | bytes
    | datetime
    | date
    | UUID
    | dict[str, Any]
    | list[Any]
    | tuple[float, float]
    | None
)
Row = tuple[Cell, ...]
Count = Callable[[Size], int]


@dataclass(frozen=True)
class World:
    """Everything rows are made from. `now` is fixed, or the same seed would give other rows."""

    seed: int
    size: Size
    vault: Vault = field(repr=False)
    now: datetime = NOW
    since: datetime = SINCE
    """When the dated records begin; the people joined from FOUNDED on."""
    shelf: Shelf = field(default_factory=Shelf, repr=False, compare=False)

    def count(self, place: str) -> int:
        return self._counts[place]

    def users(self, platform: str) -> int:
        return self.count(PEOPLE[platform])

    def user_id(self, platform: str, n: int) -> str:
        """The id of a platform's n-th user (OpenMineral counts from 1 instead)."""
        return ids.row_id(PEOPLE[platform], n)

    def person(self, platform: str, n: int) -> Person:
        return people.person(self._first[platform] + n, self.seed)

    def wallets(self, platform: str, chain: str, numbers: Iterable[int]) -> list[str]:
        """One address for each of a platform's users; people keep theirs on every platform."""
        first = self._first[platform]
        return people.wallets(chain, [first + n for n in numbers], self.seed)

    def joined(self, platform: str, n: int) -> datetime:
        """When a platform's n-th user came; later numbers came later."""
        share = (n + 0.5) / self.users(platform)
        return FOUNDED + timedelta(seconds=self._joining * math.pow(share, GROWTH))

    def member(self, platform: str, at: datetime, draw: int) -> int:
        """Somebody who was there at that time, as the number of a user."""
        share = math.pow((at - FOUNDED) / self._age, 1 / GROWTH)
        return draw % max(1, int(share * self.users(platform)) - 1)

    def moment(self, n: int, of: int) -> datetime:
        """The time of the n-th of so many records: in order, more of them the later it gets."""
        share = (n + 0.5) / of
        return self.since + timedelta(seconds=self._recorded * math.pow(share, GROWTH))

    def random(self, place: str, start: int) -> random.Random:
        return random.Random(f"{self.seed} {place} {start}")

    def draw(self, salt: int, n: int) -> int:
        """64 stable random bits for the n-th of something, whoever asks."""
        z = (self.seed * 0xD1342543DE82EF95 + salt * 0xDA942042E4DD58B5 + n) & MASK64
        z = (z ^ z >> 32) * 0x9E3779B97F4A7C15 & MASK64
        z = (z ^ z >> 29) * 0xBF58476D1CE4E5B9 & MASK64
        z = (z ^ z >> 32) * 0x94D049BB133111EB & MASK64
        return z ^ z >> 29

    def seal(self, data_class: str, place: str, row_id: RowId, value: Value) -> Sealed:
        """`place` is `schema.table.column`; gives `.masked`, `.sealed`, `.index`."""
        return self.vault.seal(data_class, place, row_id, value)

    def keep(self, bucket: str, name: str, at: datetime, content: bytes, of: str) -> Stored:
        """The file is stored before the row that asks for it is sent; `of` is `place/key`."""
        return self.shelf.put(self.vault, bucket, name, at, content, of)

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        return {place: sizes.rows(place, self.size) for place in sizes.ROWS}

    @cached_property
    def _age(self) -> timedelta:
        return self.now - FOUNDED

    @cached_property
    def _joining(self) -> float:
        return (self.now - timedelta(hours=2) - FOUNDED).total_seconds()

    @cached_property
    def _recorded(self) -> float:
        return (self.now - timedelta(hours=1) - self.since).total_seconds()

    @cached_property
    def _first(self) -> Mapping[str, int]:
        """Which person is each platform's first user.

        Passa has the first people. Of the others a share are Passa's latest comers, the rest are
        their own: the last of Passa's are on every platform.
        """
        last = self.users("passa")
        shares = {"passa": 1.0, "multiverse": 0.5, "nexus_mint": 0.4, "prismicx": 0.3}
        own = {name: last - int(self.users(name) * share) for name, share in shares.items()}
        return {**own, "passa": 0, "openmineral": last - self.users("openmineral") // 4}


@dataclass(frozen=True)
class Batch:
    """One table's rows. `place` is `schema.table`: many tables are declared in panels, which
    services do not import. `mark` is the UUID column by which seeded rows are known.

    Tables without one (words as keys) name in `known` the SQL condition that holds for seeded
    rows alone. Where keys are counted, as many from ids.FIRST_NUMBER on are the seed's as the
    table has rows, or the table `keys_of`, whose keys these are.
    """

    place: str
    columns: tuple[str, ...]
    count: Count
    rows: Callable[[World, int, int], Iterable[Row]]
    mark: str = ""
    known: str = ""
    keys_of: str = ""

    @property
    def table(self) -> Table:
        return metadata.tables[self.place]

    def mine(self, count: int) -> str:
        """The SQL condition under which a row of the table was made by seeding."""
        if self.known:
            return self.known
        column = self.table.c[self.mark] if self.mark else next(iter(self.table.primary_key))
        if isinstance(column.type, Uuid):
            return ids.mine(column.name)
        return f"{column.name} BETWEEN {ids.number(0)} AND {ids.number(count - 1)}"


@dataclass(frozen=True)
class DocumentBatch:
    """One collection's documents; `place` is `database.collection` as declared.

    The loader gives each its `_id` (ids.object_id of its number and `created_at`). `database`
    names the database of a document where there is one per tenant.
    """

    place: str
    count: Count
    documents: Callable[[World, int, int], Iterable[dict[str, Any]]]
    database: Callable[[World, dict[str, Any]], str] | None = None

    @property
    def collection(self) -> Collection:
        return next(each for each in declared() if str(each) == self.place)


Batches = tuple[Batch | DocumentBatch, ...]


def sized(place: str) -> Count:
    """As many rows as sizes.py says."""
    return lambda size: sizes.rows(place, size)


def fixed(count: int) -> Count:
    """The same number at every size: reference data."""
    return lambda size: count
