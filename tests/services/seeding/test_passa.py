"""Passa's rows: what the tables allow, the same every time, and counted right."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

import pytest

from desktop_app.services.seeding import passa_facts
from desktop_app.services.seeding.batch import CHUNK
from desktop_app.services.seeding.passa_facts import Turns
from desktop_app.services.seeding.sizes import rows
from tests.services.seeding.ground import world
from tests.services.seeding.plain_rows import BATCHES, whole

PEOPLE = ("multiverse.users", "auth.users", "passa.users", "user_data.users")


def test_the_large_size_is_as_large_as_promised() -> None:
    assert rows("passa.transactions", "large") >= 5_000_000
    assert sum(rows(place, "large") for place in PEOPLE) >= 1_000_000


@pytest.mark.parametrize(("things", "people"), [(180, 40), (5_000, 700), (16, 2)])
def test_turns_are_listed_as_they_are_given(things: int, people: int) -> None:
    turns = Turns(things, lambda first: people + first // 10)
    given: defaultdict[int, list[int]] = defaultdict(list)
    for thing in range(things):
        given[turns.who(thing)].append(thing)
        assert turns.other(thing, thing * 7) != turns.who(thing)
    for who in range(people + things // 10 + 1):
        assert list(turns.things(who)) == given[who]


def test_fans_attended_what_their_tickets_say() -> None:
    used: defaultdict[object, set[object]] = defaultdict(set)
    for ticket in whole("passa.tickets"):
        if ticket["ticket_status"] == "used":
            used[ticket["owner_user_id"]].add(ticket["event_id"])
    fans = whole("passa.fans")
    assert sum(map(len, used.values())) > 20
    assert set(used) <= {fan["user_id"] for fan in fans}
    for fan in fans:
        assert fan["events_attended"] == len(used[fan["user_id"]])
        assert fan["loyalty_points"] == 10 * len(used[fan["user_id"]])


def test_credits_and_shares_add_up() -> None:
    done = {e["event_id"] for e in whole("passa.events") if e["status"] == "completed"}
    credits: defaultdict[tuple[object, object], set[object]] = defaultdict(set)
    parts: defaultdict[object, float] = defaultdict(float)
    for share in whole("passa.attribution"):
        if share["status"] == "rejected":
            continue
        parts[share["event_id"]] += float(str(share["percentage_share"] or 0))
        if share["event_id"] in done:
            credits[share["contribution_type"], share["user_id"]].add(share["event_id"])
    assert max(parts.values()) <= 1
    for place, counter, contribution in (
        ("passa.artists", "total_performances", "performance"),
        ("passa.content_creators", "completed_projects", "content"),
    ):
        for each in whole(place):
            assert each[counter] == len(credits[contribution, each["user_id"]])


def test_transfers_end_with_the_owner() -> None:
    tickets = {each["ticket_id"]: each for each in whole("passa.tickets")}
    moved = [t for t in whole("passa.ticket_transfers") if t["status"] == "completed"]
    assert len({each["ticket_id"] for each in moved}) == len(moved) > 0
    for each in moved:
        ticket = tickets[each["ticket_id"]]
        assert each["to_user_id"] == ticket["owner_user_id"]
        assert ticket["transferable"]
        assert ticket["resaleable"] or each["price"] == "0.00"


def test_whoever_holds_tickets_had_joined() -> None:
    joined = {each["user_id"]: each["created_at"] for each in whole("passa.users")}
    for ticket in whole("passa.tickets"):
        owner, bought = joined.get(ticket["owner_user_id"]), ticket["purchase_date"]
        if isinstance(owner, datetime) and isinstance(bought, datetime):
            assert owner < bought


def test_paid_tickets_name_their_transaction() -> None:
    transactions = {each["transaction_id"] for each in whole("passa.transactions")}
    for place in ("passa.tickets", "passa.attribution", "passa.ticket_transfers"):
        named = {each["transaction_id"] for each in whole(place)} - {None}
        assert named <= transactions
    assert {each["transaction_id"] for each in whole("passa.tickets")} - {None}


@pytest.mark.parametrize("start", [0, 1_250_000, 3_000_000, 4_999_000])
def test_transactions_carry_their_time_in_their_id(start: int) -> None:
    batch = BATCHES["passa.transactions"]
    made = list(batch.rows(world("large"), start, start + CHUNK))
    assert len(made) == CHUNK
    key, at = batch.columns.index("transaction_id"), batch.columns.index("created_at")
    for row in made:
        moment = datetime.fromisoformat(str(row[at]))
        assert UUID(str(row[key])).int >> 80 == int(moment.timestamp() * 1000)


def test_no_ticket_is_beyond_its_event() -> None:
    small = world()
    for number in range(small.count(passa_facts.EVENTS)):
        for n in passa_facts.tickets_of(small, number):
            assert passa_facts.event_of(small, n) == number
