"""multiverse assets and notices."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "city_resources",
        sa.Column("resource_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=50), nullable=False),
        sa.Column("zip_code", sa.String(length=20), nullable=True),
        sa.Column("resource_type", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("url", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("api_available", sa.Boolean(), server_default="false", nullable=True),
        sa.Column("api_endpoint", sa.String(length=255), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.CheckConstraint("resource_type IN ('assessor', 'tax', 'permit', 'gis')", name=op.f("city_resources_resource_type_words_check")),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("city_resources_pkey")),
        schema="multiverse",
    )
    op.create_index("idx_city_resources_location", "city_resources", ["city", "state", "zip_code"], unique=False, schema="multiverse")
    op.create_index("idx_city_resources_type", "city_resources", ["resource_type"], unique=False, schema="multiverse")
    op.create_table(
        "tags",
        sa.Column("tag_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("category", sa.String(length=50), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.PrimaryKeyConstraint("tag_id", name=op.f("tags_pkey")),
        sa.UniqueConstraint("name", name=op.f("tags_name_key")),
        schema="multiverse",
    )
    op.create_table(
        "activity_logs",
        sa.Column("log_id", sa.Uuid(), server_default=sa.text("backoffice.uuid7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("activity_type", sa.String(length=50), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("entity_type", sa.String(length=50), nullable=True),
        sa.Column("entity_id", sa.String(length=255), nullable=True),
        sa.Column("ip_address", sa.String(length=50), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["multiverse.users.user_id"], name=op.f("activity_logs_user_id_fkey")),
        sa.PrimaryKeyConstraint("log_id", name=op.f("activity_logs_pkey")),
        schema="multiverse",
        postgresql_partition_by="RANGE (log_id)",
    )
    op.create_index(op.f("activity_logs_user_id_idx"), "activity_logs", ["user_id"], unique=False, schema="multiverse")
    op.create_table(
        "asset_transactions",
        sa.Column("transaction_id", sa.Uuid(), server_default=sa.text("backoffice.uuid7()"), nullable=False),
        sa.Column("asset_id", sa.String(length=255), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=True),
        sa.Column("buyer_id", sa.Uuid(), nullable=True),
        sa.Column("transaction_type", sa.String(length=50), nullable=False),
        sa.Column("price", sa.Numeric(precision=18, scale=8), nullable=True),
        sa.Column("currency", sa.String(length=50), nullable=True),
        sa.Column("blockchain_tx_hash", sa.String(length=255), nullable=True),
        sa.Column("status", sa.String(length=50), server_default="pending", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('pending', 'completed', 'failed')", name=op.f("asset_transactions_status_words_check")),
        sa.CheckConstraint("transaction_type IN ('sale', 'transfer', 'mint')", name=op.f("asset_transactions_transaction_type_words_check")),
        sa.CheckConstraint("price >= 0", name=op.f("asset_transactions_price_not_negative_check")),
        sa.CheckConstraint("price IS NULL OR currency IS NOT NULL", name=op.f("asset_transactions_price_has_currency_check")),
        sa.ForeignKeyConstraint(["buyer_id"], ["multiverse.users.user_id"], name=op.f("asset_transactions_buyer_id_fkey")),
        sa.ForeignKeyConstraint(["seller_id"], ["multiverse.users.user_id"], name=op.f("asset_transactions_seller_id_fkey")),
        sa.PrimaryKeyConstraint("transaction_id", name=op.f("asset_transactions_pkey")),
        schema="multiverse",
        postgresql_partition_by="RANGE (transaction_id)",
    )
    op.create_index(op.f("asset_transactions_buyer_id_idx"), "asset_transactions", ["buyer_id"], unique=False, schema="multiverse")
    op.create_index(op.f("asset_transactions_seller_id_idx"), "asset_transactions", ["seller_id"], unique=False, schema="multiverse")
    op.create_index("idx_asset_transactions_asset", "asset_transactions", ["asset_id"], unique=False, schema="multiverse")
    op.create_index("idx_asset_transactions_status", "asset_transactions", ["status"], unique=False, schema="multiverse")
    op.create_table(
        "entity_tags",
        sa.Column("entity_tag_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=True),
        sa.Column("entity_type", sa.String(length=50), nullable=False),
        sa.Column("entity_id", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.ForeignKeyConstraint(["tag_id"], ["multiverse.tags.tag_id"], name=op.f("entity_tags_tag_id_fkey")),
        sa.PrimaryKeyConstraint("entity_tag_id", name=op.f("entity_tags_pkey")),
        sa.UniqueConstraint("tag_id", "entity_type", "entity_id", name=op.f("entity_tags_tag_id_entity_type_entity_id_key")),
        schema="multiverse",
    )
    op.create_index(op.f("entity_tags_created_at_entity_tag_id_idx"), "entity_tags", ["created_at", "entity_tag_id"], unique=False, schema="multiverse")
    op.create_index(op.f("entity_tags_entity_type_entity_id_idx"), "entity_tags", ["entity_type", "entity_id"], unique=False, schema="multiverse")
    op.create_table(
        "notifications",
        sa.Column("notification_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("notification_type", sa.String(length=50), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("related_entity_type", sa.String(length=50), nullable=True),
        sa.Column("related_entity_id", sa.String(length=255), nullable=True),
        sa.Column("is_read", sa.Boolean(), server_default="false", nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["multiverse.users.user_id"], name=op.f("notifications_user_id_fkey")),
        sa.PrimaryKeyConstraint("notification_id", name=op.f("notifications_pkey")),
        schema="multiverse",
    )
    op.create_index(op.f("notifications_created_at_notification_id_idx"), "notifications", ["created_at", "notification_id"], unique=False, schema="multiverse")
    op.create_index(op.f("notifications_user_id_idx"), "notifications", ["user_id"], unique=False, schema="multiverse")


def downgrade() -> None:
    op.drop_index(op.f("notifications_user_id_idx"), table_name="notifications", schema="multiverse")
    op.drop_index(op.f("notifications_created_at_notification_id_idx"), table_name="notifications", schema="multiverse")
    op.drop_table("notifications", schema="multiverse")
    op.drop_index(op.f("entity_tags_entity_type_entity_id_idx"), table_name="entity_tags", schema="multiverse")
    op.drop_index(op.f("entity_tags_created_at_entity_tag_id_idx"), table_name="entity_tags", schema="multiverse")
    op.drop_table("entity_tags", schema="multiverse")
    op.drop_index("idx_asset_transactions_status", table_name="asset_transactions", schema="multiverse")
    op.drop_index("idx_asset_transactions_asset", table_name="asset_transactions", schema="multiverse")
    op.drop_index(op.f("asset_transactions_seller_id_idx"), table_name="asset_transactions", schema="multiverse")
    op.drop_index(op.f("asset_transactions_buyer_id_idx"), table_name="asset_transactions", schema="multiverse")
    op.drop_table("asset_transactions", schema="multiverse")
    op.drop_index(op.f("activity_logs_user_id_idx"), table_name="activity_logs", schema="multiverse")
    op.drop_table("activity_logs", schema="multiverse")
    op.drop_table("tags", schema="multiverse")
    op.drop_index("idx_city_resources_type", table_name="city_resources", schema="multiverse")
    op.drop_index("idx_city_resources_location", table_name="city_resources", schema="multiverse")
    op.drop_table("city_resources", schema="multiverse")
