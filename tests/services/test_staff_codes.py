"""Codes at sign-in: reckoned as everywhere, good once, and telling nobody what was wrong.

Mutations: do not compare with the step used last, or do not keep it (a code is good twice); do not
lock the person's row (two use it at once); count no tries.
"""

import base64
import os
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.domain import one_time_codes
from desktop_app.domain.errors import Conflict, Gone, NotAllowed
from desktop_app.services import sign_in, staff_codes, staff_returning
from desktop_app.stack import Places
from tests.services.identity_people import DENIED, PASSWORD, Connection, Person, hired, one

OPENED = "SELECT backoffice.open_session(%s, 'test', %s)"


def secret_of(given: staff_codes.Given) -> bytes:
    (told,) = parse_qs(urlsplit(given.uri).query)["secret"]
    return base64.b32decode(told + "=" * (-len(told) % 8))


def now(secret: bytes, steps: int = 0) -> str:
    return one_time_codes.code(secret, one_time_codes.step(time.time()) + steps)


def signed_in(person: Person, code: str, password: str = PASSWORD) -> sign_in.Session:
    return sign_in.open_session(person.places.postgres, person.login, person.secret, password,
                                code=code)  # fmt: skip


@pytest.fixture
def coded(places: Places) -> tuple[Person, bytes]:
    person = hired(places, "coded", "analyst")
    return person, secret_of(staff_codes.give(places, person.login))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    secret=st.binary(min_size=1, max_size=one_time_codes.BLOCK),
    step=st.integers(0, 2**63 - 1),
)
def test_the_database_reckons_as_python_does(
    administrator: Connection, secret: bytes, step: int
) -> None:
    pads = one_time_codes.pads(secret)
    asked = "SELECT backoffice.code_at(%s, %s, %s)"
    assert one(administrator, asked, pads.inner, pads.outer, step) == one_time_codes.code(
        secret, step
    )


def test_the_steps_beside_the_moment_are_good_and_no_others(administrator: Connection) -> None:
    secret = os.urandom(32)
    pads = one_time_codes.pads(secret)
    asked = "SELECT backoffice.code_step(%s, %s, %s, to_timestamp(%s))"
    for step in range(-3, 4):
        code = one_time_codes.code(secret, 1000 + step)
        found = one(administrator, asked, pads.inner, pads.outer, code, 30_000)
        assert found == (1000 + step if abs(step) < 2 else None)
    for wrong in (None, "", "12345", "abcdef", "١٢٣٤٥٦"):
        assert one(administrator, asked, pads.inner, pads.outer, wrong, 30_000) is None


