"""rights given."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "rights_given",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=130), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("job", "place", "act", name=op.f("rights_given_pkey")),
        schema="backoffice",
    )


def downgrade() -> None:
    op.drop_table("rights_given", schema="backoffice")
