"""Passa's events, what they are tagged with, their tickets, transfers and shares."""

from collections.abc import Iterable
from typing import Final

from desktop_app.services.seeding import people
from desktop_app.services.seeding.batch import Batch, Batches, Row, World, sized
from desktop_app.services.seeding.ids import row_id, time_id
from desktop_app.services.seeding.passa_chain import (
    SECOND,
    TRANSACTIONS,
    contract_ids,
    move,
    payout,
    purchase_id,
)
from desktop_app.services.seeding.passa_facts import (
    DAY,
    EVENTS,
    FANS,
    HOUR,
    MINUTE,
    ORGANIZERS,
    TICKETS,
    contract_of,
    event,
    event_created,
    event_id,
    event_of,
    holder_id,
    owners,
    ticket,
    tickets_of,
)
from desktop_app.services.seeding.passa_people import ZONES
from desktop_app.services.seeding.passa_reference import (
    PLACED,
    TAGGED,
    TAGS,
    TREE,
    category_id,
    leaf,
    tagging,
)
from desktop_app.services.seeding.passa_shares import SHARES, SLOTS, paid, share, told
from desktop_app.services.seeding.passa_transfers import TRANSFERS, transfer

TITLES: Final = (
    "{what} Night", "{city} {what} Days", "An Evening of {what}", "{what} in the Park",
    "{city} {what} Festival", "Late {what}", "{what} for Everyone", "Summer of {what}",
    "{what} Gala", "New {what}",
)  # fmt: skip
VENUES: Final = (
    "Arena",
    "Town Hall",
    "Old Brewery",
    "Opera House",
    "Park Stage",
    "Congress Centre",
)


