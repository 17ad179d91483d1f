"""reveals and attribute rules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column(
        "sessions",
        sa.Column("proved_at", sa.DateTime(timezone=True), server_default=sa.text("statement_timestamp()"), nullable=False),
        schema="backoffice",
    )
    op.create_table(
        "reveals",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("login", sa.String(length=63), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=130), nullable=False),
        sa.Column("key", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("named", sa.String(length=63), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("transaction", sa.BigInteger(), server_default=sa.text("(pg_current_xact_id())::text::bigint"), nullable=False),
        sa.CheckConstraint("btrim(reason) <> ''", name=op.f("reveals_reasoned_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("reveals_pkey")),
        schema="backoffice",
    )
    op.create_table(
        "attribute_rules",
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("panel", sa.String(length=130), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("attribute", sa.String(length=20), nullable=False),
        sa.Column("columns", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("jobs", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="enabled", nullable=False),
        sa.CheckConstraint("attribute IN ('amount', 'risk', 'region', 'tenant', 'own_record', 'hours', 'step_up')", name=op.f("attribute_rules_attribute_words_check")),
        sa.CheckConstraint(
            "CASE attribute WHEN 'amount' THEN jsonb_typeof(value) = 'number' AND cardinality(columns) > 0"
            " WHEN 'step_up' THEN jsonb_typeof(value) = 'number'"
            " WHEN 'own_record' THEN cardinality(columns) = 1"
            " WHEN 'hours' THEN value ?& ARRAY['from', 'until']"
            " ELSE jsonb_typeof(value) = 'array' AND cardinality(columns) = 1 END",
            name=op.f("attribute_rules_sensible_check"),
        ),
        sa.CheckConstraint("state IN ('enabled', 'disabled')", name=op.f("attribute_rules_state_words_check")),
        sa.PrimaryKeyConstraint("name", name=op.f("attribute_rules_pkey")),
        schema="backoffice",
    )
    op.create_index("attribute_rules_panel_idx", "attribute_rules", ["panel", "act"], unique=False, schema="backoffice")


def downgrade() -> None:
    op.drop_table("attribute_rules", schema="backoffice")
    op.drop_table("reveals", schema="backoffice")
    op.drop_column("sessions", "proved_at", schema="backoffice")
