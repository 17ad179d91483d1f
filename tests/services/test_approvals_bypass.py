"""Everything that somebody might try around an approval, with psql and their own credentials."""

import json
from collections.abc import Callable, Iterator

import psycopg
import pytest

from desktop_app.domain.writes import Act
from tests.services.act_people import Connection, People, act
from tests.services.act_rows import Rows
from tests.services.approving import (
    DEALS,
    POLICY,
    Key,
    activate,
    ask,
    dear,
    decide,
    policy,
    refused,
)

POLICIES = "backoffice.approval_policies"
Attack = Callable[[Connection, Key, dict[str, object]], object]


@pytest.fixture
def held(people: People, rows: Rows) -> Iterator[None]:
    for jobs in ("admin", "admin 2", "compliance"):
        people[jobs]
    with policy(rows):
        yield


def _setting(person: Connection, key: Key, asked: dict[str, object]) -> None:
    for name in ("countinghouse.request", "backoffice.request", "countinghouse.carrying"):
        person.execute("SELECT set_config(%s, %s, false)", (name, str(asked["id"])))
    act(person, DEALS, key, "activate")


def _role(person: Connection, key: Key, asked: dict[str, object]) -> None:
    person.execute("SET ROLE countinghouse_admin")
    try:
        act(person, DEALS, key, "activate")
    finally:
        person.execute("RESET ROLE")


def _plain(statement: str) -> Attack:
    def attack(person: Connection, key: Key, asked: dict[str, object]) -> None:
        given = {"id": asked["id"], "deal": key["id"], "key": json.dumps(key)}
        person.execute(statement.encode(), given)

    return attack


ATTACKS: dict[str, Attack] = {
    "the act itself": lambda person, key, asked: act(person, DEALS, key, "activate"),
    "a setting that names the request": _setting,
    "another role": _role,
    "the maker signs": lambda person, key, asked: decide(person, asked),
    "the maker signs as another role": _plain(
        "SET ROLE countinghouse_compliance; SELECT backoffice.decide_request('%(id)s', 'approve',"
        " '', '\\x00')".replace("'%(id)s'", "gen_random_uuid()")
    ),
    "the state by hand": _plain(
        "UPDATE openmineral.deals SET status = 'active' WHERE id = %(deal)s"
    ),
    "the request by hand": _plain(
        "UPDATE backoffice.approval_requests SET state = 'approved' WHERE id = %(id)s"
    ),
    "the request removed": _plain("DELETE FROM backoffice.approval_requests WHERE id = %(id)s"),
    "a vote by hand": _plain(
        "INSERT INTO backoffice.approval_votes (request, version, checker, maker, verdict,"
        " payload_hash) VALUES (%(id)s, 1, 'sample_checker', 'x', 'approve', '')"
    ),
    "a carrying by hand": _plain(
        "INSERT INTO backoffice.approval_carrying VALUES"
        " (pg_current_xact_id()::text::bigint, %(id)s, 'x', '{openmineral.deals:activate}')"
    ),
    "carrying out": _plain("SELECT backoffice.carry_out_request(%(id)s)"),
    "settling": _plain("SELECT backoffice.settle_request(%(id)s, 'approved', '', NULL, NULL)"),
    "expiring": _plain("SELECT backoffice.expire_requests()"),
    "the owner's hand": _plain(
        "SELECT backoffice.write_row('edit', 'openmineral.deals', %(key)s::jsonb,"
        ' \'{"status": "active"}\')'
    ),
    "the policy by hand": _plain("UPDATE backoffice.approval_policies SET state = 'disabled'"),
    "the policy removed": _plain("DELETE FROM backoffice.approval_policies"),
    "the policies shipped again": _plain("SELECT backoffice.ship_policies('[]')"),
    "a name put before ours": _plain(
        "CREATE TEMP TABLE approval_policies (panel text); SET search_path = pg_temp;"
        " SELECT openmineral.deals_act(%(key)s::jsonb, 'activate', '', '{}', '{}')".replace(
            "%(key)s", "'{}'"
        )
    ),
}


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("jobs", ["admin", "operator"])
@pytest.mark.parametrize("name", ATTACKS)
def test_no_way_round(people: People, rows: Rows, jobs: str, name: str) -> None:
    key = dear(rows)
    asked = ask(people[jobs], activate(key))
    with people.another(jobs) as second:
        for person in (people[jobs], second):
            no = refused(lambda person=person: ATTACKS[name](person, key, asked))
            assert no.sqlstate in ("42501", "CH005", "CH004"), no
            person.execute("RESET ALL")
            person.execute("RESET ROLE")
            person.execute("DISCARD TEMP")
    assert rows.get(DEALS, key, "status") == "pending"
    assert rows.get(POLICIES, {"name": POLICY}, "state") == "enabled"


