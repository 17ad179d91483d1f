"""codes at sign-in and secrets that are renewed."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    for name in ("code_inner", "code_outer"):
        op.add_column("staff_secrets", sa.Column(name, sa.LargeBinary(), nullable=True), schema="backoffice")
    for name in ("next_mongodb", "next_redis"):
        op.add_column("staff_secrets", sa.Column(name, sa.Text(), nullable=True), schema="backoffice")
    for name in ("stores_since", "login_since"):
        op.add_column(
            "staff_secrets",
            sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            schema="backoffice",
        )


def downgrade() -> None:
    for name in ("login_since", "stores_since", "next_redis", "next_mongodb", "code_outer", "code_inner"):
        op.drop_column("staff_secrets", name, schema="backoffice")
