"""Attribution: who contributed to an event, and the share of it that is theirs.

A share is a part of the whole or a fixed amount, never both. The parts of an event, rejected ones
aside, never exceed the whole: the event is locked while they are added up. Approved terms are
settled; to change them, the share is rejected and reopened.
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
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
)

from desktop_app.domain.attribution import LIFE, State
from desktop_app.domain.fields import Field
from desktop_app.domain.query import Kind
from desktop_app.services.passa_counts import SHARE_COUNTS
from desktop_app.services.passa_people import ACT, PINNED
from desktop_app.storage.sql.acts import Act
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import lives, metadata, money

PLACE = "passa.attribution"
OWN = ("this.user_id",)
ACTS = (
    Act(step="approve", confirm="The terms of the share are settled.", not_own=OWN),
    Act(step="reject", reason="required", destructive=True, not_own=OWN),
    Act(step="reopen", reason="required", not_own=OWN),
    Act(
        step="pay",
        fields=(
            Field("paid_amount", Kind.MONEY, words="Amount paid"),
            Field("transaction_id", Kind.REFERENCE, words="Transaction"),
        ),
        confirm="The share counts as paid and stays so.",
        stamps={
            "paid_amount": "coalesce((details ->> 'paid_amount')::numeric, this.fixed_amount)",
            "transaction_id": "(details ->> 'transaction_id')::uuid",
        },
        checks=(
            ("moved.paid_amount IS NOT NULL", "Say which amount was paid."),
            (
                "this.fixed_amount IS NULL OR moved.paid_amount = this.fixed_amount",
                "A fixed share is paid as agreed.",
            ),
        ),
        not_own=OWN,
    ),
)


class AttributionColumns(TypedColumns):
    attribution_id: Named[UUID] = Column(
        Uuid, primary_key=True, server_default=func.gen_random_uuid()
    )
    event_id: Named[UUID] = Column(Uuid, ForeignKey("passa.events.event_id"))
    user_id: Named[UUID] = Column(Uuid, ForeignKey("passa.users.user_id"))
    contribution_type: Named[str] = Column(String(50))
    description: Named[str | None] = Column(Text)
    percentage_share: Named[Decimal | None] = Column(Numeric(5, 4))
    fixed_amount: Named[Decimal | None] = Column(Numeric(18, 7), info=money("currency"))
    currency: Named[str] = Column(String(12), server_default="USD")
    status: Named[str] = Column(String(20), server_default=State.PENDING, info=lives(LIFE))
    paid_amount: Named[Decimal | None] = Column(Numeric(18, 7), info=money("currency") | ACT)
    paid_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    transaction_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.transactions.transaction_id"), info=ACT
    )
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


OBJECTS = (
    function(
        "passa.settled_terms()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.status IN ('approved', 'paid')
               AND (NEW.event_id, NEW.user_id, NEW.contribution_type, NEW.percentage_share,
                    NEW.fixed_amount, NEW.currency)
                   IS DISTINCT FROM (OLD.event_id, OLD.user_id, OLD.contribution_type,
                    OLD.percentage_share, OLD.fixed_amount, OLD.currency) THEN
                RAISE EXCEPTION 'The terms of a share that is % are settled. Reject and reopen '
                    'it to change them.', OLD.status
                    USING ERRCODE = 'check_violation', COLUMN = 'percentage_share';
            END IF;
            NEW.paid_at := CASE WHEN NEW.status = 'paid'
                THEN coalesce(NEW.paid_at, statement_timestamp()) END;
            RETURN NEW;
        END $$""",
    ),
    trigger("c_settled_terms", PLACE, "BEFORE INSERT OR UPDATE", "passa.settled_terms()"),
    function(
        "passa.within_whole()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE taken numeric;
        BEGIN
            IF NEW.status = 'rejected' OR NEW.percentage_share IS NULL THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'UPDATE' AND OLD.status <> 'rejected' AND OLD.event_id = NEW.event_id
               AND NEW.percentage_share <= OLD.percentage_share THEN
                RETURN NEW;
            END IF;
            -- The lock puts shares in a row; a frozen snapshot would not see the one before.
            IF current_setting('transaction_isolation') = 'repeatable read' THEN
                RAISE EXCEPTION 'Shares are not changed in a repeatable-read transaction.'
                    USING ERRCODE = 'check_violation', COLUMN = 'percentage_share';
            END IF;
            PERFORM FROM passa.events e WHERE e.event_id = NEW.event_id FOR NO KEY UPDATE;
            SELECT coalesce(sum(a.percentage_share), 0) INTO taken FROM passa.attribution a
             WHERE a.event_id = NEW.event_id AND a.status <> 'rejected'
               AND a.attribution_id <> NEW.attribution_id;
            IF taken + NEW.percentage_share > 1 THEN
                RAISE EXCEPTION '% %% are more than what is left of the event: % %% of it are '
                    'given away, % %% are left.', trim_scale(NEW.percentage_share * 100),
                    trim_scale(taken * 100), trim_scale((1 - taken) * 100)
                    USING ERRCODE = 'check_violation', COLUMN = 'percentage_share';
            END IF;
            RETURN NEW;
        END $$""",
        needs=("passa.events",),
    ),
    trigger(
        "d_within_whole",
        PLACE,
        "BEFORE INSERT OR UPDATE OF percentage_share, event_id, status",
        "passa.within_whole()",
    ),
    *SHARE_COUNTS,
)

attribution = Table(
    "attribution",
    metadata,
    AttributionColumns,
    CheckConstraint(
        "percentage_share >= 0.0000 AND percentage_share <= 1.0000", name="share_of_whole"
    ),
    CheckConstraint("num_nonnulls(percentage_share, fixed_amount) = 1", name="one_kind_of_share"),
    CheckConstraint("fixed_amount >= 0 AND fixed_amount < 'Infinity'", name="fixed_not_negative"),
    CheckConstraint("paid_amount >= 0 AND paid_amount < 'Infinity'", name="paid_not_negative"),
    CheckConstraint("(status = 'paid') = (paid_at IS NOT NULL)", name="paid"),
    Index(None, "event_id"),
    Index(None, "user_id"),
    Index(None, "contribution_type"),
    Index(None, "status"),
    Index("attribution_created_at_idx", "created_at"),
    schema="passa",
    info={"objects": OBJECTS, "acts": ACTS},
)
