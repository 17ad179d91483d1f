"""How a workstation gets a person's login secret: by a file that works once.

The file carries a secret that an administrator made. Taking it changes that secret at once, so a
copy of the file opens nothing afterwards; issuing another ends what earlier workstations keep.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql

from desktop_app.domain.errors import Gone, Invalid, NotAllowed
from desktop_app.services import sign_in
from desktop_app.stack import Places

KIND = "countinghouse enrolment"


class Keeper(Protocol):
    """`stack.Secrets`, or a test's own."""

    def put(self, name: str, value: str, /) -> None: ...


def issue(servers: Places, login: str, file: Path) -> None:
    """Write the file, readable by its owner alone, never over another."""
    secret = secrets.token_urlsafe(32)
    with psycopg.connect(servers.postgres) as connection:
        active = "SELECT FROM backoffice.staff WHERE login = %s AND state = 'active'"
        if connection.execute(active, (login,)).fetchone() is None:
            raise Gone(f"There is no active member of staff “{login}”.")
        told = {"kind": KIND, "login": login, "secret": secret}
        _write(file, json.dumps(told, indent=1))
        _change(connection, login, secret)


def take(servers: Places, file: Path, keeper: Keeper) -> str:
    """Keep the secret on this workstation, in its keyring or 0600 file; answers whose it is."""
    login, secret = _read(file)
    try:
        with psycopg.connect(
            sign_in.with_login(servers.postgres, login, secret), connect_timeout=5
        ) as connection:
            mine = secrets.token_urlsafe(32)
            keeper.put(f"login:{login}", mine)  # first: what the server knows is never lost
            _change(connection, login, mine)
    except psycopg.OperationalError as error:
        raise NotAllowed(
            "This enrolment file does not open anything: it was used before, or the servers do "
            "not answer. Ask an administrator for a new one."
        ) from error
    file.unlink(missing_ok=True)
    return login


def _change(connection: psycopg.Connection[Any], login: str, secret: str) -> None:
    verifier = connection.pgconn.encrypt_password(
        secret.encode(), login.encode(), b"scram-sha-256"
    ).decode()
    connection.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(verifier))
    )


def _read(file: Path) -> tuple[str, str]:
    try:
        told = json.loads(file.read_text("utf-8"))
        if told["kind"] == KIND:
            return str(told["login"]), str(told["secret"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Invalid(f"{file.name} is no enrolment file.", field="file") from error
    raise Invalid(f"{file.name} is no enrolment file.", field="file")


def _write(file: Path, content: str) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Invalid(f"{file} cannot be written: {error.strerror}.", field="out") from error
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(content)
