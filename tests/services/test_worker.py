"""The worker: one leads, every duty is done and told, it comes and goes with the programs."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from typing import Any

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.errors import Conflict
from desktop_app.domain.writes import Create
from desktop_app.services.beside import beside, led
from desktop_app.services.duties import RELAY, Duty, Hands
from desktop_app.services.worker import LEADER, Worker
from desktop_app.services.worker_logins import Logins
from desktop_app.stack import Places
from tests.services import warm
from tests.services.delivering import signed_in
from tests.services.test_outbox import PROJECTS, project

Administrator = psycopg.Connection[Any]


def once(worker: Logins) -> dict[str, tuple[str, bool]]:
    done = asyncio.run(Worker(lambda: worker, panels.load()).once())
    return {name: (said, well) for name, said, well in done}


@contextmanager
def running(places: Places) -> Iterator[ForkServerProcess]:
    """A worker's process; killed at the end if it has not ended by then."""
    process = warm.context().Process(target=warm.work, args=(str(places.data_dir),))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        process.close()


def until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "It did not happen in time."
        time.sleep(0.05)


def test_every_duty_is_done_once(worker: Logins) -> None:
    done = once(worker)
    assert all(well for _, well in done.values()), done
    assert set(done) >= {"Deliveries", "Expired reservations", "Materialized views"}


def test_reservations_and_sessions_expire(
    places: Places, worker: Logins, administrator: Administrator
) -> None:
    row = administrator.execute(
        "INSERT INTO multiverse.properties (address, property_type, status) "
        "VALUES ('{}', 'house', 'available') RETURNING property_id"
    ).fetchone()
    assert row is not None
    now = datetime.now(UTC)
    held = administrator.execute(
        "INSERT INTO multiverse.property_reservations "
        "(property_id, reservation_start, reservation_end) "
        "VALUES (%s, %s, %s) RETURNING reservation_id",
        (row[0], now - timedelta(days=2), now - timedelta(days=1)),
    ).fetchone()
    administrator.commit()
    assert held is not None
    with signed_in(places) as sender:
        administrator.execute(
            "UPDATE backoffice.sessions SET touched_at = now() - interval '20 minutes' "
            "WHERE session_id = (SELECT session_id FROM backoffice.session_backends "
            "WHERE pid = %s)",
            (sender.connection.info.backend_pid,),
        )
        administrator.commit()
        done = once(worker)
        assert done["Expired reservations"] == ("1 expired", True)
        assert done["Expired sessions"][0].endswith("ended")
        tied = administrator.execute(
            "SELECT FROM backoffice.session_backends WHERE pid = %s",
            (sender.connection.info.backend_pid,),
        ).fetchone()
        assert tied is None
    expired = administrator.execute(
        "SELECT status FROM multiverse.property_reservations WHERE reservation_id = %s", held
    ).fetchone()
    assert expired == ("expired",)
    said = administrator.execute(
        "SELECT reason FROM backoffice.audit_log WHERE place = "
        "'multiverse.property_reservations' AND row_key = %s ORDER BY number DESC LIMIT 1",
        (str(held[0]),),
    ).fetchone()
    assert said == ("Its time is over.",)


def test_one_leads(places: Places, worker: Logins) -> None:
    with psycopg.connect(worker.postgres) as other:
        other.execute("SELECT pg_advisory_lock(%s)", (LEADER,))
        assert led(places)
        with pytest.raises(Conflict, match="Another worker"):
            once(worker)
    until(lambda: not led(places))


def test_it_delivers_tells_its_duties_and_stops_cleanly(
    places: Places, administrator: Administrator
) -> None:
    with running(places) as process, signed_in(places) as sender:
        until(lambda: led(places))
        for _ in range(20):
            sent = sender.send(Create(PROJECTS, project()))
            until(lambda sent=sent: sender.outcome(sent)[0] == "done")  # type: ignore[misc]
        rows = administrator.execute(
            "SELECT name, last_error, overdue_from > next_run FROM backoffice.duties"
        ).fetchall()
        assert {row[0] for row in rows} >= {"Deliveries", "Partitions ahead"}
        assert all(row[1] is None and row[2] for row in rows)
        process.terminate()
        process.join(15)
        assert process.exitcode == 0
    assert not led(places)


@pytest.mark.warns
def test_a_lost_postgres_connection_is_taken_up_again(
    places: Places, administrator: Administrator
) -> None:
    with running(places), signed_in(places) as sender:
        until(lambda: led(places))
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'countinghouse worker'"
        )
        administrator.commit()
        sent = sender.send(Create(PROJECTS, project()))
        until(lambda: sender.outcome(sent)[0] == "done")


def test_beside_the_stack_it_comes_and_goes(places: Places) -> None:
    with beside(places), signed_in(places) as sender:
        until(lambda: led(places))
        with beside(places):
            assert led(places)
        assert led(places)
        sent = sender.send(Create(PROJECTS, project()))
        until(lambda: sender.outcome(sent)[0] == "done")
    until(lambda: not led(places))


@pytest.mark.warns
def test_a_fault_in_one_duty_is_told_and_stops_no_other(
    worker: Logins, administrator: Administrator
) -> None:
    name = f"Fault {time.monotonic_ns()}"

    async def faulty(_: Hands) -> str:
        raise ZeroDivisionError

    async def work() -> None:
        made = Worker(lambda: worker, panels.load(), (Duty(name, 60.0, faulty), RELAY))
        running = asyncio.create_task(made.run())
        await asyncio.sleep(1.5)
        made.stop()
        await running

    asyncio.run(work())
    rows = administrator.execute(
        "SELECT last_error FROM backoffice.duties WHERE name IN (%s, %s) ORDER BY name = %s",
        (name, RELAY.name, name),
    ).fetchall()
    assert rows == [(None,), ("A fault: ZeroDivisionError.",)]