@pytest.mark.usefixtures("held")
def test_an_approval_lets_nothing_else_through(people: People, rows: Rows) -> None:
    """In the transaction of the last vote another held-back act is still held back."""
    key, other = dear(rows), dear(rows)
    asked = ask(people["operator"], activate(key))
    checker = people["admin"]

    def both() -> None:
        with checker.transaction():
            assert decide(checker, asked)["state"] == "approved"
            act(checker, DEALS, other, "activate")

    assert refused(both).sqlstate == "CH005"
    assert rows.get(DEALS, key, "status") == "pending", "all of it was rolled back"


@pytest.mark.usefixtures("held")
def test_who_has_no_part_in_it_may_not_decide(people: People, rows: Rows) -> None:
    asked = ask(people["trader"], activate(dear(rows)))
    for jobs in ("operator", "analyst", "property_manager"):
        assert refused(lambda jobs=jobs: decide(people[jobs], asked)).sqlstate == "42501"


@pytest.mark.usefixtures("held")
def test_direct_changes_are_held_back_for_everybody(people: People, rows: Rows) -> None:
    key = dear(rows)
    with policy(rows, act="write"):
        for jobs in ("admin", "operator", "trader"):
            for change in (
                "UPDATE {} SET quantity = 1 WHERE id = {}",
                "DELETE FROM {} WHERE id = {}",
            ):
                statement = change.format(DEALS, key["id"]).encode()
                assert refused(lambda j=jobs, s=statement: people[j].execute(s)).sqlstate == "CH005"


@pytest.mark.usefixtures("held")
def test_nothing_is_ever_removed(people: People, rows: Rows, administrator: Connection) -> None:
    """Not even by the superuser, as long as the triggers are on."""
    asked = ask(people["trader"], activate(dear(rows)))
    decide(people["compliance"], asked, "reject", "No.")
    for table in ("approval_requests", "approval_votes", "approval_policies"):
        for statement in (
            f"DELETE FROM backoffice.{table}",
            f"TRUNCATE backoffice.{table} CASCADE",
        ):
            with pytest.raises(psycopg.Error, match="ever removed"), administrator.transaction():
                administrator.execute(statement.encode())
    with pytest.raises(psycopg.Error), administrator.transaction():
        administrator.execute("UPDATE backoffice.approval_votes SET checker = 'x'")


def test_a_policy_that_nobody_could_satisfy_is_not_enabled(people: People, rows: Rows) -> None:
    admin = people["admin"]
    reason = "We are many."
    key = {"name": "contract_end"}
    act(admin, POLICIES, key, "revise", reason=reason, details={"needed": 10})
    no = refused(lambda: act(admin, POLICIES, key, "enable"))
    assert "10 people must agree and none of them may be the one who asks" in str(no)
    assert "missing" in str(no)
    act(admin, POLICIES, key, "revise", reason=reason, details={"needed": 1})
    people["admin 2"]
    assert act(admin, POLICIES, key, "enable") == {"state": "enabled"}
    assert refused(lambda: act(admin, POLICIES, key, "revise", reason="x")).sqlstate == "CH002"
    act(admin, POLICIES, key, "disable", reason="Enough.")
    act(admin, POLICIES, key, "revise", reason=reason,
        details={"condition": [{"column": "nothing", "op": ">", "value": 1}]})  # fmt: skip
    assert "names “nothing”" in str(refused(lambda: act(admin, POLICIES, key, "enable")))
    act(admin, POLICIES, key, "revise", reason=reason, details={"condition": [], "needed": 2})


def test_switching_off_takes_two_where_that_is_a_policy(people: People, rows: Rows) -> None:
    with policy(rows), policy(rows, "policies_disabled"):
        for name in (POLICY, "policies_disabled"):
            no = refused(lambda n=name: act(people["admin"], POLICIES, {"name": n}, "disable",
                                            reason="It is in the way."))  # fmt: skip
            assert no.sqlstate == "CH005"
        off = Act(POLICIES, "disable", (POLICY,), {"reason": "It is in the way."})
        asked = ask(people["admin"], off)
        assert refused(lambda: decide(people["admin"], asked)).sqlstate == "42501"
        assert decide(people["admin 2"], asked)["state"] == "approved"
        assert rows.get(POLICIES, {"name": POLICY}, "state") == "disabled"
