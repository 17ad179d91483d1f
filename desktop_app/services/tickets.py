"""Tickets: places at an event, who holds each, and what may be done with it.

Sold only while the event is public and never beyond its capacity. A sold ticket changes hands
through a completed transfer alone (ticket_transfers.py); when its owner is erased it stays, without
one. What is not refundable is paid back only when the ticket or its event was called off.
"""

from datetime import datetime
from decimal import Decimal
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
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
    text,
)

from desktop_app.domain.tickets import LIFE, State
from desktop_app.services.passa_counts import TICKET_COUNTS
from desktop_app.services.passa_people import ACT, PINNED
from desktop_app.services.ticket_acts import ACTS
from desktop_app.storage.sql.objects import Object, Phase, function, trigger
from desktop_app.storage.tables import lives, metadata, money

PLACE = "passa.tickets"


class TicketColumns(TypedColumns):
    ticket_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    event_id: Named[UUID] = Column(Uuid, ForeignKey("passa.events.event_id", ondelete="RESTRICT"))
    owner_user_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="SET NULL"), info=ACT
    )
    ticket_status: Named[str] = Column(String(20), server_default=State.AVAILABLE, info=lives(LIFE))
    ticket_type: Named[str] = Column(String(50), server_default="general")
    seat: Named[str | None] = Column(String(50))
    price: Named[Decimal] = Column(Numeric(18, 7), info=money("currency"))
    currency: Named[str] = Column(String(12), server_default="USD")
    token_id: Named[str | None] = Column(String(128))
    smart_contract_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.smart_contracts.contract_id")
    )
    transaction_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.transactions.transaction_id"), info=ACT
    )
    reserved_until: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    purchase_date: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    used_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    transferable: Named[bool] = Column(Boolean, server_default="true")
    refundable: Named[bool] = Column(Boolean, server_default="true")
    resaleable: Named[bool] = Column(Boolean, server_default="false")
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


