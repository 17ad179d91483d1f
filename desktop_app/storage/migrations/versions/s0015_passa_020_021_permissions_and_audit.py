"""Passa 020-021 permissions and audit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "permissions",
        sa.Column("permission_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("resource", sa.String(length=50), nullable=False),
        sa.Column("action", sa.String(length=50), nullable=False),
        sa.Column("scope", sa.String(length=20), server_default="own", nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("resource ~ '^[a-z][a-z_]*$' AND action ~ '^[a-z][a-z_]*$'", name=op.f("permissions_dotted_check")),
        sa.CheckConstraint("scope IN ('own', 'organization', 'all')", name=op.f("permissions_scope_words_check")),
        sa.PrimaryKeyConstraint("permission_id", name=op.f("permissions_pkey")),
        sa.UniqueConstraint("resource", "action", "scope", name=op.f("permissions_resource_action_scope_key")),
        schema="passa",
    )
    op.create_table(
        "audit_logs",
        sa.Column("log_id", sa.Uuid(), server_default=sa.text("backoffice.uuid7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=100), nullable=False),
        sa.Column("resource_type", sa.String(length=50), nullable=False),
        sa.Column("resource_id", sa.String(length=255), nullable=True),
        sa.Column("old_values", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("new_values", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("ip_address", sa.String(length=45), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["passa.users.user_id"], name=op.f("audit_logs_user_id_fkey"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("log_id", name=op.f("audit_logs_pkey")),
        schema="passa",
        postgresql_partition_by="RANGE (log_id)",
    )
    op.create_index("audit_logs_resource_idx", "audit_logs", ["resource_type", "resource_id"], unique=False, schema="passa")
    op.create_index(op.f("audit_logs_user_id_idx"), "audit_logs", ["user_id"], unique=False, schema="passa")


def downgrade() -> None:
    op.drop_index(op.f("audit_logs_user_id_idx"), table_name="audit_logs", schema="passa")
    op.drop_index("audit_logs_resource_idx", table_name="audit_logs", schema="passa")
    op.drop_table("audit_logs", schema="passa")
    op.drop_table("permissions", schema="passa")
