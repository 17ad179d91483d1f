"""search indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_index(
        "users_email_part",
        "users",
        [sa.literal_column("lower(email)").label("lowered")],
        unique=False,
        schema="auth",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_phone_part",
        "users",
        [sa.literal_column("lower(phone)").label("lowered")],
        unique=False,
        schema="auth",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "audit_log_login_beginning",
        "audit_log",
        [sa.literal_column("lower(login)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "audit_log_place_beginning",
        "audit_log",
        [sa.literal_column("lower(place)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "duties_name_beginning",
        "duties",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "duties_name_part",
        "duties",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "outbox_login_beginning",
        "outbox",
        [sa.literal_column("lower(login)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "outbox_login_part",
        "outbox",
        [sa.literal_column("lower(login)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "outbox_panel_beginning",
        "outbox",
        [sa.literal_column("lower(panel)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "outbox_panel_part",
        "outbox",
        [sa.literal_column("lower(panel)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "staff_login_beginning",
        "staff",
        [sa.literal_column("lower(login)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "staff_login_part",
        "staff",
        [sa.literal_column("lower(login)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "staff_name_beginning",
        "staff",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "staff_name_part",
        "staff",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "staff_accounts_staff_beginning",
        "staff_accounts",
        [sa.literal_column("lower(staff)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "staff_accounts_staff_part",
        "staff_accounts",
        [sa.literal_column("lower(staff)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "management_systems_description_part",
        "management_systems",
        [sa.literal_column("lower(description)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "management_systems_name_beginning",
        "management_systems",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "management_systems_name_part",
        "management_systems",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "management_systems_vendor_beginning",
        "management_systems",
        [sa.literal_column("lower(vendor)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "management_systems_vendor_part",
        "management_systems",
        [sa.literal_column("lower(vendor)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "schema_migrations_description_part",
        "schema_migrations",
        [sa.literal_column("lower(description)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "schema_migrations_version_from_beginning",
        "schema_migrations",
        [sa.literal_column("lower(version_from)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "schema_migrations_version_from_part",
        "schema_migrations",
        [sa.literal_column("lower(version_from)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "schema_migrations_version_to_beginning",
        "schema_migrations",
        [sa.literal_column("lower(version_to)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "schema_migrations_version_to_part",
        "schema_migrations",
        [sa.literal_column("lower(version_to)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "system_versions_release_notes_part",
        "system_versions",
        [sa.literal_column("lower(release_notes)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "system_versions_version_beginning",
        "system_versions",
        [sa.literal_column("lower(version)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "system_versions_version_part",
        "system_versions",
        [sa.literal_column("lower(version)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "tenant_systems_error_message_part",
        "tenant_systems",
        [sa.literal_column("lower(error_message)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "tenant_systems_tenant_id_beginning",
        "tenant_systems",
        [sa.literal_column("lower(tenant_id)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "tenant_systems_tenant_id_part",
        "tenant_systems",
        [sa.literal_column("lower(tenant_id)").label("lowered")],
        unique=False,
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "asset_transactions_asset_id_beginning",
        "asset_transactions",
        [sa.literal_column("lower(asset_id)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "asset_transactions_blockchain_tx_hash_beginning",
        "asset_transactions",
        [sa.literal_column("lower(blockchain_tx_hash)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "auth_tokens_token_type_beginning",
        "auth_tokens",
        [sa.literal_column("lower(token_type)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "auth_tokens_token_type_part",
        "auth_tokens",
        [sa.literal_column("lower(token_type)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "city_resources_city_beginning",
        "city_resources",
        [sa.literal_column("lower(city)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "city_resources_city_part",
        "city_resources",
        [sa.literal_column("lower(city)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "city_resources_name_beginning",
        "city_resources",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "city_resources_name_part",
        "city_resources",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "entity_tags_entity_id_beginning",
        "entity_tags",
        [sa.literal_column("lower(entity_id)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "entity_tags_entity_id_part",
        "entity_tags",
        [sa.literal_column("lower(entity_id)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "notifications_message_part",
        "notifications",
        [sa.literal_column("lower(message)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "notifications_title_beginning",
        "notifications",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "notifications_title_part",
        "notifications",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "properties_description_part",
        "properties",
        [sa.literal_column("lower(description)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "properties_source_id_beginning",
        "properties",
        [sa.literal_column("lower(source_id)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "properties_source_id_part",
        "properties",
        [sa.literal_column("lower(source_id)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "properties_zoning_beginning",
        "properties",
        [sa.literal_column("lower(zoning)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "properties_zoning_part",
        "properties",
        [sa.literal_column("lower(zoning)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_media_url_beginning",
        "property_media",
        [sa.literal_column("lower(url)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "property_media_url_part",
        "property_media",
        [sa.literal_column("lower(url)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_reservations_notes_part",
        "property_reservations",
        [sa.literal_column("lower(notes)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_transactions_blockchain_tx_hash_beginning",
        "property_transactions",
        [sa.literal_column("lower(blockchain_tx_hash)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "tags_category_beginning",
        "tags",
        [sa.literal_column("lower(category)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "tags_category_part",
        "tags",
        [sa.literal_column("lower(category)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "tags_name_beginning",
        "tags",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "tags_name_part",
        "tags",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_email_beginning",
        "users",
        [sa.literal_column("lower(email)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "users_email_part",
        "users",
        [sa.literal_column("lower(email)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_full_name_beginning",
        "users",
        [sa.literal_column("lower(full_name)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "users_full_name_part",
        "users",
        [sa.literal_column("lower(full_name)").label("lowered")],
        unique=False,
        schema="multiverse",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "ai_interactions_ai_response_part",
        "ai_interactions",
        [sa.literal_column("lower(ai_response)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "ai_interactions_user_message_part",
        "ai_interactions",
        [sa.literal_column("lower(user_message)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "data_modifications_record_id_part",
        "data_modifications",
        [sa.literal_column("lower(record_id)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "investments_payment_method_part",
        "investments",
        [sa.literal_column("lower(payment_method)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "payment_methods_label_part",
        "payment_methods",
        [sa.literal_column("lower(label)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "properties_city_part",
        "properties",
        [sa.literal_column("lower(city)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "properties_location_part",
        "properties",
        [sa.literal_column("lower(location)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "properties_title_part",
        "properties",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_audits_auditor_part",
        "property_audits",
        [sa.literal_column("lower(auditor)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_audits_findings_part",
        "property_audits",
        [sa.literal_column("lower(findings)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_documents_path_part",
        "property_documents",
        [sa.literal_column("lower(path)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_documents_title_part",
        "property_documents",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_performance_notes_part",
        "property_performance",
        [sa.literal_column("lower(notes)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_performance_period_part",
        "property_performance",
        [sa.literal_column("lower(period)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_returns_payment_reference_part",
        "property_returns",
        [sa.literal_column("lower(payment_reference)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_returns_period_part",
        "property_returns",
        [sa.literal_column("lower(period)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_tokens_contract_address_part",
        "property_tokens",
        [sa.literal_column("lower(contract_address)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "property_tokens_token_address_part",
        "property_tokens",
        [sa.literal_column("lower(token_address)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "tokenization_processes_current_step_part",
        "tokenization_processes",
        [sa.literal_column("lower(current_step)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "tokenization_processes_failure_reason_part",
        "tokenization_processes",
        [sa.literal_column("lower(failure_reason)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "tokenization_reports_summary_part",
        "tokenization_reports",
        [sa.literal_column("lower(summary)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "tokenization_reports_title_part",
        "tokenization_reports",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "tokenization_steps_description_part",
        "tokenization_steps",
        [sa.literal_column("lower(description)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "tokenization_steps_name_part",
        "tokenization_steps",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "user_profiles_email_part",
        "user_profiles",
        [sa.literal_column("lower(email)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "user_profiles_full_name_part",
        "user_profiles",
        [sa.literal_column("lower(full_name)").label("lowered")],
        unique=False,
        schema="nexus_mint",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "deal_counterparties_counterparty_beginning",
        "deal_counterparties",
        [sa.literal_column("lower(counterparty)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "deal_counterparties_counterparty_part",
        "deal_counterparties",
        [sa.literal_column("lower(counterparty)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "deals_commodity_beginning",
        "deals",
        [sa.literal_column("lower(commodity)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "deals_commodity_part",
        "deals",
        [sa.literal_column("lower(commodity)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "deals_counterparty_beginning",
        "deals",
        [sa.literal_column("lower(counterparty)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "deals_counterparty_part",
        "deals",
        [sa.literal_column("lower(counterparty)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "deals_description_part",
        "deals",
        [sa.literal_column("lower(description)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "deals_title_beginning",
        "deals",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "deals_title_part",
        "deals",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "kyc_records_full_name_beginning",
        "kyc_records",
        [sa.literal_column("lower(full_name)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "kyc_records_full_name_part",
        "kyc_records",
        [sa.literal_column("lower(full_name)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "risk_assessments_override_reason_part",
        "risk_assessments",
        [sa.literal_column("lower(override_reason)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_email_beginning",
        "users",
        [sa.literal_column("lower(email)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "users_email_part",
        "users",
        [sa.literal_column("lower(email)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_full_name_beginning",
        "users",
        [sa.literal_column("lower(full_name)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "users_full_name_part",
        "users",
        [sa.literal_column("lower(full_name)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_username_beginning",
        "users",
        [sa.literal_column("lower(username)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "users_username_part",
        "users",
        [sa.literal_column("lower(username)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "workflow_definitions_description_part",
        "workflow_definitions",
        [sa.literal_column("lower(description)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "workflow_definitions_name_beginning",
        "workflow_definitions",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "workflow_definitions_name_part",
        "workflow_definitions",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="openmineral",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "artists_stage_name_beginning",
        "artists",
        [sa.literal_column("lower(stage_name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "artists_stage_name_part",
        "artists",
        [sa.literal_column("lower(stage_name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "audit_logs_action_beginning",
        "audit_logs",
        [sa.literal_column("lower(action)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "event_categories_name_beginning",
        "event_categories",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "event_categories_name_part",
        "event_categories",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "event_tags_name_beginning",
        "event_tags",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "event_tags_name_part",
        "event_tags",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "events_location_part",
        "events",
        [sa.literal_column("lower(location)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "events_title_beginning",
        "events",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "events_title_part",
        "events",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "events_venue_beginning",
        "events",
        [sa.literal_column("lower(venue)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "events_venue_part",
        "events",
        [sa.literal_column("lower(venue)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "multisig_requests_reason_part",
        "multisig_requests",
        [sa.literal_column("lower(reason)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "organizers_company_name_beginning",
        "organizers",
        [sa.literal_column("lower(company_name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "organizers_company_name_part",
        "organizers",
        [sa.literal_column("lower(company_name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "permissions_action_beginning",
        "permissions",
        [sa.literal_column("lower(action)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "permissions_action_part",
        "permissions",
        [sa.literal_column("lower(action)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "permissions_resource_beginning",
        "permissions",
        [sa.literal_column("lower(resource)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "permissions_resource_part",
        "permissions",
        [sa.literal_column("lower(resource)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "smart_contracts_address_beginning",
        "smart_contracts",
        [sa.literal_column("lower(address)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "smart_contracts_address_part",
        "smart_contracts",
        [sa.literal_column("lower(address)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "smart_contracts_name_beginning",
        "smart_contracts",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "smart_contracts_name_part",
        "smart_contracts",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "sponsors_brand_name_beginning",
        "sponsors",
        [sa.literal_column("lower(brand_name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "sponsors_brand_name_part",
        "sponsors",
        [sa.literal_column("lower(brand_name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "sponsors_industry_beginning",
        "sponsors",
        [sa.literal_column("lower(industry)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "sponsors_industry_part",
        "sponsors",
        [sa.literal_column("lower(industry)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "tickets_seat_beginning",
        "tickets",
        [sa.literal_column("lower(seat)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "tickets_seat_part",
        "tickets",
        [sa.literal_column("lower(seat)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "tickets_token_id_beginning",
        "tickets",
        [sa.literal_column("lower(token_id)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "tickets_token_id_part",
        "tickets",
        [sa.literal_column("lower(token_id)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "transactions_from_address_beginning",
        "transactions",
        [sa.literal_column("lower(from_address)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "transactions_to_address_beginning",
        "transactions",
        [sa.literal_column("lower(to_address)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "transactions_transaction_hash_beginning",
        "transactions",
        [sa.literal_column("lower(transaction_hash)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "user_profiles_city_beginning",
        "user_profiles",
        [sa.literal_column("lower(city)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "user_profiles_city_part",
        "user_profiles",
        [sa.literal_column("lower(city)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "user_profiles_country_beginning",
        "user_profiles",
        [sa.literal_column("lower(country)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "user_profiles_country_part",
        "user_profiles",
        [sa.literal_column("lower(country)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_email_beginning",
        "users",
        [sa.literal_column("lower(email)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "users_email_part",
        "users",
        [sa.literal_column("lower(email)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_full_name_beginning",
        "users",
        [sa.literal_column("lower(full_name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "users_full_name_part",
        "users",
        [sa.literal_column("lower(full_name)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_username_beginning",
        "users",
        [sa.literal_column("lower(username)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "users_username_part",
        "users",
        [sa.literal_column("lower(username)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "wallets_label_beginning",
        "wallets",
        [sa.literal_column("lower(label)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "wallets_label_part",
        "wallets",
        [sa.literal_column("lower(label)").label("lowered")],
        unique=False,
        schema="passa",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_email_beginning",
        "users",
        [sa.literal_column("lower(email)").label("lowered")],
        unique=False,
        schema="user_data",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "users_email_part",
        "users",
        [sa.literal_column("lower(email)").label("lowered")],
        unique=False,
        schema="user_data",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_first_name_beginning",
        "users",
        [sa.literal_column("lower(first_name)").label("lowered")],
        unique=False,
        schema="user_data",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "users_first_name_part",
        "users",
        [sa.literal_column("lower(first_name)").label("lowered")],
        unique=False,
        schema="user_data",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_last_name_beginning",
        "users",
        [sa.literal_column("lower(last_name)").label("lowered")],
        unique=False,
        schema="user_data",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "users_last_name_part",
        "users",
        [sa.literal_column("lower(last_name)").label("lowered")],
        unique=False,
        schema="user_data",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "users_username_beginning",
        "users",
        [sa.literal_column("lower(username)").label("lowered")],
        unique=False,
        schema="user_data",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "users_username_part",
        "users",
        [sa.literal_column("lower(username)").label("lowered")],
        unique=False,
        schema="user_data",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "extensions_description_part",
        "extensions",
        [sa.literal_column("lower(description)").label("lowered")],
        unique=False,
        schema="user_extensions",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "extensions_name_beginning",
        "extensions",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="user_extensions",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "extensions_name_part",
        "extensions",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="user_extensions",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "practicality_factors_factor_name_beginning",
        "practicality_factors",
        [sa.literal_column("lower(factor_name)").label("lowered")],
        unique=False,
        schema="user_extensions",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "practicality_factors_factor_name_part",
        "practicality_factors",
        [sa.literal_column("lower(factor_name)").label("lowered")],
        unique=False,
        schema="user_extensions",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "preferences_preference_key_beginning",
        "preferences",
        [sa.literal_column("lower(preference_key)").label("lowered")],
        unique=False,
        schema="user_preferences",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "preferences_preference_key_part",
        "preferences",
        [sa.literal_column("lower(preference_key)").label("lowered")],
        unique=False,
        schema="user_preferences",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )


def downgrade() -> None:
    op.drop_index("preferences_preference_key_part", table_name="preferences", schema="user_preferences", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index(
        "preferences_preference_key_beginning", table_name="preferences", schema="user_preferences", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"}
    )
    op.drop_index(
        "practicality_factors_factor_name_part", table_name="practicality_factors", schema="user_extensions", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"}
    )
    op.drop_index(
        "practicality_factors_factor_name_beginning",
        table_name="practicality_factors",
        schema="user_extensions",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.drop_index("extensions_name_part", table_name="extensions", schema="user_extensions", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("extensions_name_beginning", table_name="extensions", schema="user_extensions", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("extensions_description_part", table_name="extensions", schema="user_extensions", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_username_part", table_name="users", schema="user_data", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_username_beginning", table_name="users", schema="user_data", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("users_last_name_part", table_name="users", schema="user_data", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_last_name_beginning", table_name="users", schema="user_data", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("users_first_name_part", table_name="users", schema="user_data", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_first_name_beginning", table_name="users", schema="user_data", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("users_email_part", table_name="users", schema="user_data", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_email_beginning", table_name="users", schema="user_data", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("wallets_label_part", table_name="wallets", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("wallets_label_beginning", table_name="wallets", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("users_username_part", table_name="users", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_username_beginning", table_name="users", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("users_full_name_part", table_name="users", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_full_name_beginning", table_name="users", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("users_email_part", table_name="users", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_email_beginning", table_name="users", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("user_profiles_country_part", table_name="user_profiles", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("user_profiles_country_beginning", table_name="user_profiles", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("user_profiles_city_part", table_name="user_profiles", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("user_profiles_city_beginning", table_name="user_profiles", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("transactions_transaction_hash_beginning", table_name="transactions", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("transactions_to_address_beginning", table_name="transactions", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("transactions_from_address_beginning", table_name="transactions", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("tickets_token_id_part", table_name="tickets", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("tickets_token_id_beginning", table_name="tickets", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("tickets_seat_part", table_name="tickets", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("tickets_seat_beginning", table_name="tickets", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("sponsors_industry_part", table_name="sponsors", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("sponsors_industry_beginning", table_name="sponsors", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("sponsors_brand_name_part", table_name="sponsors", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("sponsors_brand_name_beginning", table_name="sponsors", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("smart_contracts_name_part", table_name="smart_contracts", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("smart_contracts_name_beginning", table_name="smart_contracts", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("smart_contracts_address_part", table_name="smart_contracts", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("smart_contracts_address_beginning", table_name="smart_contracts", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("permissions_resource_part", table_name="permissions", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("permissions_resource_beginning", table_name="permissions", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("permissions_action_part", table_name="permissions", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("permissions_action_beginning", table_name="permissions", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("organizers_company_name_part", table_name="organizers", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("organizers_company_name_beginning", table_name="organizers", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("multisig_requests_reason_part", table_name="multisig_requests", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("events_venue_part", table_name="events", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("events_venue_beginning", table_name="events", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("events_title_part", table_name="events", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("events_title_beginning", table_name="events", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("events_location_part", table_name="events", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("event_tags_name_part", table_name="event_tags", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("event_tags_name_beginning", table_name="event_tags", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("event_categories_name_part", table_name="event_categories", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("event_categories_name_beginning", table_name="event_categories", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("audit_logs_action_beginning", table_name="audit_logs", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("artists_stage_name_part", table_name="artists", schema="passa", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("artists_stage_name_beginning", table_name="artists", schema="passa", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("workflow_definitions_name_part", table_name="workflow_definitions", schema="openmineral", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index(
        "workflow_definitions_name_beginning", table_name="workflow_definitions", schema="openmineral", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"}
    )
    op.drop_index(
        "workflow_definitions_description_part", table_name="workflow_definitions", schema="openmineral", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"}
    )
    op.drop_index("users_username_part", table_name="users", schema="openmineral", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_username_beginning", table_name="users", schema="openmineral", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("users_full_name_part", table_name="users", schema="openmineral", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_full_name_beginning", table_name="users", schema="openmineral", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("users_email_part", table_name="users", schema="openmineral", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_email_beginning", table_name="users", schema="openmineral", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("risk_assessments_override_reason_part", table_name="risk_assessments", schema="openmineral", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("kyc_records_full_name_part", table_name="kyc_records", schema="openmineral", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("kyc_records_full_name_beginning", table_name="kyc_records", schema="openmineral", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("deals_title_part", table_name="deals", schema="openmineral", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("deals_title_beginning", table_name="deals", schema="openmineral", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("deals_description_part", table_name="deals", schema="openmineral", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("deals_counterparty_part", table_name="deals", schema="openmineral", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("deals_counterparty_beginning", table_name="deals", schema="openmineral", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("deals_commodity_part", table_name="deals", schema="openmineral", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("deals_commodity_beginning", table_name="deals", schema="openmineral", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index(
        "deal_counterparties_counterparty_part", table_name="deal_counterparties", schema="openmineral", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"}
    )
    op.drop_index(
        "deal_counterparties_counterparty_beginning",
        table_name="deal_counterparties",
        schema="openmineral",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.drop_index("user_profiles_full_name_part", table_name="user_profiles", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("user_profiles_email_part", table_name="user_profiles", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("tokenization_steps_name_part", table_name="tokenization_steps", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("tokenization_steps_description_part", table_name="tokenization_steps", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("tokenization_reports_title_part", table_name="tokenization_reports", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("tokenization_reports_summary_part", table_name="tokenization_reports", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index(
        "tokenization_processes_failure_reason_part", table_name="tokenization_processes", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"}
    )
    op.drop_index(
        "tokenization_processes_current_step_part", table_name="tokenization_processes", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"}
    )
    op.drop_index("property_tokens_token_address_part", table_name="property_tokens", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("property_tokens_contract_address_part", table_name="property_tokens", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("property_returns_period_part", table_name="property_returns", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("property_returns_payment_reference_part", table_name="property_returns", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("property_performance_period_part", table_name="property_performance", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("property_performance_notes_part", table_name="property_performance", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("property_documents_title_part", table_name="property_documents", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("property_documents_path_part", table_name="property_documents", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("property_audits_findings_part", table_name="property_audits", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("property_audits_auditor_part", table_name="property_audits", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("properties_title_part", table_name="properties", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("properties_location_part", table_name="properties", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("properties_city_part", table_name="properties", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("payment_methods_label_part", table_name="payment_methods", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("investments_payment_method_part", table_name="investments", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("data_modifications_record_id_part", table_name="data_modifications", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("ai_interactions_user_message_part", table_name="ai_interactions", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("ai_interactions_ai_response_part", table_name="ai_interactions", schema="nexus_mint", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_full_name_part", table_name="users", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_full_name_beginning", table_name="users", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("users_email_part", table_name="users", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_email_beginning", table_name="users", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("tags_name_part", table_name="tags", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("tags_name_beginning", table_name="tags", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("tags_category_part", table_name="tags", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("tags_category_beginning", table_name="tags", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index(
        "property_transactions_blockchain_tx_hash_beginning",
        table_name="property_transactions",
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.drop_index("property_reservations_notes_part", table_name="property_reservations", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("property_media_url_part", table_name="property_media", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("property_media_url_beginning", table_name="property_media", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("properties_zoning_part", table_name="properties", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("properties_zoning_beginning", table_name="properties", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("properties_source_id_part", table_name="properties", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("properties_source_id_beginning", table_name="properties", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("properties_description_part", table_name="properties", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("notifications_title_part", table_name="notifications", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("notifications_title_beginning", table_name="notifications", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("notifications_message_part", table_name="notifications", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("entity_tags_entity_id_part", table_name="entity_tags", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("entity_tags_entity_id_beginning", table_name="entity_tags", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("city_resources_name_part", table_name="city_resources", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("city_resources_name_beginning", table_name="city_resources", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("city_resources_city_part", table_name="city_resources", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("city_resources_city_beginning", table_name="city_resources", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("auth_tokens_token_type_part", table_name="auth_tokens", schema="multiverse", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("auth_tokens_token_type_beginning", table_name="auth_tokens", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index(
        "asset_transactions_blockchain_tx_hash_beginning",
        table_name="asset_transactions",
        schema="multiverse",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.drop_index(
        "asset_transactions_asset_id_beginning", table_name="asset_transactions", schema="multiverse", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"}
    )
    op.drop_index(
        "tenant_systems_tenant_id_part", table_name="tenant_systems", schema="management_system_repository", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"}
    )
    op.drop_index(
        "tenant_systems_tenant_id_beginning",
        table_name="tenant_systems",
        schema="management_system_repository",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.drop_index(
        "tenant_systems_error_message_part", table_name="tenant_systems", schema="management_system_repository", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"}
    )
    op.drop_index(
        "system_versions_version_part", table_name="system_versions", schema="management_system_repository", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"}
    )
    op.drop_index(
        "system_versions_version_beginning",
        table_name="system_versions",
        schema="management_system_repository",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.drop_index(
        "system_versions_release_notes_part",
        table_name="system_versions",
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.drop_index(
        "schema_migrations_version_to_part",
        table_name="schema_migrations",
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.drop_index(
        "schema_migrations_version_to_beginning",
        table_name="schema_migrations",
        schema="management_system_repository",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.drop_index(
        "schema_migrations_version_from_part",
        table_name="schema_migrations",
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.drop_index(
        "schema_migrations_version_from_beginning",
        table_name="schema_migrations",
        schema="management_system_repository",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.drop_index(
        "schema_migrations_description_part",
        table_name="schema_migrations",
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.drop_index(
        "management_systems_vendor_part", table_name="management_systems", schema="management_system_repository", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"}
    )
    op.drop_index(
        "management_systems_vendor_beginning",
        table_name="management_systems",
        schema="management_system_repository",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.drop_index(
        "management_systems_name_part", table_name="management_systems", schema="management_system_repository", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"}
    )
    op.drop_index(
        "management_systems_name_beginning",
        table_name="management_systems",
        schema="management_system_repository",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.drop_index(
        "management_systems_description_part",
        table_name="management_systems",
        schema="management_system_repository",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.drop_index("staff_accounts_staff_part", table_name="staff_accounts", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("staff_accounts_staff_beginning", table_name="staff_accounts", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("staff_name_part", table_name="staff", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("staff_name_beginning", table_name="staff", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("staff_login_part", table_name="staff", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("staff_login_beginning", table_name="staff", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("outbox_panel_part", table_name="outbox", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("outbox_panel_beginning", table_name="outbox", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("outbox_login_part", table_name="outbox", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("outbox_login_beginning", table_name="outbox", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("duties_name_part", table_name="duties", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("duties_name_beginning", table_name="duties", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("audit_log_place_beginning", table_name="audit_log", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("audit_log_login_beginning", table_name="audit_log", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("users_phone_part", table_name="users", schema="auth", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("users_email_part", table_name="users", schema="auth", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
