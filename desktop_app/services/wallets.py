"""Wallets of Passa's users: sealed addresses on a chain, one of them primary on each.

Which wallet is primary and whether it is verified change through acts. The address of a verified
wallet is settled: another address is another wallet. An address is verified for one person only,
unless somebody else keeps it for them (custodial).
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
    Named,
    String,
    Table,
    TypedColumns,
    Uuid,
    func,
    text,
)

from desktop_app.domain.wallets import LIFE, State
from desktop_app.services.chain_acts import WALLET_ACTS
from desktop_app.services.passa_people import ACT, PINNED, softly_deleted
from desktop_app.services.subject_functions import OBJECTS as SAME_WALLET
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import lives, metadata, sealed, words

PLACE = "passa.wallets"


class WalletColumns(TypedColumns):
    wallet_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    user_id: Named[UUID] = Column(Uuid, ForeignKey("passa.users.user_id", ondelete="CASCADE"))
    label: Named[str | None] = Column(String(100))
    address: Named[str] = Column(String(128), info=sealed("wallet"))
    network: Named[str] = Column(String(30), server_default="stellar")
    type: Named[str] = Column(
        String(20),
        server_default="non_custodial",
        info=words("custodial", "non_custodial", "hardware"),
    )
    status: Named[str] = Column(String(20), server_default=State.UNVERIFIED, info=lives(LIFE))
    verified_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    is_primary: Named[bool] = Column(Boolean, server_default="false", info=ACT)
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
        "passa.keep_wallet_address()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.status = 'verified'
               AND (NEW.address_index, NEW.network, NEW.user_id)
                   IS DISTINCT FROM (OLD.address_index, OLD.network, OLD.user_id) THEN
                RAISE EXCEPTION 'The address, network and owner of a verified wallet are settled. '
                    'Add another wallet instead.'
                    USING ERRCODE = 'check_violation', COLUMN = 'address';
            END IF;
            NEW.verified_at := CASE WHEN NEW.status = 'verified'
                THEN coalesce(NEW.verified_at, statement_timestamp()) END;
            RETURN NEW;
        END $$""",
    ),
    trigger("c_keep_address", PLACE, "BEFORE INSERT OR UPDATE", "passa.keep_wallet_address()"),
    softly_deleted(PLACE),
)

wallets = Table(
    "wallets",
    metadata,
    WalletColumns,
    CheckConstraint("network = lower(network) AND network <> ''", name="network"),
    CheckConstraint("(status = 'verified') = (verified_at IS NOT NULL)", name="verified"),
    CheckConstraint("is_deleted = (deleted_at IS NOT NULL)", name="deleted"),
    Index(
        "wallets_one_primary",
        "user_id",
        "network",
        unique=True,
        postgresql_where=text("is_primary AND NOT is_deleted"),
    ),
    Index("wallets_created_at_idx", "created_at"),
    Index("wallets_live", "created_at", postgresql_where=text("NOT is_deleted")),
    schema="passa",
    info={"objects": (*OBJECTS, *SAME_WALLET), "acts": WALLET_ACTS},
)
Index("wallets_address_index_idx", wallets.c.address_index)
Index(
    "wallets_once_a_user",
    wallets.c.user_id,
    wallets.c.network,
    wallets.c.address_index,
    unique=True,
    postgresql_where=text("NOT is_deleted"),
)
Index(
    "wallets_verified_once",
    wallets.c.network,
    wallets.c.address_index,
    unique=True,
    postgresql_where=text("status = 'verified' AND type <> 'custodial' AND NOT is_deleted"),
)
