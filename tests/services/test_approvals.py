"""A request's whole life on the real servers, each person with their own credentials."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from desktop_app.domain.approvals import State, payload_hash
from desktop_app.domain.writes import Create, Edit, Remove
from tests.services.act_people import People, act
from tests.services.act_rows import Rows
from tests.services.approving import (
    DEALS,
    POLICY,
    activate,
    ask,
    dear,
    decide,
    policy,
    rebase,
    refused,
    state,
    withdraw,
)

OFFICES = "multiverse.city_resources"
OFFICE = {
    "city": "Lisbon",
    "state": "LX",
    "resource_type": "tax",
    "name": "Finanças “do” Porto\t\u0001é",
    "url": "https://tax.example",
}


@pytest.fixture
def held(people: People, rows: Rows) -> Iterator[None]:
    for jobs in ("trader", "compliance", "compliance 2"):
        people[jobs]
    with policy(rows):
        yield


@pytest.fixture
def offices(rows: Rows, people: People) -> Iterator[None]:
    """A policy over the direct changes of a list."""
    people["admin"].execute(
        "SELECT backoffice.add_policy(%s) WHERE NOT EXISTS (SELECT FROM "
        "backoffice.approval_policies WHERE name = 'offices')",
        ('{"name": "offices", "title": "City offices", "panel": "multiverse.city_resources", '
         '"act": "write", "checkers": ["admin"], '
         '"condition": [{"column": "state", "op": "=", "value": "LX"}]}',),
    )  # fmt: skip
    with policy(rows, "offices"):
        yield


@pytest.mark.usefixtures("held")
class TestAnAct:
    def test_is_held_back_and_carried_out_by_the_checker(self, people: People, rows: Rows) -> None:
        key = dear(rows)
        no = refused(lambda: act(people["trader"], DEALS, key, "activate"))
        assert no.sqlstate == "CH005"
        assert "“Deals above a limit”: one other person from compliance or admin" in str(no)
        asked = ask(people["trader"], activate(key), reason="The buyer waits.")
        assert asked["state"] == State.WAITING
        assert rows.get(DEALS, key, "status") == "pending"
        done = decide(people["compliance"], asked)
        assert (done["state"], rows.get(DEALS, key, "status")) == (State.APPROVED, "active")
        trail = rows.run(
            "SELECT login, maker, request, reason FROM backoffice.audit_log "
            "WHERE place = %s AND row_key = %s ORDER BY number DESC LIMIT 1",
            DEALS,
            str(key["id"]),
        )
        assert trail[:2] == (people.login("compliance"), people.login("trader"))
        assert (str(trail[2]), trail[3]) == (asked["id"], "The buyer waits.")
        later = refused(lambda: decide(people["compliance 2"], asked))
        assert later.sqlstate == "CH002"

    def test_below_the_limit_nobody_is_asked(self, people: People, rows: Rows) -> None:
        key = dear(rows)
        rows.set(DEALS, key, "quantity", 1)
        no = refused(lambda: ask(people["trader"], activate(key)))
        assert "No policy holds this back" in str(no)
        assert act(people["trader"], DEALS, key, "activate") == {"status": "active"}

    def test_rejected_needs_a_reason_and_changes_nothing(self, people: People, rows: Rows) -> None:
        key = dear(rows)
        asked = ask(people["trader"], activate(key))
        assert "Say why" in str(refused(lambda: decide(people["compliance"], asked, "reject")))
        told = decide(people["compliance"], asked, "reject", "Not with them.")
        assert (told["state"], told["told"]) == (State.REJECTED, "Not with them.")
        assert rows.get(DEALS, key, "status") == "pending"

    def test_withdrawn_by_its_maker_only(self, people: People, rows: Rows) -> None:
        asked = ask(people["trader"], activate(dear(rows)))
        assert refused(lambda: withdraw(people["compliance"], asked)).sqlstate == "42501"
        assert withdraw(people["trader"], asked)["state"] == State.WITHDRAWN
        assert refused(lambda: decide(people["compliance"], asked)).sqlstate == "CH002"

    def test_a_moved_record_makes_it_stale_until_it_is_rebased(
        self, people: People, rows: Rows
    ) -> None:
        key = dear(rows)
        asked = ask(people["trader"], activate(key))
        people["operator"].execute(
            "UPDATE openmineral.deals SET price = 2000 WHERE id = %s", (key["id"],)
        )
        told = decide(people["compliance"], asked)
        assert told["state"] == State.STALE
        assert told["told"].startswith("Acts Operator changed price on ")
        assert rows.get(DEALS, key, "status") == "pending"
        again = rebase(people["trader"], asked)
        assert (again["state"], again["version"]) == (State.WAITING, 2)
        assert again["payload_hash"] != asked["payload_hash"]
        assert "changed after you had read it" in str(
            refused(lambda: decide(people["compliance"], asked))
        )
        assert decide(people["compliance"], again)["state"] == State.APPROVED

    def test_expires(self, people: People, rows: Rows) -> None:
        first, second = (ask(people["trader"], activate(dear(rows))) for _ in range(2))
        for asked in (first, second):
            late = datetime.now(UTC) - timedelta(seconds=1)
            rows.set("backoffice.approval_requests", {"id": asked["id"]}, "due_at", late)
        assert decide(people["compliance"], first)["state"] == State.EXPIRED
        assert rows.run("SELECT backoffice.expire_requests()")[0] >= 1
        assert state(rows, second) == State.EXPIRED

    def test_a_maker_without_the_right_by_now_fails_with_a_sentence(
        self, people: People, rows: Rows
    ) -> None:
        key = dear(rows)
        asked = ask(people["trader 2"], activate(key))
        login = {"login": people.login("trader 2")}
        rows.set("backoffice.staff", login, "state", "disabled")
        told = decide(people["compliance"], asked)
        assert told["state"] == State.FAILED
        assert told["told"] == (
            "This needs the right “openmineral.deals:activate”, which Acts Trader 2 does not have."
        )
        assert rows.get(DEALS, key, "status") == "pending"

    def test_what_the_rules_refuse_fails_with_their_sentence(
        self, people: People, rows: Rows
    ) -> None:
        key = dear(rows)
        asked = ask(people["trader"], activate(key))
        rows.run(
            "UPDATE openmineral.compliance_checks SET status = 'non_compliant' "
            "WHERE deal_id = %s RETURNING 1",
            key["id"],
        )
        told = decide(people["compliance"], asked)
        assert told["state"] == State.FAILED
        assert "lacks a compliant compliance check" in told["told"]

    def test_asked_for_only_when_it_is_possible(self, people: People, rows: Rows) -> None:
        key = dear(rows)
        rows.set(DEALS, key, "status", "draft")
        no = refused(lambda: ask(people["trader"], activate(key)))
        assert "“activate” is not open to a deal that is draft" in str(no)
        no = refused(lambda: ask(people["compliance"], activate(key)))
        assert "openmineral.deals:activate" in str(no)

    def test_one_command_is_one_request(self, people: People, rows: Rows) -> None:
        key, command = dear(rows), uuid4()
        first, second = (ask(people["trader"], activate(key), command=command) for _ in range(2))
        assert first["id"] == second["id"]

    def test_the_database_knows_the_payload_as_the_program_does(
        self, people: People, rows: Rows
    ) -> None:
        write = activate(dear(rows))
        asked = ask(people["trader"], write)
        assert asked["payload_hash"] == payload_hash(1, (write,)).hex()


@pytest.mark.usefixtures("held")
def test_n_of_m(people: People, rows: Rows) -> None:
    key = dear(rows)
    with policy(rows, needed=2):
        asked = ask(people["trader"], activate(key))
        assert decide(people["compliance"], asked)["state"] == State.WAITING
        twice = refused(lambda: decide(people["compliance"], asked))
        assert "decided on this request already" in str(twice)
        # A changed payload begins again: the earlier vote was for something else.
        asked = rebase(people["trader"], asked, activate(key))
        assert decide(people["compliance 2"], asked)["state"] == State.WAITING
        assert decide(people["compliance"], asked)["state"] == State.APPROVED


@pytest.mark.usefixtures("offices")
class TestPlainWrites:
    def test_all_three_are_held_back_and_carried_out(self, people: People, rows: Rows) -> None:
        maker, checker = people["operator"], people["admin"]
        asked = ask(maker, Create(OFFICES, OFFICE))
        assert asked["payload_hash"] == payload_hash(1, (Create(OFFICES, OFFICE),)).hex()
        done = decide(checker, asked)
        assert done["state"] == State.APPROVED, done["told"]
        key = done["keys"][0]["keys"][0]
        made = next(iter(key.values()))
        assert rows.get(OFFICES, key, "name") == OFFICE["name"]
        asked = ask(maker, Edit(OFFICES, made, {"city": "Lisbon"}, {"city": "Porto"}))
        assert decide(checker, asked)["state"] == State.APPROVED
        assert rows.get(OFFICES, key, "city") == "Porto"
        asked = ask(maker, Remove(OFFICES, made, {}))
        assert decide(checker, asked)["state"] == State.APPROVED
        gone = rows.run(
            "SELECT count(*) FROM multiverse.city_resources WHERE resource_id = %s", made
        )
        assert gone == (0,)

    def test_an_edit_is_stale_only_by_what_it_rests_on(self, people: People, rows: Rows) -> None:
        key = rows.put(OFFICES, **OFFICE)
        made = key["resource_id"]
        write = Edit(OFFICES, made, {"city": "Lisbon"}, {"city": "Porto"})
        asked = ask(people["operator"], write)
        rows.set(OFFICES, key, "name", "Somebody else's business")
        assert decide(people["admin"], asked)["state"] == State.APPROVED
        seen = refused(lambda: ask(people["operator"], write))
        assert seen.sqlstate == "CH001"

    def test_what_is_not_granted_cannot_be_asked_for(self, people: People, rows: Rows) -> None:
        key = rows.put(OFFICES, **OFFICE)
        write = Edit(OFFICES, key["resource_id"], {}, {"resource_id": uuid4()})
        assert refused(lambda: ask(people["operator"], write)).sqlstate == "42501"
        with policy(rows, POLICY, act="write", condition=[]):
            deal = dear(rows)
            forged = Edit(DEALS, deal["id"], {}, {"status": "active"})
            assert refused(lambda: ask(people["trader"], forged)).sqlstate == "42501"

    def test_values_arrive_as_they_were_meant(self, people: People, rows: Rows) -> None:
        with policy(rows, POLICY, act="write", condition=[]):
            value = Decimal("12345.67")
            write = Edit(
                DEALS, (key := dear(rows))["id"], {"price": Decimal(1000)}, {"price": value}
            )
            assert decide(people["compliance"], ask(people["trader"], write))["state"] == "approved"
            assert rows.get(DEALS, key, "price") == value
