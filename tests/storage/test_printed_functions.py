"""Nexus Mint's functions and views, as its document prints them."""

import pytest
from psycopg import errors

from tests.services.identity_people import one
from tests.storage.rule_ground import Connection, Within, refused


@pytest.fixture
def rows(administrator: Connection) -> Within:
    return Within(administrator)


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
def test_a_fee_that_cannot_be_isrefused(
    administrator: Connection, amount: object, kind: str
) -> None:
    query = "SELECT nexus_mint.calculate_investment_fees(%s::numeric, %s)"
    assert refused(administrator, query, amount, kind)


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
    told = refused(administrator, refresh)
    assert "found no rows where there were some; the earlier figures stay" in told
    assert one(administrator, count) == filled > 0
