"""approvals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "approval_carrying",
        sa.Column("transaction", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.Column("maker", sa.String(length=63), nullable=False),
        sa.Column("things", sa.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("transaction", name=op.f("approval_carrying_pkey")),
        schema="backoffice",
    )
    op.create_table(
        "approval_policies",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("panel", sa.String(length=130), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("condition", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("needed", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("checkers", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("expires_after_hours", sa.Integer(), server_default="72", nullable=False),
        sa.Column("state", sa.String(length=10), server_default="disabled", nullable=False),
        sa.CheckConstraint(
            "checkers <@ ARRAY['admin', 'operator', 'compliance', 'property_manager', 'event_manager', 'trader', 'analyst', 'auditor', 'tenant_admin']::text[]",
            name=op.f("approval_policies_checkers_words_check"),
        ),
        sa.CheckConstraint("jsonb_typeof(condition) = 'array'", name=op.f("approval_policies_condition_list_check")),
        sa.CheckConstraint("state IN ('disabled', 'enabled')", name=op.f("approval_policies_state_words_check")),
        sa.CheckConstraint("cardinality(checkers) > 0", name=op.f("approval_policies_checkers_named_check")),
        sa.CheckConstraint("expires_after_hours BETWEEN 1 AND 8760", name=op.f("approval_policies_expires_check")),
        sa.CheckConstraint("needed BETWEEN 1 AND 10", name=op.f("approval_policies_needed_check")),
        sa.PrimaryKeyConstraint("name", name=op.f("approval_policies_pkey")),
        schema="backoffice",
    )
    op.create_index("approval_policies_enabled_idx", "approval_policies", ["panel"], unique=False, schema="backoffice", postgresql_where=sa.text("state = 'enabled'"))
    op.create_index(
        "approval_policies_name_beginning",
        "approval_policies",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "approval_policies_name_part",
        "approval_policies",
        [sa.literal_column("lower(name)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "approval_policies_panel_beginning",
        "approval_policies",
        [sa.literal_column("lower(panel)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "approval_policies_panel_part",
        "approval_policies",
        [sa.literal_column("lower(panel)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "approval_policies_title_beginning",
        "approval_policies",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "approval_policies_title_part",
        "approval_policies",
        [sa.literal_column("lower(title)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_table(
        "approval_requests",
        sa.Column("id", sa.Uuid(), server_default=sa.text("backoffice.uuid7()"), nullable=False),
        sa.Column("maker", sa.String(length=63), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.Column("tenant_id", sa.String(length=50), nullable=True),
        sa.Column("panel", sa.String(length=130), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("writes", sa.Integer(), nullable=False),
        sa.Column("write", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("base", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("payload_hash", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("policies", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("command", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("moved", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("sent", sa.ARRAY(sa.Uuid()), nullable=True),
        sa.CheckConstraint("btrim(reason) <> ''", name=op.f("approval_requests_reasoned_check")),
        sa.CheckConstraint("state IN ('draft', 'waiting', 'approved', 'rejected', 'withdrawn', 'expired', 'stale', 'failed')", name=op.f("approval_requests_state_words_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("approval_requests_pkey")),
        sa.UniqueConstraint("command", name=op.f("approval_requests_command_key")),
        sa.UniqueConstraint("id", "maker", name=op.f("approval_requests_id_maker_key")),
        schema="backoffice",
    )
    op.create_index(
        "approval_requests_maker_beginning",
        "approval_requests",
        [sa.literal_column("lower(maker)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index("approval_requests_maker_idx", "approval_requests", ["maker"], unique=False, schema="backoffice")
    op.create_index(
        "approval_requests_maker_part",
        "approval_requests",
        [sa.literal_column("lower(maker)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "approval_requests_panel_beginning",
        "approval_requests",
        [sa.literal_column("lower(panel)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "approval_requests_panel_part",
        "approval_requests",
        [sa.literal_column("lower(panel)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "approval_requests_reason_part",
        "approval_requests",
        [sa.literal_column("lower(reason)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index("approval_requests_state_idx", "approval_requests", ["state", "due_at"], unique=False, schema="backoffice")
    op.create_table(
        "approval_votes",
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("checker", sa.String(length=63), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.Column("maker", sa.String(length=63), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("payload_hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("verdict = 'approve' OR btrim(reason) <> ''", name=op.f("approval_votes_rejected_with_reason_check")),
        sa.CheckConstraint("verdict IN ('approve', 'reject')", name=op.f("approval_votes_verdict_words_check")),
        sa.CheckConstraint("maker <> checker", name=op.f("approval_votes_never_ones_own_check")),
        sa.ForeignKeyConstraint(["request", "maker"], ["backoffice.approval_requests.id", "backoffice.approval_requests.maker"], name=op.f("approval_votes_request_maker_fkey")),
        sa.PrimaryKeyConstraint("request", "version", "checker", name=op.f("approval_votes_pkey")),
        schema="backoffice",
    )
    op.create_index(
        "approval_votes_checker_beginning",
        "approval_votes",
        [sa.literal_column("lower(checker)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(
        "approval_votes_checker_part",
        "approval_votes",
        [sa.literal_column("lower(checker)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.create_index(
        "approval_votes_maker_beginning",
        "approval_votes",
        [sa.literal_column("lower(maker)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="btree",
        postgresql_ops={"lowered": "text_pattern_ops"},
    )
    op.create_index(op.f("approval_votes_maker_idx"), "approval_votes", ["maker"], unique=False, schema="backoffice")
    op.create_index(
        "approval_votes_maker_part",
        "approval_votes",
        [sa.literal_column("lower(maker)").label("lowered")],
        unique=False,
        schema="backoffice",
        postgresql_using="gin",
        postgresql_ops={"lowered": "gin_trgm_ops"},
    )
    op.add_column("audit_log", sa.Column("request", sa.Uuid(), nullable=True), schema="backoffice")
    op.add_column("audit_log", sa.Column("maker", sa.String(length=63), nullable=True), schema="backoffice")


def downgrade() -> None:
    op.drop_column("audit_log", "maker", schema="backoffice")
    op.drop_column("audit_log", "request", schema="backoffice")
    op.drop_index("approval_votes_maker_part", table_name="approval_votes", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index(op.f("approval_votes_maker_idx"), table_name="approval_votes", schema="backoffice")
    op.drop_index("approval_votes_maker_beginning", table_name="approval_votes", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("approval_votes_checker_part", table_name="approval_votes", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("approval_votes_checker_beginning", table_name="approval_votes", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_table("approval_votes", schema="backoffice")
    op.drop_index("approval_requests_state_idx", table_name="approval_requests", schema="backoffice")
    op.drop_index("approval_requests_reason_part", table_name="approval_requests", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("approval_requests_panel_part", table_name="approval_requests", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index(
        "approval_requests_panel_beginning", table_name="approval_requests", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"}
    )
    op.drop_index("approval_requests_maker_part", table_name="approval_requests", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("approval_requests_maker_idx", table_name="approval_requests", schema="backoffice")
    op.drop_index(
        "approval_requests_maker_beginning", table_name="approval_requests", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"}
    )
    op.drop_table("approval_requests", schema="backoffice")
    op.drop_index("approval_policies_title_part", table_name="approval_policies", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index(
        "approval_policies_title_beginning", table_name="approval_policies", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"}
    )
    op.drop_index("approval_policies_panel_part", table_name="approval_policies", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index(
        "approval_policies_panel_beginning", table_name="approval_policies", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"}
    )
    op.drop_index("approval_policies_name_part", table_name="approval_policies", schema="backoffice", postgresql_using="gin", postgresql_ops={"lowered": "gin_trgm_ops"})
    op.drop_index("approval_policies_name_beginning", table_name="approval_policies", schema="backoffice", postgresql_using="btree", postgresql_ops={"lowered": "text_pattern_ops"})
    op.drop_index("approval_policies_enabled_idx", table_name="approval_policies", schema="backoffice", postgresql_where=sa.text("state = 'enabled'"))
    op.drop_table("approval_policies", schema="backoffice")
    op.drop_table("approval_carrying", schema="backoffice")
