"""People who try acts: plain psycopg connections with a live session, around the program."""

import json
import secrets
import time
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest

from desktop_app.services import sign_in, staff
from desktop_app.stack import Places

Connection = psycopg.Connection[tuple[Any, ...]]


RESTED = 300.0
"""Seconds after which somebody signs in anew: their session may have ended in a long run."""


class _Kept(dict[str, str]):
    def put(self, name: str, value: str) -> None:
        self[name] = value


class People:
    """Hires people as they are asked for, and gives each a standing connection."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._open: dict[str, Connection] = {}
        self._hired: dict[str, tuple[str, str]] = {}
        self._sessions: dict[str, tuple[sign_in.Session, float]] = {}

    def __getitem__(self, jobs: str) -> Connection:
        """The connection of somebody with these jobs: `admin`, or `admin 2` for another one."""
        session = self._session(jobs)
        if jobs not in self._open:
            self._open[jobs] = self._connected(session)
        return self._open[jobs]

    def login(self, jobs: str) -> str:
        """The login of somebody with these jobs, who is hired if nobody asked before."""
        self._session(jobs)
        return _login(jobs)

    def another(self, jobs: str) -> AbstractContextManager[Connection]:
        """One more connection of the same person."""
        return self._connected(self._session(jobs))

    def session(self, jobs: str) -> sign_in.Session:
        return self._session(jobs)

    def close(self) -> None:
        for connection in self._open.values():
            connection.close()

    def _session(self, jobs: str) -> sign_in.Session:
        session, used = self._sessions.get(jobs, (None, 0.0))
        if session is None or time.monotonic() - used > RESTED:
            session = self._signed_in(jobs)
            if earlier := self._open.pop(jobs, None):
                earlier.close()
        self._sessions[jobs] = session, time.monotonic()
        return session

    def _signed_in(self, jobs: str) -> sign_in.Session:
        login = _login(jobs)
        if jobs not in self._hired:
            kept, password = _Kept(), secrets.token_urlsafe(20)
            hire = staff.Hire(
                login,
                login.replace("_", " ").title(),
                (jobs.split()[0],),
                password,
                "tenant-1" if jobs.startswith("tenant") else None,
            )
            staff.add(self._places, hire, kept)
            self._hired[jobs] = kept[f"login:{login}"], password
        secret, password = self._hired[jobs]
        return sign_in.open_session(self._places.postgres, login, secret, password)

    @staticmethod
    def _connected(session: sign_in.Session) -> Connection:
        made = psycopg.connect(session.postgres, autocommit=True)
        made.execute("SELECT backoffice.attach(%s)", (session.token,))
        return made


def _login(jobs: str) -> str:
    return f"acts_{jobs.replace(' ', '_')}"


def act(
    connection: Connection,
    place: str,
    key: dict[str, Any],
    step: str,
    *,
    reason: str = "",
    seen: dict[str, Any] | None = None,
    details: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The act's function, called as anybody could with their own credentials."""
    given = (key, step, reason, seen or {}, details or {})
    row = connection.execute(
        f"SELECT {place}_act(%s, %s, %s, %s, %s)".encode(),
        [json.dumps(each, default=str) if isinstance(each, dict) else each for each in given],
    ).fetchone()
    assert row is not None
    return dict(row[0])


def refused(code: str, connection: Connection, *given: Any, **more: Any) -> psycopg.Error:
    """The refusal with this code, of an act that must not go through."""
    with pytest.raises(psycopg.Error) as caught:
        act(connection, *given, **more)
    assert caught.value.sqlstate == code, str(caught.value)
    return caught.value
