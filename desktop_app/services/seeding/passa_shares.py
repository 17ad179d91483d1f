"""Who contributed to Passa's events: the shares, whether they are paid, and how much.

Of every event the artist has the first share and a creator the second; of some the organizer has
a third. Whatever is drawn, the parts of an event never exceed seven tenths of it.
"""

from datetime import datetime
from typing import Final, NamedTuple

from desktop_app.services.seeding.batch import World
from desktop_app.services.seeding.passa_facts import (
    ARTISTS,
    CREATORS,
    DAY,
    EVENTS,
    HOUR,
    ORGANIZERS,
    Event,
    credited,
    event,
    holder_id,
    tickets_of,
)

SHARES: Final = "passa.attribution"
SLOTS: Final = ("performance", "content", "organization")
MOST: Final = (4_000, 1_000, 2_000)  # of ten thousand
TOLD: Final = (
    ("Headliner", "Opening act", "Two sets of 45 minutes"),
    ("Poster and pictures", "Aftermovie", "Live stream"),
    ("Permits, crew and insurance", "Planning and box office", "Production"),
)
STATUSES: Final[dict[str, tuple[tuple[int, str], ...]]] = {
    # of a hundred shares, those below the number
    "completed": ((74, "paid"), (84, "approved"), (93, "pending"), (100, "rejected")),
    "published": ((45, "approved"), (90, "pending"), (100, "rejected")),
    "postponed": ((30, "approved"), (88, "pending"), (100, "rejected")),
    "cancelled": ((30, "pending"), (100, "rejected")),
    "draft": ((94, "pending"), (100, "rejected")),
}


class Share(NamedTuple):
    event: Event
    slot: int
    user_id: str
    status: str
    part: int | None  # of ten thousand
    fixed: int | None  # cents


def share_status(world: World, slot: int, of: Event) -> str:
    roll = world.draw(351 + slot, of.number) % 100
    status = next(status for below, status in STATUSES[of.status] if roll < below)
    if status == "paid" and _payday(world, slot, of) > world.now:
        return "approved"
    return status


def _payday(world: World, slot: int, of: Event) -> datetime:
    return of.end + DAY + (world.draw(351 + slot, of.number) // 128 % 240) * HOUR


def share(world: World, n: int) -> Share:
    slot, number = divmod(n, world.count(EVENTS))
    of, d = event(world, number), world.draw(355, n)
    if slot == 0:
        user = holder_id(world, ARTISTS, credited(world, ARTISTS).who(number))
    elif slot == 1:
        user = holder_id(world, CREATORS, credited(world, CREATORS).who(number))
    else:
        user = holder_id(world, ORGANIZERS, of.organizer)
    most = MOST[slot]
    part = most // 4 + d // 8 % (most * 3 // 4) if d % 4 else None
    fixed = None if part else (1 + d // 8 % 60) * 5_000
    return Share(of, slot, user, share_status(world, slot, of), part, fixed)


def paid(world: World, n: int, each: Share) -> tuple[str, datetime] | None:
    """What was paid for a share, and when."""
    if each.status != "paid":
        return None
    cents = each.fixed
    if cents is None:
        takings = len(tickets_of(world, each.event.number)) * each.event.base * 8 // 10
        cents = takings * (each.part or 0) // 10_000
    return f"{cents / 100:.2f}", _payday(world, each.slot, each.event)


def told(each: Share) -> str:
    return TOLD[each.slot][each.event.number % 3]
