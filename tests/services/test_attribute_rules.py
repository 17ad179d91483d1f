"""Rules as data: each attribute refuses by its name, and a proved password opens step-up."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.errors import NeedsProof, NotAllowed
from desktop_app.domain.writes import Act
from desktop_app.services import sign_in
from desktop_app.services.desk import Desk
from desktop_app.services.rights import actor
from desktop_app.stack import Places
from tests.services.act_people import People, act, refused
from tests.services.act_rows import Rows, account
from tests.services.act_world import kyc
from tests.services.identity_people import PASSWORD, hired

KYC = "openmineral.kyc_records"
PROVED = "UPDATE backoffice.sessions SET proved_at = now() - interval '{}' WHERE login = %s"


@pytest.fixture
def rule(rows: Rows) -> Iterator[Any]:
    """Puts a rule over a decision on KYC, for as long as the test runs."""

    def put(attribute: str, value: Any, columns: list[str], jobs: list[str]) -> None:
        rows.run(
            "INSERT INTO backoffice.attribute_rules (name, panel, act, attribute, columns, value,"
            " jobs) VALUES ('tried', %s, 'reject', %s, %s, %s, %s) RETURNING 1",
            KYC, attribute, columns, json.dumps(value), jobs,
        )  # fmt: skip

    yield put
    rows.run("WITH d AS (DELETE FROM backoffice.attribute_rules WHERE name = 'tried') SELECT 1")


@pytest.mark.parametrize(
    ("attribute", "value", "columns", "refusing", "passing"),
    [
        ("risk", ["low", "medium"], ["risk_level"], "attribute: risk", {"risk_level": "low"}),
        ("region", ["Portugal"], ["nationality"], "attribute: region", {"nationality": "Portugal"}),
        ("amount", 0, ["user_id"], "attribute: amount", None),
        ("hours", {"from": "00:00", "until": "00:00"}, [], "attribute: hours", None),
    ],
)
def test_a_refusal_names_its_attribute(
    rows: Rows, people: People, rule: Any, attribute: str, value: Any, columns: list[str],
    refusing: str, passing: dict[str, str] | None,
) -> None:  # fmt: skip
    key = kyc(rows, "pending")
    rows.set(KYC, key, "risk_level", "high")
    rows.set(KYC, key, "nationality", "Peru")
    rule(attribute, value, columns, ["compliance"])
    error = refused("42501", people["compliance"], KYC, key, "reject", reason="x")
    # user_id is a number above nothing, or not known; either is refused
    assert refusing in str(error)
    if passing:
        for column, fitting in passing.items():
            rows.set(KYC, key, column, fitting)
        act(people["compliance"], KYC, key, "reject", reason="x")
    else:
        act(people["admin"], KYC, key, "reject", reason="x")  # bound is compliance alone


def test_ones_own_record_is_refused_by_data(rows: Rows, people: People, rule: Any) -> None:
    people["compliance"]
    mine = account(rows, people.login("compliance"), "openmineral")
    key = kyc(rows, "pending")
    rows.set(KYC, key, "risk_level", "high")
    rule("own_record", None, ["full_name"], [])
    rows.set(KYC, key, "full_name", mine)
    error = refused("42501", people["compliance"], KYC, key, "reject", reason="x")
    assert "own record" in str(error)
    rows.set(KYC, key, "full_name", "Somebody else")
    act(people["compliance"], KYC, key, "reject", reason="x")


def test_a_sensitive_act_asks_for_the_password_again(places: Places, rows: Rows) -> None:
    person = hired(places, "stepper", "compliance")
    session = person.sign_in()
    key = kyc(rows, "pending")

    async def run() -> None:
        made = sign_in.stores(session, places.mongodb, places.redis)
        desk = Desk(made, panels.load(), actor(person.login, frozenset({"compliance"}), None))
        approve = Act(KYC, "approve", (key["id"],), {"reason": "all there"})
        try:
            rows.run(f"{PROVED.format('31 minutes')} RETURNING 1", person.login)
            with pytest.raises(NeedsProof, match="step-up age") as asked:
                await desk.do(approve)
            assert asked.value.field == "step_up"
            with pytest.raises(NotAllowed, match="password is not right"):
                await desk.secrets.prove("not my password at all")
            with pytest.raises(NeedsProof):
                await desk.do(approve)
            await desk.secrets.prove(PASSWORD)
            await desk.do(approve)
        finally:
            await made.close()

    asyncio.run(run())
    assert rows.get(KYC, key, "status") == "approved"


def test_proving_counts_wrong_answers_with_those_of_signing_in(places: Places) -> None:
    person = hired(places, "prover", "analyst")
    with person.connected() as connection:
        for _ in range(11):
            connection.execute("BEGIN")
            with pytest.raises(psycopg.errors.InvalidPassword):
                connection.execute("SELECT backoffice.prove(%s)", (b"wrong",))
            connection.execute("ROLLBACK")
        salt = connection.execute("SELECT backoffice.sign_in_salt()").fetchone()
        assert salt is not None
        right = sign_in.proof(PASSWORD, salt[0])
        with pytest.raises(psycopg.errors.InvalidPassword):
            connection.execute("SELECT backoffice.prove(%s)", (right,))
    with pytest.raises(NotAllowed):
        person.sign_in()


def test_direct_changes_are_under_the_rules_too(rows: Rows, people: People) -> None:
    change = "UPDATE backoffice.attribute_rules SET value = '5' WHERE name = 'payout_proved'"
    admin = people["admin"]
    rows.run(f"{PROVED.format('31 minutes')} RETURNING 1", people.login("admin"))
    with admin.transaction(force_rollback=True), pytest.raises(psycopg.Error) as error:
        admin.execute(change.encode())
    assert error.value.sqlstate == "CH006"
    rows.run(f"{PROVED.format('0 minutes')} RETURNING 1", people.login("admin"))
    with admin.transaction(force_rollback=True):
        assert admin.execute(change.encode()).rowcount == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        people["compliance"].execute(change.encode())
