"""The rules of deals that need SQL: when one may come into force, and what a score once was.

Like every trigger's function they run as the tables' owner: whether papers are approved must not
depend on who asks, nor the keeping of a version on who may write the history.
"""

from desktop_app.storage.sql.objects import Object, function, trigger

ACTIVATION: tuple[Object, ...] = (
    function(
        "openmineral.deal_may_activate()",
        """
        RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, openmineral AS $$
        DECLARE
            missing text[] := '{}';
            people text;
        BEGIN
            IF NEW.status <> 'active' THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'UPDATE' AND OLD.status = 'active'
               AND OLD.counterparty = NEW.counterparty THEN
                RETURN NEW;
            END IF;
            -- The newest verdict counts: a later check may find what an earlier one did not.
            IF (SELECT c.status FROM openmineral.compliance_checks c
                 WHERE c.deal_id = NEW.id AND c.status <> 'pending'
                 ORDER BY c.checked_at DESC NULLS LAST, c.id DESC LIMIT 1)
               IS DISTINCT FROM 'compliant' THEN
                missing := array_append(missing, 'a compliant compliance check');
            END IF;
            IF NOT EXISTS (SELECT FROM openmineral.risk_assessments r WHERE r.deal_id = NEW.id) THEN
                missing := array_append(missing, 'a risk assessment');
            END IF;
            SELECT string_agg(named.counterparty, ', ' ORDER BY named.counterparty) INTO people
              FROM (SELECT NEW.counterparty
                    UNION
                    SELECT d.counterparty FROM openmineral.deal_counterparties d
                     WHERE d.deal_id = NEW.id) AS named (counterparty)
             WHERE NOT EXISTS (
                   SELECT FROM openmineral.deal_counterparties d
                     JOIN openmineral.kyc_records k ON k.id = d.kyc_record_id
                    WHERE d.deal_id = NEW.id AND d.counterparty = named.counterparty
                      AND k.status = 'approved');
            IF people IS NOT NULL THEN
                missing := array_append(missing, 'an approved KYC record for ' || people);
            END IF;
            IF cardinality(missing) > 0 THEN
                RAISE EXCEPTION 'The deal cannot become active: it lacks %.',
                    array_to_string(missing, '; ')
                    USING ERRCODE = 'check_violation', COLUMN = 'status';
            END IF;
            RETURN NEW;
        END $$
        """,
        needs=(
            "openmineral.deals",
            "openmineral.compliance_checks",
            "openmineral.risk_assessments",
            "openmineral.deal_counterparties",
            "openmineral.kyc_records",
        ),
    ),
    trigger(
        "deal_may_activate",
        "openmineral.deals",
        "BEFORE INSERT OR UPDATE OF status, counterparty",
        "openmineral.deal_may_activate()",
    ),
)

HISTORY: tuple[Object, ...] = (
    function(
        "openmineral.keep_assessment()",
        """
        RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, openmineral AS $$
        BEGIN
            -- The row that is being replaced is locked by its update, so versions cannot collide.
            INSERT INTO openmineral.risk_assessment_history (
                assessment_id, version, deal_id, overall_score, computed_score, override_reason,
                risk_factors, recommendations, assessed_by, assessed_at, replaced_at)
            SELECT OLD.id, coalesce(max(h.version), 0) + 1, OLD.deal_id, OLD.overall_score,
                   OLD.computed_score, OLD.override_reason, OLD.risk_factors, OLD.recommendations,
                   OLD.assessed_by, OLD.assessed_at, timezone('UTC', now())
              FROM openmineral.risk_assessment_history h WHERE h.assessment_id = OLD.id;
            RETURN NULL;
        END $$
        """,
        needs=("openmineral.risk_assessments", "openmineral.risk_assessment_history"),
    ),
    trigger(
        "keep_assessment",
        "openmineral.risk_assessments",
        "AFTER UPDATE OF deal_id, overall_score, computed_score, override_reason, risk_factors, "
        "recommendations, assessed_by, assessed_at",
        "openmineral.keep_assessment()",
    ),
)
