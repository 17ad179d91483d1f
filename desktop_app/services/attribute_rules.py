"""Rules over what an act is done to and by whom, as data: amount, risk, region, tenant, one's own
record, the hour, how long ago the password was proved.

The acts' functions, reveals and the trigger before direct changes ask them all by one function,
`backoffice.demand_attributes`; a refusal names the attribute. A rule with `jobs` binds who has the
act's right by these jobs only. What is carried out for an approved request was weighed by others.
"""

import json
from typing import Any

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Index,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.storage.sql.objects import Object, Phase, function
from desktop_app.storage.sql.session import ALIVE, DEFINER, GATE, HERE
from desktop_app.storage.tables import metadata, words

PLACE = "backoffice.attribute_rules"
NEEDS = (PLACE, "backoffice.rights_given", "backoffice.approval_carrying", "backoffice.staff")
ATTRIBUTES = ("amount", "risk", "region", "tenant", "own_record", "hours", "step_up")
STEP_UP = 30
"""Minutes for which a proved password is enough for a sensitive act."""


class RuleColumns(TypedColumns):
    name: Named[str] = Column(String(63), primary_key=True)
    panel: Named[str] = Column(String(130))
    act: Named[str] = Column(String(40))
    attribute: Named[str] = Column(String(20), info=words(*ATTRIBUTES))
    columns: Named[list[str]] = Column(ARRAY(Text), server_default=text("'{}'"))
    value: Named[Any] = Column(JSONB)
    jobs: Named[list[str]] = Column(ARRAY(Text), server_default=text("'{}'"))
    state: Named[str] = Column(
        String(10), server_default="enabled", info=words("enabled", "disabled")
    )


def _step_up(name: str, place: str) -> dict[str, Any]:
    panel, _, act = place.partition(":")
    return {"name": name, "panel": panel, "act": act, "attribute": "step_up", "value": STEP_UP}


SHIPPED = (
    _step_up("kyc_approval_proved", "openmineral.kyc_records:approve"),
    _step_up("token_launch_proved", "nexus_mint.property_tokens:launch"),
    _step_up("payout_proved", "passa.attribution:pay"),
    _step_up("return_proved", "nexus_mint.property_returns:pay"),
    _step_up("policy_disabled_proved", "backoffice.approval_policies:disable"),
    _step_up("rules_changed_proved", "backoffice.attribute_rules:write"),
    _step_up("platform_roles_proved", "passa.user_role_assignments:write"),
    _step_up("platform_roles_mint_proved", "nexus_mint.user_role_assignments:write"),
    {
        "name": "deals_of_traders", "panel": "openmineral.deals", "act": "activate",
        "attribute": "amount", "columns": ["price", "quantity"], "value": 50_000_000,
        "jobs": ["trader"],
    },
    {
        "name": "sales_of_property_managers", "panel": "multiverse.property_transactions",
        "act": "complete", "attribute": "amount", "columns": ["price"], "value": 25_000_000,
        "jobs": ["property_manager"],
    },
)  # fmt: skip

DEMAND = function(
    "backoffice.demand_attributes(place text, acts text, cells jsonb)",
    f"""
    RETURNS void LANGUAGE plpgsql STABLE {DEFINER} AS $$
    DECLARE
        rule {PLACE};
        told text;
    BEGIN
        IF NOT EXISTS (SELECT FROM {PLACE} r WHERE r.panel = place AND r.state = 'enabled')
            OR NOT EXISTS (SELECT FROM backoffice.staff f WHERE f.login = session_user)
            OR EXISTS (SELECT FROM backoffice.approval_carrying c
                WHERE c.transaction = pg_current_xact_id_if_assigned()::text::bigint) THEN
            RETURN;
        END IF;
        -- What only the password opens is asked last: it helps nobody whom another rule stops.
        FOR rule IN SELECT r.* FROM {PLACE} r
            WHERE r.panel = place AND r.state = 'enabled'
              AND r.act = ANY(string_to_array(acts, ','))
              AND (r.jobs = '{{}}' OR NOT EXISTS (SELECT FROM backoffice.rights_given g
                WHERE g.place = r.panel AND g.act = r.act AND g.job <> ALL(r.jobs)
                  AND pg_has_role(session_user, 'countinghouse_' || g.job, 'MEMBER')))
            ORDER BY r.attribute = 'step_up', r.name
        LOOP
            told := backoffice.attribute_refusal(rule.attribute, rule.columns, rule.value,
                place, cells);
            IF told IS NOT NULL THEN
                PERFORM backoffice.count_refusal();
                RAISE EXCEPTION USING MESSAGE = told, COLUMN = rule.attribute, ERRCODE =
                    CASE rule.attribute WHEN 'step_up' THEN 'CH006' ELSE '42501' END;
            END IF;
        END LOOP;
    END $$""",
    needs=NEEDS,
    owner=GATE,
    internal=True,
)

