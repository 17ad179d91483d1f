"""Policies as data: what is held back, how many of whom must agree, and who may change that.

They are shipped disabled and never overwritten. Enabling one is an administrator's act, refused
while it could not be satisfied; only a disabled policy is revised. The policy over disabling
policies covers itself.
"""

import json
from typing import Any

from desktop_app.domain.approvals import COMPARISONS
from desktop_app.domain.fields import Field
from desktop_app.domain.query import Kind
from desktop_app.storage.sql.acts import Act
from desktop_app.storage.sql.objects import Object, Phase, function
from desktop_app.storage.sql.session import DEFINER, GATE

POLICIES = "backoffice.approval_policies"
OPERATORS = ", ".join(f"'{op}'" for op in COMPARISONS)
NEEDS = (POLICIES, "backoffice.staff", "backoffice.rights_given")

ACTS = (
    Act(
        step="enable",
        confirm="From now on this needs other people's approval.",
        blocked=("backoffice.policy_flaw(to_jsonb(this))",),
        needs=NEEDS[1:],
    ),
    Act(
        step="disable",
        reason="required",
        confirm="From now on one person alone may do this.",
        destructive=True,
    ),
    Act(
        step="revise",
        reason="required",
        fields=(
            Field("condition", Kind.JSON, words="Condition"),
            Field("needed", Kind.NUMBER, words="How many must agree"),
            Field("checkers", Kind.LIST, words="Roles that may check"),
            Field("expires_after_hours", Kind.NUMBER, words="Hours until it expires"),
        ),
        stamps={
            "condition": "coalesce(details -> 'condition', this.condition)",
            "needed": "coalesce((details ->> 'needed')::smallint, this.needed)",
            "checkers": "CASE WHEN details ? 'checkers' THEN "
            "ARRAY(SELECT jsonb_array_elements_text(details -> 'checkers')) ELSE this.checkers END",
            "expires_after_hours": "coalesce((details ->> 'expires_after_hours')::integer, "
            "this.expires_after_hours)",
        },
    ),
)


def _policy(
    name: str, title: str, place: str, *checkers: str, needed: int = 1, **asked: Any
) -> dict[str, Any]:
    panel, _, act = place.partition(":")
    conditions = [
        {"column": list(columns), "op": op, "value": value}
        for columns, op, value in asked.get("where", ())
    ]
    return {
        "name": name,
        "title": title,
        "panel": panel,
        "act": act,
        "condition": conditions,
        "needed": needed,
        "checkers": list(checkers),
    }


HIGH = ((("risk_level",), "=", "high"),)
SHIPPED = (
    _policy("kyc_high_risk", "KYC approvals of high-risk people",
            "openmineral.kyc_records:approve", "compliance", where=HIGH),
    _policy("kyc_high_risk_reopened", "Reopened KYC of high-risk people",
            "openmineral.kyc_records:reopen", "compliance", where=HIGH),
    _policy("deals_above_limit", "Deals above a limit", "openmineral.deals:activate",
            "compliance", "admin", where=((("price", "quantity"), ">", 5_000_000),)),
    _policy("property_sales_above_limit", "Property sales above a limit",
            "multiverse.property_transactions:complete", "property_manager", "admin",
            where=((("price",), ">", 1_000_000),)),
    _policy("token_launch", "Token launches", "nexus_mint.property_tokens:launch",
            "compliance", "admin"),
    _policy("return_payout", "Payouts of returns above a limit", "nexus_mint.property_returns:pay",
            "property_manager", "admin", where=((("amount",), ">", 100_000),)),
    _policy("platform_role_changes_nexus_mint", "Role changes on Nexus Mint",
            "nexus_mint.user_role_assignments:write", "admin"),
    _policy("platform_role_changes_passa", "Role changes on Passa",
            "passa.user_role_assignments:write", "admin"),
    _policy("role_definitions_passa", "What a role of Passa may do",
            "passa.user_roles:write", "admin"),
    _policy("ticket_transfers", "Transfers of tickets", "passa.ticket_transfers:complete",
            "event_manager", "admin"),
    _policy("ticket_refunds", "Refunds of dear tickets", "passa.tickets:refund",
            "event_manager", "admin", where=((("price",), ">", 1_000),)),
    _policy("attribution_payout", "Payouts of shares", "passa.attribution:pay",
            "event_manager", "admin"),
    _policy("contract_activation", "Contracts taken into use", "passa.smart_contracts:activate",
            "event_manager", "admin", needed=2),
    _policy("contract_pause", "Paused contracts", "passa.smart_contracts:pause",
            "event_manager", "admin"),
    _policy("contract_end", "Contracts taken out of use", "passa.smart_contracts:deprecate",
            "event_manager", "admin", needed=2),
    _policy("tenant_suspension", "Suspended tenants", "prismicx.tenants:suspend", "admin"),
    _policy("tenant_deactivation", "Deactivated tenants", "prismicx.tenants:deactivate", "admin"),
    _policy("tenant_removal", "Removed tenants", "prismicx.tenants:remove", "admin"),
    _policy("policies_disabled", "Policies switched off",
            "backoffice.approval_policies:disable", "admin"),
)  # fmt: skip
"""What section 4 of the product and decision 25 name, as far as there are acts for it."""

