"""prismicx."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from desktop_app.storage.migrations.collections import create_collection, drop_collection

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    create_collection("category_repository.categories")
    create_collection("task_repository.tasks")
    create_collection("tenant_registry.tenant_databases")
    create_collection("tenant_registry.tenants")
    op.create_table(
        "management_systems",
        sa.Column("system_id", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("type", sa.String(length=50), nullable=False),
        sa.Column("vendor", sa.String(length=100), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("metadata", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("system_id", name=op.f("management_systems_pkey")),
        schema="management_system_repository",
    )
    op.create_index(op.f("management_systems_status_idx"), "management_systems", ["status"], unique=False, schema="management_system_repository")
    op.create_index(op.f("management_systems_type_idx"), "management_systems", ["type"], unique=False, schema="management_system_repository")
    op.create_index(op.f("management_systems_vendor_idx"), "management_systems", ["vendor"], unique=False, schema="management_system_repository")
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("tenant_id", sa.String(length=50), nullable=False),
        sa.Column("username", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=True),
        sa.Column("last_name", sa.String(length=100), nullable=True),
        sa.Column("role", sa.String(length=50), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("last_login_at", sa.DateTime(), nullable=True),
        sa.Column("metadata", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("users_pkey")),
        sa.UniqueConstraint("tenant_id", "email", name=op.f("users_tenant_id_email_key")),
        schema="user_data",
    )
    op.create_index(op.f("users_created_at_idx"), "users", ["created_at"], unique=False, schema="user_data")
    op.create_index(op.f("users_status_idx"), "users", ["status"], unique=False, schema="user_data")
    op.create_index(op.f("users_tenant_id_idx"), "users", ["tenant_id"], unique=False, schema="user_data")
    op.create_table(
        "schema_migrations",
        sa.Column("migration_id", sa.String(length=50), nullable=False),
        sa.Column("system_id", sa.String(length=50), nullable=False),
        sa.Column("version_from", sa.String(length=20), nullable=False),
        sa.Column("version_to", sa.String(length=20), nullable=False),
        sa.Column("schema_version_from", sa.Integer(), nullable=False),
        sa.Column("schema_version_to", sa.Integer(), nullable=False),
        sa.Column("migration_sql", sa.Text(), nullable=False),
        sa.Column("rollback_sql", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.ForeignKeyConstraint(["system_id"], ["management_system_repository.management_systems.system_id"], name=op.f("schema_migrations_system_id_fkey")),
        sa.PrimaryKeyConstraint("migration_id", name=op.f("schema_migrations_pkey")),
        schema="management_system_repository",
    )
    op.create_index(op.f("schema_migrations_created_at_idx"), "schema_migrations", ["created_at"], unique=False, schema="management_system_repository")
    op.create_index(op.f("schema_migrations_system_id_idx"), "schema_migrations", ["system_id"], unique=False, schema="management_system_repository")
    op.create_index(
        op.f("schema_migrations_system_id_version_from_version_to_idx"),
        "schema_migrations",
        ["system_id", "version_from", "version_to"],
        unique=False,
        schema="management_system_repository",
    )
    op.create_table(
        "system_versions",
        sa.Column("version_id", sa.String(length=50), nullable=False),
        sa.Column("system_id", sa.String(length=50), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("release_notes", sa.Text(), nullable=True),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.Column("release_date", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("dependencies", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("compatibility", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["system_id"], ["management_system_repository.management_systems.system_id"], name=op.f("system_versions_system_id_fkey")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("system_versions_pkey")),
        sa.UniqueConstraint("system_id", "version", name=op.f("system_versions_system_id_version_key")),
        schema="management_system_repository",
    )
    op.create_index("system_versions_one_latest", "system_versions", ["system_id"], unique=True, schema="management_system_repository", postgresql_where=sa.text("is_latest"))
    op.create_index(op.f("system_versions_release_date_idx"), "system_versions", ["release_date"], unique=False, schema="management_system_repository")
    op.create_index(op.f("system_versions_schema_version_idx"), "system_versions", ["schema_version"], unique=False, schema="management_system_repository")
    op.create_index(op.f("system_versions_system_id_idx"), "system_versions", ["system_id"], unique=False, schema="management_system_repository")
    op.create_index(op.f("system_versions_system_id_is_latest_idx"), "system_versions", ["system_id", "is_latest"], unique=False, schema="management_system_repository")
    op.create_table(
        "extensions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.String(length=50), nullable=False),
        sa.Column("extension_type", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("metadata", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_data.users.id"], name=op.f("extensions_user_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("extensions_pkey")),
        schema="user_extensions",
    )
    op.create_index(op.f("extensions_created_at_idx"), "extensions", ["created_at"], unique=False, schema="user_extensions")
    op.create_index(op.f("extensions_enabled_idx"), "extensions", ["enabled"], unique=False, schema="user_extensions")
    op.create_index(op.f("extensions_extension_type_idx"), "extensions", ["extension_type"], unique=False, schema="user_extensions")
    op.create_index(op.f("extensions_tenant_id_idx"), "extensions", ["tenant_id"], unique=False, schema="user_extensions")
    op.create_index(op.f("extensions_user_id_idx"), "extensions", ["user_id"], unique=False, schema="user_extensions")
    op.create_table(
        "preferences",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("preference_key", sa.String(length=100), nullable=False),
        sa.Column("preference_value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_data.users.id"], name=op.f("preferences_user_id_fkey")),
        sa.PrimaryKeyConstraint("user_id", "preference_key", name=op.f("preferences_pkey")),
        schema="user_preferences",
    )
    op.create_index(op.f("preferences_user_id_idx"), "preferences", ["user_id"], unique=False, schema="user_preferences")
    op.create_table(
        "tenant_systems",
        sa.Column("tenant_id", sa.String(length=50), nullable=False),
        sa.Column("system_id", sa.String(length=50), nullable=False),
        sa.Column("version_id", sa.String(length=50), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("installed_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("configurations", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("features_enabled", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('installing', 'active', 'upgrading', 'failed', 'removed')", name=op.f("tenant_systems_status_words_check")),
        sa.ForeignKeyConstraint(["system_id"], ["management_system_repository.management_systems.system_id"], name=op.f("tenant_systems_system_id_fkey")),
        sa.ForeignKeyConstraint(["version_id"], ["management_system_repository.system_versions.version_id"], name=op.f("tenant_systems_version_id_fkey")),
        sa.PrimaryKeyConstraint("tenant_id", "system_id", name=op.f("tenant_systems_pkey")),
        schema="management_system_repository",
    )
    op.create_index(op.f("tenant_systems_installed_at_idx"), "tenant_systems", ["installed_at"], unique=False, schema="management_system_repository")
    op.create_index(op.f("tenant_systems_status_idx"), "tenant_systems", ["status"], unique=False, schema="management_system_repository")
    op.create_index(op.f("tenant_systems_system_id_idx"), "tenant_systems", ["system_id"], unique=False, schema="management_system_repository")
    op.create_index(op.f("tenant_systems_tenant_id_idx"), "tenant_systems", ["tenant_id"], unique=False, schema="management_system_repository")
    op.create_index(op.f("tenant_systems_version_id_idx"), "tenant_systems", ["version_id"], unique=False, schema="management_system_repository")
    op.create_table(
        "extension_metrics",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("extension_id", sa.Uuid(), nullable=False),
        sa.Column("usage_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_used_at", sa.DateTime(), nullable=True),
        sa.Column("feedback_score", sa.Double(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("usage_count >= 0", name=op.f("extension_metrics_usage_check")),
        sa.ForeignKeyConstraint(["extension_id"], ["user_extensions.extensions.id"], name=op.f("extension_metrics_extension_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("extension_metrics_pkey")),
        schema="user_extensions",
    )
    op.create_index(op.f("extension_metrics_extension_id_idx"), "extension_metrics", ["extension_id"], unique=False, schema="user_extensions")
    op.create_index(op.f("extension_metrics_updated_at_idx"), "extension_metrics", ["updated_at"], unique=False, schema="user_extensions")
    op.create_table(
        "practicality_factors",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("extension_id", sa.Uuid(), nullable=False),
        sa.Column("factor_name", sa.String(length=100), nullable=False),
        sa.Column("factor_value", sa.Integer(), nullable=False),
        sa.Column("factor_weight", sa.Double(), server_default="1.0", nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("factor_weight >= 0 AND factor_weight < 'Infinity'", name=op.f("practicality_factors_weight_check")),
        sa.CheckConstraint("factor_value BETWEEN 1 AND 10", name=op.f("practicality_factors_value_check")),
        sa.ForeignKeyConstraint(["extension_id"], ["user_extensions.extensions.id"], name=op.f("practicality_factors_extension_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("practicality_factors_pkey")),
        sa.UniqueConstraint("extension_id", "factor_name", name=op.f("practicality_factors_extension_id_factor_name_key")),
        schema="user_extensions",
    )
    op.create_index(op.f("practicality_factors_created_at_idx"), "practicality_factors", ["created_at"], unique=False, schema="user_extensions")
    op.create_index(op.f("practicality_factors_extension_id_idx"), "practicality_factors", ["extension_id"], unique=False, schema="user_extensions")


def downgrade() -> None:
    op.drop_index(op.f("practicality_factors_extension_id_idx"), table_name="practicality_factors", schema="user_extensions")
    op.drop_index(op.f("practicality_factors_created_at_idx"), table_name="practicality_factors", schema="user_extensions")
    op.drop_table("practicality_factors", schema="user_extensions")
    op.drop_index(op.f("extension_metrics_updated_at_idx"), table_name="extension_metrics", schema="user_extensions")
    op.drop_index(op.f("extension_metrics_extension_id_idx"), table_name="extension_metrics", schema="user_extensions")
    op.drop_table("extension_metrics", schema="user_extensions")
    op.drop_index(op.f("tenant_systems_version_id_idx"), table_name="tenant_systems", schema="management_system_repository")
    op.drop_index(op.f("tenant_systems_tenant_id_idx"), table_name="tenant_systems", schema="management_system_repository")
    op.drop_index(op.f("tenant_systems_system_id_idx"), table_name="tenant_systems", schema="management_system_repository")
    op.drop_index(op.f("tenant_systems_status_idx"), table_name="tenant_systems", schema="management_system_repository")
    op.drop_index(op.f("tenant_systems_installed_at_idx"), table_name="tenant_systems", schema="management_system_repository")
    op.drop_table("tenant_systems", schema="management_system_repository")
    op.drop_index(op.f("preferences_user_id_idx"), table_name="preferences", schema="user_preferences")
    op.drop_table("preferences", schema="user_preferences")
    op.drop_index(op.f("extensions_user_id_idx"), table_name="extensions", schema="user_extensions")
    op.drop_index(op.f("extensions_tenant_id_idx"), table_name="extensions", schema="user_extensions")
    op.drop_index(op.f("extensions_extension_type_idx"), table_name="extensions", schema="user_extensions")
    op.drop_index(op.f("extensions_enabled_idx"), table_name="extensions", schema="user_extensions")
    op.drop_index(op.f("extensions_created_at_idx"), table_name="extensions", schema="user_extensions")
    op.drop_table("extensions", schema="user_extensions")
    op.drop_index(op.f("system_versions_system_id_is_latest_idx"), table_name="system_versions", schema="management_system_repository")
    op.drop_index(op.f("system_versions_system_id_idx"), table_name="system_versions", schema="management_system_repository")
    op.drop_index(op.f("system_versions_schema_version_idx"), table_name="system_versions", schema="management_system_repository")
    op.drop_index(op.f("system_versions_release_date_idx"), table_name="system_versions", schema="management_system_repository")
    op.drop_index("system_versions_one_latest", table_name="system_versions", schema="management_system_repository", postgresql_where=sa.text("is_latest"))
    op.drop_table("system_versions", schema="management_system_repository")
    op.drop_index(op.f("schema_migrations_system_id_version_from_version_to_idx"), table_name="schema_migrations", schema="management_system_repository")
    op.drop_index(op.f("schema_migrations_system_id_idx"), table_name="schema_migrations", schema="management_system_repository")
    op.drop_index(op.f("schema_migrations_created_at_idx"), table_name="schema_migrations", schema="management_system_repository")
    op.drop_table("schema_migrations", schema="management_system_repository")
    op.drop_index(op.f("users_tenant_id_idx"), table_name="users", schema="user_data")
    op.drop_index(op.f("users_status_idx"), table_name="users", schema="user_data")
    op.drop_index(op.f("users_created_at_idx"), table_name="users", schema="user_data")
    op.drop_table("users", schema="user_data")
    op.drop_index(op.f("management_systems_vendor_idx"), table_name="management_systems", schema="management_system_repository")
    op.drop_index(op.f("management_systems_type_idx"), table_name="management_systems", schema="management_system_repository")
    op.drop_index(op.f("management_systems_status_idx"), table_name="management_systems", schema="management_system_repository")
    op.drop_table("management_systems", schema="management_system_repository")
    drop_collection("tenant_registry.tenants")
    drop_collection("tenant_registry.tenant_databases")
    drop_collection("task_repository.tasks")
    drop_collection("category_repository.categories")
