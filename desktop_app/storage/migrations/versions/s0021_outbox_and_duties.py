"""outbox and duties."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "duties",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("every_seconds", sa.Integer(), nullable=False),
        sa.Column("last_run", sa.DateTime(timezone=True), nullable=True),
        sa.Column("took_ms", sa.BigInteger(), nullable=True),
        sa.Column("next_run", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("runs", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_done", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("duties_pkey")),
        schema="backoffice",
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), server_default=sa.text("backoffice.uuid7()"), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("login", sa.String(length=63), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("tenant", sa.String(length=50), nullable=True),
        sa.Column("panel", sa.String(length=130), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("writes", sa.Integer(), nullable=False),
        sa.Column("intent", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("command", sa.Uuid(), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("state", sa.String(length=10), server_default="sent", nullable=False),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("holds", sa.Text(), nullable=True),
        sa.Column("follows", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('create', 'edit', 'remove', 'act')", name=op.f("outbox_kind_words_check")),
        sa.CheckConstraint("state IN ('sent', 'done', 'conflict', 'refused', 'poison')", name=op.f("outbox_state_words_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("outbox_pkey")),
        sa.UniqueConstraint("command", name=op.f("outbox_command_key")),
        schema="backoffice",
    )
    op.create_index("outbox_at_idx", "outbox", ["at"], unique=False, schema="backoffice")
    op.create_index("outbox_one_hold_idx", "outbox", ["holds"], unique=True, schema="backoffice", postgresql_where=sa.text("state = 'sent'"))
    op.create_index("outbox_to_send_idx", "outbox", ["number"], unique=False, schema="backoffice", postgresql_where=sa.text("state = 'sent'"))


def downgrade() -> None:
    op.drop_index("outbox_to_send_idx", table_name="outbox", schema="backoffice", postgresql_where=sa.text("state = 'sent'"))
    op.drop_index("outbox_one_hold_idx", table_name="outbox", schema="backoffice", postgresql_where=sa.text("state = 'sent'"))
    op.drop_index("outbox_at_idx", table_name="outbox", schema="backoffice")
    op.drop_table("outbox", schema="backoffice")
    op.drop_table("duties", schema="backoffice")
