"""The structural rules, broken through SQL: the database refuses, and says why in a sentence."""

import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors, sql
from sqlalchemy import ARRAY

from desktop_app import panels
from desktop_app.domain.errors import Invalid, Refusal
from desktop_app.domain.tenants import tenant_name
from desktop_app.stack import Places
from desktop_app.storage.refusals import refusal
from desktop_app.storage.tables import metadata
from tests.services.act_rows import HASH, Rows
from tests.services.identity_people import alone, emptied, one, put

panels.load()
Connection = psycopg.Connection[Any]
TABLES = dict(metadata.tables)
SOON = {"start_datetime": "2027-05-01", "end_datetime": "2027-05-02"}


class Within(Rows):
    """Rows in somebody's transaction: past the triggers, which then hold again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._number = 0

    def put(self, place: str, **values: Any) -> dict[str, Any]:
        self._connection.execute("SET LOCAL session_replication_role = replica")
        made = super().put(place, **values)
        self._connection.execute("SET LOCAL session_replication_role = origin")
        return made

    def key(self, place: str, **values: Any) -> Any:
        (made,) = self.put(place, **values).values()
        return made


@pytest.fixture
def rows(administrator: Connection) -> Within:
    return Within(administrator)


@pytest.fixture(scope="module")
def lasting(places: Places) -> Iterator[Rows]:
    made = Rows(places.postgres)
    yield made
    made.close()


def _refused(connection: Connection, statement: str, *values: object) -> str:
    """The sentence with which the statement is refused; the transaction goes on."""
    with pytest.raises(psycopg.Error) as caught, connection.transaction():
        connection.execute(statement.encode(), values)
    told = refusal(caught.value)
    assert isinstance(told, Refusal), caught.value
    assert str(told).endswith(".")
    assert "\n" not in str(told)
    return str(told)


# ---- one table, one rule

WORDED = [
    (name, column.name)
    for name, table in sorted(TABLES.items())
    for column in table.columns
    if "words" in column.info
]


@pytest.mark.parametrize(("name", "column"), WORDED)
def test_a_fixed_list_takes_its_words_and_no_other(
    administrator: Connection, name: str, column: str
) -> None:
    table = TABLES[name]
    rule = f"{table.name}_{column}_words_check"
    alone(administrator, table, rules=(rule,))
    emptied(administrator, name)
    put(administrator, table)
    listed = isinstance(table.c[column].type, ARRAY)
    edit = sql.SQL("UPDATE {} SET {} = %s").format(
        sql.Identifier(*name.split(".")), sql.Identifier(column)
    )
    for word in table.c[column].info["words"]:
        administrator.execute(edit, ([word] if listed else word,))
    with pytest.raises(errors.CheckViolation) as caught:
        administrator.execute(edit, (["zz"] if listed else "zz",))
    assert caught.value.diag.constraint_name == rule


BOUNDS = (
    ("multiverse.properties", {"price": -1}, "price_not_negative"),
    ("multiverse.properties", {"size_sqft": -1}, "size_not_negative"),
    ("multiverse.property_transactions", {"price": -1}, "price_not_negative"),
    ("multiverse.asset_transactions", {"price": -1}, "price_not_negative"),
    ("multiverse.property_reservations",
     {"reservation_start": "2026-01-02", "reservation_end": "2026-01-02"}, "ends_after_start"),
    ("multiverse.property_reservations", {"deposit_amount": -1}, "deposit_not_negative"),
    ("nexus_mint.properties", {"price": -1}, "prices"),
    ("nexus_mint.properties", {"price_per_token": 0}, "prices"),
    ("nexus_mint.properties", {"funding_target": -1}, "funding_target"),
    ("nexus_mint.property_tokens", {"current_price": 0}, "prices"),
    ("nexus_mint.property_tokens", {"total_supply": 2, "available_supply": 3}, "supply"),
    ("nexus_mint.investments", {"token_amount": 0}, "positive"),
    ("nexus_mint.investments", {"price_per_token": -1}, "positive"),
    ("nexus_mint.investments",
     {"token_amount": 2, "price_per_token": 3, "total_amount": 7}, "total"),
    ("nexus_mint.property_returns", {"amount": 0}, "amount"),
    ("passa.events", {"start_datetime": "2026-01-02", "end_datetime": "2026-01-02"},
     "ends_after_start"),
    ("passa.events", {"start_datetime": "2026-01-02", "end_datetime": "2026-01-01"},
     "ends_after_start"),
    ("passa.events", {"capacity": 0}, "capacity_positive"),
    ("passa.tickets", {"price": -1}, "price_not_negative"),
    ("passa.tickets", {"price": "NaN"}, "price_finite"),
    ("passa.attribution", {"percentage_share": "1.0001"}, "share_of_whole"),
    ("passa.attribution", {"percentage_share": "-0.0001"}, "share_of_whole"),
    ("passa.attribution", {"percentage_share": "0.5", "fixed_amount": 5}, "one_kind_of_share"),
    ("passa.attribution", {"percentage_share": None, "fixed_amount": None}, "one_kind_of_share"),
    ("openmineral.deals", {"price": -1}, "price"),
    ("openmineral.deals", {"quantity": 0}, "quantity"),
    ("openmineral.risk_assessments", {"overall_score": "10.1"}, "score"),
    ("passa.users", {"password_hash": "plain"}, "bcrypt"),
    ("openmineral.kyc_records", {"id_number": "P1234567"}, "id_number_masked"),
    ("passa.wallets", {"address": "GCWHATEVER"}, "address_masked"),
    ("nexus_mint.user_profiles", {"wallet_address": "••••1234", "wallet_address_sealed": None},
     "wallet_address_masked"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "values", "rule"), BOUNDS)
def test_a_bound_holds(
    administrator: Connection, name: str, values: dict[str, object], rule: str
) -> None:
    table = TABLES[name]
    full = f"{table.name}_{rule}_check"
    alone(administrator, table, rules=(full,))
    with pytest.raises(errors.CheckViolation) as caught:
        put(administrator, table, **values)
    assert caught.value.diag.constraint_name == full
    assert str(refusal(caught.value)).endswith(".")


STAMPED = sorted(n for n, t in TABLES.items() if "updated_at" in t.c)


@pytest.mark.parametrize("name", STAMPED)
def test_every_change_is_stamped(administrator: Connection, name: str) -> None:
    table = TABLES[name]
    triggers = administrator.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname ~ 'updated_at'",
        (name,),
    ).fetchall()
    assert len(triggers) == 1
    alone(administrator, table, *(trigger for (trigger,) in triggers))
    put(administrator, table, updated_at="2020-01-01")
    edit = f"UPDATE {name} SET updated_at = '2020-01-01'"
    administrator.execute(edit.encode())
    assert one(administrator, f"SELECT bool_and(updated_at > now() - interval '1 day') FROM {name}")


# ---- life-cycles

LIVES = [
    (name, column.name)
    for name, table in sorted(TABLES.items())
    for column in table.columns
    if "life" in column.info
]
TRY_ALL = """
CREATE FUNCTION pg_temp.try_all(states text[]) RETURNS TABLE (at text, upto text)
LANGUAGE plpgsql AS $$
BEGIN
    FOREACH at IN ARRAY states LOOP
        BEGIN
            INSERT INTO probe VALUES (at);
            upto := NULL; RETURN NEXT;
        EXCEPTION WHEN check_violation THEN NULL; END;
        FOREACH upto IN ARRAY states LOOP
            DELETE FROM probe;
            SET LOCAL session_replication_role = replica;
            INSERT INTO probe VALUES (at);
            SET LOCAL session_replication_role = origin;
            BEGIN
                UPDATE probe SET {column} = upto WHERE {column} <> upto;
                IF FOUND THEN RETURN NEXT; END IF;
            EXCEPTION WHEN check_violation THEN NULL; END;
        END LOOP;
    END LOOP;
