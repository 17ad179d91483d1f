"""Holding back what a second person must see first.

The acts' functions ask `demand_approval`; a trigger on every audited table asks the same of
direct changes by staff. Both leave at once where no enabled policy names the table. The trigger
passes over what runs as one of the owners: acts, and requests that are being carried out.

A held-back act goes through only while the gate carries out a request that names it, which
`backoffice.approval_carrying` says: a row that is gone before its transaction ends, in a table
that nobody but the gate can write.
"""

from collections.abc import Iterable

from sqlalchemy import Table

from desktop_app.domain.roles import OWNERS
from desktop_app.storage.sql.acts import declared
from desktop_app.storage.sql.objects import Object, Phase, function
from desktop_app.storage.sql.rights import tenant_condition
from desktop_app.storage.sql.session import DEFINER, GATE

POLICIES = "backoffice.approval_policies"
CARRYING = "backoffice.approval_carrying"
RULES = "backoffice.attribute_rules"
NEEDS = (POLICIES, CARRYING, RULES)
NOW_CARRYING = "pg_current_xact_id()::text::bigint"


def shared(tables: Iterable[Table]) -> tuple[Object, ...]:
    listed = tuple(tables)
    return (CONDITION, COVERING, DEMAND, HOLD_BACK, _tenant_rule(listed), _steps(listed))


def of(table: Table) -> Iterable[Object]:
    if not table.info.get("audited", True):
        return
    place = table.fullname
    owners = ", ".join(f"'{owner}'" for owner in OWNERS)
    yield Object(
        f"trigger {place} y_hold_back",
        Phase.TRIGGER,
        f"CREATE OR REPLACE TRIGGER y_hold_back BEFORE INSERT OR UPDATE OR DELETE ON {place} "
        f"FOR EACH ROW WHEN (current_user NOT IN ({owners})) "
        f"EXECUTE FUNCTION backoffice.hold_back('{place}')",
        f"DROP TRIGGER IF EXISTS y_hold_back ON {place}",
        (place, *NEEDS),
    )


def _tenant_rule(tables: Iterable[Table]) -> Object:
    """The condition by which staff of one tenant see the rows `t` of a table, as text."""
    ruled = [
        f"WHEN '{table.fullname}' THEN $rule${rule}$rule$"
        for table in tables
        if (rule := tenant_condition(table))
    ]
    cases = "\n                ".join(ruled)
    return function(
        "backoffice.tenant_rule(place text)",
        f"""
        RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
            SELECT CASE place
                {cases}
                ELSE 'true' END
        $$""",
        internal=True,
    )


def _steps(tables: Iterable[Table]) -> Object:
    """Which acts a table's own function carries out; all others go to another store."""
    named = [f"'{table.fullname}:{act.step}'" for table in tables for act in declared(table)]
    listed = ",\n                ".join(named)
    return function(
        "backoffice.is_step(place text, act text)",
        f"""
        RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
            SELECT place || ':' || act IN (
                {listed})
        $$""",
        internal=True,
    )


CONDITION = function(
    "backoffice.condition_holds(condition jsonb, cells jsonb)",
    r"""
    RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
    -- All parts must hold. What is not known, or is no number where one is compared, counts as
    -- holding: a policy is never passed by leaving something out. Several columns are multiplied.
    DECLARE
        part jsonb;
        names text[];
        name text;
        amount numeric;
        bound numeric;
    BEGIN
        FOR part IN SELECT e FROM jsonb_array_elements(condition) AS e LOOP
            names := CASE jsonb_typeof(part -> 'column') WHEN 'array'
                THEN ARRAY(SELECT jsonb_array_elements_text(part -> 'column'))
                ELSE ARRAY[part ->> 'column'] END;
            CONTINUE WHEN cells IS NULL OR NOT cells ?& names;
            IF part ->> 'op' IN ('>', '>=', '<', '<=') THEN
                amount := 1;
                FOREACH name IN ARRAY names LOOP
                    amount := amount * CASE
                        WHEN cells ->> name ~ '^[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]{1,4})?$'
                        THEN (cells ->> name)::numeric END;
                END LOOP;
                bound := (part ->> 'value')::numeric;
                CONTINUE WHEN amount IS NULL OR bound IS NULL;
                IF NOT (CASE part ->> 'op' WHEN '>' THEN amount > bound
                    WHEN '>=' THEN amount >= bound WHEN '<' THEN amount < bound
                    ELSE amount <= bound END) THEN
                    RETURN false;
                END IF;
            ELSIF NOT coalesce(CASE part ->> 'op'
                WHEN '=' THEN cells ->> names[1] IS NOT DISTINCT FROM part ->> 'value'
                WHEN '!=' THEN cells ->> names[1] IS DISTINCT FROM part ->> 'value'
                WHEN 'in' THEN part -> 'value' @> jsonb_build_array(cells ->> names[1])
                ELSE true END, true) THEN
                RETURN false;
            END IF;
        END LOOP;
        RETURN true;
    END $$""",
    internal=True,
)

