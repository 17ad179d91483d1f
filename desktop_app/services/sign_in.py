"""Signing in: a login secret of this workstation, then the person's password, proved not sent.

The PostgreSQL password is the workstation's random secret; the person's own password goes
through scrypt here and only its proof to `backoffice.open_session`, which counts wrong answers.
Further connections attach to the session by its token.
"""

import asyncio
import hashlib
import secrets
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import psycopg
from psycopg.rows import TupleRow
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain.access import Actor
from desktop_app.domain.errors import NotAllowed, Unreachable
from desktop_app.services import login_renewal
from desktop_app.services.login_renewal import Keeper
from desktop_app.services.rights import actor
from desktop_app.storage.guarded import ENDED, SHUT
from desktop_app.storage.refusals import translated
from desktop_app.storage.replica import MOST_BEHIND
from desktop_app.storage.stores import Stores

APPLICATION = "countinghouse"
WRONG = (
    "The login, the password or the code is not right. After ten wrong answers the login is locked."
)


@dataclass(frozen=True, repr=False)
class Session:
    """A person's way into the three stores, as the database gave it out."""

    actor: Actor
    postgres: str
    token: bytes
    mongodb_secret: str
    redis_secret: str


def proof(password: str, salt: bytes) -> bytes:
    """What is shown instead of the password; its SHA-256 is what the database keeps."""
    spoken = unicodedata.normalize("NFC", password).encode()  # keyboards write é in two ways
    return hashlib.scrypt(spoken, salt=salt, n=2**15, r=8, p=1, dklen=32, maxmem=2**26)


def with_login(url: str, login: str, secret: str) -> str:
    """An administrator's or bare URL of a store, as this person's."""
    made = make_url(url).set(username=login, password=secret)
    return made.render_as_string(hide_password=False)


def enrolled(
    postgres: str,
    login: str,
    password: str,
    keeper: Keeper,
    application: str = APPLICATION,
    code: str = "",
) -> Session:
    """A session of somebody whose login secret this workstation keeps, and renews when due."""
    known = login_renewal.kept(keeper, login)
    if not known:
        raise NotAllowed(
            f"{login} is not enrolled on this workstation. An administrator hands out an "
            f"enrolment file: countinghouse staff enrol {login} --out FILE."
        )
    try:
        session = open_session(postgres, login, known[0], password, application, code)
        secret = known[0]
    except NotAllowed:
        if not known[1:]:
            raise
        secret = known[1]
        session = open_session(postgres, login, secret, password, application, code)
    login_renewal.settle(keeper, login, secret)
    if renewed := login_renewal.renew(session.postgres, session.token, login, keeper):
        return replace(session, postgres=with_login(session.postgres, login, renewed))
    return session


def open_session(
    postgres: str,
    login: str,
    login_secret: str,
    password: str,
    application: str = APPLICATION,
    code: str = "",
) -> Session:
    """Open a session on a first connection; it lives as long as it is used.

    `code` is what the person's app shows, for those who have agreed to be asked for one.
    """
    url = with_login(postgres, login, login_secret)
    try:
        with psycopg.connect(url, application_name=APPLICATION, connect_timeout=5) as connection:
            connection.read_only = False  # else nobody could come to a server that is read-only
            return _opened(connection, url, login, (password, code, application))
    except psycopg.errors.InvalidPassword as error:
        raise NotAllowed(WRONG) from error  # a kind of OperationalError
    except psycopg.OperationalError as error:
        if any(said in str(error) for said in SHUT):
            raise NotAllowed(WRONG) from error
        raise Unreachable("PostgreSQL does not answer. Is it running?") from error


def stranger(postgres: str, login: str, password: str) -> NotAllowed:
    """The answer to whom this workstation does not know: the same words after the same work."""
    proof(password, secrets.token_bytes(16))
    with suppress(NotAllowed, psycopg.ProgrammingError):  # of a login that no server can be told
        open_session(postgres, login, secrets.token_urlsafe(24), password)
    return NotAllowed(WRONG)


async def prove(stores: Stores, password: str, code: str = "") -> None:
    """The password once more, in the session that is open; a wrong one is refused and counted."""
    with translated():
        salt = await stores.read(_salt)
        given = await asyncio.to_thread(proof, password, salt)
        async with stores.writing() as connection:
            asked = text("SELECT backoffice.prove(:proof, :code)")
            await connection.execute(asked, {"proof": given, "code": _digits(code)})


async def _salt(connection: AsyncConnection) -> bytes:
    asked = await connection.execute(text("SELECT backoffice.sign_in_salt()"))
    return bytes(asked.scalar_one())


def stores(
    session: Session,
    mongodb: str,
    redis: str,
    replica: str = "",
    most_behind: float = MOST_BEHIND,
) -> Stores:
    """The three stores as this person; every connection of the pool attaches to the session.

    At a replica nothing can attach: there any open session of the login counts.
    """
    login = session.actor.name
    made = Stores.at(
        session.postgres,
        with_login(mongodb, login, session.mongodb_secret),
        with_login(redis, login, session.redis_secret),
        session.actor.tenant,
    )

    @event.listens_for(made.sql.sync_engine, "connect")
    def _attach(connection: Any, _record: Any) -> None:
        """That this backend is ours is written down also where all else is only read."""
        cursor = connection.cursor()
        connection.set_read_only(False)
        cursor.execute("SELECT backoffice.attach(%s)", (session.token,))
        (attached,) = cursor.fetchone()
        connection.commit()
        connection.set_read_only(None)
        if not attached:
            raise NotAllowed(ENDED)

    if replica:
        secret = make_url(session.postgres).password
        made.read_copies(with_login(replica, login, str(secret)), most_behind)
    return made


def _digits(code: str) -> str:
    """As apps show it, in two groups, people type it too."""
    return "".join(code.split())


def _opened(
    connection: psycopg.Connection[TupleRow], url: str, login: str, told: tuple[str, str, str]
) -> Session:
    password, code, application = told
    salt = connection.execute("SELECT backoffice.sign_in_salt()").fetchone()
    assert salt is not None
    answer = connection.execute(
        "SELECT backoffice.open_session(%s, %s, %s)",
        (proof(password, salt[0]), application, _digits(code)),
    ).fetchone()
    me = connection.execute("SELECT backoffice.me()").fetchone()
    assert answer is not None
    assert me is not None
    who = actor(login, frozenset(me[0]["roles"]), me[0]["tenant"])
    token = bytes.fromhex(answer[0]["token"])
    return Session(who, url, token, answer[0]["mongodb"], answer[0]["redis"])