END $$"""


@pytest.mark.parametrize(("name", "column"), LIVES)
def test_the_trigger_allows_what_the_domain_allows(
    administrator: Connection, name: str, column: str
) -> None:
    """The table's own trigger function, bound as it is bound there, on a row of one column."""
    bound = administrator.execute(
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass"
        " AND tgname IN (%s, %s)", (name, f"b_{column}_steps", f"b_{column}_steps_new"),
    ).fetchall()  # fmt: skip
    assert len(bound) == 2
    administrator.execute(f"CREATE TEMP TABLE probe ({column} text)".encode())
    for (definition,) in bound:
        administrator.execute(definition.replace(f" ON {name} ", " ON pg_temp.probe ").encode())
    life = TABLES[name].c[column].info["life"]
    administrator.execute(TRY_ALL.format(column=column).encode())
    found = administrator.execute(
        "SELECT at, upto FROM pg_temp.try_all(%s)", (list(life.words),)
    ).fetchall()
    assert {at for at, to in found if to is None} == set(life.starts)
    moves = {(at, to) for at, to in life.moves() if at != to}
    assert {(at, to) for at, to in found if to is not None} == moves


# ---- two people at the same moment


def _at_once(
    places: Places, first: tuple[str, tuple[object, ...]], second: tuple[str, tuple[object, ...]]
) -> psycopg.Error | None:
    """The second statement begins before the first is committed; what it is refused with."""
    caught: list[psycopg.Error] = []
    with psycopg.connect(places.postgres) as one_, psycopg.connect(places.postgres) as other:
        one_.execute(first[0].encode(), first[1])

        def run() -> None:
            try:
                other.execute(second[0].encode(), second[1])
                other.commit()
            except psycopg.Error as error:
                caught.append(error)
                other.rollback()

        waiting = threading.Thread(target=run)
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive(), "the second must wait for the first"
        one_.commit()
        waiting.join(20)
    return caught[0] if caught else None


