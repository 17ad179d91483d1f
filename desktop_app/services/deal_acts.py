"""What moves a deal and its compliance checks.

When a deal may become active is a rule of the table itself (deal_rules.py), because it holds for
whoever writes. A check passes only without violations; nobody passes a check on their own deal.
"""

from desktop_app.domain.fields import Field
from desktop_app.domain.query import Kind
from desktop_app.storage.sql.acts import UTC, Act

DEAL_ACTS = (
    Act(
        step="submit",
        checks=(("btrim(this.counterparty) <> ''", "Name the counterparty first."),),
    ),
    Act(step="activate", confirm="The deal comes into force."),
    Act(step="complete", confirm="The deal is done and cannot be reopened."),
    Act(
        step="cancel",
        reason="required",
        confirm="The deal is called off for good.",
        destructive=True,
    ),
)

MAKER = "(SELECT d.created_by FROM openmineral.deals d WHERE d.id = this.deal_id)"
CHECKED = {"checked_at": UTC, "checked_by": "me"}
CHECK_ACTS = (
    Act(
        step="pass",
        stamps=CHECKED,
        checks=(
            (
                "coalesce(cardinality(this.violations), 0) = 0",
                "The check lists violations; it passes only without them.",
            ),
        ),
        not_own=(MAKER,),
        needs=("openmineral.deals",),
    ),
    Act(
        step="fail",
        fields=(Field("violations", Kind.LIST, required=True, words="Violations"),),
        stamps={
            **CHECKED,
            "violations": "ARRAY(SELECT jsonb_array_elements_text(details -> 'violations'))",
        },
        checks=(("cardinality(moved.violations) > 0", "Name at least one violation."),),
        not_own=(MAKER,),
        needs=("openmineral.deals",),
    ),
    Act(
        step="recheck",
        stamps={"checked_at": "NULL", "checked_by": "NULL", "violations": "NULL"},
    ),
)