COVERING = function(
    "backoffice.policies_over(place text, acts text[], seen jsonb[])",
    f"""
    RETURNS text[] LANGUAGE sql STABLE {DEFINER} AS $$
        -- The enabled policies that hold back one of these acts on a row that looks like this.
        SELECT coalesce(array_agg(p.name::text ORDER BY p.name), '{{}}')
          FROM {POLICIES} p
         WHERE p.panel = place AND p.state = 'enabled' AND p.act = ANY(acts)
           AND EXISTS (SELECT FROM unnest(seen) AS s(cells)
                        WHERE backoffice.condition_holds(p.condition, s.cells))
    $$""",
    needs=NEEDS,
    owner=GATE,
    internal=True,
)

DEMAND = function(
    "backoffice.demand_approval(place text, acts text, key jsonb, cells jsonb)",
    f"""
    RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
    -- `acts` names one act, or several by which a policy may know it: `write,remove`.
    DECLARE
        names text[];
        told text;
    BEGIN
        IF NOT EXISTS (SELECT FROM {POLICIES} p
                        WHERE p.panel = place AND p.state = 'enabled') THEN
            PERFORM backoffice.demand_attributes(place, acts, cells);
            RETURN;
        END IF;
        names := backoffice.policies_over(place, string_to_array(acts, ','), ARRAY[cells]);
        IF names = '{{}}' OR EXISTS (
            SELECT FROM {CARRYING} c WHERE c.transaction = {NOW_CARRYING}
               AND c.things @> ARRAY[place || ':' || acts]) THEN
            -- Who may ask others for it is not stopped by a limit of one's own.
            PERFORM backoffice.demand_attributes(place, acts, cells);
            RETURN;
        END IF;
        SELECT string_agg(format('“%s”: %s from %s', p.title,
                   CASE p.needed WHEN 1 THEN 'one other person' ELSE p.needed || ' others' END,
                   replace(array_to_string(p.checkers, ' or '), '_', ' ')), '; ' ORDER BY p.name)
          INTO told FROM {POLICIES} p WHERE p.name = ANY(names);
        RAISE EXCEPTION USING ERRCODE = 'CH005', MESSAGE = format(
            'This needs approval first. %s. Ask for it with a reason.', told),
            DETAIL = to_jsonb(names)::text;
    END $$""",
    needs=NEEDS,
    owner=GATE,
    internal=True,
)

HOLD_BACK = function(
    "backoffice.hold_back()",
    f"""
    RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
    DECLARE
        now_seen jsonb;
        acts text := 'write';
    BEGIN
        IF (EXISTS (SELECT FROM {POLICIES} p WHERE p.panel = TG_ARGV[0] AND p.state = 'enabled')
            OR EXISTS (SELECT FROM {RULES} r WHERE r.panel = TG_ARGV[0] AND r.state = 'enabled'))
            AND pg_has_role(session_user, 'countinghouse_staff', 'MEMBER') THEN
            now_seen := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
            IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND now_seen -> 'is_deleted' = 'true'
                AND to_jsonb(OLD) -> 'is_deleted' <> 'true' THEN
                acts := 'write,remove';
            END IF;
            -- Neither what it was nor what it becomes may be under a policy.
            IF TG_OP <> 'INSERT' THEN
                PERFORM backoffice.demand_approval(TG_ARGV[0], acts, NULL, to_jsonb(OLD));
            END IF;
            IF TG_OP <> 'DELETE' THEN
                PERFORM backoffice.demand_approval(TG_ARGV[0], acts, NULL, now_seen);
            END IF;
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END $$""",
    needs=NEEDS,
    owner=GATE,
)
