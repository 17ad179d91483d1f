"""Codes of an authenticator app at sign-in, for those who want them or must.

What is kept of the secret belongs to the gate, where nobody reads it; the database checks the
codes. The secret itself is shown once and is nowhere afterwards but in the app.
"""

import os
import time
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from desktop_app.domain import one_time_codes
from desktop_app.domain.errors import Conflict, Gone
from desktop_app.services.staff_returning import NOTE
from desktop_app.stack import Places
from desktop_app.storage.refusals import translated

Connection = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Given:
    """What the app takes in, and what it must show then; neither is shown again."""

    uri: str = field(repr=False)
    code: str = field(repr=False)


def give(servers: Places, login: str) -> Given:
    """From now on the person is asked for a code; an earlier app's are over."""
    secret = os.urandom(one_time_codes.SECRET_BYTES)
    pads = one_time_codes.pads(secret)
    counter = sql.Identifier("backoffice", f"codes_{login}")
    with translated(), psycopg.connect(servers.postgres) as connection:
        changed = _keep(connection, login, pads.inner, pads.outer)
        if not changed:
            raise Gone(f"There is no active member of staff “{login}”.")
        # What was used stays used: steps only go on, whatever the secret.
        made = sql.SQL("CREATE SEQUENCE IF NOT EXISTS {} MINVALUE 0").format(counter)
        connection.execute(made)
        connection.execute(sql.SQL("ALTER SEQUENCE {} OWNER TO backoffice_gate").format(counter))
        connection.execute(NOTE, (login, "codes at sign-in"))
    now = one_time_codes.step(time.time())
    return Given(one_time_codes.uri(login, secret), one_time_codes.code(secret, now))


def take_away(servers: Places, login: str) -> None:
    """The password is enough again: for who has lost the app, once somebody has seen them."""
    with translated(), psycopg.connect(servers.postgres) as connection:
        there = "SELECT code_inner FROM backoffice.staff_secrets WHERE login = %s FOR UPDATE"
        row = connection.execute(there, (login,)).fetchone()
        if row is None:
            raise Gone(f"There is no member of staff “{login}”.")
        if row[0] is None:
            raise Conflict(f"{login} is asked for no code: there is nothing to take away.")
        _keep(connection, login, None, None)
        connection.execute(NOTE, (login, "no codes at sign-in"))


def _keep(connection: Connection, login: str, inner: bytes | None, outer: bytes | None) -> bool:
    done = connection.execute(
        "UPDATE backoffice.staff_secrets k SET code_inner = %s, code_outer = %s "
        "FROM backoffice.staff f WHERE f.login = k.login AND k.login = %s "
        "AND (f.state = 'active' OR %s::bytea IS NULL)",
        (inner, outer, login, inner),
    )
    return done.rowcount == 1
