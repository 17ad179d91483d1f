"""Reservations: who holds a property, from when to when, with what deposit.

Completed here: the end comes after the start, confirmed reservations of one property never
overlap (one may begin at the moment the other ends), deposits are never negative, and an index
for the newest first.
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
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from desktop_app.domain.reservations import LIFE, State
from desktop_app.storage.sql.acts import NOW, Act
from desktop_app.storage.tables import guarded, lives, metadata, money

LOCK = """PERFORM FROM multiverse.properties p
     WHERE p.property_id = this.property_id FOR NO KEY UPDATE"""
HELD = """
    SELECT format('The property is held by %s until %s UTC.', coalesce(u.full_name, 'somebody'),
                  to_char(r.reservation_end AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'))
      FROM multiverse.property_reservations r LEFT JOIN multiverse.users u USING (user_id)
     WHERE r.property_id = this.property_id AND r.status = 'confirmed'
       AND r.reservation_id <> this.reservation_id
       AND tstzrange(r.reservation_start, r.reservation_end)
           && tstzrange(this.reservation_start, this.reservation_end)
     ORDER BY r.reservation_start LIMIT 1"""
SOLD = """
    SELECT 'The property is sold.' FROM multiverse.properties p
     WHERE p.property_id = this.property_id AND p.status = 'sold'"""
RELEASE = """UPDATE multiverse.properties p SET status = 'available'
     WHERE p.property_id = this.property_id AND p.status = 'reserved'
       AND this.status = 'confirmed' AND NOT EXISTS (
           SELECT FROM multiverse.property_reservations r
            WHERE r.property_id = this.property_id AND r.status = 'confirmed')"""
PLACES = ("multiverse.properties", "multiverse.users")
ACTS = (
    Act(
        step="confirm",
        locks=(LOCK,),
        checks=((f"this.reservation_end > {NOW}", "The reservation's time is over."),),
        blocked=(SOLD, HELD),
        not_own=("this.user_id",),
        also=(
            """UPDATE multiverse.properties p SET status = 'reserved'
                WHERE p.property_id = this.property_id AND p.status = 'available'""",
        ),
        needs=PLACES,
    ),
    Act(
        step="cancel",
        reason="required",
        confirm="The property is free for others again.",
        destructive=True,
        locks=(LOCK,),
        also=(RELEASE,),
        needs=PLACES,
    ),
    Act(
        step="expire",
        reason="none",
        locks=(LOCK,),
        checks=((f"this.reservation_end <= {NOW}", "The reservation's time is not over yet."),),
        also=(RELEASE,),
        needs=PLACES,
    ),
)


class PropertyReservationColumns(TypedColumns):
    reservation_id: Named[UUID] = Column(
        Uuid, primary_key=True, server_default=func.gen_random_uuid()
    )
    property_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.properties.property_id"))
    user_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.users.user_id"))
    status: Named[str] = Column(String(50), server_default=State.PENDING, info=lives(LIFE))
    deposit_amount: Named[Decimal | None] = Column(Numeric(12, 2), info=guarded() | money("USD"))
    reservation_start: Named[datetime] = Column(DateTime(timezone=True))
    reservation_end: Named[datetime] = Column(DateTime(timezone=True))
    notes: Named[str | None] = Column(Text)
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


property_reservations = Table(
    "property_reservations",
    metadata,
    PropertyReservationColumns,
    CheckConstraint("reservation_end > reservation_start", name="ends_after_start"),
    CheckConstraint("deposit_amount >= 0", name="deposit_not_negative"),
    ExcludeConstraint(
        ("property_id", "="),
        (text("tstzrange(reservation_start, reservation_end)"), "&&"),
        where=text("status = 'confirmed'"),
        using="gist",
        name="property_reservations_no_overlap",
    ),
    Index("idx_reservations_property", "property_id"),
    Index("idx_reservations_user", "user_id"),
    Index("idx_reservations_status", "status"),
    Index("idx_reservations_dates", "reservation_start", "reservation_end"),
    Index(None, "created_at", "reservation_id"),
    schema="multiverse",
    info={"acts": ACTS},
)
