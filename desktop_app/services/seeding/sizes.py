"""How many rows each table and collection gets, small, medium and large.

Where a table's rows hang on another's (a profile for every user), the numbers are the same; what
is not listed here has as many rows as its batch says.
"""

from collections.abc import Mapping
from typing import Final, Literal

Size = Literal["small", "medium", "large"]
SIZES: Final[tuple[Size, ...]] = ("small", "medium", "large")


def rows(place: str, size: Size) -> int:
    return ROWS[place][SIZES.index(size)]


def _users(*counts: int, places: tuple[str, ...]) -> dict[str, tuple[int, int, int]]:
    small, medium, large = counts
    return dict.fromkeys(places, (small, medium, large))


PEOPLE: Final[Mapping[str, str]] = {
    "multiverse": "multiverse.users",
    "nexus_mint": "auth.users",
    "passa": "passa.users",
    "openmineral": "openmineral.users",
    "prismicx": "user_data.users",
}

ROWS: Final[Mapping[str, tuple[int, int, int]]] = {
    # Multiverse
    "multiverse.users": (120, 25_000, 250_000),
    "multiverse.user_profiles": (100, 10_000, 80_000),
    "multiverse.auth_tokens": (80, 12_000, 120_000),
    "multiverse.properties": (90, 16_000, 160_000),
    "multiverse.property_media": (130, 24_000, 240_000),
    "multiverse.property_reservations": (80, 12_000, 120_000),
    "multiverse.property_transactions": (80, 14_000, 140_000),
    "multiverse.digital_assets": (100, 15_000, 120_000),
    "multiverse.asset_transactions": (180, 20_000, 200_000),
    "multiverse.notifications": (90, 16_000, 160_000),
    "multiverse.activity_logs": (180, 40_000, 500_000),
    "multiverse.entity_tags": (90, 14_000, 140_000),
    "multiverse.virtual_spaces": (25, 1_500, 10_000),
    "multiverse.business_models": (30, 2_000, 15_000),
    "multiverse.business_projects": (30, 2_500, 20_000),
    "multiverse.ai_recommendations": (60, 8_000, 60_000),
    # Nexus Mint
    **_users(90, 18_000, 180_000, places=("auth.users", "nexus_mint.user_profiles")),
    "nexus_mint.user_role_assignments": (96, 18_600, 186_000),
    "nexus_mint.properties": (50, 4_000, 40_000),
    "nexus_mint.property_tokens": (40, 3_200, 32_000),
    "nexus_mint.investments": (120, 22_000, 240_000),
    "nexus_mint.property_returns": (90, 18_000, 200_000),
    "nexus_mint.payment_methods": (80, 15_000, 150_000),
    "nexus_mint.property_analytics": (60, 8_000, 80_000),
    "nexus_mint.property_performance": (60, 8_000, 80_000),
    "nexus_mint.property_audits": (40, 4_000, 40_000),
    "nexus_mint.property_documents": (80, 10_000, 100_000),
    "nexus_mint.tokenization_processes": (40, 3_500, 35_000),
    "nexus_mint.tokenization_steps": (120, 10_500, 105_000),
    "nexus_mint.tokenization_reports": (40, 3_000, 30_000),
    "nexus_mint.ai_interactions": (80, 12_000, 120_000),
    "nexus_mint.data_modifications": (60, 6_000, 60_000),
    # Passa
    **_users(200, 60_000, 1_000_000, places=("passa.users", "passa.user_profiles")),
    "passa.user_role_assignments": (208, 61_500, 1_020_000),
    "passa.wallets": (190, 45_000, 400_000),
    "passa.organizers": (20, 1_000, 10_000),
    "passa.artists": (25, 2_000, 20_000),
    "passa.content_creators": (15, 1_500, 15_000),
    "passa.sponsors": (12, 500, 5_000),
    "passa.fans": (130, 52_000, 930_000),
    "passa.events": (40, 4_000, 40_000),
    "passa.event_tag_assignments": (100, 11_000, 110_000),
    "passa.smart_contracts": (20, 800, 8_000),
    "passa.tickets": (180, 60_000, 1_200_000),
    "passa.ticket_transfers": (20, 3_000, 40_000),
    "passa.transactions": (260, 110_000, 5_000_000),
    "passa.attribution": (90, 10_000, 100_000),
    "passa.audit_logs": (80, 24_000, 300_000),
    # OpenMineral
    "openmineral.users": (25, 250, 2_000),
    "openmineral.kyc_records": (60, 2_500, 30_000),
    "openmineral.deals": (80, 6_000, 60_000),
    "openmineral.deal_counterparties": (100, 7_800, 78_000),
    "openmineral.compliance_checks": (90, 7_000, 70_000),
    "openmineral.risk_assessments": (60, 4_500, 45_000),
    "openmineral.risk_assessment_history": (15, 900, 9_000),
    "openmineral.workflow_definitions": (4, 12, 40),
    "openmineral.workflow_executions": (60, 5_000, 50_000),
    "openmineral.documents": (60, 5_000, 40_000),
    "openmineral.market_analysis": (60, 3_000, 20_000),
    "openmineral.reports": (12, 300, 2_000),
    # PrismicX
    **_users(80, 12_000, 120_000, places=("user_data.users", "user_preferences.preferences")),
    "management_system_repository.management_systems": (8, 8, 8),
    "management_system_repository.system_versions": (24, 24, 24),
    "management_system_repository.tenant_systems": (10, 60, 200),
    "management_system_repository.schema_migrations": (20, 120, 400),
    "user_extensions.extensions": (60, 4_000, 40_000),
    "user_extensions.extension_metrics": (90, 8_000, 80_000),
    "user_extensions.practicality_factors": (60, 4_000, 40_000),
    "tenant_registry.tenants": (5, 20, 60),
    "tenant_registry.tenant_databases": (5, 20, 60),
    "task_repository.tasks": (60, 6_000, 50_000),
    "category_repository.categories": (25, 100, 300),
    "tenant_*_db.user_insights": (40, 4_000, 40_000),
}
