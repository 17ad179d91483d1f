"""Nexus Mint's properties, what is computed from them and the fees of investing in them.

Completed here: city, property_type, funding_target and is_active, which the document's views and
policy use. `tokens_issued` is kept by the tokens. Three prices exist: `price_per_token` is what
the offer says, a token's `initial_price` and `current_price` are its first and present price.
Both views are as printed, except that a target or total of zero gives no percentage.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    Named,
    Numeric,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.nexus_trail import having, logged, policy, touched
from desktop_app.storage.sql.objects import function, materialized_view
from desktop_app.storage.tables import metadata, money

PLACE, INVESTMENTS = "nexus_mint.properties", "nexus_mint.investments"
VIEWS = ("investment_opportunities_mv", "property_market_insights_mv")


class PropertyColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    title: Named[str] = Column(Text)
    location: Named[str] = Column(Text)
    city: Named[str | None] = Column(Text)
    property_type: Named[str | None] = Column(Text)
    price: Named[Decimal] = Column(Numeric, info=money("USD"))
    bedrooms: Named[int | None] = Column(Integer)
    bathrooms: Named[int | None] = Column(Integer)
    sqft: Named[int | None] = Column(Integer)
    images: Named[list[Any]] = Column(JSONB, server_default="[]")
    amenities: Named[list[Any]] = Column(JSONB, server_default="[]")
    is_active: Named[bool] = Column(Boolean, server_default="true")
    tokenization_active: Named[bool] = Column(Boolean, server_default="false")
    funding_target: Named[Decimal | None] = Column(Numeric, info=money("USD"))
    total_tokens: Named[Decimal | None] = Column(Numeric)
    tokens_issued: Named[Decimal] = Column(Numeric, server_default="0", info={"act": True})
    price_per_token: Named[Decimal | None] = Column(Numeric, info=money("USD"))
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


OPPORTUNITIES = """
SELECT
    p.id AS property_id,
    p.title,
    p.city,
    p.property_type,
    p.price_per_token,
    COUNT(i.id) AS total_investors,
    SUM(i.total_amount) AS total_invested,
    (SUM(i.total_amount) / NULLIF(p.funding_target, 0) * 100) AS funding_percentage
FROM nexus_mint.properties p
LEFT JOIN nexus_mint.investments i ON p.id = i.property_id
WHERE p.is_active = true
GROUP BY p.id
"""
INSIGHTS = """
SELECT
    p.id AS property_id,
    p.title,
    p.price,
    p.price_per_token,
    p.tokens_issued,
    (p.tokens_issued / NULLIF(p.total_tokens, 0) * 100) AS funding_percentage,
    AVG(i.price_per_token) AS avg_investor_price
FROM nexus_mint.properties p
LEFT JOIN nexus_mint.investments i ON p.id = i.property_id
GROUP BY p.id
"""
FEES = function(
    "nexus_mint.calculate_investment_fees(amount numeric, fee_type text)",
    """
    RETURNS numeric LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, nexus_mint AS $$
    -- To the cent. Platform: 2 %, once. Transaction: 0.5 %, at least a dollar. Management: 1 %
    -- of the amount, a year.
    BEGIN
        IF amount IS NULL OR NOT amount >= 0 OR amount >= 'Infinity' THEN
            RAISE EXCEPTION 'Fees are computed from an amount of zero or more.'
                USING ERRCODE = 'check_violation', COLUMN = 'amount';
        END IF;
        CASE fee_type
            WHEN 'platform' THEN RETURN round(amount * 0.02, 2);
            WHEN 'transaction' THEN
                RETURN CASE WHEN amount = 0 THEN 0.00
                    ELSE greatest(round(amount * 0.005, 2), 1.00) END;
            WHEN 'management' THEN RETURN round(amount * 0.01, 2);
            ELSE
                RAISE EXCEPTION 'There is no fee “%”. Fees are: platform, transaction, '
                    'management.', coalesce(fee_type, '')
                    USING ERRCODE = 'check_violation', COLUMN = 'fee_type';
        END CASE;
    END $$""",
)
REFRESH = function(
    "nexus_mint.refresh_analytics_views()",
    f"""
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, nexus_mint AS $$
    -- A reader who sees no rows would empty a view without a word; that is refused.
    DECLARE
        name text;
        begun timestamptz := clock_timestamp();
        filled boolean;
        empty boolean;
    BEGIN
        FOREACH name IN ARRAY ARRAY['{VIEWS[0]}', '{VIEWS[1]}'] LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM nexus_mint.%I)', name) INTO filled;
            EXECUTE format('REFRESH MATERIALIZED VIEW CONCURRENTLY nexus_mint.%I', name);
            EXECUTE format('SELECT NOT EXISTS (SELECT FROM nexus_mint.%I)', name) INTO empty;
            IF filled AND empty THEN
                RAISE EXCEPTION 'Refreshing “%” found no rows where there were some; '
                    'the earlier figures stay.', name
                    USING ERRCODE = 'check_violation';
            END IF;
            PERFORM backoffice.view_refreshed('nexus_mint.' || name, begun);
        END LOOP;
    END $$""",
    needs=(PLACE, INVESTMENTS),
    owner="backoffice_refresh",
)
OBJECTS = (
    FEES,
    REFRESH,
    materialized_view(
        f"nexus_mint.{VIEWS[0]}", OPPORTUNITIES, key="property_id", needs=(PLACE, INVESTMENTS)
    ),
    materialized_view(
        f"nexus_mint.{VIEWS[1]}", INSIGHTS, key="property_id", needs=(PLACE, INVESTMENTS)
    ),
    touched(PLACE),
    logged(PLACE),
    policy("Public properties are viewable by everyone", PLACE, "SELECT", "is_active = true"),
    policy(
        "Investors can view properties they hold",
        PLACE,
        "SELECT",
        "nexus_mint.can_access_property(auth.uid(), id)",
    ),
    policy("Managers can manage properties", PLACE, "ALL", having("admin", "property_manager")),
)

properties = Table(
    "properties",
    metadata,
    PropertyColumns,
    CheckConstraint("price >= 0 AND price_per_token > 0", name="prices"),
    CheckConstraint("funding_target >= 0", name="funding_target"),
    CheckConstraint("bedrooms >= 0 AND bathrooms >= 0 AND sqft > 0", name="sizes"),
    CheckConstraint("tokens_issued >= 0 AND tokens_issued <= total_tokens", name="issued"),
    CheckConstraint(
        "jsonb_typeof(images) = 'array' AND jsonb_typeof(amenities) = 'array'", name="lists"
    ),
    Index("properties_location_idx", "location"),
    Index(None, "city"),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={"objects": OBJECTS},
)
