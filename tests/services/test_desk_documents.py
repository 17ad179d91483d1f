"""The desk and the other store: an edit of a document through the outbox, told to others."""

import asyncio
from uuid import uuid4

import pytest

from desktop_app.domain.errors import Conflict, Gone
from desktop_app.domain.writes import Act, Change, Create, Edit
from desktop_app.services import sample
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from tests.services.delivering import deliver, logins
from tests.services.test_desk import at_the_desk, run, until

PANEL = "multiverse.business_projects"


def project(**values: object) -> dict[str, object]:
    named = {"project_id": f"project-{uuid4()}", "name": "Solar roofs", "status": "planning"}
    return {**named, "user_id": uuid4(), **values}


class Delivering:
    """A relay at work in a thread while the desk waits for its answer."""

    def __init__(self, places: Places) -> None:
        self._worker = logins(places)

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._go_on())

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _go_on(self) -> None:
        while True:
            await asyncio.to_thread(deliver, self._worker)
            await asyncio.sleep(0.02)


def test_a_document_is_created_edited_and_moved_by_its_act(places: Places) -> None:
    async def work(desk: Desk) -> None:
        heard: list[Change] = []
        made = project()
        key = made["project_id"]
        panel = desk.panels[PANEL]
        async with Delivering(places), at_the_desk(places, sample.CHECKER) as other:
            other.subscribe(heard.append)
            following = asyncio.create_task(other.follow())
            await asyncio.sleep(0.5)
            assert not (await desk.do(Create(PANEL, made))).waiting
            await desk.do(Edit(PANEL, key, {"name": "Solar roofs"}, {"name": "Wind farm"}))
            await desk.do(Act(PANEL, "start", (key,)))
            row = await desk.get(panel, key)
            assert (row["name"], row["status"]) == ("Wind farm", "active")
            with pytest.raises(Conflict, match="Name was changed"):
                await desk.do(Edit(PANEL, key, {"name": "Solar roofs"}, {"name": "Hydro"}))
            await until(lambda: any(c.panel == PANEL and c.key == key for c in heard))
            following.cancel()

    run(work, places)


def test_a_rehearsal_is_tried_in_the_other_store_and_leaves_nothing(places: Places) -> None:
    async def work(desk: Desk) -> None:
        made = project()
        async with Delivering(places):
            await desk.do(Create(PANEL, made), keep=False)
            with pytest.raises(Gone):
                await desk.do(Act(PANEL, "start", (made["project_id"],)), keep=False)

    run(work, places)


def test_without_a_worker_it_is_accepted_and_said_to_wait(places: Places) -> None:
    async def work(desk: Desk) -> None:
        done = await desk.do(Create(PANEL, project()))
        assert len(done.waiting) == 1
        async with Delivering(places):
            await asyncio.sleep(0.5)

    run(work, places)
