"""Passa 011-014 events."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "event_categories",
        sa.Column("category_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("parent_category_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("icon_url", sa.Text(), nullable=True),
        sa.Column("color_hex", sa.String(length=7), nullable=True),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("color_hex ~ '^#[0-9A-Fa-f]{6}$'", name=op.f("event_categories_color_check")),
        sa.PrimaryKeyConstraint("category_id", name=op.f("event_categories_pkey")),
        sa.UniqueConstraint("parent_category_id", "name", name=op.f("event_categories_parent_category_id_name_key"), postgresql_nulls_not_distinct=True),
        schema="passa",
    )
    op.create_index(op.f("event_categories_sort_order_idx"), "event_categories", ["sort_order"], unique=False, schema="passa")
    op.create_table(
        "event_tags",
        sa.Column("tag_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("usage_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("usage_count >= 0", name=op.f("event_tags_uses_check")),
        sa.PrimaryKeyConstraint("tag_id", name=op.f("event_tags_pkey")),
        sa.UniqueConstraint("name", name=op.f("event_tags_name_key")),
        schema="passa",
    )
    op.create_index(op.f("event_tags_usage_count_idx"), "event_tags", ["usage_count"], unique=False, schema="passa")
    op.create_table(
        "events",
        sa.Column("event_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("organizer_user_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("smart_contract_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=20), server_default="draft", nullable=False),
        sa.Column("start_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("timezone", sa.String(length=64), server_default="UTC", nullable=False),
        sa.Column("venue", sa.String(length=255), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=12), server_default="USD", nullable=False),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('draft', 'published', 'cancelled', 'completed', 'postponed')", name=op.f("events_status_words_check")),
        sa.CheckConstraint("capacity > 0", name=op.f("events_capacity_positive_check")),
        sa.CheckConstraint("end_datetime > start_datetime", name=op.f("events_ends_after_start_check")),
        sa.CheckConstraint("is_deleted = (deleted_at IS NOT NULL)", name=op.f("events_deleted_check")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("events_pkey")),
        schema="passa",
    )
    op.create_index(op.f("events_category_id_idx"), "events", ["category_id"], unique=False, schema="passa")
    op.create_index("events_created_at_idx", "events", ["created_at"], unique=False, schema="passa")
    op.create_index("events_live", "events", ["created_at"], unique=False, schema="passa", postgresql_where=sa.text("NOT is_deleted"))
    op.create_index(op.f("events_location_idx"), "events", ["location"], unique=False, schema="passa")
    op.create_index(op.f("events_organizer_user_id_idx"), "events", ["organizer_user_id"], unique=False, schema="passa")
    op.create_index(op.f("events_smart_contract_id_idx"), "events", ["smart_contract_id"], unique=False, schema="passa")
    op.create_index(op.f("events_start_datetime_idx"), "events", ["start_datetime"], unique=False, schema="passa")
    op.create_index(op.f("events_status_idx"), "events", ["status"], unique=False, schema="passa")
    op.create_table(
        "event_tag_assignments",
        sa.Column("assignment_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("event_tag_assignments_pkey")),
        sa.UniqueConstraint("event_id", "tag_id", name=op.f("event_tag_assignments_event_id_tag_id_key")),
        schema="passa",
    )
    op.create_index(op.f("event_tag_assignments_assigned_at_idx"), "event_tag_assignments", ["assigned_at"], unique=False, schema="passa")
    op.create_index(op.f("event_tag_assignments_tag_id_idx"), "event_tag_assignments", ["tag_id"], unique=False, schema="passa")


def downgrade() -> None:
    op.drop_index(op.f("event_tag_assignments_tag_id_idx"), table_name="event_tag_assignments", schema="passa")
    op.drop_index(op.f("event_tag_assignments_assigned_at_idx"), table_name="event_tag_assignments", schema="passa")
    op.drop_table("event_tag_assignments", schema="passa")
    op.drop_index(op.f("events_status_idx"), table_name="events", schema="passa")
    op.drop_index(op.f("events_start_datetime_idx"), table_name="events", schema="passa")
    op.drop_index(op.f("events_smart_contract_id_idx"), table_name="events", schema="passa")
    op.drop_index(op.f("events_organizer_user_id_idx"), table_name="events", schema="passa")
    op.drop_index(op.f("events_location_idx"), table_name="events", schema="passa")
    op.drop_index("events_live", table_name="events", schema="passa", postgresql_where=sa.text("NOT is_deleted"))
    op.drop_index("events_created_at_idx", table_name="events", schema="passa")
    op.drop_index(op.f("events_category_id_idx"), table_name="events", schema="passa")
    op.drop_table("events", schema="passa")
    op.drop_index(op.f("event_tags_usage_count_idx"), table_name="event_tags", schema="passa")
    op.drop_table("event_tags", schema="passa")
    op.drop_index(op.f("event_categories_sort_order_idx"), table_name="event_categories", schema="passa")
    op.drop_table("event_categories", schema="passa")