def test_shares_given_at_once_stay_within_the_whole(places: Places, lasting: Rows) -> None:
    event = lasting.put("passa.events", **SOON)["event_id"]
    users = [lasting.put("passa.users", password_hash=HASH)["user_id"] for _ in range(2)]
    give = (
        "INSERT INTO passa.attribution (event_id, user_id, contribution_type, percentage_share)"
        " VALUES (%s, %s, 'performance', %s)"
    )
    caught = _at_once(places, (give, (event, users[0], "0.6")), (give, (event, users[1], "0.5")))
    assert str(refusal(caught)) == (
        "50 % are more than what is left of the event: 60 % of it are given away, 40 % are left."
    )
    assert _at_once(
        places, (give, (event, users[1], "0.1")), (give, (event, users[0], "0.3"))
    ) is None  # fmt: skip
    total = lasting.run(
        "SELECT sum(percentage_share) FROM passa.attribution WHERE event_id = %s", event
    )
    assert float(total[0]) == 1.0


def test_reservations_confirmed_at_once_do_not_overlap(places: Places, lasting: Rows) -> None:
    home = lasting.put("multiverse.properties", address={})["property_id"]
    ids = [
        lasting.put(
            "multiverse.property_reservations", property_id=home, status="pending",
            reservation_start=f"2027-01-0{first}", reservation_end=f"2027-01-0{last}",
        )["reservation_id"]
        for first, last in ((1, 4), (3, 6), (4, 5))
    ]  # fmt: skip
    confirm = (
        "UPDATE multiverse.property_reservations SET status = 'confirmed' WHERE reservation_id = %s"
    )
    caught = _at_once(places, (confirm, (ids[0],)), (confirm, (ids[1],)))
    assert isinstance(caught, errors.ExclusionViolation)
    assert str(refusal(caught)).endswith(".")
    with psycopg.connect(places.postgres) as connection:
        # One may begin at the moment the other ends.
        connection.execute(confirm.encode(), (ids[2],))


def test_one_wallet_is_primary_on_a_network(places: Places, lasting: Rows) -> None:
    user = lasting.put("passa.users", password_hash=HASH)["user_id"]
    ids = [lasting.put("passa.wallets", user_id=user)["wallet_id"] for _ in range(2)]
    other = lasting.put("passa.wallets", user_id=user, network="solana")["wallet_id"]
    choose = "UPDATE passa.wallets SET is_primary = true WHERE wallet_id = %s"
    caught = _at_once(places, (choose, (ids[0],)), (choose, (ids[1],)))
    assert isinstance(caught, errors.UniqueViolation)
    with psycopg.connect(places.postgres) as connection:
        connection.execute(choose.encode(), (other,))


# ---- real and soft deletion


