"""Reference data of Multiverse: tags by category, and offices of every city.

What the other platforms refer to stands with them: roles, permissions and event categories in
Passa's module, regulations in OpenMineral's, templates among Multiverse's business models.
"""

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from desktop_app.services.seeding import people
from desktop_app.services.seeding.batch import FOUNDED, Batch, Batches, Row, World, fixed
from desktop_app.services.seeding.ids import row_id

TAGS = "multiverse.tags"
TAGGED = "multiverse.entity_tags"
RESOURCES = "multiverse.city_resources"


@cache
def words(name: str) -> Any:
    """A word list of resources/seed."""
    return json.loads((people.FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def tags() -> tuple[tuple[str, str], ...]:
    return tuple(
        (tag, category) for category, named in words("multiverse")["tags"].items() for tag in named
    )


@cache
def _offices() -> tuple[tuple[people.City, str], ...]:
    kinds = words("multiverse")["resources"]
    return tuple((city, kind) for city in people.cities() for kind in kinds)


def tagging(world: World, n: int) -> tuple[int, int]:
    """Which property carries which tag: two different ones for each of the first."""
    at, second = divmod(n, 2)
    every, draw = len(tags()), world.draw(15, at)
    return at, (draw % every + second * (1 + (draw >> 16) % (every - 1))) % every


@lru_cache(maxsize=2)
def _uses(world: World) -> tuple[int, ...]:
    counted = [0] * len(tags())
    for n in range(world.count(TAGGED)):
        counted[tagging(world, n)[1]] += 1
    return tuple(counted)


def tag_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    for n, (tag, category) in enumerate(tags()[start:stop], start):
        yield row_id(TAGS, n), tag, category, FOUNDED, _uses(world)[n]


def office_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    for n, (city, kind) in enumerate(_offices()[start:stop], start):
        name, told = words("multiverse")["resources"][kind]
        host = f"https://{kind}.{people.plain(city.city)}.example.org"
        api = f"{host}/api/v1" if world.draw(11, n) % 3 == 0 or kind == "gis" else None
        yield (
            row_id(RESOURCES, n), city.city, city.region, people.postcode(city, n * 7919) or None,
            kind, name.format(city=city.city), host, told, api is not None, api, FOUNDED, FOUNDED,
        )  # fmt: skip


BATCHES: Batches = (
    Batch(
        TAGS,
        ("tag_id", "name", "category", "created_at", "usage_count"),
        fixed(len(tags())),
        tag_rows,
    ),
    Batch(
        RESOURCES,
        (
            "resource_id", "city", "state", "zip_code", "resource_type", "name", "url",
            "description", "api_available", "api_endpoint", "created_at", "updated_at",
        ),
        fixed(len(_offices())),
        office_rows,
    ),
)  # fmt: skip
