"""Facts of OpenMineral's rows that several tables need, each worked out from a number alone.

Every fourth deal (n % 4 == 3) has no risk assessment yet and so never came into force; the others
have one, numbered without a gap. Company k is spoken for by KYC record k.
"""

import math
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from desktop_app.services.seeding.batch import World
from desktop_app.services.seeding.reference import words

USERS: Final = "openmineral.users"
KYC: Final = "openmineral.kyc_records"
DEALS: Final = "openmineral.deals"
DAY: Final = timedelta(days=1)

ASSESSED: Final = (
    ("draft",) * 1 + ("pending",) * 3 + ("active",) * 11 + ("completed",) * 16 + ("cancelled",) * 2
)
UNASSESSED: Final = ("draft",) * 4 + ("pending",) * 4 + ("cancelled",) * 3
IN_FORCE: Final = ("active", "completed")
SURE: Final = 3
"""The first companies are approved, so that there is always one to deal with."""


class Commodity(NamedTuple):
    name: str
    price: int
    swing: float
    lots: tuple[int, int]
    grade: str


class Deal(NamedTuple):
    number: int
    commodity: Commodity
    tonnes: int
    price: str
    company: int
    second: int | None
    port: str
    status: str
    trader: int
    created: datetime
    updated: datetime


def said(name: str) -> Any:
    return words("openmineral")[name]


@cache
def commodities() -> tuple[Commodity, ...]:
    return tuple(
        Commodity(n, p, s, (low, high), g) for n, p, s, (low, high), g in said("commodities")
    )


def role(n: int) -> str:
    """One of compliance, one analyst and three traders in five; a few administrators."""
    if n % 125 == 0:
        return "admin"
    return ("compliance", "analyst", "trader", "trader", "trader")[n % 5]


def colleague(world: World, at: datetime, places: tuple[int, ...], draw: int) -> int:
    """Somebody who was there then, by the place among five that stands for the role."""
    fives = max(1, world.member("openmineral", at, -1) // 5)
    return draw % fives * 5 + places[(draw >> 24) % len(places)]


def trader(world: World, at: datetime, draw: int) -> int:
    return colleague(world, at, (2, 3, 4), draw)


def analyst(world: World, at: datetime, draw: int) -> int:
    return colleague(world, at, (1,), draw)


def officer(world: World, at: datetime, draw: int) -> int:
    """Compliance; the very first one is an administrator as well."""
    return colleague(world, at, (0,), draw)


def company(world: World, k: int) -> str:
    """Two words and what they do; no two companies have the same."""
    draw, names = world.draw(30, k), said("firm_words")
    again, first = divmod(k, len(names))
    more, step = divmod(max(again - 1, 0), len(names) - 1)
    firm = said("firms")[draw % len(said("firms"))]
    form = said("forms")[(draw >> 8) % len(said("forms"))]
    middle = f" {names[(first + 1 + step) % len(names)]}" if again else ""
    return f"{names[first]}{middle} {firm} {more + 1 if more else ''} {form}".replace("  ", " ")


def submitted(world: World, k: int) -> datetime:
    """Two months before the deals of the same share of time, so that papers come first."""
    if k < SURE:
        return world.since - (70 - k) * DAY
    return world.moment(k, world.count(KYC)) - 60 * DAY


def kyc_status(world: World, k: int) -> str:
    if k < SURE:
        return "approved"
    at = world.draw(31, k) % 100
    if world.now - submitted(world, k) < 75 * DAY and at < 60:
        return "pending"
    return "approved" if at < 82 else "rejected" if at < 96 else "pending"


def reviewed(world: World, k: int) -> datetime:
    return submitted(world, k) + DAY * (1 + world.draw(32, k) % 9) + timedelta(hours=3)


def deal(world: World, n: int) -> Deal:
    draw, more = world.draw(33, n), world.draw(34, n)
    created = world.moment(n, world.count(DEALS))
    every = commodities()
    kind = every[draw % len(every)]
    low, high = kind.lots
    tonnes = int(low * (high / low) ** ((draw >> 8 & 0xFFFF) / 0x10000))
    tonnes = max(tonnes // (low // 2 or 1) * (low // 2 or 1), low)
    status = deal_status(world, n, created)
    first = _company(world, n, more, approved=status in IN_FORCE)
    second = None
    if n < world.count("openmineral.deal_counterparties") - world.count(DEALS):
        second = _company(world, n, more >> 20, approved=status in IN_FORCE)
        if second == first:
            second = _another(world, first, approved=status in IN_FORCE)
    room = world.now - created - timedelta(hours=1)
    moved = {"draft": 0.02, "pending": 0.1, "active": 0.2, "cancelled": 0.3, "completed": 0.6}
    return Deal(
        n, kind, tonnes, price(kind, created, draw >> 24), first, second,
        str(said("ports")[(draw >> 40) % len(said("ports"))]), status,
        trader(world, created, more >> 8), created,
        created + min(room * moved[status], DAY * (3 + (draw >> 50) % 90)),
    )  # fmt: skip


def deal_status(world: World, n: int, created: datetime) -> str:
    at = world.draw(35, n)
    status = UNASSESSED[at % len(UNASSESSED)] if n % 4 == 3 else ASSESSED[at % len(ASSESSED)]
    young = world.now - created < 21 * DAY
    if status == "completed" and young:
        return "active"
    return "cancelled" if status == "draft" and world.now - created > 200 * DAY else status


def price(kind: Commodity, at: datetime, draw: int) -> str:
    """US dollars per tonne, as the market then was, give or take two in a hundred."""
    return f"{market(kind, at) * (0.98 + draw % 41 / 1000):.2f}"


def market(kind: Commodity, at: datetime) -> float:
    """A smooth made-up market: three waves of a year, a quarter and a fortnight."""
    days = at.timestamp() / 86_400
    own = sum(map(ord, kind.name))
    wave = (
        0.6 * math.sin(days / 58 + own)
        + 0.3 * math.sin(days / 14.5 + own * 2)
        + 0.1 * math.sin(days / 2.2 + own * 3)
    )
    return kind.price * (1 + kind.swing * wave)


def _company(world: World, n: int, draw: int, *, approved: bool) -> int:
    there = max(SURE, n * world.count(KYC) // world.count(DEALS))
    k = draw % there
    return k if not approved or kyc_status(world, k) == "approved" else _another(
        world, k, approved=True
    )  # fmt: skip


def _another(world: World, k: int, *, approved: bool) -> int:
    """The nearest one before, or one of the first."""
    k = k - 1 if k else SURE - 1
    while approved and kyc_status(world, k) != "approved":
        k = k - 1 if k else SURE - 1
    return k
