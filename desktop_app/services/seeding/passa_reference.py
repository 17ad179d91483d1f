"""Passa's reference data: permissions, the roles made of them, categories of events, and tags."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from desktop_app.services.seeding.batch import FOUNDED, Batch, Batches, Row, World, fixed
from desktop_app.services.seeding.ids import row_id
from desktop_app.services.seeding.passa_facts import DAY, EVENTS

PERMISSIONS: Final = "passa.permissions"
ROLES: Final = "passa.user_roles"
CATEGORIES: Final = "passa.event_categories"
TAGS: Final = "passa.event_tags"
TAGGED: Final = "passa.event_tag_assignments"

DEFINED: Final = (
    # what, which acts, in which scopes
    ("events", ("create", "update", "publish", "cancel"), ("own", "all")),
    ("tickets", ("issue", "refund", "check_in"), ("own", "all")),
    ("tickets", ("buy", "transfer"), ("own",)),
    ("attribution", ("propose", "approve", "pay"), ("own", "all")),
    ("contracts", ("deploy", "pause"), ("organization", "all")),
    ("profiles", ("update",), ("own", "all")),
    ("users", ("view", "suspend"), ("all",)),
    ("reports", ("view",), ("own", "organization", "all")),
)
PERMITTED: Final = tuple(
    (thing, act, scope) for thing, acts, scopes in DEFINED for act in acts for scope in scopes
)
ROLE_NAMES: Final = ("admin", "organizer", "artist", "content_creator", "sponsor", "fan")
PERMISSIONS_OF: Final[dict[str, tuple[str, ...]]] = {
    "admin": tuple(sorted({f"{t}.{a}:all" for t, a, scope in PERMITTED if scope == "all"})),
    "organizer": (
        "events.create:own", "events.update:own", "events.publish:own", "events.cancel:own",
        "tickets.issue:own", "tickets.refund:own", "tickets.check_in:own",
        "attribution.approve:own", "contracts.deploy:organization", "profiles.update:own",
        "reports.view:organization",
    ),
    "artist": ("attribution.propose:own", "profiles.update:own", "reports.view:own"),
    "content_creator": ("attribution.propose:own", "profiles.update:own", "reports.view:own"),
    "sponsor": ("profiles.update:own", "reports.view:own"),
    "fan": ("tickets.buy", "tickets.transfer", "profiles.update:own"),
}  # fmt: skip
TOLD: Final = {
    "admin": "Keeps the platform running.",
    "organizer": "Plans events and sells their tickets.",
    "artist": "Performs.",
    "content_creator": "Makes pictures, films and texts for events.",
    "sponsor": "Pays so that a brand is seen.",
    "fan": "Buys tickets and comes.",
}
TREE: Final = (
    ("Music", "#8E44AD", ("Rock", "Jazz", "Electronic", "Classical", "Hip-hop", "Folk")),
    ("Sports", "#27AE60", ("Football", "Basketball", "Running", "Martial arts")),
    ("Theatre", "#C0392B", ("Drama", "Comedy", "Musical", "Improvisation")),
    ("Conferences", "#2980B9", ("Technology", "Business", "Health", "Education")),
    ("Food and drink", "#D35400", ("Tastings", "Street food", "Cooking classes")),
    ("Arts", "#16A085", ("Exhibitions", "Photography", "Film", "Literature")),
    ("Family", "#F39C12", ("Fairs", "Puppets", "Science days")),
)
PLACED: Final[tuple[tuple[str, str, int, int | None], ...]] = tuple(
    [(name, color, at, None) for at, (name, color, _) in enumerate(TREE)]
    + [
        (name, color, at, parent)
        for parent, (_, color, names) in enumerate(TREE)
        for at, name in enumerate(names)
    ]
)
TAG_NAMES: Final = (
    "open air", "free entry", "all ages", "adults only", "seated", "standing", "festival",
    "premiere", "charity", "workshop", "live stream", "vegan", "wheelchair access", "dogs welcome",
    "late night", "matinee", "sold out soon", "new talent", "reunion", "tribute", "acoustic",
    "indoor", "beach", "rooftop", "holiday", "networking", "competition", "guided", "costume",
    "local", "international", "weekend",
)  # fmt: skip


def permission_id(n: int) -> str:
    return row_id(PERMISSIONS, n)


def role_id(name: str) -> str:
    return row_id(ROLES, ROLE_NAMES.index(name))


def category_id(n: int) -> str:
    return row_id(CATEGORIES, n)


def leaf(draw: int) -> int:
    """A category without categories of its own."""
    return len(TREE) + draw % (len(PLACED) - len(TREE))


def tagging(world: World, n: int) -> tuple[int, int]:
    """Event and tag of an assignment; no event has a tag twice."""
    again, event = divmod(n, world.count(EVENTS))
    first = world.draw(311, event)
    return event, (first + again * (1 + first // 64 % (len(TAG_NAMES) // 8))) % len(TAG_NAMES)


@lru_cache(maxsize=2)
def uses(world: World) -> tuple[int, ...]:
    counted = [0] * len(TAG_NAMES)
    for n in range(world.count(TAGGED)):
        counted[tagging(world, n)[1]] += 1
    return tuple(counted)


def _permissions(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        thing, act, scope = PERMITTED[n]
        said = f"May {act.replace('_', ' ')} {thing}, scope {scope}."
        yield permission_id(n), thing, act, scope, said, FOUNDED


def _roles(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        name = ROLE_NAMES[n]
        said = json.dumps(PERMISSIONS_OF[name])
        yield role_id(name), name, TOLD[name], said, FOUNDED, FOUNDED


def _categories(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        name, color, order, parent = PLACED[n]
        icon = f"https://static.example.com/categories/{n:02d}.svg"
        yield (
            category_id(n), None if parent is None else category_id(parent), name, None, icon,
            color, order, True, FOUNDED, FOUNDED,
        )  # fmt: skip


def _tags(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        yield row_id(TAGS, n), TAG_NAMES[n], None, uses(world)[n], FOUNDED + n * DAY


BATCHES: Final[Batches] = (
    Batch(
        PERMISSIONS,
        ("permission_id", "resource", "action", "scope", "description", "created_at"),
        fixed(len(PERMITTED)),
        _permissions,
    ),
    Batch(
        ROLES,
        ("role_id", "name", "description", "permissions", "created_at", "updated_at"),
        fixed(len(ROLE_NAMES)),
        _roles,
    ),
    Batch(
        CATEGORIES,
        (
            "category_id", "parent_category_id", "name", "description", "icon_url", "color_hex",
            "sort_order", "is_active", "created_at", "updated_at",
        ),
        fixed(len(PLACED)),
        _categories,
    ),
    Batch(
        TAGS,
        ("tag_id", "name", "description", "usage_count", "created_at"),
        fixed(len(TAG_NAMES)),
        _tags,
    ),
)  # fmt: skip
