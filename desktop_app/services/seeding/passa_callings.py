"""What Passa's users are besides users: organizers, artists, creators, sponsors, fans.

What artists, creators and fans have to their credit is counted here as the triggers would.
"""

import json
from collections.abc import Iterable
from typing import Final

from desktop_app.services.seeding.batch import Batch, Batches, Row, World, sized
from desktop_app.services.seeding.passa_facts import (
    ARTISTS,
    CREATORS,
    FANS,
    MINUTE,
    ORGANIZERS,
    SPONSORS,
    US,
    credited,
    event,
    event_of,
    holder,
    is_verified,
    owners,
    ticket,
)
from desktop_app.services.seeding.passa_shares import share_status

COMPANIES: Final = ("Live", "Events", "Stage", "Festival", "Concerts", "Entertainment", "Culture")
FORMS: Final = ("company", "non_profit", "sole_trader", "company", "partnership")
PAPERS: Final = ("register_extract", "tax_certificate", "insurance")
GENRES: Final = ("rock", "jazz", "electronic", "classical", "hip-hop", "folk", "latin", "soul")
STAGE: Final = ("The {} Trio", "DJ {}", "{} & Friends", "{}", "{}", "{} Ensemble", "Los {}")
BIOS: Final = (
    "On the road since the first demo tape.",
    "Plays small halls as if they were large.",
    "Writes in the morning, plays at night.",
    None,
)
MADE: Final = ("photo", "video", "text", "poster", "podcast", "livestream")
SKILLS: Final = ("stage photography", "aftermovies", "reviews", "drone shots", "interviews")
INDUSTRIES: Final = ("beverages", "sportswear", "banking", "telecom", "mobility", "cosmetics")
SUPPORT: Final = ("main sponsor", "stage", "tickets", "in kind", "media")
INTERESTS: Final = ("concerts", "theatre", "sports", "food", "film", "comedy", "science")
TIERS: Final = ((50, "platinum"), (25, "gold"), (10, "silver"), (0, "bronze"))


