"""audit chain, heads, archives, retention."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0024"

KEPT = (
    ("kyc", 120, "decided", "archive_then_delete"),
    ("audit", 120, "made", "archive"),
    ("activity", 36, "made", "archive_then_delete"),
    ("notifications", 12, "made", "delete"),
    ("tasks", 12, "ended", "delete"),
    ("tokens", 1, "ended", "delete"),
    ("sessions", 12, "ended", "delete"),
    ("documents", 120, "ended", "archive_then_delete"),
)


def upgrade() -> None:
    op.create_table(
        "audit_archives",
        sa.Column("part", sa.String(length=63), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("audit_archives_pkey")),
        schema="backoffice",
    )
    op.create_table(
        "audit_chain",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("values_digest", sa.LargeBinary(), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("audit_chain_pkey")),
        sa.UniqueConstraint("row_id", name=op.f("audit_chain_row_id_key")),
        schema="backoffice",
    )
    op.create_table(
        "audit_heads",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("transaction", sa.BigInteger(), nullable=False),
        sa.Column("row_number", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("audit_heads_pkey")),
        schema="backoffice",
    )
    op.create_table(
        "audit_keys",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("audit_keys_pkey")),
        schema="backoffice",
    )
    kept = op.create_table(
        "retention",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("starts", sa.String(length=20), nullable=False),
        sa.Column("afterwards", sa.String(length=20), nullable=False),
        sa.Column("held", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("kind IN ('kyc', 'audit', 'activity', 'notifications', 'tasks', 'tokens', 'sessions', 'documents')", name=op.f("retention_kind_words_check")),
        sa.CheckConstraint("afterwards IN ('archive', 'delete', 'archive_then_delete')", name=op.f("retention_afterwards_words_check")),
        sa.CheckConstraint("starts IN ('made', 'ended', 'decided')", name=op.f("retention_starts_words_check")),
        sa.CheckConstraint("months BETWEEN 1 AND 1200", name=op.f("retention_months_sensible_check")),
        sa.PrimaryKeyConstraint("kind", name=op.f("retention_pkey")),
        schema="backoffice",
    )
    names = ("kind", "months", "starts", "afterwards")
    op.bulk_insert(kept, [dict(zip(names, row, strict=True)) for row in KEPT])
    op.drop_index("audit_log_transaction_idx", table_name="audit_log", schema="backoffice")
    op.create_index("audit_log_transaction_idx", "audit_log", ["transaction", "number"], unique=False, schema="backoffice")


def downgrade() -> None:
    op.drop_index("audit_log_transaction_idx", table_name="audit_log", schema="backoffice")
    op.create_index("audit_log_transaction_idx", "audit_log", ["transaction"], unique=False, schema="backoffice")
    op.drop_table("retention", schema="backoffice")
    op.drop_table("audit_keys", schema="backoffice")
    op.drop_table("audit_heads", schema="backoffice")
    op.drop_table("audit_chain", schema="backoffice")
    op.drop_table("audit_archives", schema="backoffice")
