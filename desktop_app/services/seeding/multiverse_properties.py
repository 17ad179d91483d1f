"""Multiverse's properties, with their pictures, reservations, sales and leases."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from desktop_app.services.seeding import people
from desktop_app.services.seeding.batch import Batch, Batches, Row, World, sized
from desktop_app.services.seeding.ids import row_id, time_id
from desktop_app.services.seeding.multiverse_facts import (
    DAY,
    HOUR,
    PROPERTIES,
    RESERVATIONS,
    SALES,
    USERS,
    Property,
    chain_hash,
    held_once,
    listed,
    other,
    owner,
    sale,
    status,
)
from desktop_app.services.seeding.reference import TAGGED, tagging, words

MEDIA = "multiverse.property_media"
PAYMENTS = ("bank transfer",) * 5 + ("mortgage",) * 3 + ("escrow",) * 2 + ("ETH", "USDC")
SOURCES = (None, None, None, "owner", "agent", "import")
PICTURES = ("front", "kitchen", "garden", "living-room", "street", "plan", "roof")


def property_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    random = world.random(PROPERTIES, start)
    for n in range(start, stop):
        each = listed(world, n)
        about = words("multiverse")["kinds"][each.kind]
        draw = random.getrandbits(48)
        address = {
            "street": people.street(each.city, draw),
            "city": each.city.city,
            "state": each.city.region,
            "zip_code": people.postcode(each.city, draw >> 16),
            "country": each.city.country,
        }
        away = (random.gauss(0, 0.05), random.gauss(0, 0.06))
        changed = _changed(world, each)
        source = random.choice(SOURCES)
        yield (
            row_id(PROPERTIES, n), row_id(USERS, owner(world, each)), each.kind, status(each),
            address, (each.city.latitude + away[0], each.city.longitude + away[1]),
            each.price, each.sqft, random.choice(about["zoning"]),
            f"{random.choice(about['words'])} {_nearby(draw)}", _features(each, draw),
            each.created, changed, each.state != "available" or random.random() < 0.7,
            source, f"L-{draw % 10**7:07d}" if source == "import" else None,
        )  # fmt: skip


def _changed(world: World, each: Property) -> datetime:
    """The last thing that moved it: its sale, its reservation, or nothing."""
    if each.state == "sold":
        return sale(world, each).completed or each.created
    if each.state == "reserved":
        return held(world, each)[0]
    return each.created


def _features(each: Property, draw: int) -> dict[str, object]:
    if each.kind == "house":
        return {
            "bedrooms": 2 + each.sqft // 1_100 + draw % 2,
            "bathrooms": 1 + each.sqft // 1_600,
            "year_built": 1905 + (draw >> 4) % 120,
            "garage": draw & 1 == 0,
        }
    if each.kind == "commercial":
        return {
            "floors": 1 + each.sqft // 20_000,
            "parking_spaces": each.sqft // 600,
            "year_built": 1950 + (draw >> 4) % 75,
        }
    return {"utilities_on_site": draw & 1 == 0, "road_access": True}


def _nearby(draw: int) -> str:
    minutes = 2 + draw % 17
    return (
        f"{minutes} minutes on foot to the station.",
        f"{minutes} minutes to the next school.",
        f"Shops within {minutes * 100} metres.",
    )[draw >> 8 & 1]


def media_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    properties = world.count(PROPERTIES)
    for n in range(start, stop):
        turn, at = divmod(n, properties)
        draw = world.draw(12, n)
        kind = "image" if turn == 0 or draw % 5 < 3 else ("video", "3d_model")[draw % 5 - 3]
        ending = {"image": "jpg", "video": "mp4", "3d_model": "glb"}[kind]
        name = PICTURES[0] if turn == 0 else PICTURES[1 + draw % (len(PICTURES) - 1)]
        made = world.moment(at, properties) + timedelta(minutes=1 + draw % 50)
        folder = row_id(PROPERTIES, at)[:8]
        yield (
            row_id(MEDIA, n), row_id(PROPERTIES, at), kind,
            f"https://media.example.com/properties/{folder}/{name}.{ending}", turn == 0, made,
        )  # fmt: skip


def reservation_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    once = held_once(world)
    for n in range(start, stop):
        earlier, at = divmod(n, once)
        each = listed(world, at)
        draw = world.draw(13, n)
        user = other(world, each.created, draw >> 32, each.seller)
        begin, end = held(world, each)
        if earlier:  # Over before the other one began.
            begin, end = each.created + (begin - each.created) * 0.2, begin - HOUR
            state = ("expired", "cancelled", "cancelled")[draw % 3]
        else:
            state = _held_state(world, each, end, draw)
        made = begin - (begin - each.created) * 0.1
        touched = made + (min(end, world.now) - made) * 0.5 if state != "pending" else made
        yield (
            row_id(RESERVATIONS, n), row_id(PROPERTIES, at), row_id(USERS, user), state,
            max(each.price // 100, 250) if draw & 3 else None, begin, end,
            "Asks for a viewing first." if draw % 11 == 0 else None, made, touched,
        )  # fmt: skip


def held(world: World, each: Property) -> tuple[datetime, datetime]:
    """From when to when a property's latest reservation holds it."""
    draw = world.draw(14, each.number)
    room = world.now - each.created - HOUR
    begin = each.created + room * (0.2 + (draw & 0xFF) / 0x100 * 0.3)
    free = each.state in ("available", "selling", "failed")
    if each.state == "reserved" or (free and draw >> 8 & 3 == 0):
        return begin, world.now + DAY * (5 + (draw >> 10) % 60)
    return begin, begin + room * (0.05 + (draw >> 20 & 0xFF) / 0x100 * 0.3)


