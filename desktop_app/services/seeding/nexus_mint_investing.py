"""Nexus Mint's properties, their tokens, the investments in them and the returns these earn."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from desktop_app.services.seeding import people
from desktop_app.services.seeding.batch import Batch, Batches, Row, World, sized
from desktop_app.services.seeding.ids import row_id
from desktop_app.services.seeding.nexus_mint_facts import (
    DAY,
    INVESTMENTS,
    METHODS,
    MINUTE,
    PROPERTIES,
    TEN,
    TOKENS,
    Property,
    confirmed,
    confirmed_count,
    invested,
    investment_of,
    investor,
    launched,
    live,
    property_id,
    property_of,
    settled,
    sold,
    tens_of,
    token_id,
)
from desktop_app.services.seeding.nexus_mint_people import US, method_kind

RETURNS: Final = "nexus_mint.property_returns"
NAMES: Final = (
    "Harbour", "Linden", "Old Mill", "Station", "Garden", "Riverside", "Market", "Chapel", "North",
    "Canal", "Orchard", "Foundry", "Palace", "Summit", "Willow", "Bridge", "Meadow", "Crown",
)  # fmt: skip
ENDS: Final[dict[str, tuple[str, ...]]] = {
    "apartment building": ("Residences", "Court", "House"),
    "apartment": ("Apartment", "Loft", "Penthouse"),
    "house": ("Villa", "Cottage", "House"),
    "townhouse": ("Row", "Townhouse", "Mews"),
    "office": ("Tower", "Offices", "Plaza"),
    "retail": ("Arcade", "Shops", "Gallery"),
    "warehouse": ("Depot", "Logistics Park", "Warehouse"),
    "mixed use": ("Quarter", "Yards", "Exchange"),
}
AMENITIES: Final = (
    ["parking", "lift"], ["parking", "garden", "storage"], ["gym", "concierge", "roof terrace"],
    ["loading dock", "parking"], ["bicycle room", "lift", "meeting rooms"], ["balcony"],
    ["pool", "garden", "parking"], ["fibre", "air conditioning", "lift"],
)  # fmt: skip


def _properties(world: World, start: int, stop: int) -> Iterable[Row]:
    tokens, selling = world.count(TOKENS), live(world)
    for n in range(start, stop):
        each = property_of(world, n)
        d = world.draw(131, n)
        with_token = n < tokens
        ends = ENDS[each.kind]
        title = f"{NAMES[d % len(NAMES)]} {ends[d // 32 % len(ends)]}"
        place = f"{people.street(each.city, d // 1_024)}, {each.city.city}"
        images = [f"property-images/{n:06d}/{k}.jpg" for k in range(1, 2 + d // 128 % 5)]
        changed = each.created + (world.now - each.created) * ((d >> 48) / 65_536)
        yield (
            property_id(n), title, place, each.city.city, each.kind, each.price,
            each.bedrooms or None, max(1, each.bedrooms - d % 2) if each.bedrooms else None,
            each.sqft, json.dumps(images), json.dumps(AMENITIES[d // 256 % len(AMENITIES)]),
            bool(d // 512 % 20) if n < selling else d // 512 % 5 < 3, n < selling,
            each.funding_target if with_token else None,
            each.total_tokens if with_token else None,
            sold(world, n, each.total_tokens) if n < selling else 0,
            each.price_per_token if with_token else None,
            each.created, changed,
        )  # fmt: skip


def _tokens(world: World, start: int, stop: int) -> Iterable[Row]:
    at = list(range(start, stop))
    # A contract and a token have no person; their addresses are those of nobody's purse.
    contracts = people.wallets("ethereum", [-2 * n - 1 for n in at], world.seed)
    tokens = people.wallets("ethereum", [-2 * n - 2 for n in at], world.seed)
    for n, contract, address in zip(at, contracts, tokens, strict=True):
        each, d = property_of(world, n), world.draw(132, n)
        draft = n >= live(world)
        status = "draft" if draft else "active" if d % 4 == 0 else "launched"
        supply = each.total_tokens
        first = each.price_per_token
        cents = first * 100 if draft else first * (95 + d // 4 % 41)
        began = launched(world, n, each.created)
        made = min(began - 7 * DAY, world.now - (1 + d % 900) * MINUTE)
        yield (
            token_id(n), property_id(n), None if draft else contract, None if draft else address,
            supply, supply - (0 if draft else sold(world, n, supply)), _money(cents), first, status,
            max(made, each.created),
        )  # fmt: skip


def _investments(world: World, start: int, stop: int) -> Iterable[Row]:
    methods, ten_before = world.count(METHODS), -1
    for n in range(start, stop):
        if n // TEN != ten_before:
            ten_before = n // TEN
            token = ten_before % live(world)
            each: Property = property_of(world, token)
            tens = len(tens_of(world, token))
            since = launched(world, token, each.created)
        made = investment_of(world, n, each.total_tokens, tens)
        at = invested(world, n, made.status, since)
        user = investor(world, n, at)
        confirmed_at = settled(world, n, at) if made.status in ("confirmed", "refunded") else None
        refunded_at = None
        if confirmed_at and made.status == "refunded":
            refunded_at = min(confirmed_at + (3 + n % 50) * DAY, world.now)
        method = method_kind(world, user) if user < methods else "bank_transfer"
        yield (
            row_id(INVESTMENTS, n), world.user_id(US, user), property_id(token), token_id(token),
            made.amount, each.price_per_token, made.amount * each.price_per_token, made.status,
            method, row_id(METHODS, user) if user < methods else None, confirmed_at, refunded_at,
            at,
        )  # fmt: skip


def _returns(world: World, start: int, stop: int) -> Iterable[Row]:
    every = confirmed_count(world)
    for n in range(start, stop):
        later, k = divmod(n, every)
        number = confirmed(world, k)
        token = number // TEN % live(world)
        each = property_of(world, token)
        made = investment_of(world, number, each.total_tokens, len(tens_of(world, token)))
        at = invested(world, number, made.status, launched(world, token, each.created))
        period, ends = _quarter(settled(world, number, at), later)
        due = ends + 15 * DAY
        d = world.draw(133, n)
        made_at = max(settled(world, number, at), min(ends, world.now - (1 + d % 600) * MINUTE))
        paid = due + (d % 5_000) * MINUTE
        is_paid = paid < world.now
        cents = max(1, made.amount * each.price_per_token * (100 + d % 140) // 100)
        yield (
            row_id(RETURNS, n), row_id(INVESTMENTS, number),
            "rent" if d // 8_192 % 20 else "interest", period, _money(cents),
            "paid" if is_paid else "due", due.date(), paid if is_paid else None,
            f"PAY-{period}-{n:07d}" if is_paid else None, made_at,
        )  # fmt: skip


def _quarter(at: datetime, later: int) -> tuple[str, datetime]:
    """The name of the quarter that follows `later` quarters after that of `at`, and its end."""
    quarter = at.year * 4 + (at.month - 1) // 3 + 1 + later
    year, part = divmod(quarter, 4)
    end_year, end_part = divmod(quarter + 1, 4)
    end = at.replace(end_year, end_part * 3 + 1, 1, hour=0, minute=0, second=0, microsecond=0)
    return f"{year}-Q{part + 1}", end - timedelta(seconds=1)


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


BATCHES: Final[Batches] = (
    Batch(
        PROPERTIES,
        (
            "id", "title", "location", "city", "property_type", "price", "bedrooms", "bathrooms",
            "sqft", "images", "amenities", "is_active", "tokenization_active", "funding_target",
            "total_tokens", "tokens_issued", "price_per_token", "created_at", "updated_at",
        ),
        sized(PROPERTIES),
        _properties,
    ),
    Batch(
        TOKENS,
        (
            "id", "property_id", "contract_address", "token_address", "total_supply",
            "available_supply", "current_price", "initial_price", "status", "created_at",
        ),
        sized(TOKENS),
        _tokens,
    ),
    Batch(
        INVESTMENTS,
        (
            "id", "user_id", "property_id", "property_token_id", "token_amount", "price_per_token",
            "total_amount", "status", "payment_method", "payment_method_id", "confirmed_at",
            "refunded_at", "created_at",
        ),
        sized(INVESTMENTS),
        _investments,
    ),
    Batch(
        RETURNS,
        (
            "id", "investment_id", "kind", "period", "amount", "status", "due_on", "paid_at",
            "payment_reference", "created_at",
        ),
        sized(RETURNS),
        _returns,
    ),
)  # fmt: skip
