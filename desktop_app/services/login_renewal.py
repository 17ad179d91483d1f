"""The login secret of a workstation is made anew every month, at a sign-in.

Only who signs in alone is told to: another window of the same person goes on with the secret it
began with, and opens further connections with it. The workstation keeps the new secret before the
server knows it, beside the old one, so that a cut between the two shuts nobody out.
"""

import secrets
from typing import Protocol

import psycopg
from psycopg import sql

NEXT = ":next"


class Keeper(Protocol):
    """Where the workstation keeps its login secrets: `stack.Secrets`, or a test's own."""

    def get(self, name: str, /) -> str | None: ...

    def put(self, name: str, value: str, /) -> None: ...


def kept(keeper: Keeper, login: str) -> tuple[str, ...]:
    """The secret, and the one that was to follow it when a renewal was cut off."""
    name = f"login:{login}"
    return tuple(each for each in (keeper.get(name), keeper.get(name + NEXT)) if each)


def settle(keeper: Keeper, login: str, secret: str) -> None:
    """This is the one that the server knows."""
    if keeper.get(f"login:{login}") != secret:
        keeper.put(f"login:{login}", secret)


def renew(postgres: str, token: bytes, login: str, keeper: Keeper) -> str | None:
    """The new secret, where one was due."""
    with psycopg.connect(postgres, connect_timeout=5) as connection:
        connection.execute("SELECT backoffice.attach(%s)", (token,))
        due = connection.execute("SELECT backoffice.login_due()").fetchone()
        if due is None or not due[0]:
            return None
        secret = secrets.token_urlsafe(32)
        keeper.put(f"login:{login}{NEXT}", secret)
        verifier = connection.pgconn.encrypt_password(
            secret.encode(), login.encode(), b"scram-sha-256"
        ).decode()
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                sql.Identifier(login), sql.Literal(verifier)
            )
        )
        connection.execute("SELECT backoffice.login_renewed()")
    settle(keeper, login, secret)
    return secret
