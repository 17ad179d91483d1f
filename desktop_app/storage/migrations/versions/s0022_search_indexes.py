"""Search indexes: for parts of words and for beginnings, on the text in lower case."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

PARTS = {
    "auth.users": "email phone",
    "backoffice.duties": "name",
    "backoffice.outbox": "login panel",
    "backoffice.staff": "login name",
    "backoffice.staff_accounts": "staff",
    "management_system_repository.management_systems": "description name vendor",
    "management_system_repository.schema_migrations": "description version_from version_to",
    "management_system_repository.system_versions": "release_notes version",
    "management_system_repository.tenant_systems": "error_message tenant_id",
    "multiverse.auth_tokens": "token_type",
    "multiverse.city_resources": "city name",
    "multiverse.entity_tags": "entity_id",
    "multiverse.notifications": "message title",
    "multiverse.properties": "description source_id zoning",
    "multiverse.property_media": "url",
    "multiverse.property_reservations": "notes",
    "multiverse.tags": "category name",
    "multiverse.users": "email full_name",
    "nexus_mint.ai_interactions": "ai_response user_message",
    "nexus_mint.data_modifications": "record_id",
    "nexus_mint.investments": "payment_method",
    "nexus_mint.payment_methods": "label",
    "nexus_mint.properties": "city location title",
    "nexus_mint.property_audits": "auditor findings",
    "nexus_mint.property_documents": "path title",
    "nexus_mint.property_performance": "notes period",
    "nexus_mint.property_returns": "payment_reference period",
    "nexus_mint.property_tokens": "contract_address token_address",
    "nexus_mint.tokenization_processes": "current_step failure_reason",
    "nexus_mint.tokenization_reports": "summary title",
    "nexus_mint.tokenization_steps": "description name",
    "nexus_mint.user_profiles": "email full_name",
    "openmineral.deal_counterparties": "counterparty",
    "openmineral.deals": "commodity counterparty description title",
    "openmineral.kyc_records": "full_name",
    "openmineral.risk_assessments": "override_reason",
    "openmineral.users": "email full_name username",
    "openmineral.workflow_definitions": "description name",
    "passa.artists": "stage_name",
    "passa.event_categories": "name",
    "passa.event_tags": "name",
    "passa.events": "location title venue",
    "passa.multisig_requests": "reason",
    "passa.organizers": "company_name",
    "passa.permissions": "action resource",
    "passa.smart_contracts": "address name",
    "passa.sponsors": "brand_name industry",
    "passa.tickets": "seat token_id",
    "passa.user_profiles": "city country",
    "passa.users": "email full_name username",
    "passa.wallets": "label",
    "user_data.users": "email first_name last_name username",
    "user_extensions.extensions": "description name",
    "user_extensions.practicality_factors": "factor_name",
    "user_preferences.preferences": "preference_key",
}
BEGINNINGS = {
    "backoffice.audit_log": "login place",
    "backoffice.duties": "name",
    "backoffice.outbox": "login panel",
    "backoffice.staff": "login name",
    "backoffice.staff_accounts": "staff",
    "management_system_repository.management_systems": "name vendor",
    "management_system_repository.schema_migrations": "version_from version_to",
    "management_system_repository.system_versions": "version",
    "management_system_repository.tenant_systems": "tenant_id",
    "multiverse.asset_transactions": "asset_id blockchain_tx_hash",
    "multiverse.auth_tokens": "token_type",
    "multiverse.city_resources": "city name",
    "multiverse.entity_tags": "entity_id",
    "multiverse.notifications": "title",
    "multiverse.properties": "source_id zoning",
    "multiverse.property_media": "url",
    "multiverse.property_transactions": "blockchain_tx_hash",
    "multiverse.tags": "category name",
    "multiverse.users": "email full_name",
    "openmineral.deal_counterparties": "counterparty",
    "openmineral.deals": "commodity counterparty title",
    "openmineral.kyc_records": "full_name",
    "openmineral.users": "email full_name username",
    "openmineral.workflow_definitions": "name",
    "passa.artists": "stage_name",
    "passa.audit_logs": "action",
    "passa.event_categories": "name",
    "passa.event_tags": "name",
    "passa.events": "title venue",
    "passa.organizers": "company_name",
    "passa.permissions": "action resource",
    "passa.smart_contracts": "address name",
    "passa.sponsors": "brand_name industry",
    "passa.tickets": "seat token_id",
    "passa.transactions": "from_address to_address transaction_hash",
    "passa.user_profiles": "city country",
    "passa.users": "email full_name username",
    "passa.wallets": "label",
    "user_data.users": "email first_name last_name username",
    "user_extensions.extensions": "name",
    "user_extensions.practicality_factors": "factor_name",
    "user_preferences.preferences": "preference_key",
}


def upgrade() -> None:
    for schema, table, column, what, using, ops in indexes():
        op.create_index(
            f"{table}_{column}_{what}",
            table,
            [sa.literal_column(f"lower({column})").label("lowered")],
            schema=schema,
            postgresql_using=using,
            postgresql_ops={"lowered": ops},
        )


def downgrade() -> None:
    for schema, table, column, what, _, _ in indexes():
        op.drop_index(f"{table}_{column}_{what}", table_name=table, schema=schema)


def indexes() -> Iterator[tuple[str, ...]]:
    for places, what, using, ops in (
        (PARTS, "part", "gin", "gin_trgm_ops"),
        (BEGINNINGS, "beginning", "btree", "text_pattern_ops"),
    ):
        for place, columns in places.items():
            schema, table = place.split(".")
            for column in columns.split():
                yield schema, table, column, what, using, ops
