"""views."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "views",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("owner", sa.String(length=63), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.Column("tenant", sa.String(length=50), nullable=True),
        sa.Column("panel", sa.String(length=130), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("team", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("views_named_check")),
        sa.CheckConstraint("pg_column_size(body) < 65536", name=op.f("views_small_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("views_pkey")),
        sa.UniqueConstraint("owner", "panel", "name", name=op.f("views_owner_panel_name_key")),
        schema="backoffice",
    )


def downgrade() -> None:
    op.drop_table("views", schema="backoffice")
