"""Secrets made anew: nobody who works is disturbed, and no cut leaves somebody shut out.

Mutations: take `AND NOT {LIVE}` out of `DUE`, `resetkeys` out of the cache's rules, or the second
secret out of `login_renewal.kept`.
"""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure
from redis import Redis
from redis.exceptions import AuthenticationError, RedisError

from desktop_app.domain.errors import Conflict, Gone, NotAllowed
from desktop_app.services import (
    login_renewal,
    secrets_renewal,
    sign_in,
    staff,
    staff_elsewhere,
    staff_leaving,
    staff_returning,
)
from desktop_app.stack import Places
from tests.services.identity_people import DENIED, PASSWORD, Keeper, Person, hired, one

AGED = "UPDATE backoffice.staff_secrets SET {} = now() - interval '{}' WHERE login = %s"


def aged(person: Person, column: str, interval: str) -> None:
    with psycopg.connect(person.places.postgres) as root:
        root.execute(AGED.format(column, interval).encode(), (person.login,))


def opens(places: Places, session: sign_in.Session) -> bool:
    """Whether the secrets of a session open MongoDB and Redis."""
    login = session.actor.name
    mongodb = sign_in.with_login(places.mongodb, login, session.mongodb_secret)
    redis = sign_in.with_login(places.redis, login, session.redis_secret)
    try:
        with MongoClient[Any](mongodb) as documents, Redis.from_url(redis) as cache:
            documents["multiverse"]["digital_assets"].find_one()
            cache.ping()
    except (OperationFailure, AuthenticationError):
        return False
    return True


def alive(person: Person, session: sign_in.Session) -> bool:
    with psycopg.connect(person.url, autocommit=True) as connection:
        return bool(one(connection, "SELECT backoffice.attach(%s)", session.token))


def close(person: Person, session: sign_in.Session) -> None:
    with psycopg.connect(person.url, autocommit=True) as connection:
        assert one(connection, "SELECT backoffice.attach(%s)", session.token)
        connection.execute("SELECT backoffice.close_session()")


def test_who_is_away_gets_new_secrets_and_who_works_keeps_theirs(places: Places) -> None:
    away, here, always = (hired(places, name, "operator") for name in ("away", "here", "always"))
    old, mine, long = away.sign_in(), here.sign_in(), always.sign_in()
    close(away, old)
    for person, age in ((away, "25 hours"), (here, "25 hours"), (always, "8 days")):
        aged(person, "stores_since", age)
    secrets_renewal.run(places)
    assert not opens(places, old)
    assert opens(places, away.sign_in())
    assert alive(here, mine)
    assert opens(places, mine)
    assert not alive(always, long), "after a week everybody signs in again"
    assert opens(places, always.sign_in())
    with psycopg.connect(places.postgres) as root:
        told = (
            "SELECT count(*) FROM backoffice.audit_log WHERE row_key = %s AND after->>'what' = %s"
        )
        what = "secrets of MongoDB and Redis renewed"
        counts = [one(root, told, each.login, what) for each in (away, here, always)]
    assert counts == [1, 0, 1]
    assert not secrets_renewal.run(places)


def test_what_was_cut_off_is_finished(places: Places) -> None:
    person = hired(places, "cut", "operator")
    aged(person, "stores_since", "2 days")
    broken = dataclasses.replace(places, redis="redis://127.0.0.1:1/0")
    with pytest.raises(RedisError):
        secrets_renewal.run(broken)
    between = person.sign_in()
    assert not opens(places, between), "MongoDB knows the next secret already"
    assert secrets_renewal.run(places) == 1
    assert not alive(person, between)
    assert opens(places, person.sign_in())


def test_two_who_renew_while_people_sign_in(places: Places) -> None:
    person = hired(places, "busy", "operator")
    for _ in range(3):
        aged(person, "stores_since", "2 days")
        with ThreadPoolExecutor(4) as many:
            renewing = [many.submit(secrets_renewal.run, places) for _ in range(2)]
            sessions = [many.submit(person.sign_in) for _ in range(2)]
            assert sum(each.result() for each in renewing) <= 1
        for session in (each.result() for each in sessions):
            if alive(person, session):
                assert opens(places, session)
                close(person, session)


def test_the_caches_rights_reach_everybody_and_who_was_forgotten(places: Places) -> None:
    wide, lost = hired(places, "wide", "analyst"), hired(places, "lost", "analyst")
    session, other = wide.sign_in(), lost.sign_in()
    with Redis.from_url(places.redis) as root:
        before = root.acl_getuser(wide.login)
        root.execute_command("ACL", "SETUSER", wide.login, "~*", "+@all", "&*")
        root.acl_deluser(lost.login)
        url = sign_in.with_login(places.redis, wide.login, session.redis_secret)
        with Redis.from_url(url) as mine:
            mine.set("session:x", "1")
            assert staff_elsewhere.renew_in_redis(places) == 2
            with pytest.raises(RedisError):
                mine.set("session:x", "2")
            assert mine.ping()
        root.delete("session:x")
        assert root.acl_getuser(wide.login) == before
    assert opens(places, session)
    assert opens(places, other)
    assert not staff_elsewhere.renew_in_redis(places)


