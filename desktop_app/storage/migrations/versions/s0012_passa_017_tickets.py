"""Passa 017 tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "tickets",
        sa.Column("ticket_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("owner_user_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_status", sa.String(length=20), server_default="available", nullable=False),
        sa.Column("ticket_type", sa.String(length=50), server_default="general", nullable=False),
        sa.Column("seat", sa.String(length=50), nullable=True),
        sa.Column("price", sa.Numeric(precision=18, scale=7), nullable=False),
        sa.Column("currency", sa.String(length=12), server_default="USD", nullable=False),
        sa.Column("token_id", sa.String(length=128), nullable=True),
        sa.Column("smart_contract_id", sa.Uuid(), nullable=True),
        sa.Column("transaction_id", sa.Uuid(), nullable=True),
        sa.Column("reserved_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purchase_date", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transferable", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("refundable", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("resaleable", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("(ticket_status = 'used') = (used_at IS NOT NULL)", name=op.f("tickets_used_check")),
        sa.CheckConstraint("price < 'Infinity'", name=op.f("tickets_price_finite_check")),
        sa.CheckConstraint("ticket_status <> 'available' OR (owner_user_id IS NULL AND purchase_date IS NULL)", name=op.f("tickets_free_of_owner_check")),
        sa.CheckConstraint("ticket_status IN ('available', 'reserved', 'purchased', 'used', 'cancelled', 'refunded')", name=op.f("tickets_ticket_status_words_check")),
        sa.CheckConstraint("ticket_status NOT IN ('purchased', 'used', 'refunded') OR purchase_date IS NOT NULL", name=op.f("tickets_purchased_check")),
        sa.CheckConstraint("price >= 0", name=op.f("tickets_price_not_negative_check")),
        sa.CheckConstraint("token_id IS NULL OR smart_contract_id IS NOT NULL", name=op.f("tickets_token_of_contract_check")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("tickets_pkey")),
        sa.UniqueConstraint("smart_contract_id", "token_id", name=op.f("tickets_smart_contract_id_token_id_key")),
        schema="passa",
    )
    op.create_index("tickets_created_at_idx", "tickets", ["created_at"], unique=False, schema="passa")
    op.create_index(op.f("tickets_event_id_idx"), "tickets", ["event_id"], unique=False, schema="passa")
    op.create_index("tickets_one_seat", "tickets", ["event_id", "seat"], unique=True, schema="passa", postgresql_where=sa.text("ticket_status NOT IN ('cancelled', 'refunded')"))
    op.create_index(op.f("tickets_owner_user_id_idx"), "tickets", ["owner_user_id"], unique=False, schema="passa")
    op.create_index(op.f("tickets_purchase_date_idx"), "tickets", ["purchase_date"], unique=False, schema="passa")
    op.create_index(op.f("tickets_ticket_status_idx"), "tickets", ["ticket_status"], unique=False, schema="passa")
    op.create_index(op.f("tickets_transaction_id_idx"), "tickets", ["transaction_id"], unique=False, schema="passa")
    op.create_table(
        "ticket_transfers",
        sa.Column("transfer_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("from_user_id", sa.Uuid(), nullable=True),
        sa.Column("to_user_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=20), server_default="offered", nullable=False),
        sa.Column("price", sa.Numeric(precision=18, scale=7), server_default="0", nullable=False),
        sa.Column("currency", sa.String(length=12), server_default="USD", nullable=False),
        sa.Column("from_consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forced_request_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("transaction_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("(status = 'completed') = (completed_at IS NOT NULL)", name=op.f("ticket_transfers_completed_check")),
        sa.CheckConstraint("price >= 0 AND price < 'Infinity'", name=op.f("ticket_transfers_price_not_negative_check")),
        sa.CheckConstraint("status IN ('offered', 'accepted', 'completed', 'declined', 'withdrawn', 'expired')", name=op.f("ticket_transfers_status_words_check")),
        sa.CheckConstraint(
            "status NOT IN ('accepted', 'completed') OR (from_consented_at IS NOT NULL AND to_consented_at IS NOT NULL) OR (forced_request_id IS NOT NULL AND reason IS NOT NULL)",
            name=op.f("ticket_transfers_both_consent_check"),
        ),
        sa.CheckConstraint("from_user_id <> to_user_id", name=op.f("ticket_transfers_two_parties_check")),
        sa.PrimaryKeyConstraint("transfer_id", name=op.f("ticket_transfers_pkey")),
        schema="passa",
    )
    op.create_index("ticket_transfers_created_at_idx", "ticket_transfers", ["created_at"], unique=False, schema="passa")
    op.create_index(op.f("ticket_transfers_from_user_id_idx"), "ticket_transfers", ["from_user_id"], unique=False, schema="passa")
    op.create_index("ticket_transfers_one_open", "ticket_transfers", ["ticket_id"], unique=True, schema="passa", postgresql_where=sa.text("status IN ('offered', 'accepted')"))
    op.create_index("ticket_transfers_status_idx", "ticket_transfers", ["status"], unique=False, schema="passa")
    op.create_index(op.f("ticket_transfers_ticket_id_idx"), "ticket_transfers", ["ticket_id"], unique=False, schema="passa")
    op.create_index(op.f("ticket_transfers_to_user_id_idx"), "ticket_transfers", ["to_user_id"], unique=False, schema="passa")
    op.create_index(op.f("ticket_transfers_transaction_id_idx"), "ticket_transfers", ["transaction_id"], unique=False, schema="passa")


def downgrade() -> None:
    op.drop_index(op.f("ticket_transfers_transaction_id_idx"), table_name="ticket_transfers", schema="passa")
    op.drop_index(op.f("ticket_transfers_to_user_id_idx"), table_name="ticket_transfers", schema="passa")
    op.drop_index(op.f("ticket_transfers_ticket_id_idx"), table_name="ticket_transfers", schema="passa")
    op.drop_index("ticket_transfers_status_idx", table_name="ticket_transfers", schema="passa")
    op.drop_index("ticket_transfers_one_open", table_name="ticket_transfers", schema="passa", postgresql_where=sa.text("status IN ('offered', 'accepted')"))
    op.drop_index(op.f("ticket_transfers_from_user_id_idx"), table_name="ticket_transfers", schema="passa")
    op.drop_index("ticket_transfers_created_at_idx", table_name="ticket_transfers", schema="passa")
    op.drop_table("ticket_transfers", schema="passa")
    op.drop_index(op.f("tickets_transaction_id_idx"), table_name="tickets", schema="passa")
    op.drop_index(op.f("tickets_ticket_status_idx"), table_name="tickets", schema="passa")
    op.drop_index(op.f("tickets_purchase_date_idx"), table_name="tickets", schema="passa")
    op.drop_index(op.f("tickets_owner_user_id_idx"), table_name="tickets", schema="passa")
    op.drop_index("tickets_one_seat", table_name="tickets", schema="passa", postgresql_where=sa.text("ticket_status NOT IN ('cancelled', 'refunded')"))
    op.drop_index(op.f("tickets_event_id_idx"), table_name="tickets", schema="passa")
    op.drop_index("tickets_created_at_idx", table_name="tickets", schema="passa")
    op.drop_table("tickets", schema="passa")
