"""The platform users who stand for a member of staff (decisions.md 1).

Columns such as `reviewed_by` point at platform users; the database fills them from
`backoffice.staff_accounts`, never the client. Nobody can sign in to a platform as such a user.
"""

import secrets
from functools import cache
from typing import Any, Protocol
from uuid import UUID

import bcrypt
import psycopg

from desktop_app.domain.roles import FROM_DOCUMENTS

NOBODYS_DOMAIN = "staff.invalid"
Connection = psycopg.Connection[Any]


class Person(Protocol):
    @property
    def login(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def roles(self) -> tuple[str, ...]: ...
    @property
    def tenant(self) -> str | None: ...


def make(connection: Connection, person: Person) -> None:
    """One user on every platform whose documents know a role for one of the person's jobs."""
    if person.tenant:
        return
    for platform, add in (("openmineral", _openmineral), ("nexus_mint", _nexus_mint),
                          ("passa", _passa)):  # fmt: skip
        if role := _mapped(platform, person.roles):
            user_id = add(connection, person, role)
            connection.execute(
                "INSERT INTO backoffice.staff_accounts (staff, platform, user_id) "
                "VALUES (%s, %s, %s)",
                (person.login, platform, str(user_id)),
            )


def _mapped(platform: str, jobs: tuple[str, ...]) -> str | None:
    """The platform's own word for the first of the jobs that it knows."""
    known = {
        job: role for (place, role), job in FROM_DOCUMENTS.items() if place == platform and job
    }
    return next((known[job] for job in jobs if job in known), None)


def _openmineral(connection: Connection, person: Person, role: str) -> int:
    row = connection.execute(
        "INSERT INTO openmineral.users (username, email, password_hash, full_name, role) "
        "VALUES (%s, %s, %s, %s, %s) RETURNING id",
        (person.login[:50], _address(person), _unusable(), person.name[:100], role),
    ).fetchone()
    assert row is not None
    return int(row[0])


def _nexus_mint(connection: Connection, person: Person, role: str) -> UUID:
    row = connection.execute(
        "INSERT INTO auth.users (email) VALUES (%s) RETURNING id", (_address(person),)
    ).fetchone()
    assert row is not None
    connection.execute(
        "INSERT INTO nexus_mint.user_role_assignments (user_id, role) VALUES (%s, %s)",
        (row[0], role),
    )
    return UUID(str(row[0]))


def _passa(connection: Connection, person: Person, _role: str) -> UUID:
    row = connection.execute(
        "INSERT INTO passa.users (username, email, password_hash, full_name) "
        "VALUES (%s, %s, %s, %s) RETURNING user_id",
        (person.login, _address(person), _unusable(), person.name),
    ).fetchone()
    assert row is not None
    return UUID(str(row[0]))


def _address(person: Person) -> str:
    return f"{person.login}@{NOBODYS_DOMAIN}"


@cache
def _unusable() -> str:
    """The hash of a password that nobody has ever known."""
    return bcrypt.hashpw(secrets.token_bytes(32), bcrypt.gensalt(12)).decode()
