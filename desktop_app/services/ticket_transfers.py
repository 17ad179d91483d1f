"""Transfers of tickets: one party's offer, the other's acceptance, and the move itself.

The offer is the giver's consent, the acceptance the taker's; each has its time. A completed
transfer moves the ticket. A transfer by force stands on an approved request and a reason instead.
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
    text,
)

from desktop_app.domain.ticket_transfers import LIFE, State
from desktop_app.services.passa_people import ACT, PINNED
from desktop_app.services.ticket_acts import TRANSFER_ACTS
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import lives, metadata, money

PLACE = "passa.ticket_transfers"


class TransferColumns(TypedColumns):
    transfer_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    ticket_id: Named[UUID] = Column(Uuid, ForeignKey("passa.tickets.ticket_id"))
    from_user_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="SET NULL"), info=ACT
    )
    to_user_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="SET NULL"), info=ACT
    )
    status: Named[str] = Column(String(20), server_default=State.OFFERED, info=lives(LIFE))
    price: Named[Decimal] = Column(Numeric(18, 7), server_default="0", info=money("currency"))
    currency: Named[str] = Column(String(12), server_default="USD")
    from_consented_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    to_consented_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    forced_request_id: Named[UUID | None] = Column(Uuid, info=ACT)
    reason: Named[str | None] = Column(Text)
    transaction_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.transactions.transaction_id"), info=ACT
    )
    expires_at: Named[datetime | None] = Column(DateTime(timezone=True))
    completed_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


OBJECTS = (
    function(
        "passa.transfer_step()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE
            ticket passa.tickets;
            forced boolean := NEW.forced_request_id IS NOT NULL;
        BEGIN
            IF TG_OP = 'UPDATE' AND (NEW.ticket_id, NEW.price, NEW.currency)
               IS DISTINCT FROM (OLD.ticket_id, OLD.price, OLD.currency) THEN
                RAISE EXCEPTION 'What is offered stays as it was offered; withdraw it and offer '
                    'anew.' USING ERRCODE = 'check_violation', COLUMN = 'ticket_id';
            END IF;
            -- An erased party is taken out of the row; nobody is put in.
            IF TG_OP = 'UPDATE' AND (
                NEW.from_user_id IS NOT NULL AND NEW.from_user_id IS DISTINCT FROM OLD.from_user_id
                OR NEW.to_user_id IS NOT NULL AND NEW.to_user_id IS DISTINCT FROM OLD.to_user_id)
            THEN
                RAISE EXCEPTION 'The parties of a transfer stay the same.'
                    USING ERRCODE = 'check_violation', COLUMN = 'to_user_id';
            END IF;
            IF NEW.status NOT IN ('offered', 'accepted', 'completed')
               OR TG_OP = 'UPDATE' AND NEW.status = OLD.status THEN
                RETURN NEW;
            END IF;
            SELECT * INTO ticket FROM passa.tickets t
             WHERE t.ticket_id = NEW.ticket_id FOR NO KEY UPDATE;
            IF ticket.ticket_status <> 'purchased'
               OR ticket.owner_user_id IS DISTINCT FROM NEW.from_user_id
               OR NEW.from_user_id IS NULL OR NEW.to_user_id IS NULL THEN
                RAISE EXCEPTION 'Only its owner passes on a ticket, and only between purchase and '
                    'use.' USING ERRCODE = 'check_violation', COLUMN = 'ticket_id';
            END IF;
            IF NOT forced AND NOT ticket.transferable THEN
                RAISE EXCEPTION 'This ticket is not transferable.'
                    USING ERRCODE = 'check_violation', COLUMN = 'ticket_id';
            END IF;
            IF NOT forced AND NEW.price > 0 AND NOT ticket.resaleable THEN
                RAISE EXCEPTION 'This ticket may be given away but not resold.'
                    USING ERRCODE = 'check_violation', COLUMN = 'price';
            END IF;
            IF NEW.status = 'offered' AND NOT forced THEN
                NEW.from_consented_at := coalesce(NEW.from_consented_at, statement_timestamp());
            ELSIF NEW.status = 'accepted' AND NOT forced THEN
                IF NEW.expires_at <= statement_timestamp() THEN
                    RAISE EXCEPTION 'The offer has expired.'
                        USING ERRCODE = 'check_violation', COLUMN = 'status';
                END IF;
                NEW.to_consented_at := coalesce(NEW.to_consented_at, statement_timestamp());
            ELSIF NEW.status = 'completed' THEN
                NEW.completed_at := clock_timestamp();
            END IF;
            RETURN NEW;
        END $$""",
        needs=("passa.tickets",),
    ),
    trigger("c_step", PLACE, "BEFORE INSERT OR UPDATE", "passa.transfer_step()"),
    function(
        "passa.move_ticket()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF NEW.status = 'completed' AND OLD.status <> 'completed' THEN
                UPDATE passa.tickets t SET owner_user_id = NEW.to_user_id,
                       transaction_id = coalesce(NEW.transaction_id, t.transaction_id)
                 WHERE t.ticket_id = NEW.ticket_id;
            END IF;
            RETURN NULL;
        END $$""",
        needs=("passa.tickets",),
    ),
    trigger("move_ticket", PLACE, "AFTER UPDATE OF status", "passa.move_ticket()"),
)

ticket_transfers = Table(
    "ticket_transfers",
    metadata,
    TransferColumns,
    CheckConstraint("from_user_id <> to_user_id", name="two_parties"),
    CheckConstraint("price >= 0 AND price < 'Infinity'", name="price_not_negative"),
    CheckConstraint(
        "status NOT IN ('accepted', 'completed')"
        " OR (from_consented_at IS NOT NULL AND to_consented_at IS NOT NULL)"
        " OR (forced_request_id IS NOT NULL AND reason IS NOT NULL)",
        name="both_consent",
    ),
    CheckConstraint("(status = 'completed') = (completed_at IS NOT NULL)", name="completed"),
    Index(None, "ticket_id"),
    Index(
        "ticket_transfers_one_open",
        "ticket_id",
        unique=True,
        postgresql_where=text("status IN ('offered', 'accepted')"),
    ),
    Index("ticket_transfers_status_idx", "status"),
    Index("ticket_transfers_created_at_idx", "created_at"),
    schema="passa",
    info={"objects": OBJECTS, "acts": TRANSFER_ACTS},
)