def _held_state(world: World, each: Property, end: datetime, draw: int) -> str:
    if each.state == "reserved":
        return "confirmed"
    if end > world.now:
        return "pending" if draw % 4 else "cancelled"
    return "expired" if draw % 3 else "cancelled"


def sale_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    random = world.random(SALES, start)
    for n in range(start, stop):
        each = listed(world, n)
        done = sale(world, each)
        payment = "bank transfer" if done.kind == "lease" else random.choice(PAYMENTS)
        on_chain = payment in ("ETH", "USDC") and done.completed
        yield (
            time_id(SALES, n, done.at), row_id(PROPERTIES, n), row_id(USERS, each.seller),
            row_id(USERS, done.buyer), done.kind, done.price, payment,
            chain_hash("ethereum", random.getrandbits(64), n) if on_chain else None,
            done.state, done.at, done.completed,
        )  # fmt: skip


def tagged_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    properties = world.count(PROPERTIES)
    for n in range(start, stop):
        at, tag = tagging(world, n)
        draw = world.draw(15, at)
        made = world.moment(at, properties) + timedelta(hours=1 + draw % 20)
        yield (
            row_id(TAGGED, n), row_id("multiverse.tags", tag), "property",
            row_id(PROPERTIES, at), min(made, world.now),
        )  # fmt: skip


BATCHES: Batches = (
    Batch(
        PROPERTIES,
        (
            "property_id", "owner_id", "property_type", "status", "address", "location", "price",
            "size_sqft", "zoning", "description", "features", "created_at", "updated_at",
            "is_verified", "source", "source_id",
        ),
        sized(PROPERTIES),
        property_rows,
    ),
    Batch(
        MEDIA,
        ("media_id", "property_id", "media_type", "url", "is_primary", "created_at"),
        sized(MEDIA),
        media_rows,
    ),
    Batch(
        RESERVATIONS,
        (
            "reservation_id", "property_id", "user_id", "status", "deposit_amount",
            "reservation_start", "reservation_end", "notes", "created_at", "updated_at",
        ),
        sized(RESERVATIONS),
        reservation_rows,
    ),
    Batch(
        SALES,
        (
            "transaction_id", "property_id", "seller_id", "buyer_id", "transaction_type", "price",
            "payment_method", "blockchain_tx_hash", "status", "created_at", "completed_at",
        ),
        sized(SALES),
        sale_rows,
    ),
    Batch(
        TAGGED,
        ("entity_tag_id", "tag_id", "entity_type", "entity_id", "created_at"),
        sized(TAGGED),
        tagged_rows,
    ),
)  # fmt: skip
