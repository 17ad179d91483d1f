"""Jobs on the real servers: in sets, refused one by one, stopped, tried again, seen by few."""

import asyncio
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from desktop_app.domain.errors import Conflict, Gone, Invalid, NotAllowed
from desktop_app.domain.jobs import Job, State
from desktop_app.domain.query import Op, Query, Where
from desktop_app.domain.writes import Act, Create, Edit, Remove
from desktop_app.services import sample, sign_in
from desktop_app.services.desk import Desk
from desktop_app.services.jobs import Jobs
from desktop_app.stack import Places
from tests.services.act_people import People
from tests.services.jobbing import named, of, offices, trail
from tests.services.test_desk import PANEL, at_the_desk, run
from tests.services.test_desk_documents import Delivering, project

Administrator = psycopg.Connection[Any]
RENAMED = Edit(PANEL, None, {}, {"name": "Tax office"})
DEALS = "openmineral.deals"
PROJECTS = "multiverse.business_projects"


def test_all_that_match_are_edited_in_sets(places: Places, administrator: Administrator) -> None:
    city, _ = offices(administrator, 1_203)

    async def work(desk: Desk) -> None:
        jobs, heard = Jobs(desk), list[Job]()
        jobs.subscribe(heard.append)
        plan = await jobs.plan(RENAMED, of(city))
        assert (plan.asked, plan.open, plan.refusal) == (1_203, 1_203, "")
        job = await jobs.start(RENAMED, of(city), reason="Renamed by law")
        assert (job.state, job.asked, job.interrupted) == (State.RUNNING, 1_203, True)
        done = await jobs.resume(job.id)
        assert (done.state, done.told) == (State.FINISHED, "asked 1,203, done 1,203")
        assert [each.done for each in heard] == [0, 500, 1_000, 1_203, 1_203]
        assert heard[1].at_work
        assert heard[1].rate > 0
        with pytest.raises(Conflict, match="is finished"):
            await jobs.resume(job.id)

    run(work, places)
    assert named(administrator, city, "Tax office") == 1_203
    assert set(trail(administrator, city)) == {1}
    row = administrator.execute(
        "SELECT count(*) FROM backoffice.audit_log WHERE reason = 'Renamed by law'"
    ).fetchone()
    assert row == (1_203,)


def test_what_is_gone_or_refused_is_told_by_itself(
    places: Places, administrator: Administrator
) -> None:
    city, keys = offices(administrator, 40)
    administrator.execute(
        "DELETE FROM multiverse.city_resources WHERE resource_id = ANY(%s)", (keys[:3],)
    )
    administrator.commit()

    async def work(desk: Desk) -> None:
        jobs = Jobs(desk)
        good = [Edit(PANEL, key, {}, {"name": "Tax office"}) for key in keys[3:20]]
        bad = [Edit(PANEL, key, {}, {"resource_type": "palace"}) for key in keys[20:22]]
        late = [Edit(PANEL, keys[22], {"name": "Somebody's"}, {"name": "Mine"})]
        gone = [Edit(PANEL, key, {"name": "Office"}, {"name": "Tax office"}) for key in keys[:3]]
        job = await jobs.start_each([*good, *bad, *late, *gone], title="A mixed lot")
        done = await jobs.resume(job.id)
        assert done.told == "asked 23, done 17, already gone 3, refused 3"
        refused = await jobs.refusals(job.id)
        assert [each.number for each in refused] == [18, 19, 20]
        assert refused[0].sentence == "Resource type has a value that is not in its list."
        assert refused[2].sentence.startswith("Name was changed")
        await jobs.retry(job.id)
        again = await jobs.resume(job.id)
        assert again.told == done.told

    run(work, places)
    assert named(administrator, city, "Tax office") == 17


