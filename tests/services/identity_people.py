"""Staff for the tests of identity, rows in every table, and being somebody else.

Much happens in one superuser's transaction that is rolled back: rows are put into every table,
`SET SESSION AUTHORIZATION` makes the connection the person's (`session_user` and all), and a
session row is tied to it or not.
"""

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import Column, Float, Table

from desktop_app.services import sign_in, staff
from desktop_app.stack import Places
from tests.services.act_rows import FILLERS

Connection = psycopg.Connection[Any]
PASSWORD = "correct horse battery"
DENIED = psycopg.errors.InsufficientPrivilege


@dataclass(frozen=True)
class Person:
    login: str
    secret: str
    places: Places

    @property
    def url(self) -> str:
        return sign_in.with_login(self.places.postgres, self.login, self.secret)

    def sign_in(self, password: str = PASSWORD) -> sign_in.Session:
        return sign_in.open_session(self.places.postgres, self.login, self.secret, password)

    @contextlib.contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection with a live session."""
        session = self.sign_in()
        with psycopg.connect(self.url, autocommit=True) as connection:
            assert one(connection, "SELECT backoffice.attach(%s)", session.token)
            yield connection


class Keeper(dict[str, str]):
    def put(self, name: str, value: str) -> None:
        self[name] = value


def hired(places: Places, name: str, *roles: str, tenant: str | None = None) -> Person:
    keeper = Keeper()
    login = f"{name}_{secrets.token_hex(3)}"
    hire = staff.Hire(login, name, roles, PASSWORD, tenant=tenant)
    staff.add(places, hire, keeper)
    return Person(login, keeper[f"login:{login}"], places)


def one(connection: Connection, query: str, *values: object) -> Any:
    row = connection.execute(query.encode(), values).fetchone()
    assert row is not None
    return row[0]


def filler(column: "Column[Any]") -> Any:
    if "words" in column.info:
        return column.info["words"][0]
    if column.info.get("sealing"):
        return b"sealed"
    if column.type.__class__.__name__ == "GeoPoint":
        return None
    if column.primary_key and "partitioned" in column.table.info:
        return UUID("01a1f000-0000-7000-8000-" + secrets.token_hex(6))
    if isinstance(column.type, Float):
        return 1.0
    value = next((make() for kind, make in FILLERS if isinstance(column.type, kind)), None)
    if isinstance(value, dict):
        return Jsonb(value)
    length = getattr(column.type, "length", None)
    return f"x{uuid4().hex}"[:length] if value is None else value


def alone(connection: Connection, table: Table, *kept: str, rules: tuple[str, ...] = ()) -> None:
    """No rule of the table stands in the way but the named triggers and checks."""
    name = table.fullname
    connection.execute(f"ALTER TABLE {name} DISABLE TRIGGER ALL".encode())
    for trigger in kept:
        connection.execute(f"ALTER TABLE {name} ENABLE TRIGGER {trigger}".encode())
    others = connection.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'x')"
        " AND conname <> ALL(%s)",
        (name, list(rules)),
    ).fetchall()
    for (rule,) in others:
        drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
        connection.execute(drop.format(sql.Identifier(*name.split(".")), sql.Identifier(rule)))


def emptied(administrator: Connection, name: str) -> None:
    """Without the rows that the schema or another test put there; all is rolled back."""
    administrator.execute("SET LOCAL session_replication_role = replica")
    administrator.execute(f"DELETE FROM {name}".encode())
    administrator.execute("SET LOCAL session_replication_role = origin")


def put(connection: Connection, table: Table, **values: object) -> dict[str, Any]:
    drawn = table.autoincrement_column
    filled = {
        c.name: filler(c)
        for c in table.columns
        if not (c is drawn and c.server_default is None) and not c.computed and not c.identity
    } | values
    query = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING to_jsonb({})").format(
        sql.Identifier(*table.fullname.split(".")),
        sql.SQL(", ").join(map(sql.Identifier, filled)),
        sql.SQL(", ").join(sql.Placeholder() * len(filled)),
        sql.Identifier(table.name),
    )
    row = connection.execute(query, list(filled.values())).fetchone()
    assert row is not None
    return dict(row[0])


def be(connection: Connection, person: Person) -> None:
    connection.execute(sql.SQL("SET SESSION AUTHORIZATION {}").format(sql.Identifier(person.login)))


def tie(connection: Connection, person: Person, tenant: str | None = None) -> None:
    """A live session of this person on this very backend, written as the server would."""
    connection.execute("RESET SESSION AUTHORIZATION")
    connection.execute(
        "WITH made AS (INSERT INTO backoffice.sessions (login, token_hash, tenant, platform_staff,"
        " ends_at) VALUES (%s, 'x', %s, %s, now() + interval '1 hour') RETURNING session_id)"
        " INSERT INTO backoffice.session_backends (pid, started, session_id)"
        " SELECT pid, backend_start, session_id FROM pg_stat_activity, made"
        " WHERE pid = pg_backend_pid()",
        (person.login, tenant, tenant is None),
    )
    be(connection, person)
