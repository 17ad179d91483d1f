"""Events: what happens, where and when, who organizes it, and how far it has come.

Only a verified organizer's event is made public; one with sold tickets must be cancelled before
it is put away. The capacity is never below the tickets that are out.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
    text,
)

from desktop_app.domain.events import LIFE, State
from desktop_app.domain.fields import Field
from desktop_app.domain.query import Kind
from desktop_app.services.passa_counts import EVENT_COUNTS
from desktop_app.services.passa_people import ACT, PINNED, softly_deleted
from desktop_app.storage.sql.acts import NOW, Act
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import lives, metadata

PLACE = "passa.events"
ACTS = (
    Act(
        step="publish",
        confirm="Everybody sees the event, and tickets may be sold.",
        checks=((f"this.start_datetime > {NOW}", "The event's start lies in the past."),),
    ),
    Act(
        step="complete",
        checks=((f"this.end_datetime <= {NOW}", "The event is not over yet."),),
    ),
    Act(step="postpone", reason="required", confirm="No tickets are sold meanwhile."),
    Act(
        step="reschedule",
        fields=(
            Field("start_datetime", Kind.MOMENT, required=True, words="New start"),
            Field("end_datetime", Kind.MOMENT, required=True, words="New end"),
        ),
        stamps={
            "start_datetime": "(details ->> 'start_datetime')::timestamptz",
            "end_datetime": "(details ->> 'end_datetime')::timestamptz",
        },
        checks=(
            (f"moved.start_datetime > {NOW}", "The new start lies in the past."),
            ("moved.end_datetime > moved.start_datetime", "The end comes after the start."),
        ),
    ),
    Act(
        step="cancel",
        reason="required",
        confirm="The event is called off for good; sold tickets are to be refunded.",
        destructive=True,
    ),
)


class EventColumns(TypedColumns):
    event_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    title: Named[str] = Column(String(255))
    description: Named[str | None] = Column(Text)
    organizer_user_id: Named[UUID] = Column(Uuid, ForeignKey("passa.organizers.user_id"))
    category_id: Named[UUID | None] = Column(Uuid, ForeignKey("passa.event_categories.category_id"))
    smart_contract_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.smart_contracts.contract_id")
    )
    status: Named[str] = Column(String(20), server_default=State.DRAFT, info=lives(LIFE))
    start_datetime: Named[datetime] = Column(DateTime(timezone=True))
    end_datetime: Named[datetime] = Column(DateTime(timezone=True))
    timezone: Named[str] = Column(String(64), server_default="UTC")
    venue: Named[str | None] = Column(String(255))
    location: Named[str | None] = Column(Text)
    capacity: Named[int | None] = Column(Integer)
    currency: Named[str] = Column(String(12), server_default="USD")
    image_url: Named[str | None] = Column(Text)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    is_deleted: Named[bool] = Column(Boolean, server_default="false")
    deleted_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)


OBJECTS = (
    function(
        "passa.event_may_be_public()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE verified boolean;
        BEGIN
            IF NEW.status <> 'published' OR OLD.status = 'published'
               AND OLD.organizer_user_id = NEW.organizer_user_id THEN
                RETURN NEW;
            END IF;
            -- Held until this is committed: nobody takes the verification back meanwhile.
            SELECT o.is_verified INTO verified FROM passa.organizers o
             WHERE o.user_id = NEW.organizer_user_id FOR SHARE;
            IF verified IS DISTINCT FROM true THEN
                RAISE EXCEPTION 'Only a verified organizer''s event is published; this one''s '
                    'organizer is not verified yet.'
                    USING ERRCODE = 'check_violation', COLUMN = 'status';
            END IF;
            IF NEW.is_deleted THEN
                RAISE EXCEPTION 'A deleted event is restored before it is published.'
                    USING ERRCODE = 'check_violation', COLUMN = 'status';
            END IF;
            RETURN NEW;
        END $$""",
        needs=("passa.organizers",),
    ),
    trigger(
        "c_may_be_public",
        PLACE,
        "BEFORE UPDATE OF status, organizer_user_id",
        "passa.event_may_be_public()",
    ),
    function(
        "passa.event_with_tickets()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE
            sold bigint;
            issued bigint;
        BEGIN
            IF NEW.is_deleted AND NOT OLD.is_deleted AND NEW.status <> 'cancelled' THEN
                SELECT count(*) INTO sold FROM passa.tickets t
                 WHERE t.event_id = NEW.event_id
                   AND t.ticket_status IN ('reserved', 'purchased', 'used');
                IF sold > 0 THEN
                    RAISE EXCEPTION 'The event has % sold or reserved tickets; cancel it before '
                        'deleting it.', sold
                        USING ERRCODE = 'check_violation', COLUMN = 'is_deleted';
                END IF;
            END IF;
            IF NEW.capacity IS DISTINCT FROM OLD.capacity THEN
                SELECT count(*) INTO issued FROM passa.tickets t
                 WHERE t.event_id = NEW.event_id
                   AND t.ticket_status NOT IN ('cancelled', 'refunded');
                IF issued > NEW.capacity THEN
                    RAISE EXCEPTION 'The capacity cannot be below the % tickets that are issued.',
                        issued USING ERRCODE = 'check_violation', COLUMN = 'capacity';
                END IF;
            END IF;
            RETURN NEW;
        END $$""",
        needs=("passa.tickets",),
    ),
    trigger(
        "c_with_tickets",
        PLACE,
        "BEFORE UPDATE OF is_deleted, capacity",
        "passa.event_with_tickets()",
    ),
    softly_deleted(PLACE),
    *EVENT_COUNTS,
)

events = Table(
    "events",
    metadata,
    EventColumns,
    CheckConstraint("end_datetime > start_datetime", name="ends_after_start"),
    CheckConstraint("capacity > 0", name="capacity_positive"),
    CheckConstraint("is_deleted = (deleted_at IS NOT NULL)", name="deleted"),
    Index(None, "organizer_user_id"),
    Index(None, "category_id"),
    Index(None, "status"),
    Index(None, "start_datetime"),
    Index(None, "location"),
    Index("events_created_at_idx", "created_at"),
    Index("events_live", "created_at", postgresql_where=text("NOT is_deleted")),
    schema="passa",
    info={"objects": OBJECTS, "acts": ACTS},
)
