"""A secret is seen in two steps, the first of which commits; whatever else is tried, it is not."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.errors import Invalid, NotAllowed
from desktop_app.services.reveal import Revealed, Reveals
from desktop_app.services.sign_in import stores
from desktop_app.services.vault_keys import StackSecretsKeys, ensure_keys
from desktop_app.stack import Places, Secrets
from desktop_app.storage.connecting import unpooled
from tests.services.act_people import Connection, People
from tests.services.act_rows import Rows

KYC = "openmineral.kyc_records"
NUMBER, BORN = "X-4711-ÄÖ-0815", "1990-01-01"
T = TypeVar("T")
ASK = "SELECT backoffice.reveal_request(%s, %s, %s, %s)"
FETCH = "SELECT backoffice.reveal_fetch(%s)"


@pytest.fixture(scope="module")
def record(places: Places, rows: Rows) -> dict[str, Any]:
    """A KYC record whose document number is sealed as the program seals it."""
    with unpooled(places.postgres).begin() as connection:
        vault = ensure_keys(connection, StackSecretsKeys(Secrets(places.data_dir)))
    key = rows.put(KYC, status="pending")
    sealed = vault.seal("identity", f"{KYC}.id_number", key["id"], NUMBER)
    for column, value in (
        ("id_number", sealed.masked), ("id_number_sealed", sealed.sealed),
        ("id_number_index", sealed.index),
    ):  # fmt: skip
        rows.set(KYC, key, column, value)
    return key


def _desk(places: Places, people: People, jobs: str, work: Callable[[Reveals], Awaitable[T]]) -> T:
    async def run() -> T:
        made = stores(people.session(jobs), places.mongodb, places.redis)
        try:
            return await work(Reveals(made, StackSecretsKeys(Secrets(places.data_dir))))
        finally:
            await made.close()

    return asyncio.run(run())


def _shown(
    places: Places, people: People, jobs: str, key: dict[str, Any], column: str, why: str
) -> Revealed:
    panel = panels.load()[KYC]
    return _desk(places, people, jobs, lambda r: r.reveal(panel, key["id"], column, why))


def _asked(
    connection: Connection, key: dict[str, Any], column: str = "id_number", why: str = "a call"
) -> Any:
    row = connection.execute(ASK, (KYC, json.dumps(key), column, why)).fetchone()
    assert row is not None
    return row[0]


def test_a_reveal_shows_one_value_and_is_on_the_trail(
    places: Places, people: People, rows: Rows, record: dict[str, Any]
) -> None:
    for column, value in (("id_number", NUMBER), ("date_of_birth", BORN)):
        shown = _shown(places, people, "compliance", record, column, "the person calls")
        assert shown.value == value
        assert value not in repr(shown)
        trail = rows.run(
            "SELECT login, reason, outside, after - 'reveal' FROM backoffice.audit_log"
            " WHERE place = %s AND row_key = %s ORDER BY number DESC LIMIT 1",
            KYC,
            str(record["id"]),
        )
        said = {"what": "reveal", "column": column}
        assert trail == (people.login("compliance"), "the person calls", False, said)


def test_a_role_without_the_right_is_refused_and_that_is_told(
    places: Places, people: People, rows: Rows, record: dict[str, Any]
) -> None:
    for jobs in ("analyst", "trader", "operator", "auditor", "property_manager", "tenant_admin"):
        with pytest.raises(NotAllowed, match=r"kyc_records:reveal"):
            _shown(places, people, jobs, record, "id_number", "curious")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            _asked(people[jobs], record)
    told = rows.run(
        "SELECT after ->> 'refused' FROM backoffice.audit_log"
        " WHERE after ->> 'what' = 'refused' AND login = %s ORDER BY number DESC LIMIT 1",
        people.login("analyst"),
    )
    assert told == ("reveal",)


def test_what_no_key_of_these_servers_opens_is_said_to_be_that(
    places: Places, people: People, rows: Rows
) -> None:
    """Mutation: told that the workstation has no key, as before, one would look there."""
    key = rows.put(KYC, status="pending")
    rows.set(KYC, key, "id_number_sealed", b"\x01" + (4711).to_bytes(4, "big") + b"anything")
    with pytest.raises(NotAllowed, match="sealed under key 4711, which these servers do not have"):
        _shown(places, people, "compliance", key, "id_number", "the person calls")


def test_without_a_reason_and_of_what_is_no_secret_nothing_is_shown(
    places: Places, people: People, record: dict[str, Any]
) -> None:
    with pytest.raises(Invalid, match="Say why"):
        _shown(places, people, "compliance", record, "id_number", "  ")
    with pytest.raises(Invalid, match="no secret"):
        _shown(places, people, "compliance", record, "full_name", "x")
    for place, column in ((KYC, "full_name"), ("openmineral.users", "password_hash")):
        with pytest.raises(psycopg.Error) as refused:
            people["admin"].execute(ASK, (place, json.dumps(record), column, "x"))
        assert refused.value.sqlstate in ("CH003", "42501")


def test_only_who_asked_fetches_in_the_same_session_within_a_minute(
    people: People, rows: Rows, record: dict[str, Any]
) -> None:
    mine, other = people["compliance"], people["compliance 2"]
    request = _asked(mine, record)
    assert mine.execute(FETCH, (request,)).fetchone()
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="not open to you"):
        other.execute(FETCH, (request,))
    with people.another("compliance") as beside:  # a further connection of the same session
        assert beside.execute(FETCH, (request,)).fetchone()
    late = "UPDATE backoffice.reveals SET at = at - interval '61 seconds' WHERE id = %s RETURNING 1"
    rows.run(late, request)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="60 seconds are over"):
        mine.execute(FETCH, (request,))


def test_nobody_reads_the_ciphertext_the_requests_or_the_keys(people: People) -> None:
    for attack in (
        f"SELECT id_number_sealed FROM {KYC}", f"SELECT date_of_birth FROM {KYC}",
        "SELECT * FROM backoffice.reveals", "SELECT wrapped FROM backoffice.data_keys",
        "UPDATE backoffice.reveals SET login = session_user",
        f"SELECT backoffice.secret_row('{KYC}', '{{}}')",
        "INSERT INTO backoffice.reveals (session_id, place, key, named, reason)"
        f" VALUES (gen_random_uuid(), '{KYC}', '{{}}', 'id_number', 'x')",
    ):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            people["admin"].execute(attack.encode())


def _rolled_back(connection: Connection, key: dict[str, Any], times: int) -> int:
    """How many values are seen when the asking is undone, in every way that we know."""
    seen = 0
    for number in range(times):
        column = ("id_number", "date_of_birth")[number % 2]
        connection.execute("BEGIN")
        request = _asked(connection, key, column)
        connection.execute("SAVEPOINT before")
        try:
            seen += connection.execute(FETCH, (request,)).fetchone() is not None
        except psycopg.errors.InsufficientPrivilege:
            connection.execute("ROLLBACK TO before")
        if number % 3 == 0:
            connection.execute("SAVEPOINT inner_one")
            request = _asked(connection, key, column)
            try:
                seen += connection.execute(FETCH, (request,)).fetchone() is not None
            except psycopg.errors.InsufficientPrivilege:
                connection.execute("ROLLBACK TO inner_one")
        connection.execute("ROLLBACK")
        try:
            seen += connection.execute(FETCH, (request,)).fetchone() is not None
        except psycopg.errors.InsufficientPrivilege:
            continue
    return seen


@pytest.mark.parametrize(
    "times",
    [
        pytest.param(20, marks=pytest.mark.sample),
        pytest.param(1000, marks=pytest.mark.long),
    ],
)
def test_a_rollback_hides_no_reveal(
    people: People,
    record: dict[str, Any],
    times: int,
    record_property: Callable[[str, object], None],
) -> None:
    with people.another("compliance") as connection:
        seen = _rolled_back(connection, record, times)
    record_property("figure", f"Reveals rolled back: {times}, {seen} values seen")
    assert seen == 0
