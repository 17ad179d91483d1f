"""What leaves the trail, provably: a person's values by an erasure, old months to an archive."""

import psycopg
import pytest

from desktop_app.services import archiving
from desktop_app.services.audit_verify import Places as Trail
from desktop_app.services.worker_logins import LOGIN, Logins
from desktop_app.stack import Places
from tests.services.identity_people import DENIED, hired
from tests.services.trailing import Administrator, auditor, chain, copies, verified, write

ROW = "multiverse.city_resources"
VALUES = (
    "SELECT before, after, reason FROM backoffice.audit_log WHERE place = %s AND row_key = %s"
    " ORDER BY number"
)
OLD = (
    "INSERT INTO backoffice.audit_log (id, place, row_key, action, after) "
    "SELECT backoffice.uuid7(now() - interval '13 months'), 'passa.events', 'old ' || i, 'edit', "
    "'{}' FROM generate_series(1, 50) AS i"
)


@pytest.fixture(scope="module")
def trail(places: Places) -> Trail:
    return auditor(places)


def test_an_erasure_takes_the_values_and_keeps_the_chain(
    administrator: Administrator, places: Places, worker: Logins, trail: Trail
) -> None:
    (key,) = write(places, 1)
    chain(worker)
    erase = "SELECT backoffice.erase_trail(%s, %s, %s)"
    row = administrator.execute(erase, (ROW, key, "Asked to be forgotten")).fetchone()
    assert row == (2,)
    left = administrator.execute(VALUES, (ROW, key)).fetchall()
    erased = {"erased": True}
    assert left == [(None, erased, None), (erased, erased, "erased")]
    salts = "SELECT count(salt) FROM backoffice.audit_chain c JOIN backoffice.audit_log a ON a.id"
    assert administrator.execute(
        f"{salts} = c.row_id WHERE a.place = %s AND a.row_key = %s".encode(), (ROW, key)
    ).fetchone() == (0,)
    report = verified(administrator, trail, copies(trail))
    assert (report.faults, report.erased, report.unaltered) == ([], 2, True)
    # Afterwards it is as fast as any other row, and nobody erases it in silence.
    with pytest.raises(DENIED, match="cannot be changed"):
        administrator.execute(
            "UPDATE backoffice.audit_log SET login = 'x' WHERE row_key = %s", (key,)
        )


def test_an_erasure_is_an_administrators_and_says_why(
    administrator: Administrator, places: Places
) -> None:
    olga = hired(places, "otto", "operator")
    with olga.connected() as connection, pytest.raises(DENIED):
        connection.execute("SELECT backoffice.erase_trail('a.b', 'c', 'because')")
    with pytest.raises(psycopg.Error, match="Say why"):
        administrator.execute("SELECT backoffice.erase_trail('a.b', 'c', ' ')")


def test_an_old_month_is_archived_with_its_proof(
    administrator: Administrator, places: Places, worker: Logins, trail: Trail
) -> None:
    with psycopg.connect(places.postgres) as root:
        root.execute(OLD)
    chain(worker)
    administrator.execute("UPDATE backoffice.retention SET months = 12 WHERE kind = 'audit'")
    before = verified(administrator, trail, copies(trail))
    administrator.execute(f"SET SESSION AUTHORIZATION {LOGIN}".encode())
    assert archiving.archive(administrator, worker.signer) == 1
    administrator.execute("RESET SESSION AUTHORIZATION")
    row = administrator.execute("SELECT part, file FROM backoffice.audit_archives").fetchone()
    assert row is not None
    part, file = row
    path = worker.signer.folder / file
    left = "SELECT count(*) FROM backoffice.audit_log WHERE row_key LIKE 'old %'"
    assert administrator.execute(left.encode()).fetchone() == (0,)
    report = verified(administrator, trail, copies(trail))
    assert (report.faults, report.archived, report.complete) == ([], 50, True)
    assert report.entries == before.entries
    administrator.execute("SAVEPOINT here")
    with pytest.raises(DENIED, match="cannot be changed"):
        administrator.execute(f"DELETE FROM backoffice.{part}".encode())
    administrator.execute("ROLLBACK TO here")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    report = verified(administrator, trail, copies(trail))
    assert [each.column for each in report.faults] == ["file"]
    path.unlink()


def test_a_legal_hold_keeps_a_month(
    administrator: Administrator, places: Places, worker: Logins
) -> None:
    chain(worker)
    administrator.execute("UPDATE backoffice.retention SET months = 12, held = true")
    administrator.execute(f"SET SESSION AUTHORIZATION {LOGIN}".encode())
    assert archiving.archive(administrator, worker.signer) == 0


def test_a_year_of_the_trail_stays(
    administrator: Administrator, places: Places, worker: Logins
) -> None:
    """Mutations: compare with 11, or take the trigger's word for it in what is due."""
    ada = hired(places, "ada", "admin")
    fewer = "UPDATE backoffice.retention SET months = %s WHERE kind = 'audit'"
    said = "The audit trail is kept 12 months at least"
    with ada.connected() as connection, pytest.raises(psycopg.Error, match=said):
        connection.execute(fewer, (11,))
    with psycopg.connect(places.postgres) as root:
        root.execute(OLD.replace("13 months", "5 months"))
    chain(worker)
    # Even where such a row came in beside the rule.
    administrator.execute("SET LOCAL session_replication_role = replica")
    administrator.execute(fewer, (1,))
    administrator.execute("SET LOCAL session_replication_role = origin")
    young = "to_date(right(part, 6), 'YYYYMM') > now() - interval '13 months'"
    due = f"SELECT part FROM backoffice.archives_due() AS part WHERE {young}"
    assert administrator.execute(due.encode()).fetchall() == []