def test_keys_that_are_gone_cost_the_others_nothing(
    places: Places, administrator: Administrator
) -> None:
    city, keys = offices(administrator, 10)

    async def work(desk: Desk) -> None:
        jobs = Jobs(desk)
        job = await jobs.start(Remove(PANEL, None, {}), [*keys[:4], uuid4(), uuid4()])
        assert (await jobs.resume(job.id)).told == "asked 6, done 4, already gone 2"

    run(work, places)
    assert named(administrator, city, "Office") == 6


async def deals(desk: Desk, count: int) -> list[Any]:
    told = {"title": "Ore", "commodity": "Iron Ore", "quantity": 1, "price": 1, "status": "draft"}
    writes = [Create(DEALS, {**told, "counterparty": "Northern"}) for _ in range(count)]
    return [key for _, key in (await desk.do(*writes)).keys]


def test_an_act_moves_those_that_are_open_to_it(places: Places) -> None:
    async def work(desk: Desk) -> None:
        keys, jobs = await deals(desk, 6), Jobs(desk)
        await desk.do(Act(DEALS, "submit", (keys[2],)))
        submit = Act(DEALS, "submit", ())
        plan = await jobs.plan(submit, keys)
        assert (plan.asked, plan.open) == (6, 5)
        job = await jobs.start(submit, [*keys, 2**31 - 1])
        done = await jobs.resume(job.id)
        assert done.told == "asked 7, done 5, already gone 1, refused 1"
        (refused,) = await jobs.refusals(job.id)
        assert "is not open to a deal that is pending" in refused.sentence
        mine = Query(where=Where("id", Op.IN, tuple(keys)), sort="id")
        rows = (await desk.list(desk.panels[DEALS], mine)).rows
        assert {row["status"] for row in rows} == {"pending"}

    run(work, places)


def test_a_job_brought_twice_is_begun_once(places: Places, administrator: Administrator) -> None:
    city, _ = offices(administrator, 5)

    async def work(desk: Desk) -> None:
        jobs, command = Jobs(desk), uuid4()
        first = await jobs.start(RENAMED, of(city), command=command)
        again = await jobs.start(RENAMED, of(city), command=command)
        assert (first.id, again.asked) == (again.id, 5)
        with pytest.raises(Invalid, match="nothing to do"):
            await jobs.start_each([])

    run(work, places)


def test_cancelling_leaves_what_is_done_and_can_be_taken_up(
    places: Places, administrator: Administrator
) -> None:
    city, _ = offices(administrator, 1_600)

    async def work(desk: Desk) -> None:
        jobs = Jobs(desk)
        job = await jobs.start(RENAMED, of(city))
        stopping: list[asyncio.Task[Job]] = []

        def stop(told: Job) -> None:
            if told.done == 500 and not stopping:
                stopping.append(asyncio.create_task(jobs.cancel(job.id)))

        jobs.subscribe(stop)
        with pytest.raises(Conflict, match="was stopped"):
            await jobs.resume(job.id)
        stopped = await stopping[0]
        assert stopped.state == State.CANCELLED
        assert stopped.left == 1_600 - named(administrator, city, "Tax office") > 0
        done = await jobs.resume(job.id)
        assert done.told == "asked 1,600, done 1,600"

    run(work, places)
    assert trail(administrator, city) == [1] * 1_600


def test_a_task_that_is_cancelled_leaves_whole_batches(
    places: Places, administrator: Administrator
) -> None:
    city, _ = offices(administrator, 1_600)

    async def work(desk: Desk) -> None:
        jobs = Jobs(desk)
        job = await jobs.start(RENAMED, of(city))
        first = asyncio.Event()
        jobs.subscribe(lambda told: first.set() if told.done else None)
        carrying = asyncio.create_task(jobs.resume(job.id))
        await first.wait()
        carrying.cancel()
        await asyncio.gather(carrying, return_exceptions=True)
        left = await jobs.get(job.id)
        assert left.interrupted
        assert left.done == named(administrator, city, "Tax office")
        assert (await jobs.resume(job.id)).told == "asked 1,600, done 1,600"

    run(work, places)
    assert trail(administrator, city) == [1] * 1_600


