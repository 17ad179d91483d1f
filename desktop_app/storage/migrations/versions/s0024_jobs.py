"""jobs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), server_default=sa.text("backoffice.uuid7()"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("panel", sa.String(length=130), nullable=False),
        sa.Column("login", sa.String(length=63), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.Column("tenant", sa.String(length=50), nullable=True),
        sa.Column("write", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("command", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="running", nullable=False),
        sa.Column("asked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gone", sa.Integer(), server_default="0", nullable=False),
        sa.Column("refused", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_before", sa.Integer(), server_default="0", nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("runner", sa.Integer(), nullable=True),
        sa.Column("runner_started", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('running', 'finished', 'cancelled')", name=op.f("jobs_state_words_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("jobs_pkey")),
        sa.UniqueConstraint("command", name=op.f("jobs_command_key")),
        schema="backoffice",
    )
    op.create_index(
        "jobs_login_beginning",
        "jobs",
        [sa.literal_column("lower(login)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index("jobs_login_idx", "jobs", ["login", "at"], unique=False, schema="backoffice")
    op.create_index(
        "jobs_login_part",
        "jobs",
        [sa.literal_column("lower(login)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "jobs_title_beginning",
        "jobs",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "jobs_title_part",
        "jobs",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_table(
        "job_items",
        sa.Column("job", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("write", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("state", sa.String(length=10), server_default="waiting", nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("sent", sa.Uuid(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'done', 'gone', 'refused')", name=op.f("job_items_state_words_check")),
        sa.ForeignKeyConstraint(["job"], ["backoffice.jobs.id"], name=op.f("job_items_job_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job", "number", name=op.f("job_items_pkey")),
        schema="backoffice",
    )
    op.create_index("job_items_sent_idx", "job_items", ["job", "sent"], unique=False, schema="backoffice", postgresql_where=sa.text("state = 'sent'"))
    op.create_index("job_items_waiting_idx", "job_items", ["job", "number"], unique=False, schema="backoffice", postgresql_where=sa.text("state = 'waiting'"))


def downgrade() -> None:
    op.drop_index("job_items_waiting_idx", table_name="job_items", schema="backoffice", postgresql_where=sa.text("state = 'waiting'"))
    op.drop_index("job_items_sent_idx", table_name="job_items", schema="backoffice", postgresql_where=sa.text("state = 'sent'"))
    op.drop_table("job_items", schema="backoffice")
    op.drop_index("jobs_title_part", table_name="jobs", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("jobs_title_beginning", table_name="jobs", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("jobs_login_part", table_name="jobs", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("jobs_login_idx", table_name="jobs", schema="backoffice")
    op.drop_index("jobs_login_beginning", table_name="jobs", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_table("jobs", schema="backoffice")
