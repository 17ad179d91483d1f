"""multiverse people and properties."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from desktop_app.storage.migrations.collections import create_collection, drop_collection
from desktop_app.storage.tables import GeoPoint

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    create_collection("multiverse.ai_recommendations")
    create_collection("multiverse.business_models")
    create_collection("multiverse.business_projects")
    create_collection("multiverse.digital_assets")
    create_collection("multiverse.user_profiles")
    create_collection("multiverse.virtual_spaces")
    op.create_table(
        "users",
        sa.Column("user_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("full_name", sa.String(length=255), nullable=False),
        sa.Column("user_type", sa.String(length=50), nullable=False),
        sa.Column("wallet_address", sa.String(length=255), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("last_login", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_verified", sa.Boolean(), server_default="false", nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=True),
        sa.Column("wallet_address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wallet_address_index", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(wallet_address IS NULL) = (wallet_address_sealed IS NULL) AND wallet_address ~ '^••••.{0,6}$'", name=op.f("users_wallet_address_masked_check")),
        sa.CheckConstraint("user_type IN ('buyer', 'seller', 'developer', 'entrepreneur')", name=op.f("users_user_type_words_check")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("users_pkey")),
        sa.UniqueConstraint("email", name=op.f("users_email_key")),
        schema="multiverse",
    )
    op.create_index("idx_users_email", "users", ["email"], unique=False, schema="multiverse")
    op.create_index("idx_users_wallet_address", "users", ["wallet_address"], unique=False, schema="multiverse")
    op.create_index(op.f("users_created_at_user_id_idx"), "users", ["created_at", "user_id"], unique=False, schema="multiverse")
    op.create_index(op.f("users_wallet_address_index_idx"), "users", ["wallet_address_index"], unique=False, schema="multiverse")
    op.create_table(
        "auth_tokens",
        sa.Column("token_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("token", sa.String(length=255), nullable=False),
        sa.Column("token_type", sa.String(length=50), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("is_revoked", sa.Boolean(), server_default="false", nullable=True),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("token_index", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(token IS NULL) = (token_sealed IS NULL) AND token ~ '^••••.{0,6}$'", name=op.f("auth_tokens_token_masked_check")),
        sa.ForeignKeyConstraint(["user_id"], ["multiverse.users.user_id"], name=op.f("auth_tokens_user_id_fkey")),
        sa.PrimaryKeyConstraint("token_id", name=op.f("auth_tokens_pkey")),
        schema="multiverse",
    )
    op.create_index(op.f("auth_tokens_created_at_token_id_idx"), "auth_tokens", ["created_at", "token_id"], unique=False, schema="multiverse")
    op.create_index(op.f("auth_tokens_token_index_idx"), "auth_tokens", ["token_index"], unique=True, schema="multiverse")
    op.create_index(op.f("auth_tokens_user_id_idx"), "auth_tokens", ["user_id"], unique=False, schema="multiverse")
    op.create_table(
        "properties",
        sa.Column("property_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("property_type", sa.String(length=50), nullable=False),
        sa.Column("status", sa.String(length=50), server_default="available", nullable=False),
        sa.Column("address", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("location", GeoPoint(), nullable=True),
        sa.Column("price", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("size_sqft", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("zoning", sa.String(length=100), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("features", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("is_verified", sa.Boolean(), server_default="false", nullable=True),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_id", sa.String(length=255), nullable=True),
        sa.CheckConstraint("jsonb_typeof(address) = 'object'", name=op.f("properties_address_object_check")),
        sa.CheckConstraint("property_type IN ('vacant lot', 'house', 'commercial')", name=op.f("properties_property_type_words_check")),
        sa.CheckConstraint("status IN ('available', 'reserved', 'sold')", name=op.f("properties_status_words_check")),
        sa.CheckConstraint("price >= 0", name=op.f("properties_price_not_negative_check")),
        sa.CheckConstraint("size_sqft >= 0", name=op.f("properties_size_not_negative_check")),
        sa.ForeignKeyConstraint(["owner_id"], ["multiverse.users.user_id"], name=op.f("properties_owner_id_fkey")),
        sa.PrimaryKeyConstraint("property_id", name=op.f("properties_pkey")),
        schema="multiverse",
    )
    op.create_index("idx_properties_created_at", "properties", ["created_at"], unique=False, schema="multiverse")
    op.create_index("idx_properties_location", "properties", ["location"], unique=False, schema="multiverse", postgresql_using="gist")
    op.create_index("idx_properties_price", "properties", ["price"], unique=False, schema="multiverse")
    op.create_index("idx_properties_status", "properties", ["status"], unique=False, schema="multiverse")
    op.create_index("idx_properties_type", "properties", ["property_type"], unique=False, schema="multiverse")
    op.create_index(op.f("properties_owner_id_idx"), "properties", ["owner_id"], unique=False, schema="multiverse")
    op.create_index(op.f("properties_source_source_id_idx"), "properties", ["source", "source_id"], unique=False, schema="multiverse")
    op.create_table(
        "property_media",
        sa.Column("media_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=True),
        sa.Column("media_type", sa.String(length=50), nullable=False),
        sa.Column("url", sa.String(length=255), nullable=False),
        sa.Column("is_primary", sa.Boolean(), server_default="false", nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.CheckConstraint("media_type IN ('image', 'video', '3d_model')", name=op.f("property_media_media_type_words_check")),
        sa.ForeignKeyConstraint(["property_id"], ["multiverse.properties.property_id"], name=op.f("property_media_property_id_fkey")),
        sa.PrimaryKeyConstraint("media_id", name=op.f("property_media_pkey")),
        schema="multiverse",
    )
    op.create_index(op.f("property_media_created_at_media_id_idx"), "property_media", ["created_at", "media_id"], unique=False, schema="multiverse")
    op.create_index("property_media_one_primary", "property_media", ["property_id"], unique=True, schema="multiverse", postgresql_where=sa.text("is_primary"))
    op.create_index(op.f("property_media_property_id_idx"), "property_media", ["property_id"], unique=False, schema="multiverse")
    op.create_table(
        "property_reservations",
        sa.Column("reservation_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=50), server_default="pending", nullable=False),
        sa.Column("deposit_amount", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("reservation_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reservation_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("property_id"), "="),
            (sa.text("tstzrange(reservation_start, reservation_end)"), "&&"),
            where=sa.text("status = 'confirmed'"),
            using="gist",
            name="property_reservations_no_overlap",
        ),
        sa.CheckConstraint("status IN ('pending', 'confirmed', 'expired', 'cancelled')", name=op.f("property_reservations_status_words_check")),
        sa.CheckConstraint("deposit_amount >= 0", name=op.f("property_reservations_deposit_not_negative_check")),
        sa.CheckConstraint("reservation_end > reservation_start", name=op.f("property_reservations_ends_after_start_check")),
        sa.ForeignKeyConstraint(["property_id"], ["multiverse.properties.property_id"], name=op.f("property_reservations_property_id_fkey")),
        sa.ForeignKeyConstraint(["user_id"], ["multiverse.users.user_id"], name=op.f("property_reservations_user_id_fkey")),
        sa.PrimaryKeyConstraint("reservation_id", name=op.f("property_reservations_pkey")),
        schema="multiverse",
    )
    op.create_index("idx_reservations_dates", "property_reservations", ["reservation_start", "reservation_end"], unique=False, schema="multiverse")
    op.create_index("idx_reservations_property", "property_reservations", ["property_id"], unique=False, schema="multiverse")
    op.create_index("idx_reservations_status", "property_reservations", ["status"], unique=False, schema="multiverse")
    op.create_index("idx_reservations_user", "property_reservations", ["user_id"], unique=False, schema="multiverse")
    op.create_index(op.f("property_reservations_created_at_reservation_id_idx"), "property_reservations", ["created_at", "reservation_id"], unique=False, schema="multiverse")
    op.create_table(
        "property_transactions",
        sa.Column("transaction_id", sa.Uuid(), server_default=sa.text("backoffice.uuid7()"), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=True),
        sa.Column("seller_id", sa.Uuid(), nullable=True),
        sa.Column("buyer_id", sa.Uuid(), nullable=True),
        sa.Column("transaction_type", sa.String(length=50), nullable=False),
        sa.Column("price", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("payment_method", sa.String(length=50), nullable=True),
        sa.Column("blockchain_tx_hash", sa.String(length=255), nullable=True),
        sa.Column("status", sa.String(length=50), server_default="pending", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('pending', 'completed', 'failed')", name=op.f("property_transactions_status_words_check")),
        sa.CheckConstraint("transaction_type IN ('sale', 'lease')", name=op.f("property_transactions_transaction_type_words_check")),
        sa.CheckConstraint("price >= 0", name=op.f("property_transactions_price_not_negative_check")),
        sa.CheckConstraint("seller_id <> buyer_id", name=op.f("property_transactions_two_parties_check")),
        sa.ForeignKeyConstraint(["buyer_id"], ["multiverse.users.user_id"], name=op.f("property_transactions_buyer_id_fkey")),
        sa.ForeignKeyConstraint(["property_id"], ["multiverse.properties.property_id"], name=op.f("property_transactions_property_id_fkey")),
        sa.ForeignKeyConstraint(["seller_id"], ["multiverse.users.user_id"], name=op.f("property_transactions_seller_id_fkey")),
        sa.PrimaryKeyConstraint("transaction_id", name=op.f("property_transactions_pkey")),
        schema="multiverse",
        postgresql_partition_by="RANGE (transaction_id)",
    )
    op.create_index("idx_property_transactions_property", "property_transactions", ["property_id"], unique=False, schema="multiverse")
    op.create_index("idx_property_transactions_status", "property_transactions", ["status"], unique=False, schema="multiverse")
    op.create_index(op.f("property_transactions_buyer_id_idx"), "property_transactions", ["buyer_id"], unique=False, schema="multiverse")
    op.create_index(op.f("property_transactions_seller_id_idx"), "property_transactions", ["seller_id"], unique=False, schema="multiverse")


def downgrade() -> None:
    op.drop_index(op.f("property_transactions_seller_id_idx"), table_name="property_transactions", schema="multiverse")
    op.drop_index(op.f("property_transactions_buyer_id_idx"), table_name="property_transactions", schema="multiverse")
    op.drop_index("idx_property_transactions_status", table_name="property_transactions", schema="multiverse")
    op.drop_index("idx_property_transactions_property", table_name="property_transactions", schema="multiverse")
    op.drop_table("property_transactions", schema="multiverse")
    op.drop_index(op.f("property_reservations_created_at_reservation_id_idx"), table_name="property_reservations", schema="multiverse")
    op.drop_index("idx_reservations_user", table_name="property_reservations", schema="multiverse")
    op.drop_index("idx_reservations_status", table_name="property_reservations", schema="multiverse")
    op.drop_index("idx_reservations_property", table_name="property_reservations", schema="multiverse")
    op.drop_index("idx_reservations_dates", table_name="property_reservations", schema="multiverse")
    op.drop_table("property_reservations", schema="multiverse")
    op.drop_index(op.f("property_media_property_id_idx"), table_name="property_media", schema="multiverse")
    op.drop_index("property_media_one_primary", table_name="property_media", schema="multiverse", postgresql_where=sa.text("is_primary"))
    op.drop_index(op.f("property_media_created_at_media_id_idx"), table_name="property_media", schema="multiverse")
    op.drop_table("property_media", schema="multiverse")
    op.drop_index(op.f("properties_source_source_id_idx"), table_name="properties", schema="multiverse")
    op.drop_index(op.f("properties_owner_id_idx"), table_name="properties", schema="multiverse")
    op.drop_index("idx_properties_type", table_name="properties", schema="multiverse")
    op.drop_index("idx_properties_status", table_name="properties", schema="multiverse")
    op.drop_index("idx_properties_price", table_name="properties", schema="multiverse")
    op.drop_index("idx_properties_location", table_name="properties", schema="multiverse", postgresql_using="gist")
    op.drop_index("idx_properties_created_at", table_name="properties", schema="multiverse")
    op.drop_table("properties", schema="multiverse")
    op.drop_index(op.f("auth_tokens_user_id_idx"), table_name="auth_tokens", schema="multiverse")
    op.drop_index(op.f("auth_tokens_token_index_idx"), table_name="auth_tokens", schema="multiverse")
    op.drop_index(op.f("auth_tokens_created_at_token_id_idx"), table_name="auth_tokens", schema="multiverse")
    op.drop_table("auth_tokens", schema="multiverse")
    op.drop_index(op.f("users_wallet_address_index_idx"), table_name="users", schema="multiverse")
    op.drop_index(op.f("users_created_at_user_id_idx"), table_name="users", schema="multiverse")
    op.drop_index("idx_users_wallet_address", table_name="users", schema="multiverse")
    op.drop_index("idx_users_email", table_name="users", schema="multiverse")
    op.drop_table("users", schema="multiverse")
    drop_collection("multiverse.virtual_spaces")
    drop_collection("multiverse.user_profiles")
    drop_collection("multiverse.digital_assets")
    drop_collection("multiverse.business_projects")
    drop_collection("multiverse.business_models")
    drop_collection("multiverse.ai_recommendations")
