"""Passa 001-004 users."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "user_roles",
        sa.Column("role_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("permissions", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("name IN ('admin', 'organizer', 'artist', 'content_creator', 'sponsor', 'fan')", name=op.f("user_roles_name_words_check")),
        sa.CheckConstraint(
            "jsonb_typeof(permissions) = 'array' AND NOT jsonb_path_exists(permissions, '$[*] ? (@.type() <> \"string\")')", name=op.f("user_roles_permission_strings_check")
        ),
        sa.PrimaryKeyConstraint("role_id", name=op.f("user_roles_pkey")),
        sa.UniqueConstraint("name", name=op.f("user_roles_name_key")),
        schema="passa",
    )
    op.create_table(
        "users",
        sa.Column("user_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("username", sa.String(length=50), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("full_name", sa.String(length=255), nullable=True),
        sa.Column("status", sa.String(length=20), server_default="active", nullable=False),
        sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("password_hash ~ '^[$]2[aby][$][0-9]{2}[$][./A-Za-z0-9]{53}$'", name=op.f("users_bcrypt_check")),
        sa.CheckConstraint("status IN ('pending', 'active', 'inactive', 'suspended')", name=op.f("users_status_words_check")),
        sa.CheckConstraint("is_deleted = (deleted_at IS NOT NULL)", name=op.f("users_deleted_check")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("users_pkey")),
        sa.UniqueConstraint("email", name=op.f("users_email_key")),
        sa.UniqueConstraint("username", name=op.f("users_username_key")),
        schema="passa",
    )
    op.create_index(op.f("users_created_at_idx"), "users", ["created_at"], unique=False, schema="passa")
    op.create_index("users_live", "users", ["created_at"], unique=False, schema="passa", postgresql_where=sa.text("NOT is_deleted"))
    op.create_index(op.f("users_status_idx"), "users", ["status"], unique=False, schema="passa")
    op.create_table(
        "user_profiles",
        sa.Column("profile_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("bio", sa.Text(), nullable=True),
        sa.Column("avatar_url", sa.Text(), nullable=True),
        sa.Column("country", sa.String(length=100), nullable=True),
        sa.Column("city", sa.String(length=100), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=True),
        sa.Column("social_links", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("preferences", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("jsonb_typeof(social_links) = 'object' AND jsonb_typeof(preferences) = 'object'", name=op.f("user_profiles_objects_check")),
        sa.PrimaryKeyConstraint("profile_id", name=op.f("user_profiles_pkey")),
        sa.UniqueConstraint("user_id", name=op.f("user_profiles_user_id_key")),
        schema="passa",
    )
    op.create_index(op.f("user_profiles_created_at_idx"), "user_profiles", ["created_at"], unique=False, schema="passa")
    op.create_table(
        "user_role_assignments",
        sa.Column("assignment_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("user_role_assignments_pkey")),
        sa.UniqueConstraint("user_id", "role_id", name=op.f("user_role_assignments_user_id_role_id_key")),
        schema="passa",
    )
    op.create_index(op.f("user_role_assignments_assigned_at_idx"), "user_role_assignments", ["assigned_at"], unique=False, schema="passa")
    op.create_index(op.f("user_role_assignments_assigned_by_idx"), "user_role_assignments", ["assigned_by"], unique=False, schema="passa")
    op.create_index(op.f("user_role_assignments_role_id_idx"), "user_role_assignments", ["role_id"], unique=False, schema="passa")


def downgrade() -> None:
    op.drop_index(op.f("user_role_assignments_role_id_idx"), table_name="user_role_assignments", schema="passa")
    op.drop_index(op.f("user_role_assignments_assigned_by_idx"), table_name="user_role_assignments", schema="passa")
    op.drop_index(op.f("user_role_assignments_assigned_at_idx"), table_name="user_role_assignments", schema="passa")
    op.drop_table("user_role_assignments", schema="passa")
    op.drop_index(op.f("user_profiles_created_at_idx"), table_name="user_profiles", schema="passa")
    op.drop_table("user_profiles", schema="passa")
    op.drop_index(op.f("users_status_idx"), table_name="users", schema="passa")
    op.drop_index("users_live", table_name="users", schema="passa", postgresql_where=sa.text("NOT is_deleted"))
    op.drop_index(op.f("users_created_at_idx"), table_name="users", schema="passa")
    op.drop_table("users", schema="passa")
    op.drop_table("user_roles", schema="passa")
