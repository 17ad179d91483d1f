"""Investments in tokens and the returns they earn.

Confirming takes the tokens from the supply, refunding gives them back; the token's row is locked
meanwhile, so two confirmations cannot sell the same tokens. Completed here: `payment_method_id`
beside the stated text, and the moments of confirming and refunding, from which the holders of a
past day are known. All columns of `property_returns` are completed.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Named,
    Numeric,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)

from desktop_app.domain import investments, returns
from desktop_app.services.nexus_trail import having, logged, policy
from desktop_app.services.token_acts import INVESTMENT_ACTS, RETURN_ACTS
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import lives, metadata, money, words

PLACE, RETURNS = "nexus_mint.investments", "nexus_mint.property_returns"
PINNED = "SET search_path = pg_catalog, nexus_mint"
PERIOD = r"period ~ '^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$'"
POSITIVE = (
    "token_amount > 0 AND token_amount < 'Infinity'"
    " AND price_per_token > 0 AND price_per_token < 'Infinity'"
)
ACT = {"act": True}


class InvestmentColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    user_id: Named[UUID] = Column(Uuid, ForeignKey("auth.users.id", ondelete="RESTRICT"))
    property_id: Named[UUID] = Column(
        Uuid, ForeignKey("nexus_mint.properties.id", ondelete="RESTRICT")
    )
    property_token_id: Named[UUID] = Column(
        Uuid, ForeignKey("nexus_mint.property_tokens.id", ondelete="RESTRICT")
    )
    token_amount: Named[Decimal] = Column(Numeric)
    price_per_token: Named[Decimal] = Column(Numeric, info=money("USD"))
    total_amount: Named[Decimal] = Column(Numeric, info=money("USD"))
    status: Named[str] = Column(Text, server_default="pending", info=lives(investments.LIFE))
    payment_method: Named[str | None] = Column(Text)
    payment_method_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("nexus_mint.payment_methods.id", ondelete="SET NULL")
    )
    confirmed_at: Named[datetime | None] = Column(DateTime, info=ACT)
    refunded_at: Named[datetime | None] = Column(DateTime, info=ACT)
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


class ReturnColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    investment_id: Named[UUID] = Column(
        Uuid, ForeignKey("nexus_mint.investments.id", ondelete="RESTRICT")
    )
    kind: Named[str] = Column(
        Text, server_default="rent", info=words("rent", "sale", "interest", "other")
    )
    period: Named[str] = Column(Text)
    amount: Named[Decimal] = Column(Numeric, info=money("USD"))
    status: Named[str] = Column(Text, server_default="due", info=lives(returns.LIFE))
    due_on: Named[date] = Column(Date)
    paid_at: Named[datetime | None] = Column(DateTime, info=ACT)
    payment_reference: Named[str | None] = Column(Text, info=ACT)
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


RULES = (
    function(
        "nexus_mint.investment_terms()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.status <> 'pending' AND
                (NEW.user_id, NEW.property_id, NEW.property_token_id, NEW.token_amount,
                 NEW.price_per_token, NEW.total_amount) <>
                (OLD.user_id, OLD.property_id, OLD.property_token_id, OLD.token_amount,
                 OLD.price_per_token, OLD.total_amount) THEN
                RAISE EXCEPTION 'Investor, token, amount and price of an investment are settled '
                    'once it is no longer pending.'
                    USING ERRCODE = 'check_violation', COLUMN = 'token_amount';
            END IF;
            IF NOT EXISTS (SELECT FROM nexus_mint.property_tokens t
                WHERE t.id = NEW.property_token_id AND t.property_id = NEW.property_id) THEN
                RAISE EXCEPTION 'That token is not one of this property''s.'
                    USING ERRCODE = 'check_violation', COLUMN = 'property_token_id';
            END IF;
            IF NEW.payment_method_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM nexus_mint.payment_methods m
                WHERE m.id = NEW.payment_method_id AND m.user_id = NEW.user_id) THEN
                RAISE EXCEPTION 'That payment method is not the investor''s.'
                    USING ERRCODE = 'check_violation', COLUMN = 'payment_method_id';
            END IF;
            IF TG_OP = 'UPDATE' AND NEW.status <> OLD.status THEN
                IF NEW.status = 'confirmed' THEN
                    NEW.confirmed_at := statement_timestamp();
                ELSIF NEW.status = 'refunded' THEN
                    NEW.refunded_at := statement_timestamp();
                END IF;
            END IF;
            RETURN NEW;
        END $$""",
    ),
    function(
        "nexus_mint.move_supply()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        -- Takes on confirming, gives back when a confirmed investment ends in any way.
        DECLARE
            was boolean := TG_OP <> 'INSERT' AND OLD.status = 'confirmed';
            held boolean := TG_OP <> 'DELETE' AND NEW.status = 'confirmed';
            token record;
        BEGIN
            IF was = held THEN
                RETURN NULL;
            END IF;
            SELECT * INTO token FROM nexus_mint.property_tokens t
            WHERE t.id = CASE WHEN was THEN OLD.property_token_id ELSE NEW.property_token_id END
            FOR NO KEY UPDATE;
            IF was THEN
                UPDATE nexus_mint.property_tokens t
                SET available_supply = t.available_supply + OLD.token_amount
                WHERE t.id = token.id;
                RETURN NULL;
            END IF;
            IF token.status = 'draft' THEN
                RAISE EXCEPTION 'The token is still a draft; nothing of it can be sold.'
                    USING ERRCODE = 'check_violation', COLUMN = 'property_token_id';
            END IF;
            IF token.available_supply < NEW.token_amount THEN
                RAISE EXCEPTION 'Only % of this token are left; the investment asks for %.',
                    trim_scale(token.available_supply), trim_scale(NEW.token_amount)
                    USING ERRCODE = 'check_violation', COLUMN = 'token_amount';
            END IF;
            UPDATE nexus_mint.property_tokens t
            SET available_supply = t.available_supply - NEW.token_amount WHERE t.id = token.id;
            RETURN NULL;
        END $$""",
    ),
    trigger("c_terms", PLACE, "BEFORE INSERT OR UPDATE", "nexus_mint.investment_terms()"),
    trigger("supply", PLACE, "AFTER INSERT OR UPDATE OR DELETE", "nexus_mint.move_supply()"),
    logged(PLACE),
    policy("Users can view own investments", PLACE, "SELECT", "user_id = auth.uid()"),
    policy(
        "Users can make own investments",
        PLACE,
        "INSERT",
        "user_id = auth.uid() AND status = 'pending'",
    ),
    policy(
        "Compliance can view investments",
        PLACE,
        "SELECT",
        having("compliance_officer", "property_manager"),
    ),
    policy("Admins can manage investments", PLACE, "ALL", having("admin")),
)
RETURN_RULES = (
    function(
        "nexus_mint.return_terms()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE standing text;
        BEGIN
            IF TG_OP = 'INSERT' THEN
                SELECT i.status INTO standing FROM nexus_mint.investments i
                WHERE i.id = NEW.investment_id FOR SHARE;
                IF standing <> 'confirmed' THEN
                    RAISE EXCEPTION 'Only a confirmed investment earns returns; this one is %.',
                        standing USING ERRCODE = 'check_violation', COLUMN = 'investment_id';
                END IF;
            ELSIF OLD.status = 'paid' AND (NEW.investment_id, NEW.amount, NEW.period)
                <> (OLD.investment_id, OLD.amount, OLD.period) THEN
                RAISE EXCEPTION 'A return that is paid keeps its amount.'
                    USING ERRCODE = 'check_violation', COLUMN = 'amount';
            END IF;
            IF NEW.status = 'paid' THEN
                NEW.paid_at := coalesce(NEW.paid_at, statement_timestamp());
            END IF;
            RETURN NEW;
        END $$""",
    ),
    trigger("c_terms", RETURNS, "BEFORE INSERT OR UPDATE", "nexus_mint.return_terms()"),
    logged(RETURNS),
    policy(
        "Users can view own returns",
        RETURNS,
        "SELECT",
        "EXISTS (SELECT FROM nexus_mint.investments i"
        " WHERE i.id = investment_id AND i.user_id = auth.uid())",
    ),
    policy(
        "Compliance can view returns",
        RETURNS,
        "SELECT",
        having("compliance_officer", "property_manager"),
    ),
    policy("Admins can manage returns", RETURNS, "ALL", having("admin")),
)

investments_table = Table(
    "investments",
    metadata,
    InvestmentColumns,
    CheckConstraint(POSITIVE, name="positive"),
    CheckConstraint("total_amount = round(token_amount * price_per_token, 2)", name="total"),
    Index("investments_user_property_idx", "user_id", "property_id"),
    Index(None, "status"),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={"objects": RULES, "acts": INVESTMENT_ACTS},
)
property_returns = Table(
    "property_returns",
    metadata,
    ReturnColumns,
    CheckConstraint("amount > 0 AND amount < 'Infinity'", name="amount"),
    CheckConstraint(PERIOD, name="period"),
    CheckConstraint("(status = 'paid') = (paid_at IS NOT NULL)", name="paid"),
    UniqueConstraint("investment_id", "kind", "period"),
    Index(None, "status", "due_on"),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={"objects": RETURN_RULES, "acts": RETURN_ACTS},
)
