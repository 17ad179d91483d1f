"""Hiring and leaving: what a password must be, all stores or none, and the last administrator."""

import asyncio
import dataclasses
from typing import Any

import psycopg
import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError
from redis import Redis
from redis.exceptions import AuthenticationError, RedisError

from desktop_app import panels
from desktop_app.domain.errors import Gone, Invalid, NotAllowed
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Create
from desktop_app.services import sign_in, staff, staff_credentials, staff_leaving
from desktop_app.services.desk import Desk
from desktop_app.services.feed import Feed
from desktop_app.services.passwords import refuse_weak
from desktop_app.stack import Places
from desktop_app.storage.guarded import ENDED
from tests.services.identity_people import PASSWORD, Keeper, hired, one
from tests.services.test_desk import OFFICE

WEAK = (
    "short of fifteen"[:14], "x" * 129, "aaaaaaaaaaaaaaaaaaa", "qwertyuiop12345678",
    "Password2026Countinghouse!", "P@ssw0rd1234567890", "xk3!xk3!xk3!xk3!xk3!",
    "abcdefghijklmnopqrstuvwxyz", "anne.miller.2026!!", "               ", "1111222233334444",
    "nexusmint-passa-1999", "CouNt1ngH0use-admin",
)  # fmt: skip
STRONG = (
    "correct horse battery", "eine lange Kuh im Gras", "ключ от старой двери", "x7" + "é" * 2 +
    "Vq9_-Lm2kTz", "not my password at all", "(&)=?*+ one two thr",
)  # fmt: skip


@pytest.mark.parametrize("password", WEAK)
def test_a_password_that_everybody_tries_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_weak(password, "anne.miller", "Anne Miller")
    assert refused.value.field == "password"
    assert password not in str(refused.value)


@pytest.mark.parametrize("password", STRONG)
def test_length_is_enough_without_rules_of_composition(password: str) -> None:
    refuse_weak(password, "anne.miller", "Anne Miller")


def test_a_hire_that_a_store_refuses_leaves_nothing_anywhere(places: Places) -> None:
    broken = dataclasses.replace(places, redis="redis://127.0.0.1:1/0")
    hire = staff.Hire("half_hired", "Half", ("operator",), PASSWORD)
    keeper = Keeper()
    with pytest.raises(RedisError):
        staff.add(broken, hire, keeper)
    assert keeper == {}
    with psycopg.connect(places.postgres) as root:
        assert not one(root, "SELECT count(*) FROM backoffice.staff WHERE login = 'half_hired'")
        assert not one(root, "SELECT count(*) FROM pg_roles WHERE rolname = 'half_hired'")
    with MongoClient[Any](places.mongodb) as mongo:
        assert mongo.admin.command("usersInfo", "half_hired")["users"] == []
    staff.add(places, hire, keeper)
    sign_in.enrolled(places.postgres, "half_hired", PASSWORD, keeper)


def test_who_is_disabled_is_out_of_every_store_at_once(places: Places) -> None:
    person = hired(places, "leaver", "operator")
    session = person.sign_in()
    mongodb = sign_in.with_login(places.mongodb, person.login, session.mongodb_secret)
    redis = sign_in.with_login(places.redis, person.login, session.redis_secret)
    with (
        person.connected() as mine,
        MongoClient[Any](mongodb) as documents,
        Redis.from_url(redis) as cache,
    ):
        documents["multiverse"]["digital_assets"].find_one()
        cache.get("session:x")
        for _ in range(2):  # again, it finishes what was cut off
            staff_leaving.disable(places, person.login)
        with pytest.raises(psycopg.OperationalError):
            mine.execute("SELECT backoffice.live()")
        with pytest.raises(PyMongoError):
            documents["multiverse"]["digital_assets"].find_one()
        with pytest.raises(RedisError):
            cache.get("session:x")
    with pytest.raises(NotAllowed):
        person.sign_in()
    with MongoClient[Any](mongodb) as again, pytest.raises(OperationFailure):
        again["multiverse"]["digital_assets"].find_one()
    with Redis.from_url(redis) as again, pytest.raises(AuthenticationError):
        again.ping()
    with psycopg.connect(places.postgres) as root:
        said = one(root, "SELECT state FROM backoffice.staff WHERE login = %s", person.login)
        alive = "SELECT count(*) FROM backoffice.sessions WHERE login = %s AND revoked_at IS NULL"
        assert (said, one(root, alive, person.login)) == ("disabled", 0)
    with pytest.raises(Gone, match="no member of staff"):
        staff_leaving.disable(places, "never_hired")


def test_who_is_disabled_at_work_is_told_so(places: Places) -> None:
    """Mutation: believe the driver, and three stores that answer do not answer."""
    person = hired(places, "worker", "admin")
    session = person.sign_in()
    stores = sign_in.stores(session, places.mongodb, places.redis)
    desk = Desk(stores, panels.load(), session.actor, Feed(session.postgres, session.token))
    offices, assets = (desk.panels[f"multiverse.{n}"] for n in ("city_resources", "digital_assets"))

    async def work() -> None:
        for panel in (offices, assets):
            await desk.count(panel, Query())
        await asyncio.to_thread(staff_leaving.disable, places, person.login)
        for asked in (
            desk.list(offices, Query(sort="city")),
            desk.do(Create(offices.key, OFFICE)),
            desk.follow(),
            desk.list(assets, Query()),
            desk.get(assets, "a"),
        ):
            with pytest.raises(NotAllowed) as refused:
                await asked
            assert str(refused.value) == ENDED
        assert (await stores.care.ask("postgres")).answers
        await stores.close()

    asyncio.run(work())


def test_the_last_administrator_stays(places: Places) -> None:
    with psycopg.connect(places.postgres) as root:
        root.execute(
            "UPDATE backoffice.staff SET state = 'disabled'"
            " WHERE 'admin' = ANY(roles) AND login <> 'sample_admin'"
        )
        for change in ("state = 'disabled'", "roles = '{operator}'"):
            edit = f"UPDATE backoffice.staff SET {change} WHERE login = 'sample_admin'"
            with (
                pytest.raises(psycopg.Error, match="last active administrator"),
                root.transaction(),
            ):
                root.execute(edit.encode())
        root.rollback()


def test_credentials_are_the_persons_own(places: Places) -> None:
    keeper = Keeper()
    staff.add(places, staff.Hire("tooler", "Tooler", ("operator",), PASSWORD), keeper)
    with pytest.raises(NotAllowed):
        staff_credentials.credentials(places, "tooler", "not the password", keeper)
    with pytest.raises(NotAllowed, match="not enrolled"):
        staff_credentials.credentials(places, "tooler", PASSWORD, Keeper())
    told = staff_credentials.credentials(places, "tooler", PASSWORD, keeper)
    with psycopg.connect(told["postgres"], autocommit=True) as connection:
        assert not one(connection, "SELECT backoffice.live()")
        assert one(connection, told["session"]["open"])
        assert one(connection, "SELECT backoffice.me()")["login"] == "tooler"
        assert one(connection, told["session"]["keep"])
        connection.execute(told["session"]["close"].encode())
        assert not one(connection, "SELECT backoffice.live()")
    with MongoClient[Any](told["mongodb"]) as mongo:
        mongo["multiverse"]["digital_assets"].find_one()
    with Redis.from_url(told["redis"]) as redis:
        assert redis.ping()
    staff_leaving.disable(places, "tooler")
