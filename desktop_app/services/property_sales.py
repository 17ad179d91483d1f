"""Listed properties and their sales: what is for sale or let, and how it changed hands.

Completed here: prices and sizes are never negative, an address is an object (its keys by use:
street, city, state, zip_code, country), nobody buys from himself, a completed sale is stamped with
its time, and one materialized view for the sales of a city and month with their price per square
foot. Prices are in US dollars, as no currency is stated.
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
    ForeignKey,
    Index,
    Named,
    Numeric,
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain import listings, property_sales
from desktop_app.services.sale_acts import LISTING_ACTS, SALE_ACTS
from desktop_app.storage.sql.objects import function, materialized_view, trigger
from desktop_app.storage.tables import GeoPoint, lives, metadata, money, words

ACT = {"act": True}  # moved by an act, never by a form


class PropertyColumns(TypedColumns):
    property_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    owner_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.users.user_id"), info=ACT)
    property_type: Named[str] = Column(String(50), info=words("vacant lot", "house", "commercial"))
    status: Named[str] = Column(
        String(50), server_default=listings.State.AVAILABLE, info=lives(listings.LIFE)
    )
    address: Named[dict[str, Any]] = Column(JSONB)
    location: Named[str | None] = Column(GeoPoint)
    price: Named[Decimal | None] = Column(Numeric(12, 2), info=money("USD"))
    size_sqft: Named[Decimal | None] = Column(Numeric(10, 2))
    zoning: Named[str | None] = Column(String(100))
    description: Named[str | None] = Column(Text)
    features: Named[dict[str, Any] | None] = Column(JSONB)
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    is_verified: Named[bool | None] = Column(Boolean, server_default="false")
    source: Named[str | None] = Column(String(100))
    source_id: Named[str | None] = Column(String(255))


properties = Table(
    "properties",
    metadata,
    PropertyColumns,
    CheckConstraint("price >= 0", name="price_not_negative"),
    CheckConstraint("size_sqft >= 0", name="size_not_negative"),
    CheckConstraint("jsonb_typeof(address) = 'object'", name="address_object"),
    Index("idx_properties_status", "status"),
    Index("idx_properties_type", "property_type"),
    Index("idx_properties_location", "location", postgresql_using="gist"),
    Index("idx_properties_price", "price"),
    Index("idx_properties_created_at", "created_at"),
    Index(None, "source", "source_id"),
    schema="multiverse",
    info={"acts": LISTING_ACTS},
)


class PropertyTransactionColumns(TypedColumns):
    transaction_id: Named[UUID] = Column(
        Uuid, primary_key=True, server_default=text("backoffice.uuid7()")
    )
    property_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.properties.property_id"))
    seller_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.users.user_id"))
    buyer_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.users.user_id"))
    transaction_type: Named[str] = Column(String(50), info=words("sale", "lease"))
    price: Named[Decimal] = Column(Numeric(12, 2), info=money("USD"))
    payment_method: Named[str | None] = Column(String(50))
    blockchain_tx_hash: Named[str | None] = Column(String(255))
    status: Named[str] = Column(
        String(50), server_default=property_sales.State.PENDING, info=lives(property_sales.LIFE)
    )
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    completed_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)


STAMP = function(
    "multiverse.stamp_completed()",
    """
    RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, multiverse AS $$
    BEGIN
        IF NEW.status = 'completed' THEN
            NEW.completed_at := coalesce(NEW.completed_at, CURRENT_TIMESTAMP);
        END IF;
        RETURN NEW;
    END $$
    """,
)

SALES_BY_CITY = materialized_view(
    "multiverse.property_sales_by_city_month",
    """
    SELECT coalesce(p.address ->> 'city', '') AS city,
           coalesce(p.address ->> 'state', '') AS state,
           date_trunc('month', coalesce(t.completed_at, t.created_at), 'UTC') AS month,
           count(*) AS sales,
           sum(t.price) AS volume,
           round(avg(t.price), 2) AS average_price,
           sum(p.size_sqft) FILTER (WHERE p.size_sqft > 0) AS sold_sqft,
           round(sum(t.price) FILTER (WHERE p.size_sqft > 0)
                 / sum(p.size_sqft) FILTER (WHERE p.size_sqft > 0), 2) AS price_per_sqft
      FROM multiverse.property_transactions t
      JOIN multiverse.properties p USING (property_id)
     WHERE t.transaction_type = 'sale' AND t.status = 'completed'
     GROUP BY 1, 2, 3
    """,
    key="city, state, month",
    needs=("multiverse.property_transactions", "multiverse.properties"),
)

property_transactions = Table(
    "property_transactions",
    metadata,
    PropertyTransactionColumns,
    CheckConstraint("price >= 0", name="price_not_negative"),
    CheckConstraint("seller_id <> buyer_id", name="two_parties"),
    Index("idx_property_transactions_property", "property_id"),
    Index("idx_property_transactions_status", "status"),
    schema="multiverse",
    postgresql_partition_by="RANGE (transaction_id)",
    info={
        "partitioned": "month",
        "acts": SALE_ACTS,
        "objects": (
            STAMP,
            trigger(
                "stamp_completed",
                "multiverse.property_transactions",
                "BEFORE INSERT OR UPDATE OF status",
                "multiverse.stamp_completed()",
            ),
            SALES_BY_CITY,
        ),
    },
)
