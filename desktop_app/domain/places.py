"""The areas of the window, in the order in which they are shown, and how places are written."""

from typing import Any

AREAS = (
    "Inbox",
    "Users",
    "KYC review",
    "Properties",
    "Assets",
    "Deals",
    "Tickets",
    "Tenants",
    "Analytics",
    "Audit",
    "Operations",
)

# How staff think: in each area what is worked on first, then what belongs to it. A list that is
# not named here comes last, by its title.
ORDER = {
    "Inbox": ("backoffice.approval_requests", "backoffice.approval_votes", "backoffice.notes"),
    "Users": (
        "multiverse.users",
        "nexus_mint.user_profiles",
        "passa.users",
        "openmineral.users",
        "auth.users",
        "multiverse.user_profiles",
        "passa.user_profiles",
        "passa.user_roles",
        "passa.user_role_assignments",
        "passa.permissions",
        "nexus_mint.user_role_assignments",
        "nexus_mint.payment_methods",
        "nexus_mint.ai_interactions",
        "multiverse.notifications",
        "multiverse.auth_tokens",
    ),
    "KYC review": ("openmineral.kyc_records", "passa.organizers"),
    "Properties": (
        "multiverse.properties",
        "multiverse.property_reservations",
        "multiverse.property_transactions",
        "multiverse.property_media",
        "multiverse.city_resources",
        "nexus_mint.properties",
        "nexus_mint.property_tokens",
        "nexus_mint.investments",
        "nexus_mint.property_returns",
        "nexus_mint.tokenization_processes",
        "nexus_mint.tokenization_steps",
        "nexus_mint.tokenization_reports",
        "nexus_mint.property_documents",
        "nexus_mint.property_audits",
        "nexus_mint.property_analytics",
        "nexus_mint.property_performance",
    ),
    "Assets": (
        "multiverse.digital_assets",
        "multiverse.asset_transactions",
        "multiverse.virtual_spaces",
        "multiverse.business_models",
        "multiverse.business_projects",
        "multiverse.ai_recommendations",
    ),
    "Deals": (
        "openmineral.deals",
        "openmineral.deal_counterparties",
        "openmineral.compliance_checks",
        "openmineral.risk_assessments",
        "openmineral.risk_assessment_history",
        "openmineral.workflow_executions",
        "openmineral.workflow_definitions",
        "openmineral.documents",
    ),
    "Tickets": (
        "passa.events",
        "passa.tickets",
        "passa.ticket_transfers",
        "passa.attribution",
        "passa.wallets",
        "passa.transactions",
        "passa.smart_contracts",
        "passa.multisig_requests",
        "passa.multisig_signatures",
        "passa.artists",
        "passa.content_creators",
        "passa.sponsors",
        "passa.fans",
        "passa.event_categories",
        "passa.event_tags",
        "passa.event_tag_assignments",
    ),
    "Tenants": (
        "prismicx.tenants",
        "prismicx.tenant_databases",
        "management_system_repository.tenant_systems",
        "management_system_repository.management_systems",
        "management_system_repository.system_versions",
        "management_system_repository.schema_migrations",
        "user_data.users",
        "user_preferences.preferences",
        "user_extensions.extensions",
        "user_extensions.extension_metrics",
        "user_extensions.practicality_factors",
        "prismicx.tasks",
        "prismicx.categories",
        "prismicx.user_insights",
    ),
    "Analytics": ("openmineral.market_analysis", "openmineral.reports"),
    "Audit": (
        "backoffice.audit_log",
        "multiverse.activity_logs",
        "passa.audit_logs",
        "nexus_mint.data_modifications",
    ),
    "Operations": (
        "backoffice.staff",
        "backoffice.staff_accounts",
        "backoffice.approval_policies",
        "backoffice.outbox",
        "backoffice.duties",
        "redis.sessions",
        "redis.cache_entries",
        "files.kyc_documents",
        "files.evidence",
        "files.deal_documents",
        "files.investment_documents",
        "files.chat_attachments",
        "files.property_images",
        "files.property_media",
        "files.user_avatars",
        "multiverse.tags",
        "multiverse.entity_tags",
    ),
}

# What moves money first; a board that is not named comes last, by its title.
BOARDS = (
    "boards.market",
    "boards.funding",
    "boards.kyc",
    "boards.deals",
    "boards.properties",
    "boards.assets",
    "boards.tickets",
    "boards.tenants",
)


def written_key(key: Any) -> str:
    """A key of one or more parts, as places and the audit trail write it."""
    parts = key if isinstance(key, tuple | list) else (key,)
    return "/".join(str(part) for part in parts)


def parted(place: str) -> tuple[str, str]:
    """A list's place, and what is written of a record's key: empty for the list itself."""
    panel, _, key = place.partition("/")
    return panel, key


def rank(area: str, panel: str) -> int:
    """Where a list stands in its area."""
    order = ORDER[area]
    return order.index(panel) if panel in order else len(order)
