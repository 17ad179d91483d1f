"""Facts of Passa's rows that several tables need, each worked out from a number alone.

Tickets lie in the order of their events, events in the order of their time. Who owns a ticket or
performs at an event goes round among those who were there by then (`Turns`), so that the tickets
of a fan and the events of an artist can be listed without reading any other row: that is how
their counters are right.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from desktop_app.services.seeding.batch import World
from desktop_app.services.seeding.ids import row_id

US: Final = "passa"
USERS: Final = "passa.users"
ORGANIZERS: Final = "passa.organizers"
ARTISTS: Final = "passa.artists"
CREATORS: Final = "passa.content_creators"
SPONSORS: Final = "passa.sponsors"
FANS: Final = "passa.fans"
EVENTS: Final = "passa.events"
TICKETS: Final = "passa.tickets"
CONTRACTS: Final = "passa.smart_contracts"
OFFSETS: Final = {ORGANIZERS: 1, ARTISTS: 3, CREATORS: 5, SPONSORS: 7, FANS: 0}
DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)
ROUNDS: Final = 16
STRIDE: Final = 1_000_003
CURRENCIES: Final = ("USD", "USD", "USD", "EUR", "EUR", "XLM")
TYPES: Final = ("general",) * 14 + ("early_bird",) * 3 + ("vip",) * 2 + ("backstage",)
DEARER: Final = {"general": 100, "early_bird": 80, "vip": 250, "backstage": 400}
SOLD: Final = ("purchased", "used")
TICKETS_BY_EVENT: Final[dict[str, tuple[tuple[int, str], ...]]] = {
    # of a hundred tickets, those below the number
    "completed": (
        (78, "used"), (86, "purchased"), (96, "available"), (98, "refunded"), (100, "cancelled"),
    ),
    "published": (
        (52, "purchased"), (56, "reserved"), (95, "available"), (98, "refunded"),
        (100, "cancelled"),
    ),
    "postponed": ((45, "purchased"), (88, "available"), (98, "refunded"), (100, "cancelled")),
    "cancelled": ((60, "refunded"), (100, "cancelled")),
}  # fmt: skip
UNSOLD: Final = {"draft": "available", "cancelled": "cancelled"}


class Event(NamedTuple):
    number: int
    organizer: int
    status: str
    created: datetime
    published: datetime
    start: datetime
    end: datetime
    base: int  # the price of a general ticket, in cents
    currency: str
    was_public: bool


class Ticket(NamedTuple):
    status: str
    kind: str
    cents: int
    bought: datetime | None
    used: datetime | None
    transferable: bool
    refundable: bool
    resaleable: bool


def holder(world: World, place: str, n: int) -> int:
    """Which user is the n-th organizer, artist, …: spread evenly over all who joined."""
    return n * world.users(US) // world.count(place) + OFFSETS[place]


def holders_by(world: World, place: str, at: datetime) -> int:
    """So many of the organizers, artists, … had joined by then."""
    users = world.member(US, at, -1) + 1
    return max(2, (users - OFFSETS[place]) * world.count(place) // world.users(US))


def holder_id(world: World, place: str, n: int) -> str:
    return row_id(USERS, holder(world, place, n))


class Round(NamedTuple):
    first: int
    after: int
    people: int
    back: int


class Turns:
    """Things in the order of time, each given to one of those who were there when its round began.

    Within a round nobody has a second turn as long as there are more people than things.
    """

    def __init__(self, things: int, people_by: Callable[[int], int]) -> None:
        firsts = [each * things // ROUNDS for each in range(ROUNDS)]
        self._firsts = firsts
        self._rounds = [
            Round(first, after, people, pow(STRIDE, -1, people))
            for first, after in zip(firsts, [*firsts[1:], things], strict=True)
            for people in [people_by(first)]
        ]

    def who(self, thing: int) -> int:
        at = bisect_right(self._firsts, thing) - 1
        return (thing * STRIDE + at) % self._rounds[at].people

    def other(self, thing: int, draw: int) -> int:
        """Somebody else of the same round."""
        people = self._rounds[bisect_right(self._firsts, thing) - 1].people
        return (self.who(thing) + 1 + draw % (people - 1)) % people

    def things(self, who: int) -> Iterator[int]:
        for at, (first, after, people, back) in enumerate(self._rounds):
            if who < people:
                fits = (who - at) * back % people
                yield from range(first + (fits - first) % people, after, people)


@lru_cache(maxsize=4)
def owners(world: World) -> Turns:
    """The fans who own the tickets."""
    return Turns(
        world.count(TICKETS),
        lambda ticket: holders_by(world, FANS, event_created(world, event_of(world, ticket))),
    )


@lru_cache(maxsize=8)
def credited(world: World, place: str) -> Turns:
    """The artists who perform at the events, or the creators who made something for them."""
    return Turns(
        world.count(EVENTS),
        lambda event: holders_by(world, place, event_created(world, event)),
    )


def event_created(world: World, n: int) -> datetime:
    return world.moment(n, world.count(EVENTS))


def is_verified(world: World, organizer: int) -> bool:
    return world.draw(302, organizer) % 8 != 0


@lru_cache(maxsize=1 << 16)
def event(world: World, n: int) -> Event:
    created, d = event_created(world, n), world.draw(301, n)
    user = world.member(US, created, d >> 32)
    organizer = max(0, user * world.count(ORGANIZERS) // world.users(US) - 1)
    published = created + (30 + d % 70) * HOUR
    day = created + (20 + d % 97) * DAY
    start = day.replace(hour=9 + d % 12, minute=30 * (d & 1), second=0, microsecond=0)
    end = start + (2 + d // 16 % 7) * HOUR + (d // 128 % 11 == 0) * 2 * DAY
    roll = d // 2_048 % 100
    may_be_public = published < world.now and is_verified(world, organizer)
    if not may_be_public:
        status = "cancelled" if roll < 9 and created + 9 * DAY < world.now else "draft"
    elif roll < 7:
        status = "cancelled"
    elif roll < 10:
        status = "postponed"
    elif roll < 14:
        status = "draft"
    else:
        status = "completed" if end < world.now else "published"
    return Event(
        n, organizer, status, created, published, start, end, 1_500 + d // 8_192 % 120 * 100,
        CURRENCIES[d % len(CURRENCIES)], may_be_public and status != "draft",
    )  # fmt: skip


def event_id(n: int) -> str:
    return row_id(EVENTS, n)


def event_of(world: World, ticket: int) -> int:
    return ticket * world.count(EVENTS) // world.count(TICKETS)


def tickets_of(world: World, event_number: int) -> range:
    tickets, events = world.count(TICKETS), world.count(EVENTS)
    return range(-(-event_number * tickets // events), -(-(event_number + 1) * tickets // events))


def ticket(world: World, n: int, of: Event) -> Ticket:
    d = world.draw(303, n)
    roll = d % 100
    free = d // 128 % 32
    transferable, refundable = free != 0, free % 5 != 0
    kind = TYPES[d // 4_096 % len(TYPES)]
    status = _ticket_status(of.status, roll) if of.was_public else UNSOLD[of.status]
    bought = used = None
    if status in ("purchased", "used", "refunded") or (of.was_public and status == "cancelled"):
        until = min(of.start, world.now)
        bought = of.published + (until - of.published) * ((d >> 40 & 0xFFFF) / 65_600)
    if status == "used":
        used = of.start + (d // 262_144 % 100 - 40) * MINUTE
    return Ticket(
        status, kind, of.base * DEARER[kind] // 100, bought, used, transferable,
        refundable or status == "refunded", transferable and free % 3 == 0,
    )  # fmt: skip


def _ticket_status(event_status: str, roll: int) -> str:
    """What has become of a ticket, by what has become of its event."""
    return next(status for below, status in TICKETS_BY_EVENT[event_status] if roll < below)


def contract_of(world: World, event_number: int) -> int:
    """The ticketing contract of an event: of five contracts, the first three are for tickets."""
    kth = event_number * (world.count(CONTRACTS) // 5 * 3) // world.count(EVENTS)
    return kth // 3 * 5 + kth % 3


def contract_network(world: World, n: int) -> str:
    return "ethereum" if world.draw(304, n) % 12 == 0 else "stellar"
