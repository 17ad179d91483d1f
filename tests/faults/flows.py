"""Twenty things that a person does, each with the stores that it needs."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from desktop_app.domain.errors import Invalid
from desktop_app.domain.query import At, Op, Query, Where
from desktop_app.domain.writes import Act, Create, Edit, Remove
from desktop_app.services.desk import Desk
from desktop_app.storage.redis import Keys
from tests.services.test_desk import OFFICE, PANEL, made

PROJECTS, DEALS = "multiverse.business_projects", "openmineral.deals"
INSIGHTS = "prismicx.user_insights"
SESSIONS = Keys("session:")
BY_KEY = Query(sort="key", descending=False)
LISBON = Where("city", Op.EQUAL, "Lisbon")
PLANNED = Where("status", Op.EQUAL, "planning")
DEAL = {
    "title": "Iron ore, 5,000 t",
    "commodity": "Iron Ore",
    "quantity": 5000,
    "price": 98,
    "counterparty": "Northern Smelters",
    "status": "draft",
}


@dataclass(frozen=True)
class Flow:
    """`changes`: what its store must take in for it, beside what is only read."""

    name: str
    needs: str
    run: Callable[[Desk], Awaitable[Any]]
    changes: bool = False


def _listed(panel: str, **asked: Any) -> Callable[[Desk], Awaitable[Any]]:
    return lambda desk: desk.list(desk.panels[panel], Query(**asked))


def _counted(panel: str, how: Any, **asked: Any) -> Callable[[Desk], Awaitable[Any]]:
    return lambda desk: desk.count(desk.panels[panel], Query(**asked), how)


async def _got(desk: Desk) -> None:
    page = await desk.list(desk.panels[PANEL], Query(sort="city", limit=1))
    for row in page.rows:
        await desk.get(desk.panels[PANEL], row["resource_id"])


async def _edited(desk: Desk) -> None:
    key = await made(desk)
    await desk.do(Edit(PANEL, key, {"city": "Lisbon"}, {"city": "Porto"}))


async def _removed(desk: Desk) -> None:
    await desk.do(Remove(PANEL, await made(desk), {}))


async def _rehearsed(desk: Desk) -> None:
    await desk.do(Create(PANEL, OFFICE), keep=False)


async def _twice(desk: Desk) -> None:
    command, write = uuid4(), Create(PANEL, OFFICE)
    await desk.do(write, command=command)
    assert (await desk.do(write, command=command)).again


async def _submitted(desk: Desk) -> None:
    done = await desk.do(Create(DEALS, DEAL))
    await desk.do(Act(DEALS, "submit", (done.keys[0][1],)))


async def _asked_for(desk: Desk) -> None:
    with suppress(Invalid):  # no policy holds it back: an answer
        await desk.request(Create(PANEL, OFFICE), reason="To see what is said.")


async def _sent(desk: Desk) -> None:
    project = {"project_id": f"p-{uuid4()}", "name": "Wells", "status": "planning"}
    await desk.do(Create(PROJECTS, project | {"user_id": uuid4()}))


FLOWS = (
    Flow("first page", "postgres", _listed(PANEL, sort="city")),
    Flow("filtered", "postgres", _listed(PANEL, sort="city", where=LISBON)),
    Flow("last page", "postgres", _listed(PANEL, sort="city", place=At(1))),
    Flow("middle", "postgres", _listed(PANEL, sort="city", place=At(0.5))),
    Flow("estimate", "postgres", _counted(PANEL, "estimate")),
    Flow("count", "postgres", _counted(PANEL, "capped", where=LISBON)),
    Flow("exact count", "postgres", _counted(PANEL, "exact")),
    Flow("record", "postgres", _got),
    Flow("create", "postgres", made, changes=True),
    Flow("edit", "postgres", _edited, changes=True),
    Flow("remove", "postgres", _removed, changes=True),
    Flow("rehearse", "postgres", _rehearsed, changes=True),
    Flow("same command twice", "postgres", _twice, changes=True),
    Flow("act", "postgres", _submitted, changes=True),
    Flow("request", "postgres", _asked_for, changes=True),
    Flow("send to MongoDB", "postgres", _sent, changes=True),
    Flow("documents", "mongodb", _listed(PROJECTS, sort="created_at")),
    Flow("documents counted", "mongodb", _counted(PROJECTS, "capped", where=PLANNED)),
    Flow("documents of all tenants", "mongodb", _listed(INSIGHTS)),
    Flow("sessions", "redis", lambda desk: SESSIONS.page(desk.stores, BY_KEY)),
)