def test_a_passa_user_takes_profile_wallets_and_roles_along_and_leaves_the_tickets(
    administrator: Connection, rows: Within
) -> None:
    user = rows.key("passa.users", password_hash=HASH)
    rows.put("passa.user_profiles", user_id=user)
    wallet = rows.key("passa.wallets", user_id=user)
    role = rows.key("passa.user_roles")
    rows.put("passa.user_role_assignments", user_id=user, role_id=role)
    event = rows.key("passa.events", **SOON)
    ticket = rows.key("passa.tickets", event_id=event, owner_user_id=user,
                      ticket_status="purchased", purchase_date="2026-01-01")  # fmt: skip
    told = _refused(administrator, "DELETE FROM passa.events WHERE event_id = %s", event)
    assert told
    administrator.execute("DELETE FROM passa.users WHERE user_id = %s", (user,))
    for place in ("user_profiles", "user_role_assignments", "wallets"):
        count = f"SELECT count(*) FROM passa.{place} WHERE user_id = %s"
        assert one(administrator, count, user) == 0, (place, wallet)
    found = administrator.execute(
        "SELECT owner_user_id, ticket_status FROM passa.tickets WHERE ticket_id = %s", (ticket,)
    ).fetchone()
    assert found == (None, "purchased")
    administrator.execute("DELETE FROM passa.tickets WHERE ticket_id = %s", (ticket,))
    administrator.execute("DELETE FROM passa.events WHERE event_id = %s", (event,))


def test_an_event_with_sold_tickets_is_cancelled_before_it_is_put_away(
    administrator: Connection, rows: Within
) -> None:
    user = rows.key("passa.users", password_hash=HASH)
    rows.put("passa.organizers", user_id=user)
    event = rows.key("passa.events", status="published", organizer_user_id=user, **SOON)
    rows.put("passa.tickets", event_id=event, owner_user_id=user, ticket_status="purchased",
             purchase_date="2026-01-01")  # fmt: skip
    away = "UPDATE passa.events SET is_deleted = true WHERE event_id = %s"
    assert _refused(administrator, away, event) == (
        "The event has 1 sold or reserved tickets; cancel it before deleting it."
    )
    rows.set("passa.events", {"event_id": event}, "status", "cancelled")
    administrator.execute(away.encode(), (event,))
    state = "SELECT deleted_at IS NOT NULL FROM passa.events WHERE event_id = %s"
    assert one(administrator, state, event)
    back = "UPDATE passa.events SET is_deleted = false WHERE event_id = %s"
    administrator.execute(back.encode(), (event,))
    assert not one(administrator, state, event)


# ---- Nexus Mint's printed functions


def test_signing_up_makes_one_profile(administrator: Connection) -> None:
    user = one(
        administrator,
        "INSERT INTO auth.users (email, raw_user_meta_data) VALUES ('a@b.example',"
        ' \'{"full_name": "Ada"}\') RETURNING id',
    )
    found = administrator.execute(
        "SELECT email, full_name FROM nexus_mint.user_profiles WHERE id = %s", (user,)
    ).fetchall()
    assert found == [("a@b.example", "Ada")]


def test_modifications_are_kept_and_stay(administrator: Connection, rows: Within) -> None:
    home = one(
        administrator,
        "INSERT INTO nexus_mint.properties (title, location, price) VALUES ('a', 'b', 1)"
        " RETURNING id",
    )
    administrator.execute("UPDATE nexus_mint.properties SET price = 2 WHERE id = %s", (home,))
    administrator.execute("UPDATE nexus_mint.properties SET title = title WHERE id = %s", (home,))
    administrator.execute("DELETE FROM nexus_mint.properties WHERE id = %s", (home,))
    found = administrator.execute(
        "SELECT action, old_values ->> 'price', new_values ->> 'price', login"
        " FROM nexus_mint.data_modifications WHERE record_id = %s ORDER BY id", (str(home),),
    ).fetchall()  # fmt: skip
    root = one(administrator, "SELECT session_user::text")
    actions = [each[:3] for each in found if each[0] != "UPDATE" or each[1]]
    assert actions == [("INSERT", None, "1"), ("UPDATE", "1", "2"), ("DELETE", "2", None)]
    assert {each[3] for each in found} == {root}
    for statement in ("UPDATE nexus_mint.data_modifications SET login = 'x'",
                      "DELETE FROM nexus_mint.data_modifications",
                      "TRUNCATE nexus_mint.data_modifications"):  # fmt: skip
        with pytest.raises(errors.InsufficientPrivilege), administrator.transaction():
            administrator.execute(statement.encode())


