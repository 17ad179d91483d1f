"""Passa 005 wallets."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "wallets",
        sa.Column("wallet_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=True),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("network", sa.String(length=30), server_default="stellar", nullable=False),
        sa.Column("type", sa.String(length=20), server_default="non_custodial", nullable=False),
        sa.Column("status", sa.String(length=20), server_default="unverified", nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_primary", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_index", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(address IS NULL) = (address_sealed IS NULL) AND address ~ '^••••.{0,6}$'", name=op.f("wallets_address_masked_check")),
        sa.CheckConstraint("(status = 'verified') = (verified_at IS NOT NULL)", name=op.f("wallets_verified_check")),
        sa.CheckConstraint("network = lower(network) AND network <> ''", name=op.f("wallets_network_check")),
        sa.CheckConstraint("status IN ('unverified', 'verified')", name=op.f("wallets_status_words_check")),
        sa.CheckConstraint("type IN ('custodial', 'non_custodial', 'hardware')", name=op.f("wallets_type_words_check")),
        sa.CheckConstraint("is_deleted = (deleted_at IS NOT NULL)", name=op.f("wallets_deleted_check")),
        sa.PrimaryKeyConstraint("wallet_id", name=op.f("wallets_pkey")),
        schema="passa",
    )
    op.create_index("wallets_address_index_idx", "wallets", ["address_index"], unique=False, schema="passa")
    op.create_index("wallets_created_at_idx", "wallets", ["created_at"], unique=False, schema="passa")
    op.create_index("wallets_live", "wallets", ["created_at"], unique=False, schema="passa", postgresql_where=sa.text("NOT is_deleted"))
    op.create_index("wallets_once_a_user", "wallets", ["user_id", "network", "address_index"], unique=True, schema="passa", postgresql_where=sa.text("NOT is_deleted"))
    op.create_index("wallets_one_primary", "wallets", ["user_id", "network"], unique=True, schema="passa", postgresql_where=sa.text("is_primary AND NOT is_deleted"))
    op.create_index(op.f("wallets_user_id_idx"), "wallets", ["user_id"], unique=False, schema="passa")
    op.create_index(
        "wallets_verified_once",
        "wallets",
        ["network", "address_index"],
        unique=True,
        schema="passa",
        postgresql_where=sa.text("status = 'verified' AND type <> 'custodial' AND NOT is_deleted"),
    )


def downgrade() -> None:
    op.drop_index("wallets_verified_once", table_name="wallets", schema="passa", postgresql_where=sa.text("status = 'verified' AND type <> 'custodial' AND NOT is_deleted"))
    op.drop_index(op.f("wallets_user_id_idx"), table_name="wallets", schema="passa")
    op.drop_index("wallets_one_primary", table_name="wallets", schema="passa", postgresql_where=sa.text("is_primary AND NOT is_deleted"))
    op.drop_index("wallets_once_a_user", table_name="wallets", schema="passa", postgresql_where=sa.text("NOT is_deleted"))
    op.drop_index("wallets_live", table_name="wallets", schema="passa", postgresql_where=sa.text("NOT is_deleted"))
    op.drop_index("wallets_created_at_idx", table_name="wallets", schema="passa")
    op.drop_index("wallets_address_index_idx", table_name="wallets", schema="passa")
    op.drop_table("wallets", schema="passa")
