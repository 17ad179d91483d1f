"""Multiverse's people: users, their profiles, sign-in tokens, notices, and what they did."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from desktop_app.services.seeding.batch import (
    Batch,
    Batches,
    DocumentBatch,
    Row,
    World,
    sized,
)
from desktop_app.services.seeding.ids import row_id, time_id, uuid
from desktop_app.services.seeding.multiverse_facts import (
    ASSETS,
    DAY,
    HOUR,
    PROPERTIES,
    USERS,
    chain_of,
    user_type,
)
from desktop_app.services.seeding.people import PASSWORD_HASH
from desktop_app.services.seeding.reference import words

PROFILES = "multiverse.user_profiles"
TOKENS = "multiverse.auth_tokens"
NOTICES = "multiverse.notifications"
ACTIVITY = "multiverse.activity_logs"
TOKEN_LIVES = {
    "refresh": 30 * DAY,
    "access": HOUR,
    "password_reset": 2 * HOUR,
    "email_verification": 3 * DAY,
}


def user_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    random = world.random(USERS, start)
    addresses = _addresses(world, range(start, stop))
    for n in range(start, stop):
        person = world.person("multiverse", n)
        key = row_id(USERS, n)
        joined = world.joined("multiverse", n)
        seen = joined + (world.now - joined) * random.random() ** 0.4
        yield (
            key, person.email, PASSWORD_HASH, person.name, user_type(world, n),
            *_sealed_wallet(world, key, addresses.get(n)),
            joined, joined + (seen - joined) * random.random(),
            seen if random.random() < 0.93 else None,
            random.random() < 0.82, random.random() < 0.96,
        )  # fmt: skip


def _sealed_wallet(
    world: World, key: str, address: str | None
) -> tuple[str, bytes, bytes] | tuple[None, None, None]:
    if address is None:
        return None, None, None
    made = world.seal("wallet", f"{USERS}.wallet_address", key, address)
    return made.masked, made.sealed, made.index


def _addresses(world: World, numbers: Iterable[int]) -> dict[int, str]:
    """The wallet of everybody who has one, a chain at a time."""
    by_chain: dict[str, list[int]] = {}
    for n in numbers:
        by_chain.setdefault(chain_of(world, n), []).append(n)
    by_chain.pop("", None)
    found: dict[int, str] = {}
    for chain, some in by_chain.items():
        found |= zip(some, world.wallets("multiverse", chain, some), strict=True)
    return found


def profile_documents(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    random, said = world.random(PROFILES, start), words("multiverse")
    for n in range(start, stop):
        name = world.person("multiverse", n).username
        yield {
            "user_id": uuid(row_id(USERS, n)),
            "avatar_url": f"https://media.example.com/avatars/{name}.jpg",
            "bio": random.choice(said["bios"]),
            "social_links": {
                "twitter": f"https://twitter.example/{name}" if n % 3 else None,
                "linkedin": f"https://linkedin.example/in/{name}" if n % 2 else None,
                "facebook": None,
            },
            "preferences": {
                "notification_settings": {"email": n % 4 != 0, "push": n % 3 == 0},
                "display_settings": {"theme": "dark" if n % 3 == 1 else "light", "units": "sqft"},
                "privacy_settings": {"show_profile": n % 5 != 0},
            },
            "skills": random.sample(said["skills"], 1 + n % 4),
            "interests": random.sample(said["interests"], 1 + n % 3),
            "humanitarian_goals": random.sample(said["goals"], n % 3),
        }


def token_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    kinds = ("refresh",) * 6 + ("access",) * 10 + ("password_reset", "email_verification")
    random, count = world.random(TOKENS, start), world.count(TOKENS)
    for n in range(start, stop):
        key, made = row_id(TOKENS, n), world.moment(n, count)
        user = world.member("multiverse", made, random.getrandbits(40))
        kind = random.choice(kinds)
        token = f"{random.getrandbits(192):048x}{n:08x}"
        sealed = world.seal("token", f"{TOKENS}.token", key, token)
        yield (
            key, row_id(USERS, user), sealed.masked, sealed.sealed, sealed.index, kind,
            made + TOKEN_LIVES[kind], made, random.random() < 0.15,
        )  # fmt: skip


def notice_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    random, count = world.random(NOTICES, start), world.count(NOTICES)
    notices = words("multiverse")["notices"]
    for n in range(start, stop):
        made = world.moment(n, count)
        user = world.member("multiverse", made, random.getrandbits(40))
        kind, title, message, about = random.choice(notices)
        read = random.random() < (0.9 if world.now - made > 30 * DAY else 0.5)
        yield (
            row_id(NOTICES, n), row_id(USERS, user), kind, title, message,
            about, _thing(world, about, n, count), read, made,
        )  # fmt: skip


def activity_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    random, count = world.random(ACTIVITY, start), world.count(ACTIVITY)
    said = words("multiverse")
    kinds = [each for each in said["activity"] for _ in range(each[3])]
    for n in range(start, stop):
        at = world.moment(n, count) + timedelta(milliseconds=random.randrange(1000))
        user = world.member("multiverse", at, random.getrandbits(40))
        kind, told, about, _ = random.choice(kinds)
        yield (
            time_id(ACTIVITY, n, at), row_id(USERS, user), kind, told,
            about, _thing(world, about, n, count), _ip(world.draw(9, user)),
            said["agents"][user % len(said["agents"])], at,
        )  # fmt: skip


def _thing(world: World, about: str | None, n: int, of: int) -> str | None:
    """Something that was there then: both are in the order of their time."""
    if about is None:
        return None
    place = PROPERTIES if about == "property" else ASSETS
    there = max(1, n * world.count(place) // of)
    return row_id(place, world.draw(10, n) % there)


def _ip(draw: int) -> str:
    """From the ranges that are kept for examples."""
    first = ("203.0.113", "198.51.100", "192.0.2")[draw % 3]
    return f"2001:db8:{draw >> 8 & 0xFFFF:x}::{draw >> 24 & 0xFF:x}" if draw % 7 == 0 else (
        f"{first}.{1 + (draw >> 8) % 254}"
    )  # fmt: skip


BATCHES: Batches = (
    Batch(
        USERS,
        (
            "user_id", "email", "password_hash", "full_name", "user_type", "wallet_address",
            "wallet_address_sealed", "wallet_address_index", "created_at", "updated_at",
            "last_login", "is_verified", "is_active",
        ),
        sized(USERS),
        user_rows,
    ),
    DocumentBatch(PROFILES, sized(PROFILES), profile_documents),
    Batch(
        TOKENS,
        (
            "token_id", "user_id", "token", "token_sealed", "token_index", "token_type",
            "expires_at", "created_at", "is_revoked",
        ),
        sized(TOKENS),
        token_rows,
    ),
    Batch(
        NOTICES,
        (
            "notification_id", "user_id", "notification_type", "title", "message",
            "related_entity_type", "related_entity_id", "is_read", "created_at",
        ),
        sized(NOTICES),
        notice_rows,
    ),
    Batch(
        ACTIVITY,
        (
            "log_id", "user_id", "activity_type", "description", "entity_type", "entity_id",
            "ip_address", "user_agent", "created_at",
        ),
        sized(ACTIVITY),
        activity_rows,
    ),
)  # fmt: skip
