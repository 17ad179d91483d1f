"""Passa's roles, who holds them, and the permissions that they are made of.

A role's permission reads `events.create`, or `events.create:own` when it is meant for one scope.
Each must be one that `permissions` defines, and what a role uses stays defined, so that both
say the same. Roles are handed out by an act, not edited.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.passa_people import ACT, PINNED
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import metadata, words

NEEDS = ("passa.user_roles", "passa.permissions")


class RoleColumns(TypedColumns):
    role_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    name: Named[str] = Column(
        String(50),
        info=words("admin", "organizer", "artist", "content_creator", "sponsor", "fan"),
    )
    description: Named[str | None] = Column(Text)
    permissions: Named[list[str]] = Column(JSONB, server_default="[]")
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


class AssignmentColumns(TypedColumns):
    assignment_id: Named[UUID] = Column(
        Uuid, primary_key=True, server_default=func.gen_random_uuid()
    )
    user_id: Named[UUID] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="CASCADE"), info=ACT
    )
    role_id: Named[UUID] = Column(Uuid, ForeignKey("passa.user_roles.role_id"), info=ACT)
    assigned_by: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="SET NULL"), info=ACT
    )
    assigned_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp(), info=ACT
    )


class PermissionColumns(TypedColumns):
    permission_id: Named[UUID] = Column(
        Uuid, primary_key=True, server_default=func.gen_random_uuid()
    )
    resource: Named[str] = Column(String(50))
    action: Named[str] = Column(String(50))
    scope: Named[str] = Column(
        String(20), server_default="own", info=words("own", "organization", "all")
    )
    description: Named[str | None] = Column(Text)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


ROLE_RULES = (
    function(
        "passa.permissions_of(listed jsonb)",
        f"""
        RETURNS TABLE (said text, resource text, action text, scope text)
        LANGUAGE sql IMMUTABLE {PINNED} AS $$
        -- `events.create:own` in its parts; without a scope, any will do.
        SELECT p.said, split_part(split_part(p.said, ':', 1), '.', 1),
               split_part(split_part(p.said, ':', 1), '.', 2),
               nullif(split_part(p.said, ':', 2), '')
          FROM jsonb_array_elements_text(listed) AS p (said)
        $$""",
        internal=True,
    ),
    function(
        "passa.only_defined_permissions()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE unknown text;
        BEGIN
            -- Their definitions are held until this is committed.
            PERFORM FROM passa.permissions d
              WHERE EXISTS (SELECT FROM passa.permissions_of(NEW.permissions) p
                             WHERE (d.resource, d.action) = (p.resource, p.action))
              ORDER BY d.permission_id FOR SHARE;
            SELECT string_agg('“' || p.said || '”', ', ' ORDER BY p.said) INTO unknown
              FROM passa.permissions_of(NEW.permissions) p
             WHERE p.said <> p.resource || '.' || p.action || coalesce(':' || p.scope, '')
                OR NOT EXISTS (SELECT FROM passa.permissions d
                                WHERE (d.resource, d.action) = (p.resource, p.action)
                                  AND d.scope = coalesce(p.scope, d.scope));
            IF unknown IS NOT NULL THEN
                RAISE EXCEPTION 'No permission is defined as %.', unknown
                    USING ERRCODE = 'check_violation', COLUMN = 'permissions';
            END IF;
            RETURN NULL;
        END $$""",
        needs=NEEDS,
    ),
    trigger(
        "only_defined_permissions",
        "passa.user_roles",
        "AFTER INSERT OR UPDATE OF permissions",
        "passa.only_defined_permissions()",
    ),
)
PERMISSION_RULES = (
    function(
        "passa.keep_used_permission()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE users text;
        BEGIN
            SELECT string_agg(DISTINCT r.name, ', ') INTO users
              FROM passa.user_roles r, passa.permissions_of(r.permissions) p
             WHERE (p.resource, p.action) = (OLD.resource, OLD.action)
               AND NOT EXISTS (SELECT FROM passa.permissions d
                                WHERE (d.resource, d.action) = (p.resource, p.action)
                                  AND d.scope = coalesce(p.scope, d.scope));
            IF users IS NOT NULL THEN
                RAISE EXCEPTION 'The permission “%.%” is part of a role: %. Take it from there '
                    'first.', OLD.resource, OLD.action, users
                    USING ERRCODE = 'check_violation', COLUMN = 'action';
            END IF;
            RETURN NULL;
        END $$""",
        needs=NEEDS,
    ),
    trigger(
        "keep_used",
        "passa.permissions",
        "AFTER DELETE OR UPDATE OF resource, action, scope",
        "passa.keep_used_permission()",
    ),
)

user_roles = Table(
    "user_roles",
    metadata,
    RoleColumns,
    UniqueConstraint("name"),
    CheckConstraint(
        "jsonb_typeof(permissions) = 'array' AND NOT "
        "jsonb_path_exists(permissions, '$[*] ? (@.type() <> \"string\")')",
        name="permission_strings",
    ),
    schema="passa",
    info={"objects": ROLE_RULES},
)
user_role_assignments = Table(
    "user_role_assignments",
    metadata,
    AssignmentColumns,
    UniqueConstraint("user_id", "role_id"),
    Index(None, "assigned_at"),
    schema="passa",
)
permissions = Table(
    "permissions",
    metadata,
    PermissionColumns,
    UniqueConstraint("resource", "action", "scope"),
    CheckConstraint("resource ~ '^[a-z][a-z_]*$' AND action ~ '^[a-z][a-z_]*$'", name="dotted"),
    schema="passa",
    info={"objects": PERMISSION_RULES},
)
