"""What is on the trail besides changes, what marks those from outside, and who else hears of it."""

import asyncio
import contextlib
from uuid import uuid4

import psycopg
import pytest

from desktop_app.domain.errors import NotAllowed
from desktop_app.services import audit_beside, sign_in
from desktop_app.services.audit_verify import verify
from desktop_app.services.beside import led
from desktop_app.services.worker_logins import Logins
from desktop_app.stack import Places
from tests.services.identity_people import DENIED, PASSWORD, Person, hired, one
from tests.services.test_worker import running, until
from tests.services.trailing import NEW, Administrator, auditor, chain

NOTED = (
    "SELECT (after ->> 'more')::int FROM backoffice.audit_log WHERE place = 'backoffice.staff' "
    "AND row_key = %s AND after ->> 'what' = 'refusals' ORDER BY number"
)


@pytest.fixture(scope="module")
def clerk(places: Places) -> Person:
    return hired(places, "clara", "operator")


def note(places: Places) -> None:
    with psycopg.connect(places.postgres) as root:
        root.execute("SELECT backoffice.note_refusals()")


def test_a_wrong_password_is_on_the_trail_though_it_was_rolled_back(
    places: Places, clerk: Person, administrator: Administrator
) -> None:
    """From the first day, before any worker ran: mutation, hire without the counter."""
    for _ in range(3):
        with psycopg.connect(clerk.url) as connection:
            with pytest.raises(psycopg.errors.InvalidPassword):
                connection.execute("SELECT backoffice.open_session('wrong', 'psql')")
            connection.rollback()
    note(places)
    clerk.sign_in()
    note(places)
    assert administrator.execute(NOTED, (clerk.login,)).fetchall() == [(3,)]


def test_a_refused_act_is_on_the_trail(
    places: Places, clerk: Person, administrator: Administrator
) -> None:
    note(places)
    before = administrator.execute(NOTED, (clerk.login,)).fetchall()
    with clerk.connected() as connection:
        with pytest.raises(DENIED):
            connection.execute("SELECT backoffice.demand('openmineral.kyc_records', 'approve')")
        connection.rollback()
    note(places)
    assert administrator.execute(NOTED, (clerk.login,)).fetchall() == [*before, (1,)]


def test_an_event_is_the_persons_own_and_nothing_else(
    clerk: Person, administrator: Administrator
) -> None:
    key = str(uuid4())
    say = "SELECT backoffice.record_event(%s, 'multiverse.users', %s, '{\"rows\": 5}')"
    with clerk.connected() as connection:
        connection.execute(say, ("export", key))
        connection.commit()
        with pytest.raises(psycopg.Error, match="no event"):
            connection.execute(say, ("create", key))
    with psycopg.connect(clerk.url) as unknown, pytest.raises(DENIED):
        unknown.execute(say, ("export", key))
    found = administrator.execute(
        "SELECT login, action, after FROM backoffice.audit_log WHERE row_key = %s", (key,)
    ).fetchall()
    assert found == [(clerk.login, "event", {"what": "export", "rows": 5})]


@pytest.mark.parametrize(("program", "outside"), [("countinghouse", False), ("psql", True)])
def test_what_is_written_without_the_program_is_marked(
    clerk: Person, program: str, outside: bool, administrator: Administrator
) -> None:
    with psycopg.connect(clerk.url) as connection:
        salt = one(connection, "SELECT backoffice.sign_in_salt()")
        proof = sign_in.proof(PASSWORD, salt)
        connection.execute("SELECT backoffice.open_session(%s, %s)", (proof, program))
        key = one(connection, NEW, program)
    found = one(
        administrator, "SELECT outside FROM backoffice.audit_log WHERE row_key = %s", str(key)
    )
    assert found is outside


def test_the_platforms_own_trails_are_fed(
    places: Places, worker: Logins, administrator: Administrator
) -> None:
    with psycopg.connect(places.postgres) as root:
        city = str(one(root, NEW, "Fed"))
        tag = str(one(root, "INSERT INTO passa.event_tags (name) VALUES (%s) RETURNING tag_id",
                      f"fed {city[:8]}"))  # fmt: skip
    chain(worker)
    activity = administrator.execute(
        "SELECT a.log_id = t.id, activity_type, entity_type, user_agent FROM"
        " multiverse.activity_logs a JOIN backoffice.audit_log t ON t.row_key = a.entity_id"
        " WHERE entity_id = %s",
        (city,),
    ).fetchall()
    by = f"Countinghouse, by {one(administrator, 'SELECT session_user')}"
    assert activity == [(True, "create", "city_resources", by)]
    line = administrator.execute(
        "SELECT action, resource_type, new_values ->> 'name', user_id FROM passa.audit_logs"
        " WHERE resource_id = %s",
        (tag,),
    ).fetchall()
    assert line == [("create", "event_tags", f"fed {city[:8]}", None)]


@pytest.mark.parametrize("place", ["passa.audit_logs", "multiverse.activity_logs"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET user_agent = 'x'", "DELETE FROM {}",
                                       "TRUNCATE {}"])  # fmt: skip
@pytest.mark.parametrize("role", ["service", "owner"])
def test_the_platforms_trails_are_append_only_for_their_services(
    administrator: Administrator, place: str, statement: str, role: str
) -> None:
    service = f"{place.partition('.')[0]}_service"
    kind = "action, resource_type" if place.startswith("passa") else "activity_type, description"
    administrator.execute(f"SET ROLE {service}".encode())
    administrator.execute(f"INSERT INTO {place} ({kind}) VALUES ('x', 'y')".encode())
    if role == "owner":
        administrator.execute("SET ROLE backoffice_owner")
    with pytest.raises(DENIED):
        administrator.execute(statement.format(place).encode())


def test_killed_workers_leave_a_chain_that_goes_on(places: Places, worker: Logins) -> None:
    for _ in range(3):
        with running(places) as process:
            until(lambda: led(places))
            with psycopg.connect(places.postgres, autocommit=True) as root:
                for at in range(30):
                    one(root, NEW, f"Killed {at}")
            process.kill()
            process.join()
    with contextlib.suppress(AssertionError):
        until(lambda: not led(places), 5)
    chain(worker)
    report = verify(auditor(places))
    assert (report.faults, report.pending) == ([], 0)
    assert report.heads["postgresql"] == report.heads["mongodb"] == report.heads["file"]


def test_an_auditor_verifies_beside_the_window_and_nobody_else(
    places: Places, worker: Logins, clerk: Person
) -> None:
    chain(worker)
    heard: list[tuple[int, int]] = []
    ada = hired(places, "ada", "auditor")
    trail = audit_beside.of(ada.sign_in(), places)
    report = asyncio.run(audit_beside.verified(trail, lambda *told: heard.append(told)))
    assert (report.faults, report.heads["mongodb"]) == ([], report.heads["postgresql"])
    assert heard[-1] == (report.entries, report.entries)
    with pytest.raises(NotAllowed, match="may read the audit trail"):
        asyncio.run(audit_beside.verified(audit_beside.of(clerk.sign_in(), places)))
