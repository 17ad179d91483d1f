"""What no constraint demands and a reader would notice: the rows tell one story."""

import psycopg
import pytest

from desktop_app.services.seeding.batch import NOW
from tests.services.seeding.ground import Mongo

# Each finds rows that would make a reader stop.
ODD = {
    "a sold property without its sale": """
        SELECT FROM multiverse.properties p WHERE p.status = 'sold' AND NOT EXISTS (
            SELECT FROM multiverse.property_transactions t WHERE t.property_id = p.property_id
               AND t.transaction_type = 'sale' AND t.status = 'completed'
               AND t.buyer_id = p.owner_id)""",
    "a completed sale of a property that is not sold": """
        SELECT FROM multiverse.property_transactions t JOIN multiverse.properties p
               USING (property_id)
         WHERE t.transaction_type = 'sale' AND t.status = 'completed' AND p.status <> 'sold'""",
    "a reserved property that nobody holds": """
        SELECT FROM multiverse.properties p WHERE p.status = 'reserved' AND NOT EXISTS (
            SELECT FROM multiverse.property_reservations r WHERE r.property_id = p.property_id
               AND r.status = 'confirmed' AND r.reservation_start <= %(now)s
               AND r.reservation_end > %(now)s)""",
    "a held property that is not reserved": """
        SELECT FROM multiverse.property_reservations r JOIN multiverse.properties p
               USING (property_id)
         WHERE r.status = 'confirmed' AND p.status <> 'reserved'""",
    "a seller who bought from themselves or held their own": """
        SELECT FROM multiverse.property_reservations r
          JOIN multiverse.property_transactions t USING (property_id)
         WHERE r.user_id = t.seller_id""",
    "somebody who sold before they came": """
        SELECT FROM multiverse.property_transactions t JOIN multiverse.users u
               ON u.user_id IN (t.seller_id, t.buyer_id) WHERE u.created_at > t.created_at""",
    "something that happened in the future": """
        SELECT FROM multiverse.activity_logs WHERE created_at > %(now)s
        UNION ALL SELECT FROM multiverse.property_transactions WHERE completed_at > %(now)s
        UNION ALL SELECT FROM multiverse.asset_transactions WHERE completed_at > %(now)s
        UNION ALL SELECT FROM passa.transactions WHERE created_at > %(now)s
        UNION ALL SELECT FROM openmineral.deals WHERE updated_at > %(now)s""",
    "an id of another time than its row": """
        SELECT FROM multiverse.activity_logs
         WHERE ('x' || left(replace(log_id::text, '-', ''), 12))::bit(48)::bigint
               <> floor(extract(epoch FROM created_at) * 1000)""",
    "a deal in force whose last verdict is another": """
        SELECT FROM openmineral.deals d WHERE d.status IN ('active', 'completed')
           AND 'compliant' IS DISTINCT FROM (
               SELECT c.status FROM openmineral.compliance_checks c
                WHERE c.deal_id = d.id AND c.status <> 'pending'
                ORDER BY c.checked_at DESC NULLS LAST, c.id DESC LIMIT 1)""",
    "a deal in force with somebody whose papers are not approved": """
        SELECT FROM openmineral.deals d JOIN openmineral.deal_counterparties c ON c.deal_id = d.id
          JOIN openmineral.kyc_records k ON k.id = c.kyc_record_id
         WHERE d.status IN ('active', 'completed')
           AND (k.status <> 'approved' OR k.reviewed_at > d.created_at)""",
    "a case decided by whoever handed it in": """
        SELECT FROM openmineral.kyc_records WHERE reviewed_by = user_id""",
    "an address outside the example domains": """
        SELECT FROM multiverse.users WHERE email !~ '@example\\.(com|org|net)$'
        UNION ALL SELECT FROM passa.users WHERE email !~ '@example\\.(com|org|net)$'""",
    "two people of one name at the desk": """
        SELECT FROM openmineral.users GROUP BY username HAVING count(*) > 1""",
}


@pytest.mark.parametrize("oddity", ODD)
def test_there_is_not(sql: psycopg.Connection, oddity: str) -> None:
    row = sql.execute(
        f"SELECT count(*) FROM ({ODD[oddity]}) AS odd".encode(),
        {"now": NOW} if "%(now)s" in ODD[oddity] else None,
    ).fetchone()
    assert row == (0,)


def test_every_state_occurs(sql: psycopg.Connection) -> None:
    """A list of one colour would hide how the others look."""
    for place, column, states in (
        ("multiverse.properties", "status", 3),
        ("multiverse.property_reservations", "status", 4),
        ("multiverse.property_transactions", "status", 3),
        ("openmineral.deals", "status", 5),
        ("openmineral.kyc_records", "status", 3),
        ("openmineral.compliance_checks", "status", 3),
    ):
        row = sql.execute(f"SELECT count(DISTINCT {column}) FROM {place}".encode()).fetchone()
        assert row == (states,), place


def test_prices_follow_the_city(sql: psycopg.Connection) -> None:
    row = sql.execute(
        "SELECT avg(price / size_sqft) FILTER (WHERE address ->> 'country' = 'Hong Kong') "
        "     > avg(price / size_sqft) FILTER (WHERE address ->> 'country' = 'Egypt'), "
        "count(DISTINCT price) > count(*) * 0.8 "
        "FROM multiverse.properties WHERE property_type = 'house'"
    ).fetchone()
    assert row is not None
    assert row[1]
    assert row[0] in (True, None)


def test_properties_lie_near_their_city(sql: psycopg.Connection) -> None:
    row = sql.execute(
        "SELECT max(backoffice.geo_distance_m(location, backoffice.geo_make(40.7128, -74.006))) "
        "FROM multiverse.properties WHERE address ->> 'city' = 'New York'"
    ).fetchone()
    assert row is not None
    assert row[0] is None or row[0] < 60_000


def test_an_asset_s_owner_is_whoever_came_by_it_last(sql: psycopg.Connection, mongo: Mongo) -> None:
    last: dict[str, object] = dict(
        sql.execute(
            "SELECT DISTINCT ON (asset_id) asset_id, buyer_id FROM multiverse.asset_transactions "
            "WHERE status = 'completed' ORDER BY asset_id, created_at DESC, transaction_type"
        ).fetchall()
    )
    owners = mongo["multiverse"]["digital_assets"].find({}, {"asset_id": 1, "owner_id": 1})
    assert {each["asset_id"]: each["owner_id"] for each in owners} == last
