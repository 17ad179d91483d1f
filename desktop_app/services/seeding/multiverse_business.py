"""Multiverse's business models, the projects that are built on them, and what users are advised."""

from collections.abc import Iterable
from datetime import datetime
from random import Random
from typing import Any

from bson import Decimal128

from desktop_app.services.seeding.batch import FOUNDED, Batches, DocumentBatch, World, sized
from desktop_app.services.seeding.ids import row_id, uuid
from desktop_app.services.seeding.multiverse_facts import DAY, MODELS, PROPERTIES, USERS
from desktop_app.services.seeding.reference import words

PROJECTS = "multiverse.business_projects"
ADVICE = "multiverse.ai_recommendations"


def model_documents(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    """The first are the templates that everybody may begin from."""
    random, said = world.random(MODELS, start), words("multiverse")
    for n in range(start, stop):
        name, category, aim, kind = said["models"][n % len(said["models"])]
        template = n < len(said["models"])
        made = FOUNDED if template else world.moment(n, world.count(MODELS))
        creator = world.member("multiverse", made, random.getrandbits(40))
        streams, costs = (random.sample(said[each], 3) for each in ("streams", "costs"))
        yield {
            "model_id": row_id(MODELS, n),
            "name": name if template else f"{name}, {_town(world, creator)}",
            "description": f"{aim}. {said['reasons'][n % len(said['reasons'])]}",
            "creator_id": None if template else uuid(row_id(USERS, creator)),
            "category": category,
            "humanitarian_focus": aim,
            "initial_investment": _money(random, 5, 250),
            "revenue_streams": [
                {
                    "name": each,
                    "description": f"{each} to {random.choice(said['audiences']).lower()}",
                    "estimated_revenue": _money(random, 5, 120),
                    "timeframe": "yearly",
                }
                for each in streams
            ],
            "cost_structure": [
                {
                    "name": each,
                    "description": f"{each}, first year",
                    "estimated_cost": _money(random, 2, 60),
                    "frequency": random.choice(("monthly", "yearly", "once")),
                }
                for each in costs
            ],
            "key_resources": random.sample(said["resources_needed"], 3),
            "key_activities": random.sample(said["activities"], 3),
            "target_audience": random.sample(said["audiences"], 2),
            "success_metrics": random.sample(said["metrics"], 2),
            "created_at": made,
            "updated_at": made + (world.now - made) * random.random() * 0.5,
            "is_template": template,
            "template_category": kind if template else None,
        }


def project_documents(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    random, count = world.random(PROJECTS, start), world.count(PROJECTS)
    named = words("multiverse")["models"]
    for n in range(start, stop):
        made = world.moment(n, count)
        older = max(len(named), n * world.count(MODELS) // count)
        based_on = random.randrange(min(older, world.count(MODELS)))
        status = random.choice(("planning", "active", "active", "active", "completed"))
        steps = words("multiverse")["milestones"]
        reached = {"planning": random.randrange(2), "completed": len(steps)}.get(
            status, 1 + random.randrange(len(steps) - 1)
        )
        user = world.member("multiverse", made, random.getrandbits(40))
        spent, earned = random.randrange(1_000, 90_000), random.randrange(0, 120_000)
        spent, earned = (0, 0) if status == "planning" else (spent, earned)
        yield {
            "project_id": row_id(PROJECTS, n),
            "user_id": uuid(row_id(USERS, user)),
            "name": f"{named[based_on % len(named)][0]} in {_town(world, user)}",
            "description": f"{named[based_on % len(named)][2]}.",
            "based_on_model": row_id(MODELS, based_on),
            "status": status,
            "progress": {
                "completion_percentage": round(100 * reached / len(steps), 1),
                "milestones": [
                    _milestone(world, made, step, at, done=at < reached)
                    for at, step in enumerate(steps)
                ],
            },
            "financials": {
                "initial_investment": _money(random, 5, 250),
                "current_revenue": Decimal128(f"{earned}.00"),
                "current_expenses": Decimal128(f"{spent}.00"),
                "profit_loss": Decimal128(f"{earned - spent}.00"),
            },
            "created_at": made,
            "updated_at": made + (world.now - made) * 0.9,
        }


def _milestone(world: World, made: datetime, step: str, at: int, *, done: bool) -> dict[str, Any]:
    due = made + 45 * DAY * (at + 1)
    finished = made + (world.now - made) * (0.1 + 0.12 * at)
    return {
        "name": step,
        "description": f"{step}, agreed with the partners.",
        "due_date": due,
        "completed": done,
        "completed_at": finished if done else None,
    }


def advice_documents(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    random, said, count = world.random(ADVICE, start), words("multiverse"), world.count(ADVICE)
    for n in range(start, stop):
        made = world.moment(n, count)
        kind = random.choice(("business_idea", "investment", "property", "property"))
        about, place = ("business_model", MODELS) if kind == "business_idea" else (
            "property", PROPERTIES
        )  # fmt: skip
        there = max(1, n * world.count(place) // count)
        answered = random.random() < 0.35
        rating = random.randint(1, 5)
        yield {
            "recommendation_id": row_id(ADVICE, n),
            "user_id": uuid(
                row_id(USERS, world.member("multiverse", made, random.getrandbits(40)))
            ),
            "recommendation_type": kind,
            "content": {
                "title": random.choice(said["advice"][kind]),
                "description": "Chosen for you from what you looked at and what you own.",
                "reasoning": random.choice(said["reasons"]),
                "confidence_score": round(0.5 + random.random() * 0.49, 2),
            },
            "related_entities": [
                {"entity_type": about, "entity_id": row_id(place, random.randrange(there))}
            ],
            "user_feedback": {
                "rating": float(rating),
                "comments": random.choice(said["remarks"]) if rating != 3 else None,
                "implemented": rating > 3 and random.random() < 0.5,
            } if answered else None,
            "created_at": made,
            "is_active": world.now - made < 120 * DAY,
        }  # fmt: skip


def _town(world: World, user: int) -> str:
    return world.person("multiverse", user).city.city


def _money(random: Random, low: int, high: int) -> Decimal128:
    """Thousands of US dollars, to the nearest five hundred."""
    return Decimal128(f"{random.randrange(low * 2, high * 2) * 500}.00")


BATCHES: Batches = (
    DocumentBatch(MODELS, sized(MODELS), model_documents),
    DocumentBatch(PROJECTS, sized(PROJECTS), project_documents),
    DocumentBatch(ADVICE, sized(ADVICE), advice_documents),
)
