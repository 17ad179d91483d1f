"""What moves tokens, investments, returns and tokenizations.

Supply, gates and moments are rules of the tables (tokens.py, investments.py, tokenization.py). A
token is launched once a tokenization of its property is completed.
"""

from desktop_app.domain.fields import Field
from desktop_app.storage.sql.acts import Act

TOKEN_ACTS = (
    Act(step="activate", confirm="The supply is settled and tokens can be sold."),
    Act(
        step="launch",
        confirm="There is no way back.",
        checks=(
            (
                "EXISTS (SELECT FROM nexus_mint.tokenization_processes p"
                " WHERE p.property_id = this.property_id AND p.status = 'completed')",
                "The property's tokenization is not completed yet.",
            ),
        ),
        needs=("nexus_mint.tokenization_processes",),
    ),
)

INVESTOR = ("this.user_id",)
INVESTMENT_ACTS = (
    Act(
        step="confirm",
        checks=(
            (
                "this.payment_method_id IS NOT NULL OR btrim(this.payment_method) <> ''",
                "Say how it was paid before it is confirmed.",
            ),
        ),
        not_own=INVESTOR,
    ),
    Act(
        step="refund",
        reason="required",
        confirm="The tokens go back to the supply.",
        destructive=True,
        not_own=INVESTOR,
    ),
    Act(step="cancel", reason="required", destructive=True),
)
RETURN_ACTS = (
    Act(
        step="pay",
        fields=(Field("payment_reference", required=True, words="Payment reference"),),
        confirm="The return counts as paid and stays so.",
        stamps={"payment_reference": "details ->> 'payment_reference'"},
        not_own=(
            "(SELECT i.user_id FROM nexus_mint.investments i WHERE i.id = this.investment_id)",
        ),
        needs=("nexus_mint.investments",),
    ),
)

HAS_STEPS = (
    "EXISTS (SELECT FROM nexus_mint.tokenization_steps s WHERE s.process_id = this.id)",
    "A tokenization starts with its steps laid out.",
)
RUNNING = (
    "EXISTS (SELECT FROM nexus_mint.tokenization_processes p"
    " WHERE p.id = this.process_id AND p.status = 'in_progress')",
    "The tokenization is not in progress.",
)
OF_STEPS = ("nexus_mint.tokenization_processes",)
PROCESS_ACTS = (
    Act(step="start", checks=(HAS_STEPS,), needs=("nexus_mint.tokenization_steps",)),
    Act(step="complete", not_own=INVESTOR),
    Act(step="fail", reason="required", stamps={"failure_reason": "said"}, destructive=True),
    Act(step="retry"),
    Act(
        step="cancel",
        reason="required",
        confirm="The tokenization is over for good.",
        destructive=True,
    ),
)
STEP_ACTS = (
    Act(step="start", checks=(RUNNING,), needs=OF_STEPS),
    Act(step="complete", checks=(RUNNING,), needs=OF_STEPS),
    Act(step="fail", reason="required", stamps={"failure_reason": "said"}, needs=OF_STEPS),
    Act(step="retry", checks=(RUNNING,), needs=OF_STEPS),
    Act(step="skip", reason="required", confirm="The step counts as not needed."),
)