def _some(words: tuple[str, ...], draw: int, most: int = 3) -> list[str]:
    """One to `most` different words."""
    first, step = draw % len(words), 1 + draw // 64 % 2
    return [words[(first + k * step) % len(words)] for k in range(1 + draw // 256 % most)]


def _organizers(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        user, d = holder(world, ORGANIZERS, n), world.draw(331, n)
        who, came, key = world.person(US, user), world.joined(US, user), world.user_id(US, user)
        company = f"{who.last} {COMPANIES[d % len(COMPANIES)]}"
        mail = world.seal(
            "business", f"{ORGANIZERS}.business_email", key, f"office@{who.username}.example.com"
        )
        tax = world.seal(
            "business", f"{ORGANIZERS}.tax_id", key, f"{who.city.country[:2].upper()}{d:09d}"[:11]
        )
        # They are verified before their first event can be public.
        verified = came + (10 + d // 64 % 20) * MINUTE if is_verified(world, n) else None
        papers = [
            {"kind": kind, "file": f"organizers/{user}/{kind}.pdf"}
            for kind in (PAPERS if verified else PAPERS[: d % 3])
        ]
        yield (
            key, company, FORMS[d // 8 % len(FORMS)], mail.masked, mail.sealed, mail.index,
            tax.masked, tax.sealed, tax.index, f"https://{who.username}.example.com",
            verified is not None, verified, json.dumps(papers), came, verified or came,
        )  # fmt: skip


def _completed(world: World, place: str, n: int, slot: int) -> int:
    """Completed events in which somebody has a share of this slot that was not rejected."""
    found = (event(world, number) for number in credited(world, place).things(n))
    return sum(
        each.status == "completed" and share_status(world, slot, each) != "rejected"
        for each in found
    )


def _artists(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        user, d = holder(world, ARTISTS, n), world.draw(332, n)
        who, came = world.person(US, user), world.joined(US, user)
        least = 200 + d % 60 * 50
        fee = f'{{"min":{least},"max":{least * (2 + d // 64 % 4)},"currency":"USD"}}'
        count = _completed(world, ARTISTS, n, 0)
        yield (
            world.user_id(US, user), STAGE[d // 512 % len(STAGE)].format(who.last),
            _some(GENRES, d // 4_096), BIOS[d // 8 % 4], fee,
            50 + (d >> 20 & 0x3FF) * (d >> 30 & 0x3FF) // 8,
            f"{2 + (d >> 40) % 300 / 100:.2f}" if count else None, count, came, world.now if count
            else came,
        )  # fmt: skip


def _creators(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        user, d = holder(world, CREATORS, n), world.draw(333, n)
        who, came = world.person(US, user), world.joined(US, user)
        work = [
            {"title": f"Work {k}", "url": f"https://{who.username}.example.net/{k}"}
            for k in range(1, 1 + d % 4)
        ]
        count = _completed(world, CREATORS, n, 1)
        yield (
            world.user_id(US, user), _some(MADE, d // 4_096), _some(SKILLS, d // 8_192, 2),
            json.dumps(work), f'{{"per_day":{150 + d // 16 % 40 * 25},"currency":"USD"}}', count,
            f"{2.5 + (d >> 40) % 250 / 100:.2f}" if count else None, came,
            world.now if count else came,
        )  # fmt: skip


def _sponsors(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        user, d = holder(world, SPONSORS, n), world.draw(334, n)
        who, came = world.person(US, user), world.joined(US, user)
        industry = INDUSTRIES[d % len(INDUSTRIES)]
        wanted = {"ages": f"{18 + d // 8 % 12}-{35 + d // 128 % 25}", "city": who.city.city}
        changed = came + (world.now - came) * ((d >> 48) / 65_536)
        yield (
            world.user_id(US, user), f"{who.last} {industry.capitalize()}", industry,
            (5 + d // 4_096 % 400) * 2_500, json.dumps(wanted, ensure_ascii=False),
            _some(SUPPORT, d // 65_536), came, changed,
        )  # fmt: skip


def attended(world: World, fan: int) -> int:
    """So many events for which a ticket of the fan was used."""
    turns = owners(world)
    found = ((n, event(world, event_of(world, n))) for n in turns.things(fan))
    return len(
        {
            each.number
            for n, each in found
            if each.status == "completed" and ticket(world, n, each).status == "used"
        }
    )


def _fans(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        user, d = holder(world, FANS, n), world.draw(335, n)
        came, times = world.joined(US, user), attended(world, n)
        tier = next(name for least, name in TIERS if times >= least)
        budget = 20 + d // 4_096 % 40 * 10 if d % 4 else None
        yield (
            world.user_id(US, user), _some(GENRES, d), _some(INTERESTS, d // 65_536), budget,
            times * 10, tier, times, came, world.now if times else came + d // 8 % 90 * MINUTE,
        )  # fmt: skip


BATCHES: Final[Batches] = (
    Batch(
        ORGANIZERS,
        (
            "user_id", "company_name", "business_type", "business_email", "business_email_sealed",
            "business_email_index", "tax_id", "tax_id_sealed", "tax_id_index", "website_url",
            "is_verified", "verified_at", "verification_documents", "created_at", "updated_at",
        ),
        sized(ORGANIZERS),
        _organizers,
    ),
    Batch(
        ARTISTS,
        (
            "user_id", "stage_name", "genres", "bio", "performance_fee_range", "follower_count",
            "rating", "total_performances", "created_at", "updated_at",
        ),
        sized(ARTISTS),
        _artists,
    ),
    Batch(
        CREATORS,
        (
            "user_id", "content_types", "specialties", "portfolio", "rates", "completed_projects",
            "rating", "created_at", "updated_at",
        ),
        sized(CREATORS),
        _creators,
    ),
    Batch(
        SPONSORS,
        (
            "user_id", "brand_name", "industry", "annual_budget", "target_demographics",
            "sponsorship_types", "created_at", "updated_at",
        ),
        sized(SPONSORS),
        _sponsors,
    ),
    Batch(
        FANS,
        (
            "user_id", "favorite_genres", "interests", "max_ticket_budget", "loyalty_points",
            "loyalty_tier", "events_attended", "created_at", "updated_at",
        ),
        sized(FANS),
        _fans,
    ),
)  # fmt: skip
