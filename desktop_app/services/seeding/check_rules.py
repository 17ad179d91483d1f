"""The rules that row triggers hold, as questions to rows that no trigger has seen.

Each counts what breaks it and says so in a sentence with `{n}` for how many. What constraints
and unique indexes hold needs no question: they are on while rows are seeded.
"""

from typing import Final, NamedTuple


class Rule(NamedTuple):
    sentence: str
    query: str


def rows(sentence: str, place: str, broken: str) -> Rule:
    return Rule(sentence, f"SELECT count(*) FROM {place} WHERE {broken}")


MULTIVERSE: Final = (
    Rule(
        "{n} tags of Multiverse count other uses than they have",
        "SELECT count(*) FROM multiverse.tags t LEFT JOIN ("
        "SELECT tag_id, count(*) AS n FROM multiverse.entity_tags GROUP BY 1) a "
        "USING (tag_id) WHERE t.usage_count <> coalesce(a.n, 0)",
    ),
    *(
        rows(
            f"{{n}} completed rows of {place} do not say when, or were completed before they began",
            place,
            "status = 'completed' AND (completed_at IS NULL OR completed_at < created_at)",
        )
        for place in ("multiverse.property_transactions", "multiverse.asset_transactions")
    ),
)

BACKWARDS: Final = tuple(
    rows(f"{{n}} rows of {place} were changed before they were made", place, f"{then} < {first}")
    for place, first, then in (
        ("multiverse.users", "created_at", "updated_at"),
        ("multiverse.properties", "created_at", "updated_at"),
        ("multiverse.property_reservations", "created_at", "updated_at"),
        ("openmineral.deals", "created_at", "updated_at"),
        ("openmineral.kyc_records", "submitted_at", "reviewed_at"),
        ("openmineral.workflow_executions", "started_at", "completed_at"),
        ("openmineral.risk_assessment_history", "assessed_at", "replaced_at"),
    )
)

NEXUS_MINT: Final = (
    rows(
        "{n} users of Nexus Mint have no profile",
        "auth.users u",
        "NOT EXISTS (SELECT FROM nexus_mint.user_profiles p WHERE p.id = u.id)",
    ),
    Rule(
        "{n} tokens have another supply left than their confirmed investments leave",
        "SELECT count(*) FROM nexus_mint.property_tokens t LEFT JOIN ("
        "SELECT property_token_id AS id, sum(token_amount) AS sold FROM nexus_mint.investments "
        "WHERE status = 'confirmed' GROUP BY 1) i USING (id) "
        "WHERE t.available_supply <> t.total_supply - coalesce(i.sold, 0)",
    ),
    Rule(
        "{n} properties of Nexus Mint count other tokens as issued than were sold",
        "SELECT count(*) FROM nexus_mint.properties p LEFT JOIN ("
        "SELECT property_id AS id, sum(total_supply - available_supply) AS sold "
        "FROM nexus_mint.property_tokens GROUP BY 1) t USING (id) "
        "WHERE p.tokens_issued <> coalesce(t.sold, 0)",
    ),
    rows(
        "{n} investments hold a token of another property, or a draft of one",
        "nexus_mint.investments i JOIN nexus_mint.property_tokens t ON t.id = i.property_token_id",
        "t.property_id <> i.property_id OR i.status = 'confirmed' AND t.status = 'draft'",
    ),
    rows(
        "{n} investments were paid by a method of somebody else",
        "nexus_mint.investments i JOIN nexus_mint.payment_methods m ON m.id = i.payment_method_id",
        "m.user_id <> i.user_id",
    ),
    rows(
        "{n} returns belong to investments that were never confirmed",
        "nexus_mint.property_returns r JOIN nexus_mint.investments i ON i.id = r.investment_id",
        "i.status = 'pending' OR i.confirmed_at IS NULL",
    ),
    Rule(
        "{n} tokenizations count other steps as done than are",
        "SELECT count(*) FROM nexus_mint.tokenization_processes p JOIN ("
        "SELECT process_id AS id, floor(100.0 * count(*) FILTER "
        "(WHERE status IN ('completed', 'skipped')) / count(*)) AS share, "
        "coalesce(jsonb_agg(name ORDER BY position) FILTER (WHERE status = 'completed'), '[]') "
        "AS done, (array_agg(name ORDER BY position) "
        "FILTER (WHERE status NOT IN ('completed', 'skipped')))[1] AS now_at "
        "FROM nexus_mint.tokenization_steps GROUP BY 1) s USING (id) "
        "WHERE (p.progress_percentage, p.steps_completed, p.current_step) "
        "IS DISTINCT FROM (s.share, s.done, s.now_at)",
    ),
    rows(
        "{n} tokenizations are completed with steps left open, or without any done",
        "nexus_mint.tokenization_processes p",
        "p.status = 'completed' AND (NOT EXISTS (SELECT FROM nexus_mint.tokenization_steps s "
        "WHERE s.process_id = p.id AND s.status = 'completed') OR EXISTS ("
        "SELECT FROM nexus_mint.tokenization_steps s WHERE s.process_id = p.id "
        "AND s.status NOT IN ('completed', 'skipped')))",
    ),
)


def _credited(table: str, column: str, contribution: str) -> Rule:
    return Rule(
        f"{{n}} of passa.{table} count other {column.replace('_', ' ')} than they have",
        f"SELECT count(*) FROM passa.{table} t LEFT JOIN ("
        "SELECT a.user_id, count(DISTINCT a.event_id) AS n FROM passa.attribution a "
        "JOIN passa.events e USING (event_id) WHERE e.status = 'completed' "
        f"AND a.status <> 'rejected' AND a.contribution_type = '{contribution}' GROUP BY 1"
        f") c USING (user_id) WHERE t.{column} <> coalesce(c.n, 0)",
    )


