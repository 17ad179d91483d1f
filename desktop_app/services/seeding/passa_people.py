"""Passa's users, their profiles, roles and wallets."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from desktop_app.services.seeding import people, sizes
from desktop_app.services.seeding.batch import Batch, Batches, Row, World, sized
from desktop_app.services.seeding.ids import row_id
from desktop_app.services.seeding.passa_facts import (
    ARTISTS,
    CREATORS,
    DAY,
    FANS,
    MINUTE,
    ORGANIZERS,
    SPONSORS,
    US,
    USERS,
    holder,
)
from desktop_app.services.seeding.passa_reference import role_id
from desktop_app.services.seeding.sizes import Size

PROFILES: Final = "passa.user_profiles"
ASSIGNMENTS: Final = "passa.user_role_assignments"
WALLETS: Final = "passa.wallets"
ADMINS: Final = 6
ROLES: Final = (
    ("fan", FANS),
    ("organizer", ORGANIZERS),
    ("artist", ARTISTS),
    ("content_creator", CREATORS),
    ("sponsor", SPONSORS),
)
LANGUAGES: Final = {
    "spanish": "es", "german": "de", "french": "fr", "italian": "it", "nordic": "sv",
    "slavic": "pl", "arabic": "ar", "chinese": "zh", "japanese": "ja", "brazilian": "pt",
}  # fmt: skip
ZONES: Final = {
    "United States": "America/New_York", "Germany": "Europe/Berlin", "France": "Europe/Paris",
    "Spain": "Europe/Madrid", "Italy": "Europe/Rome", "Japan": "Asia/Tokyo",
    "United Kingdom": "Europe/London", "Brazil": "America/Sao_Paulo", "India": "Asia/Kolkata",
    "China": "Asia/Shanghai", "Nigeria": "Africa/Lagos", "Kenya": "Africa/Nairobi",
}  # fmt: skip
BIOS: Final = (
    None,
    "Two concerts a month, at least.",
    "Here for the jazz, staying for the people.",
    "I plan my holidays around festivals.",
    None,
    "Sings in a choir, badly and gladly.",
    "Photographs from the second row.",
    "Football on Saturdays, theatre on Sundays.",
)
PREFERENCES: Final = (
    '{"newsletter":true}',
    '{"newsletter":false,"push":true}',
    '{"newsletter":true,"currency":"EUR"}',
    "{}",
)


def _users(world: World, start: int, stop: int) -> Iterable[Row]:
    fresh = world.now - 2 * DAY
    for n in range(start, stop):
        who, came, d = world.person(US, n), world.joined(US, n), world.draw(321, n)
        seen = came + (world.now - came) * ((d & 0xFFFF) / 65_536)
        d >>= 16
        roll = d % 200
        gone = None
        status = "active"
        if roll == 0:
            status, gone = "inactive", seen
        elif roll < 12:
            status = "inactive"
        elif roll == 13:
            status = "suspended"
        elif came > fresh and d & 1_024:
            status = "pending"
        yield (
            world.user_id(US, n), who.username, who.email, people.PASSWORD_HASH, who.name, status,
            None if status == "pending" else seen, came, came if status == "pending" else seen,
            gone is not None, gone,
        )  # fmt: skip


def _profiles(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        who, came, d = world.person(US, n), world.joined(US, n), world.draw(322, n)
        links = f'{{"instagram":"https://instagram.example.com/{who.username}"}}' if d % 3 else "{}"
        picture = f"https://static.example.com/avatars/{who.username}.jpg" if d % 4 else None
        changed = came + (world.now - came) * ((d >> 48) / 65_536)
        yield (
            row_id(PROFILES, n), world.user_id(US, n), BIOS[d // 8 % len(BIOS)], picture,
            who.city.country, who.city.city, LANGUAGES.get(who.city.culture, "en"),
            ZONES.get(who.city.country, "UTC"), links, PREFERENCES[d // 64 % 4], came, changed,
        )  # fmt: skip


def assignments(size: Size) -> int:
    """Everybody has the role of what they are; a few are administrators besides."""
    return ADMINS + sum(sizes.rows(place, size) for _, place in ROLES)


def _assigned(world: World, n: int) -> tuple[str, int]:
    if n < ADMINS:
        return "admin", n
    n -= ADMINS
    for role, place in ROLES:
        if n < world.count(place):
            return role, holder(world, place, n)
        n -= world.count(place)
    raise ValueError("There are not so many roles to give.")


def _assignments(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        role, user = _assigned(world, n)
        giver = world.user_id(US, 0) if role in ("admin", "organizer") and user else None
        at = world.joined(US, user) + (1 + n % 50) * MINUTE
        yield row_id(ASSIGNMENTS, n), world.user_id(US, user), role_id(role), giver, at


def first_wallets(world: World) -> int:
    """So many wallets are somebody's on Stellar; the rest are second ones, on Ethereum."""
    return world.count(WALLETS) * 4 // 5


def wallet_holder(world: World, n: int) -> int:
    first = first_wallets(world)
    if n < first:
        return n * world.users(US) // first
    return (n - first) * world.users(US) // (world.count(WALLETS) - first)


def _wallets(world: World, start: int, stop: int) -> Iterable[Row]:
    first, at = first_wallets(world), list(range(start, stop))
    users = [wallet_holder(world, n) for n in at]
    stellar = sum(n < first for n in at)
    addresses = [
        *world.wallets(US, "stellar", users[:stellar]),
        *world.wallets(US, "ethereum", users[stellar:]),
    ]
    for n, user, address in zip(at, users, addresses, strict=True):
        d, came, key = world.draw(323, n), world.joined(US, user), row_id(WALLETS, n)
        sealed = world.seal("wallet", f"{WALLETS}.address", key, address)
        made = came + timedelta(seconds=90 + d % 6_000)
        verified = min(made + (5 + d // 8_192 % 4_000) * MINUTE, world.now) if d % 5 else None
        gone = None
        if n >= first and d // 64 % 40 == 0:
            gone = made + (world.now - made) * 0.7
        kind = ("non_custodial", "non_custodial", "custodial", "hardware")[d // 4_096 % 4]
        yield (
            key, world.user_id(US, user), "Main" if n < first else "Savings", sealed.masked,
            sealed.sealed, sealed.index, "stellar" if n < first else "ethereum", kind,
            "verified" if verified else "unverified", verified, gone is None,
            made, gone or verified or made, gone is not None, gone,
        )  # fmt: skip


BATCHES: Final[Batches] = (
    Batch(
        USERS,
        (
            "user_id", "username", "email", "password_hash", "full_name", "status",
            "last_login_at", "created_at", "updated_at", "is_deleted", "deleted_at",
        ),
        sized(USERS),
        _users,
    ),
    Batch(
        PROFILES,
        (
            "profile_id", "user_id", "bio", "avatar_url", "country", "city", "language",
            "timezone", "social_links", "preferences", "created_at", "updated_at",
        ),
        sized(PROFILES),
        _profiles,
    ),
    Batch(
        ASSIGNMENTS,
        ("assignment_id", "user_id", "role_id", "assigned_by", "assigned_at"),
        assignments,
        _assignments,
    ),
    Batch(
        WALLETS,
        (
            "wallet_id", "user_id", "label", "address", "address_sealed", "address_index",
            "network", "type", "status", "verified_at", "is_primary", "created_at", "updated_at",
            "is_deleted", "deleted_at",
        ),
        sized(WALLETS),
        _wallets,
    ),
)  # fmt: skip
