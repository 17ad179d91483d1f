"""A job's program killed at any moment; two programs that want the same job."""

import time
from contextlib import suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from desktop_app.domain.jobs import State
from desktop_app.domain.writes import Edit
from desktop_app.services.desk import Desk
from desktop_app.services.jobs import Jobs
from desktop_app.stack import Places
from tests.services import warm
from tests.services.jobbing import Administrator, carry_on, named, of, offices, trail
from tests.services.test_desk import PANEL, run
from tests.services.test_worker import until

RENAMED = Edit(PANEL, None, {}, {"name": "Tax office"})


def program(places: Places, job: UUID, said: Path) -> ForkServerProcess:
    made = warm.context().Process(target=carry_on, args=(places, job, str(said)))
    made.start()
    return made


def progress(administrator: Administrator, job: UUID) -> int:
    row = administrator.execute("SELECT done FROM backoffice.jobs WHERE id = %s", (job,)).fetchone()
    administrator.rollback()
    assert row is not None
    return int(row[0])


def killed(places: Places, administrator: Administrator, kills: int, folder: Path) -> None:
    """Mutation: settle in a transaction after the one of the writes, and the trail has twos."""
    city, _ = offices(administrator, 6_000)

    def kill_one(at: int, job: UUID) -> None:
        """In its first steps, or somewhere among its batches."""
        before = progress(administrator, job)
        process = program(places, job, folder / "said")
        if at % 3:
            with suppress(AssertionError):
                until(lambda: progress(administrator, job) > before, 10)
        time.sleep((at * 37 % 100) / 1000)
        process.kill()
        process.join()

    async def work(desk: Desk) -> None:
        jobs = Jobs(desk)
        job = await jobs.start(RENAMED, of(city))
        for at in range(kills):
            kill_one(at, job.id)
        done = await jobs.resume(job.id)
        assert (done.state, done.told) == (State.FINISHED, "asked 6,000, done 6,000")

    run(work, places)
    assert named(administrator, city, "Tax office") == 6_000
    assert trail(administrator, city) == [1] * 6_000


@pytest.mark.sample
def test_killed_five_times(places: Places, administrator: Administrator, tmp_path: Path) -> None:
    killed(places, administrator, 5, tmp_path)


@pytest.mark.long
def test_killed_a_hundred_times(
    places: Places, administrator: Administrator, tmp_path: Path
) -> None:
    for _ in range(10):
        killed(places, administrator, 10, tmp_path)


@pytest.mark.sample
def test_one_of_two_programs_gets_the_job(
    places: Places, administrator: Administrator, tmp_path: Path
) -> None:
    city, _ = offices(administrator, 8_000)

    async def work(desk: Desk) -> None:
        jobs = Jobs(desk)
        job = await jobs.start(RENAMED, of(city))
        both = [program(places, job.id, tmp_path / str(at)) for at in range(2)]
        for process in both:
            process.join()
        told = sorted((tmp_path / str(at)).read_text() for at in range(2))
        assert told[1] == "asked 8,000, done 8,000"
        assert told[0] in (
            "This job is being carried out already, by another program of yours.",
            "This job is finished.",
        )

    run(work, places)
    assert trail(administrator, city) == [1] * 8_000


def test_a_silent_runner_is_replaced_and_finds_out(
    places: Places, administrator: Administrator
) -> None:
    """Its connection stands, but nothing has come of it for a long time."""
    city, _ = offices(administrator, 700)

    async def work(desk: Desk) -> None:
        jobs = Jobs(desk)
        job = await jobs.start(RENAMED, of(city))
        async with desk.stores.sql.connect() as silent:
            await silent.exec_driver_sql(f"SELECT backoffice.job_claim('{job.id}')")
            await silent.commit()
            with pytest.raises(psycopg.Error, match="carried out already"):
                await _raised(desk, job.id)
            administrator.execute(
                "UPDATE backoffice.jobs SET moved_at = moved_at - interval '2 minutes' "
                "WHERE id = %s",
                (job.id,),
            )
            administrator.commit()
            assert (await jobs.resume(job.id)).told == "asked 700, done 700"

    run(work, places)


async def _raised(desk: Desk, job: UUID) -> None:
    """The claim as another connection makes it, with the driver's own error."""
    async with desk.stores.sql.connect() as other:
        raw = (await other.get_raw_connection()).driver_connection
        assert raw is not None
        try:
            await raw.execute("SELECT backoffice.job_claim(%s)", (job,))
        finally:
            await raw.rollback()