FLAW = function(
    "backoffice.policy_flaw(policy jsonb)",
    f"""
    RETURNS text LANGUAGE plpgsql {DEFINER} AS $$
    -- Why it cannot be switched on, in a sentence; null when it can.
    DECLARE
        place text := policy ->> 'panel';
        act text := policy ->> 'act';
        needed integer := (policy ->> 'needed')::integer;
        able integer;
        part jsonb;
        wrong text;
    BEGIN
        IF NOT EXISTS (SELECT FROM backoffice.rights_given g WHERE g.place = policy ->> 'panel'
                AND g.act = CASE policy ->> 'act' WHEN 'remove' THEN g.act
                    ELSE policy ->> 'act' END AND g.act <> 'read') THEN
            RETURN format('Nobody can do “%s” with %s, so there is nothing to hold back.',
                act, place);
        END IF;
        IF act IN ('write', 'remove') AND to_regclass(place) IS NOT NULL AND NOT EXISTS (
            SELECT FROM pg_trigger t WHERE t.tgrelid = to_regclass(place)
               AND t.tgname = 'y_hold_back') THEN
            RETURN format('Direct changes of %s cannot be held back.', place);
        END IF;
        FOR part IN SELECT e FROM jsonb_array_elements(policy -> 'condition') AS e LOOP
            IF part ->> 'op' IS NULL OR part ->> 'op' NOT IN ({OPERATORS})
                OR NOT part ? 'column' OR NOT part ? 'value' THEN
                RETURN 'A condition names a column, an operator and a value.';
            END IF;
            SELECT c INTO wrong FROM jsonb_array_elements_text(CASE
                WHEN jsonb_typeof(part -> 'column') = 'array' THEN part -> 'column'
                ELSE jsonb_build_array(part -> 'column') END) AS c
             WHERE to_regclass(place) IS NOT NULL AND NOT EXISTS (SELECT FROM pg_attribute a
                WHERE a.attrelid = to_regclass(place) AND a.attname = c AND a.attnum > 0);
            IF wrong IS NOT NULL THEN
                RETURN format('The condition names “%s”, which is not in %s.', wrong, place);
            END IF;
        END LOOP;
        SELECT count(*) INTO able FROM backoffice.staff f WHERE f.tenant IS NULL
           AND backoffice.holds_job(f.login, ARRAY(
               SELECT jsonb_array_elements_text(policy -> 'checkers')));
        IF able <= needed THEN
            RETURN format('%s must agree and none of them may be the one who asks, so %s people '
                'with the role %s are needed. There %s: %s missing.',
                CASE needed WHEN 1 THEN 'One person' ELSE needed || ' people' END, needed + 1,
                (SELECT string_agg(replace(j, '_', ' '), ' or ')
                   FROM jsonb_array_elements_text(policy -> 'checkers') AS j),
                CASE able WHEN 0 THEN 'is none' WHEN 1 THEN 'is 1' ELSE 'are ' || able END,
                CASE needed + 1 - able WHEN 1 THEN '1 is' ELSE (needed + 1 - able) || ' are' END);
        END IF;
        RETURN NULL;
    END $$""",
    needs=NEEDS,
    owner=GATE,
    internal=True,
)

HOLDS_JOB = function(
    "backoffice.holds_job(login text, jobs text[])",
    f"""
    RETURNS boolean LANGUAGE sql STABLE {DEFINER} AS $$
        -- An active member of staff with one of the jobs, as the server itself knows it.
        SELECT EXISTS (SELECT FROM backoffice.staff f WHERE f.login = holds_job.login
                AND f.state = 'active')
           AND EXISTS (SELECT FROM unnest(jobs) AS j JOIN pg_roles r
                ON r.rolname = 'countinghouse_' || j
                WHERE pg_has_role(holds_job.login, r.oid, 'MEMBER'))
    $$""",
    needs=NEEDS,
    owner=GATE,
    internal=True,
)

SHIP = function(
    "backoffice.ship_policies(shipped jsonb)",
    """
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        -- What is there already stays as its owners made it.
        INSERT INTO backoffice.approval_policies (name, title, panel, act, condition, needed,
            checkers)
        SELECT p.name, p.title, p.panel, p.act, p.condition, p.needed, p.checkers
          FROM jsonb_to_recordset(shipped) AS p(name text, title text, panel text, act text,
               condition jsonb, needed smallint, checkers text[])
        ON CONFLICT (name) DO NOTHING
    $$""",
    needs=NEEDS,
    internal=True,
)


def _shipped() -> Object:
    """On a new database before the trail's first months are there, so they are made first."""
    told = json.dumps(SHIPPED).replace("'", "''")
    months = "SELECT backoffice.make_partitions(current_date - 400, current_date + 100)"
    return Object(
        "approval policies shipped",
        Phase.GRANT,
        f"{months};SELECT backoffice.ship_policies('{told}'::jsonb)",
        "",
        (POLICIES, "backoffice.audit_log"),
    )


ADD = function(
    "backoffice.add_policy(policy jsonb)",
    """
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    -- A new policy, disabled like those that are shipped.
    BEGIN
        PERFORM backoffice.demand('backoffice.approval_policies', 'enable');
        IF EXISTS (SELECT FROM backoffice.approval_policies p WHERE p.name = policy ->> 'name') THEN
            RAISE EXCEPTION 'There is a policy “%” already.', policy ->> 'name'
                USING ERRCODE = 'CH003', COLUMN = 'name';
        END IF;
        PERFORM backoffice.ship_policies(jsonb_build_array(
            '{"condition": [], "needed": 1}'::jsonb || policy));
    END $$""",
    needs=NEEDS,
)

OBJECTS = (HOLDS_JOB, FLAW, SHIP, ADD, _shipped())
