"""Passa 018 attribution."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "attribution",
        sa.Column("attribution_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("contribution_type", sa.String(length=50), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("percentage_share", sa.Numeric(precision=5, scale=4), nullable=True),
        sa.Column("fixed_amount", sa.Numeric(precision=18, scale=7), nullable=True),
        sa.Column("currency", sa.String(length=12), server_default="USD", nullable=False),
        sa.Column("status", sa.String(length=20), server_default="pending", nullable=False),
        sa.Column("paid_amount", sa.Numeric(precision=18, scale=7), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transaction_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("(status = 'paid') = (paid_at IS NOT NULL)", name=op.f("attribution_paid_check")),
        sa.CheckConstraint("fixed_amount >= 0 AND fixed_amount < 'Infinity'", name=op.f("attribution_fixed_not_negative_check")),
        sa.CheckConstraint("paid_amount >= 0 AND paid_amount < 'Infinity'", name=op.f("attribution_paid_not_negative_check")),
        sa.CheckConstraint("status IN ('pending', 'approved', 'rejected', 'paid')", name=op.f("attribution_status_words_check")),
        sa.CheckConstraint("num_nonnulls(percentage_share, fixed_amount) = 1", name=op.f("attribution_one_kind_of_share_check")),
        sa.CheckConstraint("percentage_share >= 0.0000 AND percentage_share <= 1.0000", name=op.f("attribution_share_of_whole_check")),
        sa.PrimaryKeyConstraint("attribution_id", name=op.f("attribution_pkey")),
        schema="passa",
    )
    op.create_index(op.f("attribution_contribution_type_idx"), "attribution", ["contribution_type"], unique=False, schema="passa")
    op.create_index("attribution_created_at_idx", "attribution", ["created_at"], unique=False, schema="passa")
    op.create_index(op.f("attribution_event_id_idx"), "attribution", ["event_id"], unique=False, schema="passa")
    op.create_index(op.f("attribution_status_idx"), "attribution", ["status"], unique=False, schema="passa")
    op.create_index(op.f("attribution_transaction_id_idx"), "attribution", ["transaction_id"], unique=False, schema="passa")
    op.create_index(op.f("attribution_user_id_idx"), "attribution", ["user_id"], unique=False, schema="passa")


def downgrade() -> None:
    op.drop_index(op.f("attribution_user_id_idx"), table_name="attribution", schema="passa")
    op.drop_index(op.f("attribution_transaction_id_idx"), table_name="attribution", schema="passa")
    op.drop_index(op.f("attribution_status_idx"), table_name="attribution", schema="passa")
    op.drop_index(op.f("attribution_event_id_idx"), table_name="attribution", schema="passa")
    op.drop_index("attribution_created_at_idx", table_name="attribution", schema="passa")
    op.drop_index(op.f("attribution_contribution_type_idx"), table_name="attribution", schema="passa")
    op.drop_table("attribution", schema="passa")
