"""Signing in: three logins, one session, ten wrong answers, and every way it ends."""

import secrets
from typing import Any

import psycopg
import pytest
from pymongo import MongoClient
from redis import Redis

from desktop_app.domain.errors import Conflict, Invalid, NotAllowed
from desktop_app.services import sign_in, staff
from desktop_app.stack import Places
from tests.services.identity_people import (
    DENIED,
    PASSWORD,
    Connection,
    Keeper,
    Person,
    be,
    hired,
    one,
    tie,
)

WRONG = "The login, the password or the code is not right."


@pytest.fixture(scope="module")
def admin(places: Places) -> Person:
    return hired(places, "ann", "admin")


@pytest.fixture(scope="module")
def operator(places: Places) -> Person:
    return hired(places, "olga", "operator")


def test_staff_add_makes_a_login_in_each_store(admin: Person) -> None:
    session = admin.sign_in()
    places = admin.places
    with psycopg.connect(session.postgres) as connection:
        assert one(connection, "SELECT session_user::text") == admin.login
    mongodb = sign_in.with_login(places.mongodb, admin.login, session.mongodb_secret)
    with MongoClient[Any](mongodb) as mongo:
        (known,) = mongo.admin.command("connectionStatus")["authInfo"]["authenticatedUsers"]
        assert known["user"] == admin.login
        mongo["multiverse"]["digital_assets"].find_one()
    with Redis.from_url(
        sign_in.with_login(places.redis, admin.login, session.redis_secret)
    ) as redis:
        assert redis.ping()


def test_a_session_says_who_it_is_and_closes(operator: Person) -> None:
    with operator.connected() as connection:
        me = one(connection, "SELECT backoffice.me()")
        assert (me["login"], me["roles"], me["tenant"]) == (operator.login, ["operator"], None)
        assert one(connection, "SELECT backoffice.live()")
        assert one(connection, "SELECT backoffice.touch()")
        connection.execute("SELECT backoffice.close_session()")
        assert not one(connection, "SELECT backoffice.live()")
        assert not one(connection, "SELECT backoffice.touch()")


def test_a_token_attaches_its_own_person_only(operator: Person, admin: Person) -> None:
    token = operator.sign_in().token
    with psycopg.connect(operator.url) as second:
        assert not one(second, "SELECT backoffice.live()")
        assert not one(second, "SELECT backoffice.attach(%s)", secrets.token_bytes(32))
        assert one(second, "SELECT backoffice.attach(%s)", token)
        assert one(second, "SELECT backoffice.live()")
    with psycopg.connect(admin.url) as other:
        assert not one(other, "SELECT backoffice.attach(%s)", token)
        assert not one(other, "SELECT backoffice.live()")


def test_the_eleventh_answer_is_refused_even_when_right_and_rollback_forgets_nothing(
    places: Places,
) -> None:
    person = hired(places, "guess", "analyst")
    with psycopg.connect(person.url) as connection:
        salt = one(connection, "SELECT backoffice.sign_in_salt()")
        right = sign_in.proof(PASSWORD, salt)
        opened = "SELECT backoffice.open_session(%s, 'test')"
        for attempt in range(9):
            with pytest.raises(psycopg.errors.InvalidPassword):
                one(connection, opened, b"wrong")
            connection.rollback()
            assert not one(connection, "SELECT backoffice.live()"), attempt
        assert one(connection, opened, right)["session"]
        connection.rollback()
        # The right answer began a new count, though what it opened was rolled back.
        for _ in range(10):
            with pytest.raises(psycopg.errors.InvalidPassword, match=WRONG):
                one(connection, opened, b"wrong")
            connection.rollback()
        with pytest.raises(psycopg.errors.InvalidPassword, match=WRONG):
            one(connection, opened, right)
        connection.rollback()
    with pytest.raises(NotAllowed) as locked:
        person.sign_in()
    with pytest.raises(NotAllowed) as unknown:
        sign_in.open_session(places.postgres, "nobody_here", "x", PASSWORD)
    with pytest.raises(NotAllowed) as wrong:
        hired(places, "wrong", "analyst").sign_in("not my password at all")
    assert str(locked.value) == str(unknown.value) == str(wrong.value) == sign_in.WRONG


def test_no_answer_and_no_secret_open_nothing(places: Places, operator: Person) -> None:
    bare = hired(places, "bare", "analyst")
    with psycopg.connect(places.postgres) as root:
        root.execute("DELETE FROM backoffice.staff_secrets WHERE login = %s", (bare.login,))
    for person in (operator, bare):
        with (
            psycopg.connect(person.url) as connection,
            pytest.raises(psycopg.errors.InvalidPassword),
        ):
            connection.execute("SELECT backoffice.open_session(NULL, NULL)")
    operator.sign_in()


