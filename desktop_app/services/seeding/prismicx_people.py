"""PrismicX's users, what they prefer, their extensions, and what interests them."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from desktop_app.domain.tenants import database_name
from desktop_app.services.seeding import people
from desktop_app.services.seeding.batch import Batch, Batches, DocumentBatch, Row, World, sized
from desktop_app.services.seeding.ids import row_id
from desktop_app.services.seeding.prismicx_tenants import MINUTE, US, tenant_of

USERS: Final = "user_data.users"
PREFERENCES: Final = "user_preferences.preferences"
EXTENSIONS: Final = "user_extensions.extensions"
METRICS: Final = "user_extensions.extension_metrics"
FACTORS: Final = "user_extensions.practicality_factors"
INSIGHTS: Final = "tenant_*_db.user_insights"

PREFERRED: Final = (
    ("theme", ('"light"', '"dark"', '"system"')),
    ("language", ('"en"', '"de"', '"es"', '"fr"')),
    ("notifications", ('{"email":true,"push":false}', '{"email":true,"push":true}')),
    ("page_size", ("25", "50", "100")),
    ("start_page", ('"board"', '"inbox"', '"contacts"')),
)
KINDS: Final = (
    ("automation", ("Follow-up Reminder", "Lead Router", "Invoice Chaser"), "Does it by itself."),
    ("report", ("Pipeline Summary", "Churn Watch", "Monthly Digest"), "Sums up what happened."),
    ("integration", ("Mail Sync", "Calendar Bridge", "Drive Link"), "Keeps both sides the same."),
    ("widget", ("Deal Clock", "Team Board", "Goal Meter"), "Shows it on the board."),
)
FACTOR_NAMES: Final = ("ease of use", "time saved", "reliability")
INTERESTS: Final = (
    ("Sales", ("Pricing", "Negotiation", "Forecasts")),
    ("Service", ("Response times", "Self-service", "Feedback")),
    ("Marketing", ("Newsletters", "Search", "Trade fairs")),
    ("Data", ("Dashboards", "Data quality", "Exports")),
    ("People", ("Hiring", "Training", "Remote work")),
)
POINTS: Final = (
    "asks for it every week", "read three articles on it", "shares it with the team",
    "has set a goal for it", "compares it with last year",
)  # fmt: skip


def _users(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        who, came, d = world.person(US, n), world.joined(US, n), world.draw(211, n)
        seen = came + (world.now - came) * ((d & 0xFFFF) / 65_536)
        d >>= 16
        status = "inactive" if d % 17 == 0 else "active"
        role = "admin" if n < world.users(US) // 100 or d % 40 == 1 else "user"
        shown = json.dumps({"city": who.city.city, "phone": who.phone}, ensure_ascii=False)
        yield (
            world.user_id(US, n), tenant_of(world, n).tenant_id, who.username, who.email,
            people.PASSWORD_HASH, who.first, who.last, role, status, came, seen,
            seen if d % 11 else None, shown if d % 3 else None,
        )  # fmt: skip


def _preferences(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        again, user = divmod(n, world.users(US))
        d = world.draw(212, user)
        key, values = PREFERRED[(d + again) % len(PREFERRED)]
        came = world.joined(US, user)
        at = min(came + (5 + d // 8 % 90_000) * MINUTE, world.now)
        yield world.user_id(US, user), key, values[d // 64 % len(values)], at, at


def _extensions(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        user, d = _user_of(world, n), world.draw(213, n)
        kind, names, told = KINDS[d % len(KINDS)]
        at = _installed(world, n)
        changed = at + (world.now - at) * ((d >> 48) / 65_536)
        yield (
            row_id(EXTENSIONS, n), world.user_id(US, user), tenant_of(world, user).tenant_id, kind,
            names[d // 8 % len(names)], told, bool(d // 32 % 8), d // 256 % 10, at, changed,
            f'{{"version":"{1 + d // 4_096 % 3}.{d // 16_384 % 10}"}}',
        )  # fmt: skip


def _user_of(world: World, extension: int) -> int:
    return world.draw(214, extension) % world.users(US)


def _installed(world: World, extension: int) -> Any:
    came = world.joined(US, _user_of(world, extension))
    part = (world.draw(215, extension) & 0xFFFF) / 65_536
    return came + (world.now - came) * part * 0.98


def _metrics(world: World, start: int, stop: int) -> Iterable[Row]:
    """One line for each extension, and for some a second, of the time since."""
    for n in range(start, stop):
        _, extension = divmod(n, world.count(EXTENSIONS))
        d, at = world.draw(216, n), _installed(world, extension)
        uses = (d & 0xFF) * (d >> 8 & 0xFF) // 90
        last = at + (world.now - at) * ((d >> 16 & 0xFFFF) / 65_536) if uses else None
        score = round(1 + (d >> 32) % 41 / 10, 1) if uses and d & 1 << 60 else None
        yield row_id(METRICS, n), row_id(EXTENSIONS, extension), uses, last, score, at, last or at


def _factors(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        extension, at = divmod(n, len(FACTOR_NAMES))
        d, made = world.draw(217, n), _installed(world, extension)
        rated = min(made + (60 + d // 512 % 40_000) * MINUTE, world.now)
        yield (
            row_id(FACTORS, n), row_id(EXTENSIONS, extension), FACTOR_NAMES[at], 1 + d % 10,
            (0.5, 1.0, 1.0, 1.5, 2.0)[d // 16 % 5], rated, rated,
        )  # fmt: skip


def _insights(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    for n in range(start, stop):
        d, came = world.draw(218, n), world.joined(US, n)
        made = min(came + timedelta(minutes=30 + d % 20_000), world.now)
        changed = made + (world.now - made) * ((d >> 48) / 65_536)
        chosen = {d // 8 % len(INTERESTS), d // 64 % len(INTERESTS)}
        yield {
            "user_id": world.user_id(US, n),
            "tenant_id": tenant_of(world, n).tenant_id,
            "topics": [_topic(world, n, at, made, changed) for at in sorted(chosen)],
            "metadata": {
                "profile_completeness": float(30 + d // 512 % 71),
                "interest_score": (d // 65_536 % 1_000) / 10,
            },
            "created_at": made,
            "updated_at": changed,
        }


def _topic(world: World, user: int, at: int, made: Any, changed: Any) -> dict[str, Any]:
    name, parts = INTERESTS[at]
    d = world.draw(219, user * len(INTERESTS) + at)
    times = {"created_at": made, "updated_at": changed}
    part = parts[d % len(parts)]
    return {
        "topic_id": f"topic-{at + 1}",
        "name": name,
        "description": f"What the user does around {name.lower()}.",
        "subtopics": [
            {
                "subtopic_id": f"topic-{at + 1}-{d % len(parts) + 1}",
                "name": part,
                "content": {
                    "key_points": [POINTS[d // 8 % len(POINTS)]],
                    "resources": [f"https://help.example.com/{part.lower().replace(' ', '-')}"],
                },
                **times,
            }
        ],
        **times,
    }


def _home(world: World, document: dict[str, Any]) -> str:
    return database_name(document["tenant_id"])


BATCHES: Final[Batches] = (
    Batch(
        USERS,
        (
            "id", "tenant_id", "username", "email", "password_hash", "first_name", "last_name",
            "role", "status", "created_at", "updated_at", "last_login_at", "metadata",
        ),
        sized(USERS),
        _users,
    ),
    Batch(
        PREFERENCES,
        ("user_id", "preference_key", "preference_value", "created_at", "updated_at"),
        sized(PREFERENCES),
        _preferences,
    ),
    Batch(
        EXTENSIONS,
        (
            "id", "user_id", "tenant_id", "extension_type", "name", "description", "enabled",
            "priority", "created_at", "updated_at", "metadata",
        ),
        sized(EXTENSIONS),
        _extensions,
    ),
    Batch(
        METRICS,
        (
            "id", "extension_id", "usage_count", "last_used_at", "feedback_score", "created_at",
            "updated_at",
        ),
        sized(METRICS),
        _metrics,
    ),
    Batch(
        FACTORS,
        (
            "id", "extension_id", "factor_name", "factor_value", "factor_weight", "created_at",
            "updated_at",
        ),
        sized(FACTORS),
        _factors,
    ),
    DocumentBatch(INSIGHTS, sized(INSIGHTS), _insights, _home),
)  # fmt: skip
