"""High-value operations: what is asked for, who may sign, and who has.

A request names its operation and how many of its signers must agree. Each signer has one line,
which is signed once, for or against. The database counts: enough for it authorize the request, too
many against it reject it. What was asked stays as it was asked.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain.multisig import LIFE, State
from desktop_app.services.passa_people import ACT, PINNED
from desktop_app.storage.sql.acts import NOW, Act
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import lives, metadata, money, words

REQUESTS, SIGNATURES = "passa.multisig_requests", "passa.multisig_signatures"
ACTS = (
    # Signatures authorize and reject; nobody does so by hand.
    Act(
        step="execute",
        confirm="What was signed counts as done.",
        not_own=("this.created_by",),
    ),
    Act(step="withdraw", reason="required", destructive=True),
    Act(
        step="expire",
        reason="none",
        checks=((f"this.expires_at <= {NOW}", "The request has not expired yet."),),
    ),
)


class RequestColumns(TypedColumns):
    request_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    operation: Named[str] = Column(
        String(40),
        info=words(
            "attribution_payout",
            "revenue_distribution",
            "contract_deploy",
            "contract_pause",
            "contract_deprecate",
            "primary_wallet_change",
            "bulk_refund",
        ),
    )
    status: Named[str] = Column(String(20), server_default=State.COLLECTING, info=lives(LIFE))
    required_signatures: Named[int] = Column(SmallInteger, server_default="2")
    amount: Named[Decimal | None] = Column(Numeric(38, 18), info=money("currency"))
    currency: Named[str] = Column(String(12), server_default="USD")
    reason: Named[str] = Column(Text)
    details: Named[dict[str, Any]] = Column(JSONB, server_default="{}")
    event_id: Named[UUID | None] = Column(Uuid, ForeignKey("passa.events.event_id"))
    smart_contract_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.smart_contracts.contract_id")
    )
    transaction_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.transactions.transaction_id"), info=ACT
    )
    created_by: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="SET NULL"), info=ACT
    )
    expires_at: Named[datetime | None] = Column(DateTime(timezone=True))
    decided_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


class SignatureColumns(TypedColumns):
    signature_id: Named[UUID] = Column(
        Uuid, primary_key=True, server_default=func.gen_random_uuid()
    )
    request_id: Named[UUID] = Column(
        Uuid, ForeignKey("passa.multisig_requests.request_id", ondelete="CASCADE")
    )
    signer_user_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="SET NULL"), info=ACT
    )
    wallet_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.wallets.wallet_id", ondelete="SET NULL"), info=ACT
    )
    decision: Named[str | None] = Column(String(20), info=words("approve", "refuse") | ACT)
    signature: Named[str | None] = Column(Text, info=ACT)
    note: Named[str | None] = Column(Text, info=ACT)
    signed_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


REQUEST_RULES = (
    function(
        "passa.multisig_request_step()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE agreed bigint;
        BEGIN
            IF (NEW.operation, NEW.required_signatures, NEW.amount, NEW.currency, NEW.details,
                NEW.event_id, NEW.smart_contract_id)
               IS DISTINCT FROM (OLD.operation, OLD.required_signatures, OLD.amount, OLD.currency,
                OLD.details, OLD.event_id, OLD.smart_contract_id) THEN
                RAISE EXCEPTION 'What is to be signed stays as it was asked; withdraw it and ask '
                    'anew.' USING ERRCODE = 'check_violation', COLUMN = 'details';
            END IF;
            IF NEW.status = OLD.status THEN
                RETURN NEW;
            END IF;
            IF NEW.status IN ('authorized', 'executed') THEN
                SELECT count(*) INTO agreed FROM passa.multisig_signatures s
                 WHERE s.request_id = NEW.request_id AND s.decision = 'approve';
                IF agreed < NEW.required_signatures THEN
                    RAISE EXCEPTION 'The request has % of % signatures.', agreed,
                        NEW.required_signatures
                        USING ERRCODE = 'check_violation', COLUMN = 'status';
                END IF;
                IF NEW.expires_at <= statement_timestamp() THEN
                    RAISE EXCEPTION 'The request has expired.'
                        USING ERRCODE = 'check_violation', COLUMN = 'status';
                END IF;
            END IF;
            NEW.decided_at := coalesce(NEW.decided_at, statement_timestamp());
            RETURN NEW;
        END $$""",
        needs=(SIGNATURES,),
    ),
    trigger("c_step", REQUESTS, "BEFORE UPDATE", "passa.multisig_request_step()"),
)
SIGNATURE_RULES = (
    function(
        "passa.multisig_sign()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE now_is text;
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.request_id = OLD.request_id
               AND (NEW.decision, NEW.signature, NEW.note, NEW.signed_at)
                   IS NOT DISTINCT FROM (OLD.decision, OLD.signature, OLD.note, OLD.signed_at)
               AND (NEW.signer_user_id IS NULL
                    OR NEW.signer_user_id IS NOT DISTINCT FROM OLD.signer_user_id) THEN
                RETURN NEW;  -- an erased person or wallet leaves the line
            END IF;
            IF TG_OP = 'UPDATE' AND (OLD.decision IS NOT NULL
               OR (NEW.request_id, NEW.signer_user_id)
                   IS DISTINCT FROM (OLD.request_id, OLD.signer_user_id)) THEN
                RAISE EXCEPTION 'What is signed stays signed, and nobody signs for another.'
                    USING ERRCODE = 'check_violation', COLUMN = 'decision';
            END IF;
            IF TG_OP = 'INSERT' AND NEW.decision IS NOT NULL THEN
                RAISE EXCEPTION 'Signers are named first; then each signs.'
                    USING ERRCODE = 'check_violation', COLUMN = 'decision';
            END IF;
            -- One signature at a time, so that each sees those before it.
            SELECT r.status INTO now_is FROM passa.multisig_requests r
             WHERE r.request_id = NEW.request_id FOR NO KEY UPDATE;
            IF now_is <> 'collecting' THEN
                RAISE EXCEPTION 'The request is % and takes no more signatures.', now_is
                    USING ERRCODE = 'check_violation', COLUMN = 'request_id';
            END IF;
            IF NEW.decision IS NOT NULL THEN
                NEW.signed_at := coalesce(NEW.signed_at, statement_timestamp());
            END IF;
            RETURN NEW;
        END $$""",
        needs=(REQUESTS,),
    ),
    trigger("c_sign", SIGNATURES, "BEFORE INSERT OR UPDATE", "passa.multisig_sign()"),
    function(
        "passa.multisig_count()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF NEW.decision IS NULL THEN
                RETURN NULL;
            END IF;
            UPDATE passa.multisig_requests r
               SET status = CASE WHEN c.agreed >= r.required_signatures THEN 'authorized'
                                 ELSE 'rejected' END
              FROM (SELECT count(*) FILTER (WHERE s.decision = 'approve') AS agreed,
                           count(*) FILTER (WHERE s.decision = 'refuse') AS against,
                           count(*) AS signers
                      FROM passa.multisig_signatures s WHERE s.request_id = NEW.request_id) AS c
             WHERE r.request_id = NEW.request_id AND r.status = 'collecting'
               AND (c.agreed >= r.required_signatures
                    OR c.against > 0 AND c.signers - c.against < r.required_signatures);
            RETURN NULL;
        END $$""",
        needs=(REQUESTS,),
    ),
    trigger("count", SIGNATURES, "AFTER UPDATE OF decision", "passa.multisig_count()"),
)

multisig_requests = Table(
    "multisig_requests",
    metadata,
    RequestColumns,
    CheckConstraint("required_signatures >= 2", name="more_than_one"),
    CheckConstraint("amount >= 0 AND amount < 'Infinity'", name="amount_not_negative"),
    CheckConstraint("(status = 'collecting') = (decided_at IS NULL)", name="decided"),
    Index("multisig_requests_status_idx", "status"),
    Index("multisig_requests_created_at_idx", "created_at"),
    schema="passa",
    info={"objects": REQUEST_RULES, "acts": ACTS},
)
multisig_signatures = Table(
    "multisig_signatures",
    metadata,
    SignatureColumns,
    UniqueConstraint("request_id", "signer_user_id"),
    CheckConstraint("(decision IS NULL) = (signed_at IS NULL)", name="signed"),
    Index("multisig_signatures_created_at_idx", "created_at"),
    schema="passa",
    info={"objects": SIGNATURE_RULES},
)
