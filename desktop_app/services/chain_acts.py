"""What moves contracts, transactions on their chains, and wallets.

Until a chain can be asked, a transaction is confirmed by hand with evidence: where its hash and
block were seen. The evidence is kept in the audit trail as the reason.
"""

from desktop_app.domain.fields import Field
from desktop_app.domain.query import Kind
from desktop_app.storage.sql.acts import Act

CONTRACT_ACTS = (
    Act(
        step="activate",
        fields=(Field("address", words="Address on the chain"),),
        stamps={"address": "coalesce(nullif(btrim(details ->> 'address'), ''), this.address)"},
        checks=(("moved.address IS NOT NULL", "A contract runs at an address; name it."),),
    ),
    Act(step="pause", reason="required", confirm="Nothing of the contract works meanwhile."),
    Act(step="resume"),
    Act(
        step="deprecate",
        reason="required",
        confirm="The contract is given up for good.",
        destructive=True,
    ),
)
TRANSACTION_ACTS = (
    Act(
        step="confirm",
        reason="required",
        reason_words="Evidence",
        fields=(
            Field("transaction_hash", words="Hash"),
            Field("block_number", Kind.NUMBER, words="Block"),
        ),
        stamps={
            "transaction_hash": "coalesce("
            "nullif(btrim(details ->> 'transaction_hash'), ''), this.transaction_hash)",
            "block_number": "coalesce((details ->> 'block_number')::bigint, this.block_number)",
        },
        checks=(
            ("moved.transaction_hash IS NOT NULL", "A confirmed transaction has its hash."),
            ("moved.block_number IS NOT NULL", "A confirmed transaction has its block."),
        ),
    ),
    Act(step="fail", reason="required", stamps={"error_message": "said"}, destructive=True),
    Act(
        step="cancel",
        reason="required",
        checks=(
            ("this.transaction_hash IS NULL", "The transaction was sent; only the chain ends it."),
        ),
        destructive=True,
    ),
)
WALLET_ACTS = (
    Act(
        step="verify",
        reason="required",
        reason_words="How ownership was shown",
        not_own=("this.user_id",),
    ),
)
