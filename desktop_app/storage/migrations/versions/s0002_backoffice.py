"""backoffice."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Uuid(), server_default=sa.text("backoffice.uuid7()"), nullable=False),
        sa.Column("number", sa.BigInteger(), server_default=sa.text("nextval('backoffice.audit_order')"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("transaction", sa.BigInteger(), server_default=sa.text("(pg_current_xact_id())::text::bigint"), nullable=False),
        sa.Column("login", sa.String(length=63), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("outside", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("place", sa.String(length=130), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("action IN ('create', 'edit', 'remove', 'bulk', 'event')", name=op.f("audit_log_action_words_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_log_pkey")),
        schema="backoffice",
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index("audit_log_login_idx", "audit_log", ["login"], unique=False, schema="backoffice")
    op.create_index("audit_log_number_idx", "audit_log", ["number"], unique=False, schema="backoffice")
    op.create_index("audit_log_transaction_idx", "audit_log", ["transaction"], unique=False, schema="backoffice")
    op.create_index("audit_log_row_idx", "audit_log", ["place", "row_key"], unique=False, schema="backoffice")
    op.create_table(
        "data_keys",
        sa.Column("data_class", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("data_class IN ('wallet', 'kyc', 'identity', 'token', 'tenant', 'payment', 'business')", name=op.f("data_keys_data_class_words_check")),
        sa.CheckConstraint("purpose IN ('data', 'index')", name=op.f("data_keys_purpose_words_check")),
        sa.CheckConstraint("number > 0", name=op.f("data_keys_number_counted_check")),
        sa.PrimaryKeyConstraint("data_class", "purpose", "number", name=op.f("data_keys_pkey")),
        schema="backoffice",
    )
    op.create_table(
        "staff",
        sa.Column("login", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("tenant", sa.String(length=50), nullable=True),
        sa.Column("state", sa.String(length=20), server_default="active", nullable=False),
        sa.Column("sample", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_by", sa.String(length=63), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.CheckConstraint("state IN ('active', 'disabled')", name=op.f("staff_state_words_check")),
        sa.PrimaryKeyConstraint("login", name=op.f("staff_pkey")),
        schema="backoffice",
    )
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("login", sa.String(length=63), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tenant", sa.String(length=50), nullable=True),
        sa.Column("platform_staff", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("application", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["login"], ["backoffice.staff.login"], name=op.f("sessions_login_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", name=op.f("sessions_pkey")),
        schema="backoffice",
    )
    op.create_index(op.f("sessions_login_idx"), "sessions", ["login"], unique=False, schema="backoffice")
    op.create_table(
        "staff_accounts",
        sa.Column("staff", sa.String(length=63), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.String(length=50), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["backoffice.staff.login"], name=op.f("staff_accounts_staff_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("staff", "platform", name=op.f("staff_accounts_pkey")),
        schema="backoffice",
    )
    op.create_table(
        "staff_secrets",
        sa.Column("login", sa.String(length=63), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("verifier", sa.LargeBinary(), nullable=False),
        sa.Column("mongodb", sa.Text(), nullable=False),
        sa.Column("redis", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["login"], ["backoffice.staff.login"], name=op.f("staff_secrets_login_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("login", name=op.f("staff_secrets_pkey")),
        schema="backoffice",
    )
    op.create_table(
        "session_backends",
        sa.Column("pid", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["backoffice.sessions.session_id"], name=op.f("session_backends_session_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pid", "started", name=op.f("session_backends_pkey")),
        schema="backoffice",
    )
    op.create_index(op.f("session_backends_session_id_idx"), "session_backends", ["session_id"], unique=False, schema="backoffice")


def downgrade() -> None:
    op.drop_index(op.f("session_backends_session_id_idx"), table_name="session_backends", schema="backoffice")
    op.drop_table("session_backends", schema="backoffice")
    op.drop_table("staff_secrets", schema="backoffice")
    op.drop_table("staff_accounts", schema="backoffice")
    op.drop_index(op.f("sessions_login_idx"), table_name="sessions", schema="backoffice")
    op.drop_table("sessions", schema="backoffice")
    op.drop_table("staff", schema="backoffice")
    op.drop_table("data_keys", schema="backoffice")
    op.drop_index("audit_log_transaction_idx", table_name="audit_log", schema="backoffice")
    op.drop_index("audit_log_row_idx", table_name="audit_log", schema="backoffice")
    op.drop_index("audit_log_number_idx", table_name="audit_log", schema="backoffice")
    op.drop_index("audit_log_login_idx", table_name="audit_log", schema="backoffice")
    op.drop_table("audit_log", schema="backoffice")
