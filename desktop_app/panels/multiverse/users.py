"""Users: the people of the exchange, with what they do there and their wallet.

Completed here: `wallet_address` is sealed, so it is found by its blind index (the stated index
stays on the masked form), and an index for the newest first.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Index,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)

from desktop_app.domain.views import View
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata, sealed, words


class UserColumns(TypedColumns):
    user_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    email: Named[str] = Column(String(255))
    password_hash: Named[str] = Column(String(255))
    full_name: Named[str] = Column(String(255))
    user_type: Named[str] = Column(
        String(50), info=words("buyer", "seller", "developer", "entrepreneur")
    )
    wallet_address: Named[str | None] = Column(String(255), info=sealed("wallet"))
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    last_login: Named[datetime | None] = Column(DateTime(timezone=True))
    is_verified: Named[bool | None] = Column(Boolean, server_default="false")
    is_active: Named[bool | None] = Column(Boolean, server_default="true")


table = Table(
    "users",
    metadata,
    UserColumns,
    UniqueConstraint("email"),
    Index("idx_users_email", "email"),
    Index("idx_users_wallet_address", "wallet_address"),
    Index(None, "created_at", "user_id"),
    schema="multiverse",
)
Index(None, table.c["wallet_address_index"])

panel = Panel(
    area="Users",
    title="Multiverse users",
    source=Sql(table, searched=("full_name", "email")),
    named=("full_name",),
    writable=True,
    columns=(
        "full_name",
        "email",
        "user_type",
        "is_verified",
        "is_active",
        "wallet_address",
        "last_login",
        "created_at",
        "updated_at",
        "user_id",
    ),
    labels={"email": "E-mail", "user_id": "Id"},
    filters=(Filter("user_type"), Filter("is_verified"), Filter("is_active")),
    tabs=(
        Tab("Profile", "multiverse.user_profiles", {"user_id": "user_id"}),
        Tab("Properties", "multiverse.properties", {"owner_id": "user_id"}),
        Tab("Reservations", "multiverse.property_reservations", {"user_id": "user_id"}),
        Tab("Bought", "multiverse.property_transactions", {"buyer_id": "user_id"}),
        Tab("Sold", "multiverse.property_transactions", {"seller_id": "user_id"}),
        Tab("Digital assets", "multiverse.digital_assets", {"owner_id": "user_id"}),
        Tab("Assets bought", "multiverse.asset_transactions", {"buyer_id": "user_id"}),
        Tab("Assets sold", "multiverse.asset_transactions", {"seller_id": "user_id"}),
        Tab("Virtual spaces", "multiverse.virtual_spaces", {"owner_id": "user_id"}),
        Tab("Projects", "multiverse.business_projects", {"user_id": "user_id"}),
        Tab("Business models", "multiverse.business_models", {"creator_id": "user_id"}),
        Tab("Recommendations", "multiverse.ai_recommendations", {"user_id": "user_id"}),
        Tab("Notifications", "multiverse.notifications", {"user_id": "user_id"}),
        Tab("Activity", "multiverse.activity_logs", {"user_id": "user_id"}),
        Tab("Tokens", "multiverse.auth_tokens", {"user_id": "user_id"}),
    ),
    views=(
        View(name="Not verified", filter="is_verified:no"),
        View(name="Not active", filter="is_active:no"),
    ),
    sort="created_at",
)
