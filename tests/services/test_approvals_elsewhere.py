"""What was agreed upon a record of another store, and the record has moved there meanwhile."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from desktop_app.domain.approvals import Verdict
from desktop_app.domain.errors import Invalid, Refusal
from desktop_app.domain.writes import Create, Edit
from desktop_app.services import sample
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from tests.services.act_rows import Rows
from tests.services.approving import policy
from tests.services.delivering import Mongo
from tests.services.test_desk import OFFICE, at_the_desk
from tests.services.test_desk import PANEL as OFFICES
from tests.services.test_desk_documents import PANEL, Delivering, project

HELD = {"panel": PANEL, "act": "write", "condition": []}


def renamed(key: str, seen: str, name: str) -> Edit:
    return Edit(PANEL, key, {"name": seen}, {"name": name})


async def a_project(desk: Desk) -> str:
    made = project()
    await desk.do(Create(PANEL, made))
    return str(made["project_id"])


def moved(mongo: Mongo, key: str, name: str) -> None:
    """By the platform itself, past the program."""
    mongo.multiverse.business_projects.update_one({"project_id": key}, {"$set": {"name": name}})


def named(mongo: Mongo, key: str) -> Any:
    found = mongo.multiverse.business_projects.find_one({"project_id": key})
    return found and found["name"]


def test_a_document_that_moved_makes_it_stale(places: Places, rows: Rows, mongo: Mongo) -> None:
    """Mutation: settle without telling the request, and it stays approved with nothing done."""

    async def work() -> None:
        async with (
            Delivering(places),
            at_the_desk(places) as maker,
            at_the_desk(places, sample.CHECKER) as checker,
        ):
            key = await a_project(maker)
            with policy(rows, "tenant_suspension", **HELD):
                asked = await maker.request(renamed(key, "Solar roofs", "Hydro"), reason="Agreed.")
                moved(mongo, key, "Wind farm")
                stale = await checker.decide(asked.id, Verdict.APPROVE)
                assert stale.state == "stale"
                assert "Name was changed" in stale.told
                assert named(mongo, key) == "Wind farm"
                with pytest.raises(Invalid, match="what it says there now"):
                    await maker.rebase(asked.id)
                again = await maker.rebase(asked.id, renamed(key, "Wind farm", "Hydro"))
                assert (again.state, again.version) == ("waiting", 2)
                done = await checker.decide(asked.id, Verdict.APPROVE)
                assert (done.state, named(mongo, key)) == ("approved", "Hydro")

    asyncio.run(work())


def test_beside_what_was_carried_out_it_fails(places: Places, rows: Rows, mongo: Mongo) -> None:
    async def work() -> None:
        async with (
            Delivering(places),
            at_the_desk(places) as maker,
            at_the_desk(places, sample.CHECKER) as checker,
        ):
            key = await a_project(maker)
            office = (await maker.do(Create(OFFICES, OFFICE | {"name": uuid4().hex}))).keys[0][1]
            opened = Edit(OFFICES, office, {}, {"city": "Porto"})
            with policy(rows, "tenant_suspension", **HELD):
                both = (opened, renamed(key, "Solar roofs", "Hydro"))
                asked = await maker.request(*both, reason="Agreed.")
                moved(mongo, key, "Wind farm")
                done = await checker.decide(asked.id, Verdict.APPROVE)
            assert done.state == "failed"
            assert (await maker.get(maker.panels[OFFICES], office))["city"] == "Porto"
            with pytest.raises(Refusal, match="This request is failed"):
                await maker.rebase(asked.id)

    asyncio.run(work())
