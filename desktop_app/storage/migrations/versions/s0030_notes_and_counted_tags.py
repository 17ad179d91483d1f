"""notes and counted tags."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Uuid(), server_default=sa.text("backoffice.uuid7()"), nullable=False),
        sa.Column("panel", sa.String(length=130), nullable=False),
        sa.Column("record", sa.String(length=300), nullable=False),
        sa.Column("tenant_id", sa.String(length=50), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("author", sa.String(length=63), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.Column("author_name", sa.String(length=100), server_default="", nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=sa.text("statement_timestamp()"), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("btrim(text, E' \\t\\r\\n') <> ''", name=op.f("notes_said_check")),
        sa.CheckConstraint("char_length(text) <= 10000", name=op.f("notes_short_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("notes_pkey")),
        schema="backoffice",
    )
    op.create_index("notes_record_idx", "notes", ["panel", "record", "written_at"], unique=False, schema="backoffice")
    op.create_index(
        "notes_text_part",
        "notes",
        [sa.literal_column("lower(text)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index("notes_written_at_idx", "notes", ["written_at", "id"], unique=False, schema="backoffice")
    op.add_column("tags", sa.Column("usage_count", sa.Integer(), server_default="0", nullable=False), schema="multiverse")
    op.execute("UPDATE multiverse.tags t SET usage_count = c.uses FROM (SELECT tag_id, count(*) AS uses FROM multiverse.entity_tags GROUP BY 1) AS c WHERE c.tag_id = t.tag_id")
    op.create_check_constraint(op.f("tags_uses_check"), "tags", "usage_count >= 0", schema="multiverse")
    op.create_index(op.f("tags_usage_count_idx"), "tags", ["usage_count"], unique=False, schema="multiverse")


def downgrade() -> None:
    op.drop_index(op.f("tags_usage_count_idx"), table_name="tags", schema="multiverse")
    op.drop_column("tags", "usage_count", schema="multiverse")
    op.drop_index("notes_written_at_idx", table_name="notes", schema="backoffice")
    op.drop_index("notes_text_part", table_name="notes", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("notes_record_idx", table_name="notes", schema="backoffice")
    op.drop_table("notes", schema="backoffice")
