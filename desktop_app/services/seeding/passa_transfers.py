"""Passa's tickets that changed hands, or nearly did: a transfer for each stretch of tickets."""

from datetime import datetime
from itertools import chain
from typing import Final, NamedTuple

from desktop_app.services.seeding.batch import World
from desktop_app.services.seeding.passa_facts import (
    FANS,
    SOLD,
    TICKETS,
    Event,
    Ticket,
    event,
    event_of,
    holder_id,
    owners,
    ticket,
)

TRANSFERS: Final = "passa.ticket_transfers"


class Transfer(NamedTuple):
    ticket: int
    event: int
    giver: str
    taker: str
    status: str
    cents: int
    currency: str
    offered: datetime
    accepted: datetime | None
    completed: datetime | None


def transfer(world: World, n: int) -> Transfer:
    number, each, of, fresh = _ticket_of(world, n)
    d, turns = world.draw(361, n), owners(world)
    owner = holder_id(world, FANS, turns.who(number))
    other = holder_id(world, FANS, turns.other(number, d // 1_024))
    until = each.used or min(of.start, world.now)
    bought = each.bought or of.published
    span = until - bought
    offered = bought + span * (0.1 + d % 64 / 128)
    price = each.cents * 9 // 10 if each.resaleable and d & 1 else 0
    roll = d // 64 % 10
    status = ("declined", "withdrawn", "expired")[roll % 3]
    if fresh and each.status == "purchased" and of.status == "published" and roll < 4:
        status = "offered" if roll < 3 else "accepted"
    elif fresh and roll < 7:
        status = "completed"
    consented = status in ("accepted", "completed")
    giver, taker = (other, owner) if status == "completed" else (owner, other)
    return Transfer(
        number, of.number, giver, taker, status, price, of.currency, offered,
        offered + span * 0.1 if consented else None,
        offered + span * 0.12 if status == "completed" else None,
    )  # fmt: skip


def _ticket_of(world: World, n: int) -> tuple[int, Ticket, Event, bool]:
    """The first ticket of the stretch that was sold and may be passed on.

    Where a stretch has none, it is one of an earlier stretch, which only gets an offer that came
    to nothing: no ticket changes hands twice.
    """
    tickets, transfers = world.count(TICKETS), world.count(TRANSFERS)
    first, after = n * tickets // transfers, (n + 1) * tickets // transfers
    for number in range(first, after):
        if found := _sold(world, number):
            return number, *found, True
    for number in chain(range(first - 1, -1, -1), range(after, tickets)):
        if found := _sold(world, number):
            return number, *found, False
    raise ValueError("No ticket was ever sold.")


def _sold(world: World, number: int) -> tuple[Ticket, Event] | None:
    of = event(world, event_of(world, number))
    if not of.was_public:
        return None
    each = ticket(world, number, of)
    return (each, of) if each.status in SOLD and each.transferable else None