def test_somebody_comes_back(places: Places) -> None:
    person = hired(places, "back", "operator")
    old = person.sign_in()
    with pytest.raises(Conflict, match="not disabled"):
        staff_returning.enable(places, person.login)
    staff_leaving.disable(places, person.login)

    def attempt(_: int) -> bool:
        try:
            staff_returning.enable(places, person.login)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(attempt, range(2))) == [False, True]
    assert not alive(person, old)
    assert not opens(places, old)
    assert opens(places, person.sign_in())
    with psycopg.connect(places.postgres) as root:
        told = (
            "SELECT count(*) FROM backoffice.audit_log WHERE place = 'backoffice.staff'"
            " AND row_key = %s AND action = 'edit' AND after ->> 'state' = 'active'"
        )
        assert one(root, told, person.login) == 1
    with pytest.raises(Gone):
        staff_returning.enable(places, "never_hired")
    with person.connected() as mine:
        for attack in (f"ALTER ROLE {person.login} CREATEROLE",
                       "UPDATE backoffice.staff SET state = 'disabled'"):  # fmt: skip
            with pytest.raises(DENIED):
                mine.execute(attack.encode())


def test_one_comes_while_another_sends_away(places: Places) -> None:
    person = hired(places, "both", "operator")
    for _ in range(3):
        staff_leaving.disable(places, person.login)
        with ThreadPoolExecutor(2) as both:
            one_way = both.submit(staff_returning.enable, places, person.login)
            other = both.submit(staff_leaving.disable, places, person.login)
            one_way.result()
            other.result()
        try:
            session = person.sign_in()
        except NotAllowed:
            with MongoClient[Any](places.mongodb) as mongo:
                assert mongo.admin.command("usersInfo", person.login)["users"] == []
        else:
            assert opens(places, session)


@pytest.fixture
def enrolled(places: Places) -> tuple[str, Keeper]:
    keeper = Keeper()
    login = hired(places, "monthly", "operator").login
    with psycopg.connect(places.postgres) as root:
        root.execute("DELETE FROM backoffice.staff WHERE login = %s", (login,))
        drop = f"DROP SEQUENCE backoffice.tries_{login}, backoffice.refused_{login}"
        root.execute(drop.encode())
    staff.add(places, staff.Hire(login, "Monthly", ("operator",), PASSWORD), keeper)
    aged(Person(login, "", places), "login_since", "31 days")
    return login, keeper


def test_a_login_secret_is_renewed_at_a_sign_in(
    places: Places, enrolled: tuple[str, Keeper]
) -> None:
    login, keeper = enrolled
    before = keeper[f"login:{login}"]
    window = Person(login, before, places)
    beside = window.sign_in()
    sign_in.enrolled(places.postgres, login, PASSWORD, keeper)
    assert keeper[f"login:{login}"] == before, "another window goes on with it"
    with psycopg.connect(places.postgres) as root:
        root.execute("UPDATE backoffice.sessions SET revoked_at = now() WHERE login = %s", (login,))
    assert not alive(window, beside)
    session = sign_in.enrolled(places.postgres, login, PASSWORD, keeper)
    after = keeper[f"login:{login}"]
    assert after != before
    with pytest.raises(NotAllowed):
        window.sign_in()
    with psycopg.connect(session.postgres, autocommit=True) as mine:
        assert one(mine, "SELECT backoffice.attach(%s)", session.token)
        with pytest.raises(psycopg.Error, match="not due"):
            mine.execute("SELECT backoffice.login_renewed()")
        with pytest.raises(DENIED):
            mine.execute("UPDATE backoffice.staff_secrets SET login_since = now()")
    assert login_renewal.renew(session.postgres, session.token, login, keeper) is None


class Dying(Keeper):
    """A workstation that is cut off at a certain keeping."""

    def __init__(self, kept: Keeper, dies: str) -> None:
        super().__init__(kept)
        self.dies = dies

    def put(self, name: str, value: str) -> None:
        if name == self.dies:
            raise KeyboardInterrupt
        super().put(name, value)


@pytest.mark.parametrize("at", ["", login_renewal.NEXT])
def test_a_cut_renewal_shuts_nobody_out(
    places: Places, enrolled: tuple[str, Keeper], at: str
) -> None:
    login, keeper = enrolled
    dying = Dying(keeper, f"login:{login}{at}")
    with pytest.raises(KeyboardInterrupt):
        sign_in.enrolled(places.postgres, login, PASSWORD, dying)
    left = Keeper(dying)
    for _ in range(2):
        assert sign_in.enrolled(places.postgres, login, PASSWORD, left).actor.name == login
    with pytest.raises(NotAllowed):
        sign_in.enrolled(places.postgres, login, "not my password at all", left)
