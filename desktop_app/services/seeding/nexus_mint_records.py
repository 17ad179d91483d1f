"""What Nexus Mint keeps about a property: files, examinations, months, days; and its own trail."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from desktop_app.services.seeding import drawing
from desktop_app.services.seeding.batch import Batch, Batches, Row, World, sized
from desktop_app.services.seeding.ids import row_id, time_id
from desktop_app.services.seeding.nexus_mint_facts import (
    DAY,
    INVESTMENTS,
    MINUTE,
    PROPERTIES,
    TEN,
    confirmed,
    confirmed_count,
    invested,
    investment_of,
    investor,
    launched,
    live,
    manager,
    property_id,
    property_of,
    settled,
    tens_of,
)
from desktop_app.services.seeding.nexus_mint_people import US

DOCUMENTS: Final = "nexus_mint.property_documents"
AUDITS: Final = "nexus_mint.property_audits"
PERFORMANCE: Final = "nexus_mint.property_performance"
ANALYTICS: Final = "nexus_mint.property_analytics"
TRAIL: Final = "nexus_mint.data_modifications"
MONTHS: Final = 8
DAYS: Final = 20
FILES: Final = (
    ("deed", "Deed", "investment-documents"),
    ("photo", "Street side", "property-images"),
    ("appraisal", "Appraisal", "investment-documents"),
    ("prospectus", "Prospectus", "investment-documents"),
    ("photo", "Entrance", "property-images"),
    ("insurance", "Insurance policy", "investment-documents"),
    ("photo", "From the air", "property-media"),
    ("inspection", "Inspection", "investment-documents"),
    ("tax", "Property tax notice", "investment-documents"),
)
KINDS: Final = ("financial", "legal", "physical", "environmental", "compliance")
FIRMS: Final = (
    "Bellweather Audit", "Northgate Surveyors", "Castellan Partners", "Fenwick & Orr",
    "Terra Ecological Survey", "Lindqvist Revision", "Okafor Compliance",
)  # fmt: skip
FOUND: Final = {
    "passed": ("No objections.", "Two small remarks, both mended.", "In good order."),
    "failed": ("The roof leaks above the stairs.", "Receipts of two months are missing."),
}


def _documents(world: World, start: int, stop: int) -> Iterable[Row]:
    properties = world.count(PROPERTIES)
    for n in range(start, stop):
        k, number = divmod(n, properties)
        each, d = property_of(world, number), world.draw(151, n)
        kind, title, bucket = FILES[(k + number) % len(FILES)]
        at = min(each.created + (5 + d % 40_000) * MINUTE, world.now)
        if kind == "photo":
            path, content = f"{number:06d}/{kind}-{n:07d}.png", drawing.png(d)
        else:
            told = (f"{each.kind.capitalize()} in {each.city.city}", f"Of {at:%d %B %Y}, no. {n}")
            path, content = f"{number:06d}/{kind}-{n:07d}.pdf", drawing.pdf(title, told)
        file = world.keep(bucket, path, at, content, f"{PROPERTIES}/{property_id(number)}")
        yield (
            row_id(DOCUMENTS, n), property_id(number), kind, title, bucket, path, file.kind,
            file.size, file.sha256, manager(world, d), at,
        )  # fmt: skip


def _audits(world: World, start: int, stop: int) -> Iterable[Row]:
    properties = world.count(PROPERTIES)
    for n in range(start, stop):
        number = n % properties
        each, d = property_of(world, number), world.draw(152, n)
        at = min(each.created + (60 + d % 20_000) * MINUTE, world.now - MINUTE)
        kind = KINDS[(d >> 20) % len(KINDS)]
        held = at + (7 + d % 60) * DAY
        recent = held > world.now - DAY
        status = ("planned", "in_progress")[d & 1] if recent else "passed"
        if not recent and d % 12 == 0:
            status = "failed"
        over = status in FOUND
        score = 45 + d // 64 % 24 if status == "failed" else 70 + d // 64 % 31
        yield (
            row_id(AUDITS, n), property_id(number), kind, status, FIRMS[(d >> 32) % len(FIRMS)],
            score if over else None,
            FOUND[status][(d >> 36) % len(FOUND[status])] if over else None,
            held.date() if over else None,
            (held + (365 if over else 0) * DAY).date() if over else held.date(),
            manager(world, d >> 24), at, held if over else at,
        )  # fmt: skip


def _performance(world: World, start: int, stop: int) -> Iterable[Row]:
    """Month by month, the latest months of the oldest properties."""
    for n in range(start, stop):
        number, back = divmod(n, MONTHS)
        each, d = property_of(world, number % world.count(PROPERTIES)), world.draw(153, n)
        month = world.now.year * 12 + world.now.month - 2 - back
        period = f"{month // 12}-{month % 12 + 1:02d}"
        full = each.price * 100 // 160  # cents of a fully let month
        occupied = 72 + d % 29
        rent = full * occupied // 100
        costs = rent * (22 + d // 32 % 25) // 100
        value = each.price * (985 + (d >> 16) % 60) // 1_000
        earned = (rent - costs) * 12 * 100 // max(1, value * 100)
        at = (world.now - back * 30 * DAY).replace(day=1) + (2 * DAY + d % 4_000 * MINUTE)
        at = min(max(at, each.created), world.now)
        yield (
            row_id(PERFORMANCE, n), property_id(each.number), period,
            f"{rent // 100}.{rent % 100:02d}", f"{costs // 100}.{costs % 100:02d}", occupied,
            value, f"{earned}.{d >> 40 & 7}", None, at, at,
        )  # fmt: skip


def _analytics(world: World, start: int, stop: int) -> Iterable[Row]:
    """Day by day, the latest days of the oldest properties."""
    properties = world.count(PROPERTIES)
    today = world.now.date()
    for n in range(start, stop):
        number, back = divmod(n, DAYS)
        d = world.draw(154, n)
        views = 4 + (d & 0xFF) * (d >> 8 & 0xFF) // 160
        visitors = max(1, views * (45 + d // 65_536 % 50) // 100)
        day = today - timedelta(days=1 + back)
        at = world.now - back * DAY - (1 + d % 200) * MINUTE
        yield (
            row_id(ANALYTICS, n), property_id(number % properties), day.isoformat(), views,
            visitors, visitors // (6 + d % 9), visitors // (20 + d % 30), visitors // (60 + d % 50),
            20 + (d >> 24) % 400, at,
        )  # fmt: skip


def _trail(world: World, start: int, stop: int) -> Iterable[Row]:
    """Of each of the first confirmed investments: how it was made, and how it was confirmed."""
    every = confirmed_count(world)
    for n in range(start, stop):
        k, second = divmod(n, 2)
        number = confirmed(world, k % every)
        token = number // TEN % live(world)
        each = property_of(world, token)
        made = investment_of(world, number, each.total_tokens, len(tens_of(world, token)))
        at = invested(world, number, made.status, launched(world, token, each.created))
        key, user = row_id(INVESTMENTS, number), world.user_id(US, investor(world, number, at))
        moment = settled(world, number, at) if second else at
        if second:
            old: dict[str, object] | None = {"status": "pending", "confirmed_at": None}
            new: dict[str, object] = {"status": "confirmed", "confirmed_at": moment.isoformat()}
        else:
            old = None
            new = {
                "id": key,
                "user_id": user,
                "property_id": property_id(token),
                "token_amount": made.amount,
                "price_per_token": each.price_per_token,
                "status": "pending",
                "created_at": at.isoformat(),
            }
        yield (
            time_id(TRAIL, n, moment), "investments", key, "UPDATE" if second else "INSERT",
            None if second else user, "nexus_mint_service", old and json.dumps(old),
            json.dumps(new), moment,
        )  # fmt: skip


BATCHES: Final[Batches] = (
    Batch(
        DOCUMENTS,
        (
            "id", "property_id", "kind", "title", "bucket", "path", "content_type", "size_bytes",
            "sha256", "uploaded_by", "created_at",
        ),
        sized(DOCUMENTS),
        _documents,
    ),
    Batch(
        AUDITS,
        (
            "id", "property_id", "kind", "status", "auditor", "score", "findings", "audited_on",
            "next_due_on", "recorded_by", "created_at", "updated_at",
        ),
        sized(AUDITS),
        _audits,
    ),
    Batch(
        PERFORMANCE,
        (
            "id", "property_id", "period", "rental_income", "operating_expenses", "occupancy_rate",
            "valuation", "annual_yield", "notes", "created_at", "updated_at",
        ),
        sized(PERFORMANCE),
        _performance,
    ),
    Batch(
        ANALYTICS,
        (
            "id", "property_id", "day", "views", "unique_visitors", "favorites", "inquiries",
            "investments_started", "average_seconds", "created_at",
        ),
        sized(ANALYTICS),
        _analytics,
    ),
    Batch(
        TRAIL,
        (
            "id", "table_name", "record_id", "action", "changed_by", "login", "old_values",
            "new_values", "at",
        ),
        sized(TRAIL),
        _trail,
    ),
)  # fmt: skip
