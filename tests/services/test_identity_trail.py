"""The trail: every change of every audited table, by whom, without secrets, for good."""

import contextlib
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb
from sqlalchemy import Table

from desktop_app import panels
from desktop_app.stack import Places
from desktop_app.storage.tables import guarded_columns, metadata, sealed_columns
from tests.services.identity_people import (
    DENIED,
    Connection,
    Person,
    alone,
    filler,
    hired,
    one,
    put,
)

panels.load()
TABLES = dict(metadata.tables)
AUDITED = sorted(n for n, t in TABLES.items() if t.info.get("audited", True))


@pytest.fixture(scope="module")
def operator(places: Places) -> Person:
    return hired(places, "olga", "operator")


@pytest.mark.parametrize("name", AUDITED)
def test_every_change_is_on_the_trail(administrator: Connection, name: str) -> None:
    table = TABLES[name]
    alone(administrator, table, "z_audit")
    if name == "backoffice.retention":  # has every class that there is
        administrator.execute("DELETE FROM backoffice.retention")
    before = one(administrator, "SELECT coalesce(max(number), 0) FROM backoffice.audit_log")
    row = put(administrator, table)
    changed, to = _changeable(table)
    where = " AND ".join(f"{c.name}::text = %s" for c in table.primary_key)
    keys = [str(row[c.name]) for c in table.primary_key]
    for _ in range(2):  # the second time nothing changes
        edit = f"UPDATE {name} SET {changed} = %s WHERE {where}"
        administrator.execute(edit.encode(), [to, *keys])
    administrator.execute(f"DELETE FROM {name} WHERE {where}".encode(), keys)
    trail = administrator.execute(
        "SELECT place, row_key, action, login, outside, before, after FROM backoffice.audit_log"
        " WHERE number > %s AND place = %s ORDER BY number", (before, name),
    ).fetchall()  # fmt: skip
    root = one(administrator, "SELECT session_user")
    said = [(name, "/".join(keys), action, root, True) for action in ("create", "edit", "remove")]
    assert [each[:5] for each in trail] == said
    (_, created), (was, became), (removed, _) = ((each[5], each[6]) for each in trail)
    assert (created.keys(), removed.keys()) == (row.keys(), row.keys())
    assert was.keys() == became.keys() == {changed}
    secret = {*sealed_columns(table), *guarded_columns(table)}
    secret |= {c.name for c in table.columns if "sealing" in c.info}
    secret |= {"password_hash"} & row.keys()
    for kept in (created, removed, was, became):
        assert {kept[column] for column in secret & kept.keys()} <= {"••••", None}
    assert was[changed] != became[changed] or changed in secret


@pytest.mark.parametrize("name", AUDITED)
def test_what_cannot_be_put_on_the_trail_does_not_happen(
    administrator: Connection, name: str
) -> None:
    table = TABLES[name]
    alone(administrator, table, "z_audit")
    if name == "backoffice.retention":  # has every class that there is
        administrator.execute("DELETE FROM backoffice.retention")
    row = put(administrator, table)
    full = "ALTER TABLE backoffice.audit_log ADD CONSTRAINT no_room CHECK (false) NOT VALID"
    administrator.execute(full)
    where = " AND ".join(f"{c.name}::text = %s" for c in table.primary_key)
    keys = [str(row[c.name]) for c in table.primary_key]
    changed, to = _changeable(table)
    for change, given in (
        (f"UPDATE {name} SET {changed} = %s WHERE {where}", [to, *keys]),
        (f"DELETE FROM {name} WHERE {where}", keys),
    ):
        administrator.execute("SAVEPOINT here")
        with pytest.raises(psycopg.errors.CheckViolation, match='"no_room"'):
            administrator.execute(change.encode(), given)
        administrator.execute("ROLLBACK TO here")


def _changeable(table: Table) -> tuple[str, Any]:
    """A column and another value for it: a secret where there is one."""
    free = [c for c in table.columns if not c.primary_key] or list(table.columns)
    best = sorted(free, key=lambda c: (not {"sealed", "guarded"} & c.info.keys(), not c.nullable))
    column = best[0]
    if column.nullable:
        return column.name, None
    value = filler(column)
    if isinstance(value, date):
        return column.name, value + timedelta(days=1)
    other = {str: "y", int: 2, float: 2.0}.get(type(value), value)
    return column.name, Jsonb({"other": 1}) if isinstance(value, Jsonb) else other


def test_the_trail_names_the_person_and_the_session(operator: Person) -> None:
    with operator.connected() as connection, connection.transaction(force_rollback=True):
        key = one(
            connection,
            "INSERT INTO multiverse.city_resources (city, state, resource_type, name, url)"
            " VALUES ('Porto', 'P', 'gis', 'Map', 'https://map.example') RETURNING resource_id",
        )
        connection.execute("RESET ALL")
        with pytest.raises(DENIED):
            connection.execute("SELECT * FROM backoffice.audit_log")
    session = operator.sign_in()
    with psycopg.connect(operator.places.postgres) as root, psycopg.connect(operator.url) as mine:
        mine.execute("SELECT backoffice.attach(%s)", (session.token,))
        key = one(
            mine,
            "INSERT INTO multiverse.city_resources (city, state, resource_type, name, url)"
            " VALUES ('Porto', 'P', 'gis', 'Map', 'https://map.example') RETURNING resource_id",
        )
        mine.commit()
        found = root.execute(
            "SELECT action, login, outside, session_id IN (SELECT session_id FROM"
            " backoffice.sessions WHERE token_hash = sha256(%s)) FROM backoffice.audit_log"
            " WHERE place = 'multiverse.city_resources' AND row_key = %s",
            (session.token, str(key)),
        ).fetchall()
        root.execute("DELETE FROM multiverse.city_resources WHERE resource_id = %s", (key,))
    assert found == [("create", operator.login, False, True)]


@pytest.mark.parametrize("role", [None, "backoffice_owner", "backoffice_gate"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE backoffice.audit_log SET login = 'nobody'",
        "DELETE FROM backoffice.audit_log",
        "TRUNCATE backoffice.audit_log",
        "TRUNCATE backoffice.{part}",
        "UPDATE backoffice.{part} SET login = 'nobody'",
        "DELETE FROM backoffice.{part}",
    ],
)
def test_the_trail_cannot_be_changed(
    administrator: Connection, role: str | None, statement: str
) -> None:
    part = one(
        administrator, "SELECT tableoid::regclass::text FROM backoffice.audit_log LIMIT 1"
    ).rpartition(".")[2]
    count = one(administrator, "SELECT count(*) FROM backoffice.audit_log")
    administrator.execute("SAVEPOINT here")
    if role:
        administrator.execute(f"SET ROLE {role}".encode())
    with contextlib.suppress(DENIED):
        done = administrator.execute(statement.format(part=part).encode())
        assert (statement.startswith("TRUNCATE"), done.rowcount) == (False, 0)
    administrator.execute("ROLLBACK TO here")
    administrator.execute("RESET ROLE")
    assert one(administrator, "SELECT count(*) FROM backoffice.audit_log") == count
    if role is None:
        with pytest.raises(DENIED, match="cannot be changed or removed"):
            administrator.execute(statement.format(part=part).encode())
