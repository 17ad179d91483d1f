"""Passa 015-016 blockchain."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "smart_contracts",
        sa.Column("contract_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("network", sa.String(length=30), server_default="stellar", nullable=False),
        sa.Column("address", sa.String(length=128), nullable=True),
        sa.Column("version", sa.String(length=20), nullable=True),
        sa.Column("abi", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("metadata", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("status", sa.String(length=20), server_default="deploying", nullable=False),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint(
            "CASE network\n    WHEN 'stellar' THEN address ~ '^[CG][A-Z2-7]{55}$'\n    WHEN 'ethereum' THEN address ~ '^0x[0-9a-fA-F]{40}$'\n    WHEN 'solana' THEN address ~ '^[1-9A-HJ-NP-Za-km-z]{32,44}$'\n    ELSE address ~ '^[!-~]+$'\nEND",
            name=op.f("smart_contracts_address_check"),
        ),
        sa.CheckConstraint("network = lower(network) AND network <> ''", name=op.f("smart_contracts_network_check")),
        sa.CheckConstraint("status IN ('deploying', 'active', 'paused', 'deprecated')", name=op.f("smart_contracts_status_words_check")),
        sa.CheckConstraint("status NOT IN ('active', 'paused') OR (address IS NOT NULL AND deployed_at IS NOT NULL)", name=op.f("smart_contracts_running_check")),
        sa.CheckConstraint("type IN ('ticketing', 'revenue_distribution', 'attribution')", name=op.f("smart_contracts_type_words_check")),
        sa.PrimaryKeyConstraint("contract_id", name=op.f("smart_contracts_pkey")),
        sa.UniqueConstraint("network", "address", name=op.f("smart_contracts_network_address_key")),
        schema="passa",
    )
    op.create_index(op.f("smart_contracts_created_at_idx"), "smart_contracts", ["created_at"], unique=False, schema="passa")
    op.create_index(op.f("smart_contracts_status_idx"), "smart_contracts", ["status"], unique=False, schema="passa")
    op.create_table(
        "transactions",
        sa.Column("transaction_id", sa.Uuid(), server_default=sa.text("backoffice.uuid7()"), nullable=False),
        sa.Column("smart_contract_id", sa.Uuid(), nullable=True),
        sa.Column("network", sa.String(length=30), server_default="stellar", nullable=False),
        sa.Column("transaction_type", sa.String(length=50), nullable=False),
        sa.Column("transaction_hash", sa.String(length=128), nullable=True),
        sa.Column("block_number", sa.BigInteger(), nullable=True),
        sa.Column("from_address", sa.String(length=128), nullable=True),
        sa.Column("to_address", sa.String(length=128), nullable=True),
        sa.Column("amount", sa.Numeric(precision=38, scale=18), nullable=True),
        sa.Column("currency", sa.String(length=12), server_default="XLM", nullable=False),
        sa.Column("gas_fee", sa.Numeric(precision=38, scale=18), nullable=True),
        sa.Column("fee_currency", sa.String(length=12), server_default="XLM", nullable=False),
        sa.Column("status", sa.String(length=20), server_default="pending", nullable=False),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("(status = 'confirmed') = (confirmed_at IS NOT NULL)", name=op.f("transactions_confirmed_check")),
        sa.CheckConstraint("amount >= 0 AND amount < 'Infinity'", name=op.f("transactions_amount_not_negative_check")),
        sa.CheckConstraint("block_number >= 0 AND gas_fee >= 0 AND gas_fee < 'Infinity'", name=op.f("transactions_chain_figures_check")),
        sa.CheckConstraint("network = lower(network) AND network <> ''", name=op.f("transactions_network_check")),
        sa.CheckConstraint("status <> 'confirmed' OR (transaction_hash IS NOT NULL AND block_number IS NOT NULL)", name=op.f("transactions_proven_check")),
        sa.CheckConstraint("status IN ('pending', 'confirmed', 'failed', 'cancelled')", name=op.f("transactions_status_words_check")),
        sa.PrimaryKeyConstraint("transaction_id", name=op.f("transactions_pkey")),
        schema="passa",
        postgresql_partition_by="RANGE (transaction_id)",
    )
    op.create_index(op.f("transactions_from_address_idx"), "transactions", ["from_address"], unique=False, schema="passa")
    op.create_index(op.f("transactions_smart_contract_id_idx"), "transactions", ["smart_contract_id"], unique=False, schema="passa")
    op.create_index(op.f("transactions_status_idx"), "transactions", ["status"], unique=False, schema="passa")
    op.create_index(op.f("transactions_to_address_idx"), "transactions", ["to_address"], unique=False, schema="passa")
    op.create_index(op.f("transactions_transaction_hash_idx"), "transactions", ["transaction_hash"], unique=False, schema="passa")
    op.create_table(
        "multisig_requests",
        sa.Column("request_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("operation", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=20), server_default="collecting", nullable=False),
        sa.Column("required_signatures", sa.SmallInteger(), server_default="2", nullable=False),
        sa.Column("amount", sa.Numeric(precision=38, scale=18), nullable=True),
        sa.Column("currency", sa.String(length=12), server_default="USD", nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("smart_contract_id", sa.Uuid(), nullable=True),
        sa.Column("transaction_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("(status = 'collecting') = (decided_at IS NULL)", name=op.f("multisig_requests_decided_check")),
        sa.CheckConstraint("amount >= 0 AND amount < 'Infinity'", name=op.f("multisig_requests_amount_not_negative_check")),
        sa.CheckConstraint(
            "operation IN ('attribution_payout', 'revenue_distribution', 'contract_deploy', 'contract_pause', 'contract_deprecate', 'primary_wallet_change', 'bulk_refund')",
            name=op.f("multisig_requests_operation_words_check"),
        ),
        sa.CheckConstraint("status IN ('collecting', 'authorized', 'executed', 'rejected', 'withdrawn', 'expired')", name=op.f("multisig_requests_status_words_check")),
        sa.CheckConstraint("required_signatures >= 2", name=op.f("multisig_requests_more_than_one_check")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("multisig_requests_pkey")),
        schema="passa",
    )
    op.create_index("multisig_requests_created_at_idx", "multisig_requests", ["created_at"], unique=False, schema="passa")
    op.create_index(op.f("multisig_requests_created_by_idx"), "multisig_requests", ["created_by"], unique=False, schema="passa")
    op.create_index(op.f("multisig_requests_event_id_idx"), "multisig_requests", ["event_id"], unique=False, schema="passa")
    op.create_index(op.f("multisig_requests_smart_contract_id_idx"), "multisig_requests", ["smart_contract_id"], unique=False, schema="passa")
    op.create_index("multisig_requests_status_idx", "multisig_requests", ["status"], unique=False, schema="passa")
    op.create_index(op.f("multisig_requests_transaction_id_idx"), "multisig_requests", ["transaction_id"], unique=False, schema="passa")
    op.create_table(
        "multisig_signatures",
        sa.Column("signature_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("signer_user_id", sa.Uuid(), nullable=True),
        sa.Column("wallet_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(length=20), nullable=True),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("decision IN ('approve', 'refuse')", name=op.f("multisig_signatures_decision_words_check")),
        sa.CheckConstraint("(decision IS NULL) = (signed_at IS NULL)", name=op.f("multisig_signatures_signed_check")),
        sa.PrimaryKeyConstraint("signature_id", name=op.f("multisig_signatures_pkey")),
        sa.UniqueConstraint("request_id", "signer_user_id", name=op.f("multisig_signatures_request_id_signer_user_id_key")),
        schema="passa",
    )
    op.create_index("multisig_signatures_created_at_idx", "multisig_signatures", ["created_at"], unique=False, schema="passa")
    op.create_index(op.f("multisig_signatures_signer_user_id_idx"), "multisig_signatures", ["signer_user_id"], unique=False, schema="passa")
    op.create_index(op.f("multisig_signatures_wallet_id_idx"), "multisig_signatures", ["wallet_id"], unique=False, schema="passa")


def downgrade() -> None:
    op.drop_index(op.f("multisig_signatures_wallet_id_idx"), table_name="multisig_signatures", schema="passa")
    op.drop_index(op.f("multisig_signatures_signer_user_id_idx"), table_name="multisig_signatures", schema="passa")
    op.drop_index("multisig_signatures_created_at_idx", table_name="multisig_signatures", schema="passa")
    op.drop_table("multisig_signatures", schema="passa")
    op.drop_index(op.f("multisig_requests_transaction_id_idx"), table_name="multisig_requests", schema="passa")
    op.drop_index("multisig_requests_status_idx", table_name="multisig_requests", schema="passa")
    op.drop_index(op.f("multisig_requests_smart_contract_id_idx"), table_name="multisig_requests", schema="passa")
    op.drop_index(op.f("multisig_requests_event_id_idx"), table_name="multisig_requests", schema="passa")
    op.drop_index(op.f("multisig_requests_created_by_idx"), table_name="multisig_requests", schema="passa")
    op.drop_index("multisig_requests_created_at_idx", table_name="multisig_requests", schema="passa")
    op.drop_table("multisig_requests", schema="passa")
    op.drop_index(op.f("transactions_transaction_hash_idx"), table_name="transactions", schema="passa")
    op.drop_index(op.f("transactions_to_address_idx"), table_name="transactions", schema="passa")
    op.drop_index(op.f("transactions_status_idx"), table_name="transactions", schema="passa")
    op.drop_index(op.f("transactions_smart_contract_id_idx"), table_name="transactions", schema="passa")
    op.drop_index(op.f("transactions_from_address_idx"), table_name="transactions", schema="passa")
    op.drop_table("transactions", schema="passa")
    op.drop_index(op.f("smart_contracts_status_idx"), table_name="smart_contracts", schema="passa")
    op.drop_index(op.f("smart_contracts_created_at_idx"), table_name="smart_contracts", schema="passa")
    op.drop_table("smart_contracts", schema="passa")
