"""Tokens of a property: supply, price, and the rules of both.

A new token has sold nothing; what is sold is taken from `available_supply` by confirmed
investments alone. The supply is settled while the token is a draft. `properties.tokens_issued`
is what the property's tokens have sold.
"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    Numeric,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
)

from desktop_app.domain.tokens import LIFE
from desktop_app.services.nexus_trail import having, logged, policy
from desktop_app.services.token_acts import TOKEN_ACTS
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import lives, metadata, money

PLACE = "nexus_mint.property_tokens"
PINNED = "SET search_path = pg_catalog, nexus_mint"


class TokenColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    property_id: Named[UUID] = Column(
        Uuid, ForeignKey("nexus_mint.properties.id", ondelete="RESTRICT")
    )
    contract_address: Named[str | None] = Column(Text)
    token_address: Named[str | None] = Column(Text)
    total_supply: Named[Decimal] = Column(Numeric)
    available_supply: Named[Decimal] = Column(Numeric, info={"act": True})
    current_price: Named[Decimal] = Column(Numeric, info=money("USD"))
    initial_price: Named[Decimal | None] = Column(Numeric, info=money("USD"))
    status: Named[str] = Column(Text, server_default="draft", info=lives(LIFE))
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


OBJECTS = (
    function(
        "nexus_mint.token_supply()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                NEW.available_supply := NEW.total_supply;
                NEW.initial_price := coalesce(NEW.initial_price, NEW.current_price);
            ELSIF (NEW.total_supply, NEW.property_id) <> (OLD.total_supply, OLD.property_id) THEN
                IF OLD.status <> 'draft' THEN
                    RAISE EXCEPTION 'The property and the supply of a token are settled once it '
                        'is no longer a draft.'
                        USING ERRCODE = 'check_violation', COLUMN = 'total_supply';
                END IF;
                NEW.available_supply := NEW.total_supply;
            END IF;
            RETURN NEW;
        END $$""",
    ),
    function(
        "nexus_mint.count_tokens_issued()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.property_id = NEW.property_id THEN
                UPDATE nexus_mint.properties p SET tokens_issued = p.tokens_issued
                    + (NEW.total_supply - NEW.available_supply)
                    - (OLD.total_supply - OLD.available_supply)
                WHERE p.id = NEW.property_id AND NEW.total_supply - NEW.available_supply
                    <> OLD.total_supply - OLD.available_supply;
            ELSIF TG_OP = 'DELETE' AND OLD.available_supply <> OLD.total_supply THEN
                UPDATE nexus_mint.properties p
                SET tokens_issued = p.tokens_issued - (OLD.total_supply - OLD.available_supply)
                WHERE p.id = OLD.property_id;
            END IF;
            RETURN NULL;
        END $$""",
    ),
    trigger("c_supply", PLACE, "BEFORE INSERT OR UPDATE", "nexus_mint.token_supply()"),
    trigger("issued", PLACE, "AFTER UPDATE OR DELETE", "nexus_mint.count_tokens_issued()"),
    logged(PLACE),
    policy(
        "Tokens of accessible properties are viewable",
        PLACE,
        "SELECT",
        "nexus_mint.can_access_property(auth.uid(), property_id)",
    ),
    policy("Managers can manage tokens", PLACE, "ALL", having("admin", "property_manager")),
)

property_tokens = Table(
    "property_tokens",
    metadata,
    TokenColumns,
    CheckConstraint("total_supply > 0 AND total_supply < 'Infinity'", name="total"),
    CheckConstraint("available_supply BETWEEN 0 AND total_supply", name="supply"),
    CheckConstraint("current_price > 0 AND initial_price > 0", name="prices"),
    Index(None, "status"),
    Index(None, "created_at"),
    Index(None, "contract_address"),
    schema="nexus_mint",
    info={"objects": OBJECTS, "acts": TOKEN_ACTS},
)