def test_roles_open_properties(administrator: Connection, rows: Within) -> None:
    shown, hidden, mine = (
        rows.key("nexus_mint.properties", is_active=active) for active in (True, False, False)
    )
    people = {role: rows.key("auth.users") for role in
              ("admin", "compliance_officer", "property_manager", "investor", "")}  # fmt: skip
    for role, user in people.items():
        if role:
            rows.put("nexus_mint.user_role_assignments", user_id=user, role=role)
    token = rows.key("nexus_mint.property_tokens", property_id=mine)
    rows.put("nexus_mint.investments", user_id=people["investor"], property_id=mine,
             property_token_id=token, status="confirmed")  # fmt: skip
    asked = "SELECT nexus_mint.has_role(%s, %s)"
    for role, user in people.items():
        held = {r for r in people if r and one(administrator, asked, user, r)}
        assert held == ({role} if role else set())
    may = "SELECT nexus_mint.can_access_property(%s, %s)"
    seen = {
        role: [one(administrator, may, user, home) for home in (shown, hidden, mine)]
        for role, user in people.items()
    }
    everything = [True, True, True]
    assert seen == {
        "admin": everything, "compliance_officer": everything, "property_manager": everything,
        "investor": [True, False, True], "": [True, False, False],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "kind", "fee"),
    [(1000, "platform", "20.00"), (1000, "transaction", "5.00"), (10, "transaction", "1.00"),
     (0, "transaction", "0.00"), (1000, "management", "10.00"), ("0.25", "platform", "0.01")],
)  # fmt: skip
def test_fees(administrator: Connection, amount: object, kind: str, fee: str) -> None:
    query = "SELECT nexus_mint.calculate_investment_fees(%s::numeric, %s)::text"
    assert one(administrator, query, amount, kind) == fee


@pytest.mark.parametrize(
    ("amount", "kind"), [(-1, "platform"), (None, "platform"), ("NaN", "platform"), (1, "tip")]
)
def test_a_fee_that_cannot_be_is_refused(
    administrator: Connection, amount: object, kind: str
) -> None:
    query = "SELECT nexus_mint.calculate_investment_fees(%s::numeric, %s)"
    assert _refused(administrator, query, amount, kind)


def test_views_are_refreshed_and_never_emptied(administrator: Connection, rows: Within) -> None:
    home = rows.key("nexus_mint.properties", is_active=True, funding_target=0, total_tokens=0)
    other = rows.key("nexus_mint.properties", is_active=True, funding_target=200, total_tokens=50,
                     tokens_issued=10)  # fmt: skip
    token = rows.key("nexus_mint.property_tokens", property_id=other)
    for place in (home, other):
        rows.put("nexus_mint.investments", user_id=rows.key("auth.users"), property_id=place,
                 property_token_id=token, token_amount=5, price_per_token=10,
                 total_amount=50)  # fmt: skip
    refresh = "SELECT nexus_mint.refresh_analytics_views()"
    administrator.execute(refresh.encode())
    # A target or total of zero gives no percentage, and no division by zero.
    for view in ("investment_opportunities_mv", "property_market_insights_mv"):
        query = f"SELECT property_id, funding_percentage FROM nexus_mint.{view}"
        found = dict(administrator.execute(query.encode()).fetchall())
        assert found[home] is None
        assert float(found[other]) == pytest.approx(25 if view.startswith("inv") else 20)
    body = one(
        administrator, "SELECT pg_get_functiondef('nexus_mint.refresh_analytics_views'::regproc)"
    )
    assert "CONCURRENTLY" in body
    count = "SELECT count(*) FROM nexus_mint.property_market_insights_mv"
    filled = one(administrator, count)
    administrator.execute("SET LOCAL session_replication_role = replica")
    administrator.execute("DELETE FROM nexus_mint.properties")
    administrator.execute("SET LOCAL session_replication_role = origin")
    told = _refused(administrator, refresh)
    assert "found no rows where there were some; the earlier figures stay" in told
    assert one(administrator, count) == filled > 0


# ---- tenants' names


@settings(max_examples=150, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    tenant=st.one_of(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50),
        st.text("abzAZ019-_ \nİıßé", min_size=1, max_size=42),
        st.from_regex(r"\A[A-Za-z0-9_-]{1,41}\Z"),
    )
)
def test_sql_and_python_name_a_tenant_alike(administrator: Connection, tenant: str) -> None:
    asked = "SELECT backoffice.tenant_name(%s)"
    told = ""
    try:
        expected = tenant_name(tenant)
    except Invalid as error:
        told = str(error)
    if told:
        assert _refused(administrator, asked, tenant) == told
    else:
        assert one(administrator, asked, tenant) == expected