def test_who_has_an_app_is_asked_and_told_the_same_whatever_was_wrong(
    coded: tuple[Person, bytes],
) -> None:
    person, secret = coded
    for code, password in (
        ("", PASSWORD), ("000000x", PASSWORD), (now(secret, -9), PASSWORD),
        (now(secret), "not my password at all"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed) as refused:
            signed_in(person, code, password)
        assert str(refused.value) == sign_in.WRONG
    shown = now(secret)
    assert signed_in(person, f"{shown[:3]} {shown[3:]}").actor.name == person.login


def test_a_code_is_good_once_even_when_what_it_opened_is_rolled_back(
    coded: tuple[Person, bytes],
) -> None:
    person, secret = coded
    with psycopg.connect(person.url) as connection:
        proof = sign_in.proof(PASSWORD, one(connection, "SELECT backoffice.sign_in_salt()"))
        code = now(secret)
        assert one(connection, OPENED, proof, code)["token"]
        connection.rollback()
        for again in (code, now(secret, -1)):
            with pytest.raises(psycopg.errors.InvalidPassword, match="or the code is not right"):
                one(connection, OPENED, proof, again)
            connection.rollback()
        assert one(connection, OPENED, proof, now(secret, 1))["token"]


WAITING = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND wait_event_type = 'Lock'"


def test_who_bring_one_code_at_once_are_one(places: Places, coded: tuple[Person, bytes]) -> None:
    """All stand before the person's row together, and are let in one after the other."""
    person, secret = coded
    code = now(secret, 1)

    def attempt(_: int) -> bool:
        try:
            return bool(signed_in(person, code))
        except NotAllowed:
            return False

    with (
        ThreadPoolExecutor(4) as many,
        psycopg.connect(places.postgres) as root,
        psycopg.connect(places.postgres, autocommit=True) as looking,
    ):
        row = "SELECT FROM backoffice.staff_secrets WHERE login = %s FOR UPDATE"
        root.execute(row, (person.login,))
        attempts = [many.submit(attempt, each) for each in range(4)]
        while one(looking, WAITING, person.login) < 4:
            assert not any(each.done() for each in attempts), "somebody did not wait"
            time.sleep(0.01)
        root.commit()
        assert sum(each.result() for each in attempts) == 1


def test_wrong_codes_lock_and_an_administrator_unlocks(
    places: Places, coded: tuple[Person, bytes], administrator: Connection
) -> None:
    person, secret = coded
    with pytest.raises(Conflict, match="not locked"):
        staff_returning.unlock(places, person.login)
    for _ in range(10):
        with pytest.raises(NotAllowed):
            signed_in(person, "no code")
    with pytest.raises(NotAllowed) as locked:
        signed_in(person, now(secret))
    assert str(locked.value) == sign_in.WRONG

    def attempt(_: int) -> bool:
        try:
            return staff_returning.unlock(places, person.login) == 11
        except Conflict:
            return False

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(attempt, range(2))) == [False, True]
    signed_in(person, now(secret))
    told = "SELECT after ->> 'what' FROM backoffice.audit_log WHERE row_key = %s AND action = %s"
    events = [what for (what,) in administrator.execute(told, (person.login, "event"))]
    assert {"codes at sign-in", "unlocked after 11 wrong answers"} <= set(events)
    with pytest.raises(Gone):
        staff_returning.unlock(places, "never_hired")


def test_a_step_up_asks_for_a_code_too(coded: tuple[Person, bytes]) -> None:
    person, secret = coded
    step = one_time_codes.step(time.time())
    used, next_one = (one_time_codes.code(secret, each) for each in (step, step + 1))
    session = signed_in(person, used)
    with psycopg.connect(person.url, autocommit=True) as connection:
        assert one(connection, "SELECT backoffice.attach(%s)", session.token)
        proof = sign_in.proof(PASSWORD, one(connection, "SELECT backoffice.sign_in_salt()"))
        for attack in (("SELECT backoffice.prove(%s)", (proof,)),
                       ("SELECT backoffice.prove(%s, %s)", (proof, used))):  # fmt: skip
            with pytest.raises(psycopg.errors.InvalidPassword):
                connection.execute(*attack)
        connection.execute("SELECT backoffice.prove(%s, %s)", (proof, next_one))


def test_nobody_reads_or_moves_what_is_kept_of_the_secret(
    places: Places, coded: tuple[Person, bytes]
) -> None:
    person, secret = coded
    session = signed_in(person, now(secret))
    with psycopg.connect(person.url, autocommit=True) as connection:
        assert one(connection, "SELECT backoffice.attach(%s)", session.token)
        for attack in (
            "SELECT code_inner FROM backoffice.staff_secrets",
            "UPDATE backoffice.staff_secrets SET code_inner = NULL",
            f"SELECT setval('backoffice.codes_{person.login}', 0)",
            f"SELECT last_value FROM backoffice.codes_{person.login}",
            "SELECT backoffice.right_answer('', '')",
            "SELECT backoffice.code_at('', '', 1)",
            "SELECT backoffice.code_step('', '', '', now())",
        ):
            with pytest.raises(DENIED):
                connection.execute(attack.encode())
    assert secret not in staff_codes.give(places, person.login).__repr__().encode()


def test_an_app_is_replaced_and_taken_away(places: Places, coded: tuple[Person, bytes]) -> None:
    person, before = coded
    after = secret_of(staff_codes.give(places, person.login))
    with pytest.raises(NotAllowed):
        signed_in(person, now(before))
    signed_in(person, now(after))
    staff_codes.take_away(places, person.login)
    signed_in(person, "")
    with pytest.raises(Conflict, match="nothing to take away"):
        staff_codes.take_away(places, person.login)
    with pytest.raises(Gone):
        staff_codes.give(places, "never_hired")
