"""seeded."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "seeded",
        sa.Column("place", sa.String(length=130), nullable=False),
        sa.Column("size", sa.String(length=10), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("size IN ('small', 'medium', 'large')", name=op.f("seeded_size_words_check")),
        sa.CheckConstraint("state IN ('running', 'done')", name=op.f("seeded_state_words_check")),
        sa.PrimaryKeyConstraint("place", name=op.f("seeded_pkey")),
        schema="backoffice",
    )


def downgrade() -> None:
    op.drop_table("seeded", schema="backoffice")
