"""What PostgreSQL leaves open to everybody, and what passes by a narrower policy: shut."""

import json

import psycopg
import pytest

from desktop_app.services.worker import LEADER
from desktop_app.stack import Places
from desktop_app.storage.tables import metadata
from tests.services.act_people import People
from tests.services.identity_people import Connection, one

DENIED = psycopg.errors.InsufficientPrivilege


def test_staff_enter_no_other_database(people: People) -> None:
    url = people.session("operator").postgres
    for other in ("postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(url, dbname=other)


@pytest.mark.parametrize("function", ["pg_try_advisory_lock", "pg_advisory_lock_shared",
                                      "pg_advisory_xact_lock"])  # fmt: skip
def test_nobody_takes_the_workers_lead(people: People, function: str) -> None:
    for jobs in ("operator", "admin"):
        with pytest.raises(DENIED):
            people[jobs].execute(f"SELECT {function}({LEADER})".encode())


def test_emptying_a_table_is_on_the_trail(administrator: Connection) -> None:
    for table in ("multiverse.city_resources", "passa.event_categories"):
        administrator.execute(f"TRUNCATE {table} CASCADE".encode())
        told = "SELECT after ->> 'what' FROM backoffice.audit_log WHERE place = %s AND row_key = ''"
        assert one(administrator, f"{told} ORDER BY number DESC LIMIT 1", table) == "emptied"


def test_finders_show_and_count_no_view_of_somebody_else(people: People) -> None:
    mine, other = people["operator"], people["operator 2"]
    ask = json.dumps({"where": {"all": []}, "sort": "id", "limit": 100})

    def found(connection: Connection) -> tuple[int, int]:
        keys = one(connection, "SELECT count(*) FROM backoffice.find_views(%s)", ask)
        return keys, one(connection, "SELECT backoffice.find_views_count(%s)", ask)

    before = found(other)
    mine.execute(
        "INSERT INTO backoffice.views (panel, name, body) VALUES ('passa.events', 'mine', '{}')"
    )
    try:
        assert found(other) == before
        assert found(mine)[0] > 0
    finally:
        mine.execute("DELETE FROM backoffice.views WHERE name = 'mine'")


def test_every_narrower_policy_is_said_to_the_finders(administrator: Connection) -> None:
    """Finders pass by the policies: what narrows rows further must be the table's `wall`."""
    narrowed = administrator.execute(
        "SELECT DISTINCT format('%I.%I', schemaname, tablename) FROM pg_policies"
        " WHERE permissive = 'RESTRICTIVE' AND roles @> '{countinghouse_staff}'"
        " AND cmd IN ('SELECT', 'ALL') AND policyname <> 'tenant'"
    ).fetchall()
    assert len(narrowed) > 3
    assert [name for (name,) in narrowed if "wall" not in metadata.tables[name].info] == []


def test_the_workers_own_login_still_locks(places: Places) -> None:
    with psycopg.connect(places.postgres) as root:
        allowed = "SELECT has_function_privilege(%s, 'pg_try_advisory_lock(bigint)', 'EXECUTE')"
        assert one(root, allowed, "countinghouse_worker")
        assert not one(root, allowed, "countinghouse_staff")