def _events(world: World, start: int, stop: int) -> Iterable[Row]:
    cities = people.cities()
    for n in range(start, stop):
        each, d = event(world, n), world.draw(371, n)
        city, category = cities[d % len(cities)], leaf(d // 64)
        what = PLACED[category][0]
        title = TITLES[d // 4_096 % len(TITLES)].format(what=what, city=city.city)
        issued = len(tickets_of(world, n))
        changed = {"completed": each.end, "draft": each.created}.get(each.status, each.published)
        changed = min(max(changed, each.created), world.now)
        gone = None
        if each.status in ("cancelled", "draft") and d // 65_536 % 12 == 0:
            gone = changed + (world.now - changed) * 0.5
        contract = contract_ids(world)[contract_of(world, n)] if each.was_public else None
        root = TREE[PLACED[category][3] or 0][0]
        yield (
            event_id(n), title, f"{what} ({root.lower()}), doors open an hour before.",
            holder_id(world, ORGANIZERS, each.organizer), category_id(category), contract,
            each.status, each.start, each.end, ZONES.get(city.country, "UTC"),
            f"{city.city} {VENUES[d // 1_024 % len(VENUES)]}",
            f"{people.street(city, d >> 24)}, {city.city}, {city.country}",
            (issued * (100 + (d >> 40) % 60) // 100 // 10 + 1) * 10, each.currency,
            f"https://static.example.com/events/{n:06d}.jpg", each.created, gone or changed,
            gone is not None, gone,
        )  # fmt: skip


def _tagged(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        number, tag = tagging(world, n)
        at = event_created(world, number) + (n % 50) * MINUTE
        yield row_id(TAGGED, n), event_id(number), row_id(TAGS, tag), at


def _tickets(world: World, start: int, stop: int) -> Iterable[Row]:
    turns, fans, number = owners(world), FANS, -1
    for n in range(start, stop):
        if event_of(world, n) != number:
            number = event_of(world, n)
            of, first = event(world, number), tickets_of(world, number)[0]
            place = event_id(number)
            contract = contract_ids(world)[contract_of(world, number)] if of.was_public else None
            seated = world.draw(372, number) % 5 < 2
            issued = min(max(of.created, of.published - HOUR), world.now)
        each = ticket(world, n, of)
        held = each.status == "reserved"
        at = n - first
        changed = each.used or each.bought or issued
        if each.status == "refunded" and each.bought:
            changed = min(each.bought + DAY, world.now)
        yield (
            row_id(TICKETS, n), place,
            holder_id(world, fans, turns.who(n)) if each.bought or held else None,
            each.status, each.kind, f"{chr(65 + at // 20)}{at % 20 + 1}" if seated else None,
            f"{each.cents / 100:.2f}", of.currency, str(n + 1) if each.bought else None, contract,
            purchase_id(n, each.bought) if each.bought else None,
            world.now + (5 + at % 10) * MINUTE if held else None, each.bought, each.used,
            each.transferable, each.refundable, each.resaleable, issued, changed,
        )  # fmt: skip


def _transfers(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        each = transfer(world, n)
        done, number = each.completed, move(world, n)
        tx = None
        if done and number is not None:
            tx = time_id(TRANSACTIONS, number, done - 15 * SECOND)
        runs_out = each.offered + 3 * DAY
        if each.status in ("offered", "accepted"):
            runs_out = world.now + (1 + n % 3) * DAY
        ended = each.offered + 2 * MINUTE
        if each.status == "expired":
            runs_out = min(runs_out, world.now - MINUTE)
            ended = max(runs_out, ended)
        yield (
            row_id(TRANSFERS, n), row_id(TICKETS, each.ticket), each.giver, each.taker,
            each.status, f"{each.cents / 100:.2f}", each.currency, each.offered, each.accepted,
            None, tx, runs_out, done, each.offered,
            done or each.accepted or (each.offered if each.status == "offered" else ended),
        )  # fmt: skip


def _shares(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        each = share(world, n)
        payment, number = paid(world, n, each), payout(world, n)
        amount, at = payment or (None, None)
        tx = time_id(TRANSACTIONS, number, at - 15 * SECOND) if at and number is not None else None
        made = min(each.event.created + 26 * HOUR, world.now)
        part = None if each.part is None else f"{each.part / 10_000:.4f}"
        fixed = None if each.fixed is None else f"{each.fixed / 100:.2f}"
        yield (
            row_id(SHARES, n), event_id(each.event.number), each.user_id, SLOTS[each.slot],
            told(each), part, fixed, each.event.currency, each.status, amount, at, tx, made,
            at or made,
        )  # fmt: skip


BATCHES: Final[Batches] = (
    Batch(
        EVENTS,
        (
            "event_id", "title", "description", "organizer_user_id", "category_id",
            "smart_contract_id", "status", "start_datetime", "end_datetime", "timezone", "venue",
            "location", "capacity", "currency", "image_url", "created_at", "updated_at",
            "is_deleted", "deleted_at",
        ),
        sized(EVENTS),
        _events,
    ),
    Batch(
        TAGGED,
        ("assignment_id", "event_id", "tag_id", "assigned_at"),
        sized(TAGGED),
        _tagged,
    ),
    Batch(
        TICKETS,
        (
            "ticket_id", "event_id", "owner_user_id", "ticket_status", "ticket_type", "seat",
            "price", "currency", "token_id", "smart_contract_id", "transaction_id",
            "reserved_until", "purchase_date", "used_at", "transferable", "refundable",
            "resaleable", "created_at", "updated_at",
        ),
        sized(TICKETS),
        _tickets,
    ),
    Batch(
        TRANSFERS,
        (
            "transfer_id", "ticket_id", "from_user_id", "to_user_id", "status", "price",
            "currency", "from_consented_at", "to_consented_at", "reason", "transaction_id",
            "expires_at", "completed_at", "created_at", "updated_at",
        ),
        sized(TRANSFERS),
        _transfers,
    ),
    Batch(
        SHARES,
        (
            "attribution_id", "event_id", "user_id", "contribution_type", "description",
            "percentage_share", "fixed_amount", "currency", "status", "paid_amount", "paid_at",
            "transaction_id", "created_at", "updated_at",
        ),
        sized(SHARES),
        _shares,
    ),
)  # fmt: skip
