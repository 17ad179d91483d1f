"""What events are about: a tree of categories, and free tags with how often each is used.

A category never becomes part of itself. A tag's count follows its assignments.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)

from desktop_app.services.passa_people import ACT, PINNED
from desktop_app.services.tag_merging import merging
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import metadata


class CategoryColumns(TypedColumns):
    category_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    parent_category_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.event_categories.category_id")
    )
    name: Named[str] = Column(String(100))
    description: Named[str | None] = Column(Text)
    icon_url: Named[str | None] = Column(Text)
    color_hex: Named[str | None] = Column(String(7))
    sort_order: Named[int] = Column(Integer, server_default="0")
    is_active: Named[bool] = Column(Boolean, server_default="true")
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


class TagColumns(TypedColumns):
    tag_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    name: Named[str] = Column(String(50))
    description: Named[str | None] = Column(Text)
    usage_count: Named[int] = Column(Integer, server_default="0", info=ACT)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


class TagAssignmentColumns(TypedColumns):
    assignment_id: Named[UUID] = Column(
        Uuid, primary_key=True, server_default=func.gen_random_uuid()
    )
    event_id: Named[UUID] = Column(Uuid, ForeignKey("passa.events.event_id", ondelete="CASCADE"))
    tag_id: Named[UUID] = Column(Uuid, ForeignKey("passa.event_tags.tag_id", ondelete="CASCADE"))
    assigned_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


TREE = (
    function(
        "passa.category_tree()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF NEW.parent_category_id IS NULL THEN
                RETURN NEW;
            END IF;
            -- One move at a time: two moves, each harmless, can close a ring together.
            PERFORM pg_advisory_xact_lock(hashtextextended('passa.event_categories', 0));
            IF EXISTS (
                WITH RECURSIVE above (id, parent) AS (
                    SELECT c.category_id, c.parent_category_id FROM passa.event_categories c
                     WHERE c.category_id = NEW.parent_category_id
                    UNION
                    SELECT c.category_id, c.parent_category_id
                      FROM passa.event_categories c JOIN above ON c.category_id = above.parent
                )
                SELECT FROM above WHERE above.id = NEW.category_id
            ) OR NEW.parent_category_id = NEW.category_id THEN
                RAISE EXCEPTION 'The category “%” cannot lie within itself.', NEW.name
                    USING ERRCODE = 'check_violation', COLUMN = 'parent_category_id';
            END IF;
            RETURN NEW;
        END $$""",
    ),
    trigger(
        "c_tree",
        "passa.event_categories",
        "BEFORE INSERT OR UPDATE OF parent_category_id, category_id",
        "passa.category_tree()",
    ),
)
USES = (
    function(
        "passa.count_tag_uses()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.tag_id = NEW.tag_id THEN
                RETURN NULL;
            END IF;
            UPDATE passa.event_tags t SET usage_count = t.usage_count + d.uses
              FROM (SELECT NEW.tag_id AS tag_id, 1 AS uses WHERE TG_OP <> 'DELETE'
                    UNION ALL
                    SELECT OLD.tag_id, -1 WHERE TG_OP <> 'INSERT') AS d
             WHERE t.tag_id = d.tag_id;
            RETURN NULL;
        END $$""",
        needs=("passa.event_tags",),
    ),
    trigger(
        "count_uses",
        "passa.event_tag_assignments",
        "AFTER INSERT OR DELETE OR UPDATE OF tag_id",
        "passa.count_tag_uses()",
    ),
)

event_categories = Table(
    "event_categories",
    metadata,
    CategoryColumns,
    UniqueConstraint("parent_category_id", "name", postgresql_nulls_not_distinct=True),
    CheckConstraint("color_hex ~ '^#[0-9A-Fa-f]{6}$'", name="color"),
    Index(None, "sort_order"),
    schema="passa",
    info={"objects": TREE},
)
event_tags = Table(
    "event_tags",
    metadata,
    TagColumns,
    UniqueConstraint("name"),
    CheckConstraint("usage_count >= 0", name="uses"),
    Index(None, "usage_count"),
    schema="passa",
    info={"objects": (merging("passa.event_tags", "passa.event_tag_assignments", ("event_id",)),)},
)
event_tag_assignments = Table(
    "event_tag_assignments",
    metadata,
    TagAssignmentColumns,
    UniqueConstraint("event_id", "tag_id"),
    Index(None, "assigned_at"),
    schema="passa",
    info={"objects": USES},
)