STEPS = (
    function(
        "passa.ticket_step()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE event_status text;
        BEGIN
            IF NEW.ticket_status = OLD.ticket_status THEN
                RETURN NEW;
            END IF;
            -- Held until this is committed, so that the event is not called off meanwhile.
            SELECT e.status INTO event_status FROM passa.events e
             WHERE e.event_id = NEW.event_id FOR SHARE;
            IF NEW.ticket_status IN ('reserved', 'purchased') THEN
                IF event_status <> 'published' THEN
                    RAISE EXCEPTION 'Tickets are sold only while their event is published; this '
                        'one is %.', event_status
                        USING ERRCODE = 'check_violation', COLUMN = 'ticket_status';
                END IF;
                IF NEW.owner_user_id IS NULL THEN
                    RAISE EXCEPTION 'Say for whom the ticket is %.', NEW.ticket_status
                        USING ERRCODE = 'check_violation', COLUMN = 'owner_user_id';
                END IF;
            END IF;
            IF NEW.ticket_status = 'refunded' THEN
                IF NEW.purchase_date IS NULL THEN
                    RAISE EXCEPTION 'The ticket was never sold, so there is nothing to refund.'
                        USING ERRCODE = 'check_violation', COLUMN = 'ticket_status';
                END IF;
                IF NOT NEW.refundable AND OLD.ticket_status <> 'cancelled'
                   AND event_status NOT IN ('cancelled', 'postponed') THEN
                    RAISE EXCEPTION 'The ticket is not refundable, and neither it nor its event '
                        'was called off.'
                        USING ERRCODE = 'check_violation', COLUMN = 'ticket_status';
                END IF;
            END IF;
            CASE NEW.ticket_status
                WHEN 'available' THEN
                    NEW.owner_user_id := NULL;
                WHEN 'purchased' THEN
                    NEW.purchase_date := coalesce(NEW.purchase_date, statement_timestamp());
                WHEN 'used' THEN
                    NEW.used_at := coalesce(NEW.used_at, statement_timestamp());
                ELSE
                    NULL;
            END CASE;
            IF NEW.ticket_status <> 'reserved' THEN
                NEW.reserved_until := NULL;
            END IF;
            RETURN NEW;
        END $$""",
        needs=("passa.events",),
    ),
    trigger("c_step", PLACE, "BEFORE UPDATE OF ticket_status", "passa.ticket_step()"),
)
OWNERS = (
    function(
        "passa.ticket_changes_hands()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE
            giver uuid;
            taker uuid;
        BEGIN
            IF NEW.event_id <> OLD.event_id THEN
                RAISE EXCEPTION 'A ticket stays with the event that it was issued for.'
                    USING ERRCODE = 'check_violation', COLUMN = 'event_id';
            END IF;
            IF NEW.owner_user_id IS NOT DISTINCT FROM OLD.owner_user_id
               OR OLD.ticket_status IN ('available', 'reserved') THEN
                RETURN NEW;
            END IF;
            -- An erased owner leaves the ticket behind.
            IF NEW.owner_user_id IS NULL AND NOT EXISTS (
                SELECT FROM passa.users u WHERE u.user_id = OLD.owner_user_id) THEN
                RETURN NEW;
            END IF;
            SELECT t.from_user_id, t.to_user_id INTO giver, taker FROM passa.ticket_transfers t
             WHERE t.ticket_id = NEW.ticket_id AND t.status = 'completed'
             ORDER BY t.completed_at DESC LIMIT 1;
            IF (giver, taker) IS DISTINCT FROM (OLD.owner_user_id, NEW.owner_user_id) THEN
                RAISE EXCEPTION 'A sold ticket changes hands only through a transfer to which both '
                    'parties have agreed.'
                    USING ERRCODE = 'check_violation', COLUMN = 'owner_user_id';
            END IF;
            RETURN NEW;
        END $$""",
        needs=("passa.users", "passa.ticket_transfers"),
    ),
    trigger(
        "d_changes_hands",
        PLACE,
        "BEFORE UPDATE OF owner_user_id, ticket_status, event_id",
        "passa.ticket_changes_hands()",
    ),
)
CAPACITY = (
    function(
        "passa.tickets_within_capacity()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE
            full_event text;
            places integer;
        BEGIN
            PERFORM FROM passa.events e WHERE e.event_id IN (SELECT i.event_id FROM issued i)
              ORDER BY e.event_id FOR NO KEY UPDATE;
            SELECT e.title, e.capacity INTO full_event, places FROM passa.events e
             WHERE e.event_id IN (SELECT i.event_id FROM issued i) AND e.capacity <
                   (SELECT count(*) FROM passa.tickets t WHERE t.event_id = e.event_id
                       AND t.ticket_status NOT IN ('cancelled', 'refunded'))
             LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION '“%” has only % places; so many tickets cannot be issued.',
                    full_event, places
                    USING ERRCODE = 'check_violation', COLUMN = 'event_id';
            END IF;
            RETURN NULL;
        END $$""",
        needs=("passa.events",),
    ),
    Object(
        f"trigger {PLACE} within_capacity",
        Phase.TRIGGER,
        f"CREATE OR REPLACE TRIGGER within_capacity AFTER INSERT ON {PLACE} "
        "REFERENCING NEW TABLE AS issued FOR EACH STATEMENT "
        "EXECUTE FUNCTION passa.tickets_within_capacity()",
        f"DROP TRIGGER IF EXISTS within_capacity ON {PLACE}",
        (PLACE,),
    ),
)

tickets = Table(
    "tickets",
    metadata,
    TicketColumns,
    CheckConstraint("price >= 0", name="price_not_negative"),
    CheckConstraint("price < 'Infinity'", name="price_finite"),
    CheckConstraint(
        "ticket_status <> 'available' OR (owner_user_id IS NULL AND purchase_date IS NULL)",
        name="free_of_owner",
    ),
    CheckConstraint(
        "ticket_status NOT IN ('purchased', 'used', 'refunded') OR purchase_date IS NOT NULL",
        name="purchased",
    ),
    CheckConstraint("(ticket_status = 'used') = (used_at IS NOT NULL)", name="used"),
    CheckConstraint("token_id IS NULL OR smart_contract_id IS NOT NULL", name="token_of_contract"),
    UniqueConstraint("smart_contract_id", "token_id"),
    Index(None, "event_id"),
    Index(None, "owner_user_id"),
    Index(None, "ticket_status"),
    Index(None, "purchase_date"),
    Index("tickets_created_at_idx", "created_at"),
    Index(
        "tickets_one_seat",
        "event_id",
        "seat",
        unique=True,
        postgresql_where=text("ticket_status NOT IN ('cancelled', 'refunded')"),
    ),
    schema="passa",
    info={"objects": (*STEPS, *OWNERS, *CAPACITY, *TICKET_COUNTS), "acts": ACTS},
)