ENDS = {
    "fifteen minutes idle": "touched_at = now() - interval '15 minutes 1 second'",
    "twelve hours": "ends_at = now()",
    "revoked": "revoked_at = now()",
}


@pytest.mark.parametrize("how", ENDS)
def test_a_session_ends_at_the_next_statement(places: Places, operator: Person, how: str) -> None:
    session = operator.sign_in()
    with psycopg.connect(operator.url) as mine, psycopg.connect(places.postgres) as root:
        assert one(mine, "SELECT backoffice.attach(%s)", session.token)
        mine.commit()
        assert one(mine, "SELECT backoffice.live()")
        # In the same transaction of the person: what was granted a moment ago is gone.
        change = f"UPDATE backoffice.sessions SET {ENDS[how]} WHERE token_hash = sha256(%s)"
        root.execute(change.encode(), (session.token,))
        root.commit()
        assert not one(mine, "SELECT backoffice.live()")
        assert one(mine, "SELECT count(*) FROM multiverse.users") == 0
        assert not one(mine, "SELECT backoffice.touch()")
        assert not one(mine, "SELECT backoffice.attach(%s)", session.token)


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_frozen_snapshot_keeps_no_session_alive(operator: Person, level: str) -> None:
    """Its rows would not change when the session is revoked, nor its idle time be seen."""
    with operator.connected() as connection:
        connection.execute(f"BEGIN ISOLATION LEVEL {level}".encode())
        assert not one(connection, "SELECT backoffice.live()")
        with pytest.raises(psycopg.Error, match=r"must be (called|set) before any query"):
            connection.execute("SET transaction_isolation = 'read committed'")
        connection.execute("ROLLBACK")


def test_twelve_hours_is_what_a_session_gets(places: Places, operator: Person) -> None:
    operator.sign_in()
    with psycopg.connect(places.postgres) as root:
        hours = one(
            root,
            "SELECT extract(epoch FROM ends_at - opened_at)::int / 3600.0 FROM backoffice.sessions"
            " WHERE login = %s ORDER BY opened_at DESC LIMIT 1",
            operator.login,
        )
    assert float(hours) == pytest.approx(12, abs=0.01)


def test_an_administrator_ends_sessions_and_nobody_else(operator: Person, admin: Person) -> None:
    with operator.connected() as theirs, admin.connected() as hers:
        mine = one(theirs, "SELECT backoffice.session_id()")
        with pytest.raises(DENIED, match="Only an administrator"):
            theirs.execute("SELECT * FROM backoffice.open_sessions()")
        with pytest.raises(DENIED, match="Only an administrator"):
            theirs.execute("SELECT backoffice.end_session(%s)", (mine,))
        listed = hers.execute("SELECT session_id FROM backoffice.open_sessions()").fetchall()
        assert (mine,) in listed
        assert one(hers, "SELECT backoffice.end_session(%s)", mine)
        assert not one(theirs, "SELECT backoffice.live()")
        hers.execute("SELECT backoffice.close_session()")
        with pytest.raises(DENIED, match="Only an administrator"):
            hers.execute("SELECT * FROM backoffice.open_sessions()")


def test_a_pid_used_again_is_not_the_session(administrator: Connection, admin: Person) -> None:
    tie(administrator, admin)
    assert one(administrator, "SELECT backoffice.live()")
    administrator.execute("RESET SESSION AUTHORIZATION")
    administrator.execute(
        "UPDATE backoffice.session_backends SET started = started - interval '1 microsecond'"
        " WHERE pid = pg_backend_pid()"
    )
    be(administrator, admin)
    assert not one(administrator, "SELECT backoffice.live()")


def test_a_hire_that_cannot_be_is_refused_in_a_sentence(places: Places, admin: Person) -> None:
    servers = places
    for login, error in (
        (admin.login, Conflict), ("public", Invalid), ("none", Invalid), ("Ann", Invalid),
        ("", Invalid), ("a'b", Invalid), ("pg_x", Invalid), ("backoffice_gate", Conflict),
        ("x" * 64, Invalid),
    ):  # fmt: skip
        with pytest.raises(error, match=r"^[^\n]+\.$"):
            staff.add(servers, staff.Hire(login, "x", ("analyst",), PASSWORD), Keeper())
