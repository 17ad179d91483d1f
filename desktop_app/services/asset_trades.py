"""Digital assets and their trades: whose an asset is (MongoDB), and how it came to be (PostgreSQL).

Completed here: a price is never negative and names its currency, a completed trade is stamped with
its time, a materialized view of each day's volume, and for the assets a unique id and indexes on
owner, creator and time.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field
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
    TypedColumns,
    Uuid,
    func,
    text,
)

from desktop_app.domain.asset_trades import LIFE, State
from desktop_app.storage.shapes import Collection, asc
from desktop_app.storage.sql.acts import Act
from desktop_app.storage.sql.objects import materialized_view, trigger
from desktop_app.storage.sql.over_two import Cell, OverTwo
from desktop_app.storage.tables import lives, metadata, money, words


class AssetTransactionColumns(TypedColumns):
    transaction_id: Named[UUID] = Column(
        Uuid, primary_key=True, server_default=text("backoffice.uuid7()")
    )
    asset_id: Named[str] = Column(String(255), info={"refers": "multiverse.digital_assets"})
    seller_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.users.user_id"))
    buyer_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.users.user_id"))
    transaction_type: Named[str] = Column(String(50), info=words("sale", "transfer", "mint"))
    price: Named[Decimal | None] = Column(Numeric(18, 8), info=money("currency"))
    currency: Named[str | None] = Column(String(50))
    blockchain_tx_hash: Named[str | None] = Column(String(255))
    status: Named[str] = Column(String(50), server_default=State.PENDING, info=lives(LIFE))
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    completed_at: Named[datetime | None] = Column(DateTime(timezone=True), info={"act": True})


VOLUME_BY_DAY = materialized_view(
    "multiverse.asset_volume_by_day",
    """
    SELECT date_trunc('day', coalesce(completed_at, created_at), 'UTC') AS day,
           transaction_type,
           coalesce(currency, '') AS currency,
           count(*) AS trades,
           count(DISTINCT asset_id) AS assets,
           coalesce(sum(price), 0) AS volume
      FROM multiverse.asset_transactions
     WHERE status = 'completed'
     GROUP BY 1, 2, 3
    """,
    key="day, transaction_type, currency",
    needs=("multiverse.asset_transactions",),
)

COMPLETE = OverTwo(
    step="complete",
    confirm="The asset becomes the buyer's and is no longer listed.",
    panel="multiverse.digital_assets",
    key="asset_id",
    seen={"owner_id": Cell("seller_id")},
    values={"is_listed": False, "owner_id": Cell("buyer_id")},
    told="The asset changed hands",
    checks=(("this.buyer_id IS NOT NULL", "The trade names no buyer."),),
    not_own=("this.seller_id", "this.buyer_id"),
    formerly=("multiverse.asset_trade_delivered",),
)

asset_transactions = Table(
    "asset_transactions",
    metadata,
    AssetTransactionColumns,
    CheckConstraint("price >= 0", name="price_not_negative"),
    CheckConstraint("price IS NULL OR currency IS NOT NULL", name="price_has_currency"),
    Index("idx_asset_transactions_asset", "asset_id"),
    Index("idx_asset_transactions_status", "status"),
    schema="multiverse",
    postgresql_partition_by="RANGE (transaction_id)",
    info={
        "partitioned": "month",
        "acts": (Act(step="fail", reason="required", destructive=True),),
        "over_two": (COMPLETE,),
        "objects": (
            trigger(
                "stamp_completed",
                "multiverse.asset_transactions",
                "BEFORE INSERT OR UPDATE OF status",
                "multiverse.stamp_completed()",
            ),
            VOLUME_BY_DAY,
        ),
    },
)


class Trait(BaseModel):
    trait_type: str | None = None
    value: Any = None


class AssetMetadata(BaseModel):
    image_url: str | None = None
    animation_url: str | None = None
    external_url: str | None = None
    attributes: list[Trait] | None = None


class BlockchainData(BaseModel):
    contract_address: str | None = None
    token_id: str | None = None
    blockchain: str | None = None
    token_standard: Literal["ERC-721", "ERC-1155"] | None = None


class DigitalAsset(BaseModel):
    asset_id: str
    name: str
    description: str | None = None
    creator_id: UUID | None = Field(None, json_schema_extra={"refers": "multiverse.users"})
    owner_id: UUID | None = Field(None, json_schema_extra={"refers": "multiverse.users"})
    asset_type: str | None = None
    metadata: AssetMetadata | None = None
    blockchain_data: BlockchainData | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    is_listed: bool | None = None
    listing_price: Decimal | None = Field(
        None, ge=0, json_schema_extra={"currency": "listing_currency"}
    )
    listing_currency: str | None = None


digital_assets = Collection(
    "multiverse",
    "digital_assets",
    DigitalAsset,
    key="asset_id",
    indexes=(
        asc("asset_id", unique=True, stated=False),
        asc("owner_id", stated=False),
        asc("creator_id", stated=False),
        asc("created_at", "_id", stated=False),
        asc("name", "_id", stated=False),
    ),
    acted=frozenset({"owner_id"}),
)
