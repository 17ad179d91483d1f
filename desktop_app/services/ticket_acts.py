"""What moves a ticket, and an offer of one.

Whether the event sells, the capacity holds and a refund is due are rules of the tables (tickets.py,
ticket_transfers.py), because they hold for whoever writes. Staff speak for a party of a transfer
only with word of how that party agreed, and never for themselves.
"""

from desktop_app.domain.fields import Field
from desktop_app.domain.query import Kind
from desktop_app.storage.sql.acts import NOW, Act

OWNER = ("this.owner_user_id",)
ACTS = (
    Act(
        step="reserve",
        fields=(
            Field("owner_user_id", Kind.REFERENCE, required=True, words="For whom"),
            Field("reserved_until", Kind.MOMENT, words="Until"),
        ),
        stamps={
            "owner_user_id": "(details ->> 'owner_user_id')::uuid",
            "reserved_until": "coalesce((details ->> 'reserved_until')::timestamptz,"
            f" {NOW} + interval '15 minutes')",
        },
        checks=(
            (f"moved.reserved_until > {NOW}", "The reservation must end in the future."),
            (
                "EXISTS (SELECT FROM passa.users u"
                " WHERE u.user_id = moved.owner_user_id AND NOT u.is_deleted)",
                "There is no such user.",
            ),
        ),
        needs=("passa.users",),
    ),
    Act(step="release"),
    Act(
        step="purchase",
        fields=(Field("transaction_id", Kind.REFERENCE, words="Transaction"),),
        stamps={
            "transaction_id": "coalesce((details ->> 'transaction_id')::uuid, this.transaction_id)"
        },
        checks=(
            (
                f"this.reserved_until IS NULL OR this.reserved_until > {NOW}",
                "The reservation ran out; release the ticket and reserve it anew.",
            ),
        ),
        not_own=OWNER,
    ),
    Act(step="use", title="Admit", not_own=OWNER),
    Act(step="cancel", reason="required", destructive=True, not_own=OWNER),
    Act(
        step="refund",
        reason="required",
        confirm="The price is paid back and the ticket is worth nothing any more.",
        destructive=True,
        not_own=OWNER,
    ),
)

PARTIES = ("this.from_user_id", "this.to_user_id")
TRANSFER_ACTS = (
    Act(
        step="accept",
        reason="required",
        reason_words="How the recipient agreed",
        not_own=PARTIES,
    ),
    Act(
        step="complete",
        confirm="The ticket goes to its new owner.",
        checks=(
            (
                "this.forced_request_id IS NOT NULL OR"
                " (this.from_consented_at IS NOT NULL AND this.to_consented_at IS NOT NULL)",
                "Both parties must have agreed.",
            ),
        ),
        not_own=PARTIES,
    ),
    Act(step="decline", reason="required", reason_words="Why the recipient declined"),
    Act(step="withdraw", reason="required", reason_words="Why the owner withdrew"),
    Act(
        step="expire",
        reason="none",
        checks=((f"this.expires_at <= {NOW}", "The offer has not expired yet."),),
    ),
)