def test_documents_are_sent_together_and_refused_apart(places: Places) -> None:
    async def work(desk: Desk) -> None:
        jobs = Jobs(desk)
        made = [project(name="Solar") for _ in range(20)]
        async with Delivering(places):
            job = await jobs.start_each([Create(PROJECTS, each) for each in made])
            assert (await jobs.resume(job.id)).told == "asked 20, done 20"
            keys = [each["project_id"] for each in made]
            edits = [Edit(PROJECTS, key, {"name": "Solar"}, {"name": "Wind"}) for key in keys]
            edits[7] = Edit(PROJECTS, keys[7], {"name": "Hydro"}, {"name": "Wind"})
            edits.append(Edit(PROJECTS, "nowhere", {}, {"name": "Wind"}))
            job = await jobs.start_each(edits)
            assert (
                await jobs.resume(job.id)
            ).told == "asked 21, done 19, already gone 1, refused 1"
            (refused,) = await jobs.refusals(job.id)
            assert (refused.number, refused.sentence[:16]) == (8, "Name was changed")
            mine = Query(where=Where("project_id", Op.IN, tuple(keys)), sort="project_id")
            job = await jobs.start(Act(PROJECTS, "start", ()), mine)
            assert (await jobs.resume(job.id)).told == "asked 20, done 20"

    run(work, places)


def test_without_a_worker_a_job_waits_and_goes_on_later(places: Places) -> None:
    async def work(desk: Desk) -> None:
        jobs = Jobs(desk)
        job = await jobs.start_each([Create(PROJECTS, project()) for _ in range(3)])
        left = await jobs.resume(job.id)
        assert (left.state, left.sent, left.interrupted) == (State.RUNNING, 3, True)
        async with Delivering(places):
            assert (await jobs.resume(job.id)).told == "asked 3, done 3"

    run(work, places)


def test_others_see_no_job_of_mine_and_cannot_touch_it(
    places: Places, people: People, administrator: Administrator
) -> None:
    """Mutation: without the policy `involved` the trader reads everybody's jobs."""
    city, _ = offices(administrator, 3)
    trader = people["trader"]

    async def work(desk: Desk) -> None:
        jobs = Jobs(desk)
        job = await jobs.start(RENAMED, of(city))
        assert trader.execute("SELECT id FROM backoffice.jobs").fetchall() == []
        assert (
            trader.execute("SELECT * FROM backoffice.job_refusals(%s, 9)", (job.id,)).fetchall()
            == []
        )
        for call in ("job_claim", "job_cancel", "job_retry"):
            with pytest.raises(psycopg.Error, match="no such job"):
                trader.execute(f"SELECT backoffice.{call}(%s)".encode(), (job.id,))
        for attack in ("UPDATE backoffice.jobs SET done = 3", "TABLE backoffice.job_items"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                trader.execute(attack.encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="needs the right"):
            trader.execute(
                "SELECT backoffice.job_begin(%s, 't', %s, 'write', NULL, '')", (uuid4(), PANEL)
            )
        async with at_the_desk(places, sample.CHECKER) as other:
            assert job.id in {each.id for each in await Jobs(other).list()}
            with pytest.raises(Gone, match="no such job"):
                await Jobs(other).resume(job.id)
            assert (await Jobs(other).cancel(job.id)).state == State.CANCELLED

    run(work, places)


def test_a_plan_says_who_may_not(places: Places, people: People) -> None:
    async def work() -> None:
        session = people.session("trader")
        stores = sign_in.stores(session, places.mongodb, places.redis)
        async with at_the_desk(places) as desk:
            trading = Jobs(Desk(stores, desk.panels, session.actor))
            try:
                plan = await trading.plan(Act(DEALS, "submit", ()), [1])
                assert plan.refusal == ""
                with pytest.raises(NotAllowed):
                    await trading.plan(RENAMED, of("Lisbon"))
            finally:
                await stores.close()

    asyncio.run(work())
