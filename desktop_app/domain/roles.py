"""The jobs that staff hold, what each may do, and how the documents' roles map onto them.

A right is `panel:act`; a job holds patterns over rights. Grants, policies and column rights in
the three stores are generated from this file and the panels, so it is the one place to change.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """`rights` are patterns over `panel:act`; what is not matched is refused."""

    words: str
    rights: frozenset[str]

    @property
    def tenant_bound(self) -> bool:
        return self.words.startswith("One tenant")


def _job(words: str, *rights: str) -> Job:
    return Job(words, frozenset(rights))


PRISMICX = ("user_data", "user_preferences", "user_extensions", "management_system_repository")
PEOPLE = (
    "multiverse.users", "auth.users", "nexus_mint.user_profiles", "passa.users",
    "passa.user_profiles", "openmineral.users",
)  # fmt: skip

ASKED = (
    "backoffice.approval_requests:read", "backoffice.approval_votes:read", "backoffice.jobs:read",
    "backoffice.notes:*",
)  # fmt: skip
"""What holds for whoever writes: requests, own jobs, notes; rows are narrowed by the database."""

TAGGING = ("multiverse.tags:read", "multiverse.entity_tags:*")
"""Whoever may read a record may tag it with a word that is there; its rows are narrowed too."""

JOBS: Mapping[str, Job] = {
    "admin": _job("Runs the stores, hands out roles, sees every list.", "*:*"),
    "operator": _job(
        "Keeps users, properties, assets, deals and tickets right.",
        *(f"{place}.*:*" for place in ("multiverse", "nexus_mint", "passa")),
        "openmineral.*:read",
        *(
            f"openmineral.{kept}:*"
            for kept in ("users", "deal*", "workflow_*", "documents", "reports", "market_analysis")
        ),
        "auth.users:*",
        *(f"files.{kept}:*" for kept in ("property_*", "user_avatars", "chat_attachments")),
        *(f"files.{kept}_documents:*" for kept in ("investment", "deal")),
        "redis.sessions:read",
        *ASKED,
    ),
    "compliance": _job(
        "Decides KYC and compliance.",
        *(f"{place}:read" for place in PEOPLE),
        "openmineral.*:read",
        "openmineral.kyc_records:*",
        "openmineral.compliance_checks:*",
        "nexus_mint.*:read",
        "nexus_mint.property_audits:*",
        "passa.organizers:*",
        "files.*_documents:*",
        "files.evidence:*",
        *ASKED,
        *TAGGING,
    ),
    "property_manager": _job(
        "Keeps properties, reservations, sales and tokenization.",
        *(f"{place}:read" for place in PEOPLE),
        "multiverse.*:read",
        "multiverse.propert*:*",
        "multiverse.city_resources:*",
        "nexus_mint.*:read",
        "nexus_mint.propert*:*",
        "nexus_mint.tokenization_*:*",
        "files.property_*:*",
        "files.investment_documents:*",
        *ASKED,
        *TAGGING,
    ),
    "event_manager": _job("Keeps events, tickets and attribution.", "passa.*:*", *ASKED, *TAGGING),
    "trader": _job(
        "Writes and moves deals.",
        "openmineral.*:read",
        "openmineral.deal*:*",
        "openmineral.workflow_executions:*",
        "files.deal_documents:*",
        *ASKED,
        *TAGGING,
    ),
    "analyst": _job(
        "Reads everything that boards are drawn from.",
        *(f"{place}.*:read" for place in ("multiverse", "nexus_mint", "openmineral")),
        "passa.events:read",
        "passa.tickets:read",
        "passa.attribution:read",
        "prismicx.*:read",
        "backoffice.notes:read",
    ),
    "auditor": _job("Reads the audit trail and nothing else.", "backoffice.audit_log:read"),
    "tenant_admin": _job(
        "One tenant's people, systems, extensions and tasks.",
        *(f"{place}.*:*" for place in PRISMICX),
        "prismicx.*:read",
        *ASKED,
    ),
}

FROM_DOCUMENTS: Mapping[tuple[str, str], str] = {
    ("nexus_mint", "admin"): "admin",
    ("nexus_mint", "compliance_officer"): "compliance",
    ("nexus_mint", "property_manager"): "property_manager",
    ("nexus_mint", "investor"): "",
    ("passa", "admin"): "admin",
    ("passa", "organizer"): "event_manager",
    ("passa", "artist"): "",
    ("passa", "content_creator"): "",
    ("passa", "sponsor"): "",
    ("passa", "fan"): "",
    ("openmineral", "admin"): "admin",
    ("openmineral", "compliance"): "compliance",
    ("openmineral", "trader"): "trader",
    ("openmineral", "analyst"): "analyst",
    ("prismicx", "admin"): "tenant_admin",
    ("prismicx", "user"): "",
}
"""Document role → job; an empty job marks customers, who never sign in here."""

OWNERS = ("backoffice_owner", "backoffice_gate", "backoffice_finder", "backoffice_refresh")
SERVICES = (
    "multiverse_service", "nexus_mint_service", "passa_service", "openmineral_service",
    "prismicx_service", "countinghouse_relay", "countinghouse_worker", "countinghouse_migrator",
    "countinghouse_backup", "countinghouse_metrics", "countinghouse_keys",
)  # fmt: skip


def group(job: str) -> str:
    """The group role in the stores that carries a job's rights."""
    return f"countinghouse_{job}"