REFUSAL = function(
    "backoffice.attribute_refusal(attribute text, names text[], value jsonb, place text, "
    "cells jsonb)",
    f"""
    RETURNS text LANGUAGE plpgsql STABLE {DEFINER} AS $$
    -- Why this rule refuses, or null. What is not known is refused: no rule is passed by
    -- leaving something out.
    DECLARE
        name text;
        amount numeric := 1;
        moment time := (statement_timestamp() AT TIME ZONE coalesce(
            CASE WHEN jsonb_typeof(value) = 'object' THEN value ->> 'zone' END, 'UTC'))::time;
        minutes numeric;
    BEGIN
        CASE attribute
        WHEN 'amount' THEN
            FOREACH name IN ARRAY names LOOP
                amount := amount * (cells ->> name)::numeric;
            END LOOP;
            IF amount IS NULL OR amount > (value #>> '{{}}')::numeric THEN
                RETURN format('Your role does this up to %s; here it is %s (attribute: amount).',
                    value #>> '{{}}', coalesce(trim_scale(amount)::text, 'not known'));
            END IF;
        WHEN 'own_record' THEN
            IF cells ->> names[1] IN (session_user::text,
                backoffice.account(split_part(place, '.', 1))) THEN
                RETURN 'Nobody does this on their own record; ask a colleague (attribute: own '
                    'record).';
            END IF;
        WHEN 'hours' THEN
            IF NOT (moment >= (value ->> 'from')::time AND moment < (value ->> 'until')::time) THEN
                RETURN format('This is done between %s and %s %s only (attribute: hours).',
                    value ->> 'from', value ->> 'until', coalesce(value ->> 'zone', 'UTC'));
            END IF;
        WHEN 'step_up' THEN
            minutes := backoffice.proved_ago();
            IF minutes IS NULL OR minutes > (value #>> '{{}}')::numeric THEN
                RETURN format('This asks for your password again: it was last proved more than '
                    '%s minutes ago (attribute: step-up age).', value #>> '{{}}');
            END IF;
        ELSE
            IF NOT value @> jsonb_build_array(cells ->> names[1]) IS TRUE THEN
                RETURN format('Your role does this where %s is %s only; here it is %s '
                    '(attribute: %s).', replace(names[1], '_', ' '),
                    (SELECT string_agg(v, ' or ') FROM jsonb_array_elements_text(value) AS v),
                    coalesce(cells ->> names[1], 'not known'), attribute);
            END IF;
        END CASE;
        RETURN NULL;
    END $$""",
    needs=NEEDS,
    owner=GATE,
    internal=True,
)

PROVED_AGO = function(
    "backoffice.proved_ago()",
    f"""
    RETURNS numeric LANGUAGE sql STABLE {DEFINER} AS $$
        -- Minutes since the password was proved; the sample's people, whom the window signs in
        -- by itself, have none to prove.
        SELECT CASE WHEN f.sample THEN 0 ELSE
            extract(epoch FROM statement_timestamp() - s.proved_at) / 60 END
          FROM backoffice.staff f, LATERAL (SELECT s.proved_at {HERE} {ALIVE}) AS s
         WHERE f.login = session_user
    $$""",
    needs=("backoffice.staff", "backoffice.sessions", "backoffice.session_backends"),
    owner=GATE,
)

SHIP = function(
    "backoffice.ship_rules(shipped jsonb)",
    f"""
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        -- What is there already stays as administrators made it.
        INSERT INTO {PLACE} (name, panel, act, attribute, columns, value, jobs)
        SELECT p.name, p.panel, p.act, p.attribute, coalesce(p.columns, '{{}}'), p.value,
            coalesce(p.jobs, '{{}}')
          FROM jsonb_to_recordset(shipped) AS p(name text, panel text, act text, attribute text,
               columns text[], value jsonb, jobs text[])
        ON CONFLICT (name) DO NOTHING
    $$""",
    needs=NEEDS,
    internal=True,
)


def _shipped() -> Object:
    """Shipping is on the trail, whose first months must be there before it."""
    told = json.dumps(SHIPPED).replace("'", "''")
    return Object(
        "attribute rules shipped",
        Phase.GRANT,
        "SELECT backoffice.make_partitions(current_date - 400, current_date + 100);"
        f"SELECT backoffice.ship_rules('{told}'::jsonb)",
        "",
        (PLACE, "backoffice.audit_log"),
    )


table = Table(
    "attribute_rules",
    metadata,
    RuleColumns,
    CheckConstraint(
        "CASE attribute WHEN 'amount' THEN jsonb_typeof(value) = 'number'"
        " AND cardinality(columns) > 0"
        " WHEN 'step_up' THEN jsonb_typeof(value) = 'number'"
        " WHEN 'own_record' THEN cardinality(columns) = 1"
        " WHEN 'hours' THEN value ?& ARRAY['from', 'until']"
        " ELSE jsonb_typeof(value) = 'array' AND cardinality(columns) = 1 END",
        name="sensible",
    ),
    Index("attribute_rules_panel_idx", "panel", "act"),
    schema="backoffice",
    info={"objects": (PROVED_AGO, REFUSAL, DEMAND, SHIP, _shipped())},
)