PASSA: Final = (
    Rule(
        "{n} events give away more than 100 % in shares",
        "SELECT count(*) FROM (SELECT event_id FROM passa.attribution "
        "WHERE status <> 'rejected' GROUP BY 1 HAVING sum(percentage_share) > 1) s",
    ),
    _credited("artists", "total_performances", "performance"),
    _credited("content_creators", "completed_projects", "content"),
    Rule(
        "{n} fans count other events, points or tier than their used tickets give",
        "SELECT count(*) FROM passa.fans f LEFT JOIN ("
        "SELECT owner_user_id AS user_id, count(DISTINCT event_id)::integer AS n "
        "FROM passa.tickets WHERE ticket_status = 'used' GROUP BY 1) t USING (user_id) "
        "WHERE (f.events_attended, f.loyalty_points, f.loyalty_tier) IS DISTINCT FROM "
        "(coalesce(t.n, 0), coalesce(t.n, 0) * 10, passa.loyalty_tier(coalesce(t.n, 0) * 10))",
    ),
    Rule(
        "{n} event tags count other uses than they have",
        "SELECT count(*) FROM passa.event_tags t LEFT JOIN ("
        "SELECT tag_id, count(*) AS n FROM passa.event_tag_assignments GROUP BY 1) a "
        "USING (tag_id) WHERE t.usage_count <> coalesce(a.n, 0)",
    ),
    Rule(
        "{n} events have more tickets than places",
        "SELECT count(*) FROM passa.events e JOIN ("
        "SELECT event_id, count(*) AS n FROM passa.tickets "
        "WHERE ticket_status NOT IN ('cancelled', 'refunded') GROUP BY 1) t USING (event_id) "
        "WHERE e.capacity < t.n",
    ),
    rows(
        "{n} deleted events were not cancelled although tickets were sold",
        "passa.events e",
        "e.is_deleted AND e.status <> 'cancelled' AND EXISTS (SELECT FROM passa.tickets t "
        "WHERE t.event_id = e.event_id AND t.ticket_status IN ('reserved', 'purchased', 'used'))",
    ),
    rows(
        "{n} tickets of events that were never published are reserved or sold",
        "passa.tickets t JOIN passa.events e USING (event_id)",
        "e.status = 'draft' AND t.ticket_status IN ('reserved', 'purchased', 'used')",
    ),
    rows(
        "{n} tickets are reserved for nobody",
        "passa.tickets",
        "ticket_status = 'reserved' AND owner_user_id IS NULL",
    ),
    Rule(
        "{n} permissions in roles are not defined",
        "SELECT count(*) FROM passa.user_roles r, "
        "jsonb_array_elements_text(r.permissions) AS p (said) "
        "WHERE NOT EXISTS (SELECT FROM passa.permissions d WHERE "
        "d.resource || '.' || d.action = split_part(p.said, ':', 1) "
        "AND d.scope = coalesce(nullif(split_part(p.said, ':', 2), ''), d.scope))",
    ),
    Rule(
        "{n} event categories lie within themselves",
        "WITH RECURSIVE above (id, at, depth) AS ("
        "SELECT category_id, parent_category_id, 1 FROM passa.event_categories "
        "UNION ALL SELECT a.id, c.parent_category_id, a.depth + 1 FROM above a "
        "JOIN passa.event_categories c ON c.category_id = a.at WHERE a.depth < 100) "
        "SELECT count(DISTINCT id) FROM above WHERE at = id",
    ),
    rows(
        "{n} multi-signature requests went through without their signatures",
        "passa.multisig_requests r",
        "r.status IN ('authorized', 'executed') AND r.required_signatures > ("
        "SELECT count(*) FROM passa.multisig_signatures s "
        "WHERE s.request_id = r.request_id AND s.decision = 'approve')",
    ),
)

OPENMINERAL: Final = (
    rows(
        "{n} deals are in force or done without a risk assessment",
        "openmineral.deals d",
        "d.status IN ('active', 'completed') AND NOT EXISTS ("
        "SELECT FROM openmineral.risk_assessments r WHERE r.deal_id = d.id)",
    ),
    rows(
        "{n} deals are in force or done although their counterparty never showed papers",
        "openmineral.deals d",
        "d.status IN ('active', 'completed') AND NOT EXISTS ("
        "SELECT FROM openmineral.deal_counterparties c WHERE c.deal_id = d.id "
        "AND c.counterparty = d.counterparty AND c.kyc_record_id IS NOT NULL)",
    ),
    rows(
        "{n} deals are in force or done without any compliance check",
        "openmineral.deals d",
        "d.status IN ('active', 'completed') AND NOT EXISTS ("
        "SELECT FROM openmineral.compliance_checks c WHERE c.deal_id = d.id)",
    ),
)

PRISMICX: Final = (
    rows(
        "{n} extensions belong to a user of another tenant",
        "user_extensions.extensions e JOIN user_data.users u ON u.id = e.user_id",
        "u.tenant_id <> e.tenant_id",
    ),
    rows(
        "{n} installations have a version that is not one of their system",
        "management_system_repository.tenant_systems t "
        "JOIN management_system_repository.system_versions v USING (version_id)",
        "v.system_id <> t.system_id",
    ),
)

RULES: Final = (*MULTIVERSE, *BACKWARDS, *NEXUS_MINT, *PASSA, *OPENMINERAL, *PRISMICX)
