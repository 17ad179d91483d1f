"""Rows of every kind for a panel, without a store: tame ones to look at, odd ones to survive."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Never, cast
from uuid import UUID

from PySide6.QtCore import QObject

from desktop_app.domain.access import Actor
from desktop_app.domain.errors import Unreachable
from desktop_app.domain.measures import Group, Measure
from desktop_app.domain.query import Count, How, Kind, Page, Query, Row
from desktop_app.domain.standing import NAMES as NAMED_STORES
from desktop_app.services.desk import Desk
from desktop_app.services.panel import Panel
from desktop_app.storage.care import Asking, Care
from desktop_app.storage.source import Source
from desktop_app.storage.stores import Stores
from desktop_app.ui.memory import Memory as Arranged
from desktop_app.ui.office import Office
from desktop_app.ui.tasks import Writes

NAMES = ("Elena Marchetti", "Vale International", "Tubarão fines, Q4", "Port Hedland", "Lisboa")
STATES = ("pending", "approved", "token_sold", "non_compliant", "draft", "active", "id_card")
ODD: tuple[Any, ...] = (
    "<b>bold</b><script>alert(1)</script>", "line\nbreak\tand\x00nul", "turned \u202egnp.exe",
    "half \ud800 letter", "", "x" * 5000, "infinity", "0044-03-15 BC", float("nan"), float("inf"),
    Decimal("NaN"), Decimal("1E+400"), 10**400, -(10**40), b"\x00\xff", {"a": {"b": [1]}}, [], {},
    [None, {"x": 1}], datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC),
    date.min, object(), None, True, {1, 2}, (1.5, 2.5), {"type": "Point", "coordinates": [9, 51]},
)  # fmt: skip


@dataclass(frozen=True)
class Memory:
    """A source whose rows are at hand; what it says of itself is what the real one says."""

    real: Source
    rows: Sequence[Row]
    refusal: Exception | None = None

    @property
    def place(self) -> str:
        return self.real.place

    @property
    def store(self) -> str:
        return self.real.store

    def kinds(self) -> dict[str, Kind]:
        return self.real.kinds()

    def currencies(self) -> dict[str, str]:
        return self.real.currencies()

    def references(self) -> dict[str, str]:
        return self.real.references()

    def orders(self) -> frozenset[str]:
        return self.real.orders()

    @property
    def keyed(self) -> tuple[str, ...]:
        return self.real.keyed

    def key(self, row: Row) -> Any:
        return tuple(str(row.get(name)) for name in self.keyed)

    def key_of(self, written: str) -> Any:
        return self.real.key_of(written)

    async def get(self, stores: Stores, key: Any) -> Row | None:
        return None

    async def count(self, stores: Stores, query: Query, how: How = "capped") -> Count:
        return Count(len(self.rows))

    async def measured(self, stores: Stores, measure: Measure) -> list[Group]:
        return [Group((), (len(self.rows),))]

    async def page(self, stores: Stores, query: Query) -> Page:
        if self.refusal:
            raise self.refusal
        return Page(self.rows[: query.limit], more=len(self.rows) > query.limit)


def _moment(dice: random.Random) -> datetime:
    return datetime.now(UTC) - timedelta(hours=dice.choice((0, 30, 2000, 20000)))


MAKE: Mapping[Kind, Callable[[random.Random], Any]] = {
    Kind.TEXT: lambda dice: dice.choice(NAMES),
    Kind.NUMBER: lambda dice: dice.choice((dice.randint(0, 90000), Decimal("7.4"))),
    Kind.MONEY: lambda dice: Decimal(dice.randint(100, 90_000_000)) / 100,
    Kind.MOMENT: _moment,
    Kind.DAY: lambda dice: _moment(dice).date(),
    Kind.STATE: lambda dice: dice.choice(STATES),
    Kind.YES_NO: lambda dice: dice.random() < 0.5,
    Kind.REFERENCE: lambda dice: UUID(int=dice.getrandbits(128)),
    Kind.GEO_POINT: lambda _: (38.7223, -9.13933),
    Kind.LIST: lambda dice: ["iron ore", "copper", "zinc"][: dice.randint(0, 3)],
    Kind.JSON: lambda _: {"city": "Lisboa", "geo": {"lat": 38}, "tags": [1, 2]},
    Kind.SECRET: lambda _: "••••4711",
    Kind.FILE: lambda _: "kyc/2026/passport.pdf",
}


def value(kind: Kind, dice: random.Random) -> Any:
    return None if dice.random() < 0.06 else MAKE[kind](dice)


def tame(panel: Panel, count: int) -> list[Row]:
    dice = random.Random(panel.key)
    return [{n: value(k, dice) for n, k in panel.kinds().items()} for _ in range(count)]


def odd(panel: Panel) -> list[Row]:
    """Every odd value in every column, and a row without any."""
    return [*(dict.fromkeys(panel.kinds(), each) for each in ODD), {}]


def desk(
    panels: Mapping[str, Panel], rows: Mapping[str, Sequence[Row]], who: str = "A. Lindqvist"
) -> Desk:
    """A desk over rows at hand, for one who may see everything."""
    held = {
        key: replace(panel, source=Memory(panel.source, rows.get(key, ())))
        for key, panel in panels.items()
    }
    return Desk(cast(Stores, _NoStores()), held, Actor(who, frozenset(), frozenset({"*"})))


async def _answered() -> None:
    """A store that is always there."""


@dataclass
class _NoStores:
    """What a desk asks of its stores when no row comes from them."""

    care: Care = field(
        default_factory=lambda: Care({store: Asking(_answered, (), ()) for store in NAMED_STORES})
    )

    def demand(self, store: str) -> None:
        self.care.demand(store)

    def reading(self) -> Never:
        raise Unreachable("Nothing else is asked here.")


_OWNER = QObject()


def office(of: Desk) -> Office:
    """An office whose window is not there: what a page opens elsewhere goes nowhere."""

    def nowhere(*_: object) -> None:
        """Nothing stands beside the page that is tested."""

    return Office(of, Writes(_OWNER), Arranged(), nowhere, nowhere, nowhere)
