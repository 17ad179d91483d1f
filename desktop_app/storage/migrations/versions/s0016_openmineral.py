"""openmineral."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from desktop_app.storage.migrations.collections import create_collection, drop_collection

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    create_collection("openmineral.documents")
    create_collection("openmineral.market_analysis")
    create_collection("openmineral.reports")
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=50), nullable=False),
        sa.Column("email", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("full_name", sa.String(length=100), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.CheckConstraint("role IN ('trader', 'analyst', 'compliance', 'admin')", name=op.f("users_role_words_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("users_pkey")),
        sa.UniqueConstraint("email", name=op.f("users_email_key")),
        sa.UniqueConstraint("username", name=op.f("users_username_key")),
        schema="openmineral",
    )
    op.create_table(
        "deals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("commodity", sa.String(length=50), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=15, scale=2), nullable=False),
        sa.Column("price", sa.Numeric(precision=15, scale=2), nullable=False),
        sa.Column("counterparty", sa.String(length=100), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.CheckConstraint("status IN ('draft', 'pending', 'active', 'completed', 'cancelled')", name=op.f("deals_status_words_check")),
        sa.CheckConstraint("price >= 0", name=op.f("deals_price_check")),
        sa.CheckConstraint("quantity > 0", name=op.f("deals_quantity_check")),
        sa.ForeignKeyConstraint(["created_by"], ["openmineral.users.id"], name=op.f("deals_created_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("deals_pkey")),
        schema="openmineral",
    )
    op.create_index(op.f("deals_counterparty_idx"), "deals", ["counterparty"], unique=False, schema="openmineral")
    op.create_index("idx_deals_commodity", "deals", ["commodity"], unique=False, schema="openmineral")
    op.create_index("idx_deals_created_by", "deals", ["created_by"], unique=False, schema="openmineral")
    op.create_index("idx_deals_status", "deals", ["status"], unique=False, schema="openmineral")
    op.create_table(
        "kyc_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("full_name", sa.String(length=100), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=False),
        sa.Column("nationality", sa.String(length=50), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("id_type", sa.String(length=20), nullable=False),
        sa.Column("id_number", sa.String(length=50), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("risk_level", sa.String(length=10), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_index", sa.LargeBinary(), nullable=True),
        sa.Column("id_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id_number_index", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(address IS NULL) = (address_sealed IS NULL) AND address ~ '^••••.{0,6}$'", name=op.f("kyc_records_address_masked_check")),
        sa.CheckConstraint("(id_number IS NULL) = (id_number_sealed IS NULL) AND id_number ~ '^••••.{0,6}$'", name=op.f("kyc_records_id_number_masked_check")),
        sa.CheckConstraint("(status = 'pending') = (reviewed_at IS NULL) AND (status = 'pending') = (reviewed_by IS NULL)", name=op.f("kyc_records_reviewed_check")),
        sa.CheckConstraint("id_type IN ('passport', 'id_card', 'driver_license')", name=op.f("kyc_records_id_type_words_check")),
        sa.CheckConstraint("risk_level IN ('low', 'medium', 'high')", name=op.f("kyc_records_risk_level_words_check")),
        sa.CheckConstraint("status IN ('pending', 'approved', 'rejected')", name=op.f("kyc_records_status_words_check")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["openmineral.users.id"], name=op.f("kyc_records_reviewed_by_fkey")),
        sa.ForeignKeyConstraint(["user_id"], ["openmineral.users.id"], name=op.f("kyc_records_user_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("kyc_records_pkey")),
        schema="openmineral",
    )
    op.create_index("idx_kyc_user_id", "kyc_records", ["user_id"], unique=False, schema="openmineral")
    op.create_index(op.f("kyc_records_id_number_index_idx"), "kyc_records", ["id_number_index"], unique=False, schema="openmineral")
    op.create_index(op.f("kyc_records_reviewed_by_idx"), "kyc_records", ["reviewed_by"], unique=False, schema="openmineral")
    op.create_index(op.f("kyc_records_status_submitted_at_idx"), "kyc_records", ["status", "submitted_at"], unique=False, schema="openmineral")
    op.create_table(
        "workflow_definitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("steps", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["openmineral.users.id"], name=op.f("workflow_definitions_created_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("workflow_definitions_pkey")),
        schema="openmineral",
    )
    op.create_index(op.f("workflow_definitions_created_by_idx"), "workflow_definitions", ["created_by"], unique=False, schema="openmineral")
    op.create_table(
        "compliance_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("regulations", sa.ARRAY(sa.Text()), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("violations", sa.ARRAY(sa.Text()), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.CheckConstraint("status IN ('compliant', 'non_compliant', 'pending')", name=op.f("compliance_checks_status_words_check")),
        sa.ForeignKeyConstraint(["checked_by"], ["openmineral.users.id"], name=op.f("compliance_checks_checked_by_fkey")),
        sa.ForeignKeyConstraint(["deal_id"], ["openmineral.deals.id"], name=op.f("compliance_checks_deal_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("compliance_checks_pkey")),
        schema="openmineral",
    )
    op.create_index(op.f("compliance_checks_checked_by_idx"), "compliance_checks", ["checked_by"], unique=False, schema="openmineral")
    op.create_index("idx_compliance_deal_id", "compliance_checks", ["deal_id"], unique=False, schema="openmineral")
    op.create_table(
        "deal_counterparties",
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("counterparty", sa.String(length=100), nullable=False),
        sa.Column("kyc_record_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["openmineral.deals.id"], name=op.f("deal_counterparties_deal_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["kyc_record_id"], ["openmineral.kyc_records.id"], name=op.f("deal_counterparties_kyc_record_id_fkey")),
        sa.PrimaryKeyConstraint("deal_id", "counterparty", name=op.f("deal_counterparties_pkey")),
        schema="openmineral",
    )
    op.create_index(op.f("deal_counterparties_counterparty_idx"), "deal_counterparties", ["counterparty"], unique=False, schema="openmineral")
    op.create_index(op.f("deal_counterparties_kyc_record_id_idx"), "deal_counterparties", ["kyc_record_id"], unique=False, schema="openmineral")
    op.create_table(
        "risk_assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("overall_score", sa.Numeric(precision=3, scale=1), nullable=False),
        sa.Column("risk_factors", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("recommendations", sa.ARRAY(sa.Text()), nullable=True),
        sa.Column("assessed_by", sa.Integer(), nullable=True),
        sa.Column("assessed_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("computed_score", sa.Numeric(precision=3, scale=1), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("computed_score IS NULL OR computed_score = overall_score OR btrim(coalesce(override_reason, '')) <> ''", name=op.f("risk_assessments_override_check")),
        sa.CheckConstraint("computed_score BETWEEN 0 AND 10", name=op.f("risk_assessments_computed_check")),
        sa.CheckConstraint("overall_score BETWEEN 0 AND 10", name=op.f("risk_assessments_score_check")),
        sa.ForeignKeyConstraint(["assessed_by"], ["openmineral.users.id"], name=op.f("risk_assessments_assessed_by_fkey")),
        sa.ForeignKeyConstraint(["deal_id"], ["openmineral.deals.id"], name=op.f("risk_assessments_deal_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("risk_assessments_pkey")),
        sa.UniqueConstraint("deal_id", name=op.f("risk_assessments_deal_id_key")),
        schema="openmineral",
    )
    op.create_index("idx_risk_deal_id", "risk_assessments", ["deal_id"], unique=False, schema="openmineral")
    op.create_index(op.f("risk_assessments_assessed_by_idx"), "risk_assessments", ["assessed_by"], unique=False, schema="openmineral")
    op.create_table(
        "workflow_executions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workflow_id", sa.Integer(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("current_step", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("started_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("completed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(status = 'completed') = (completed_at IS NOT NULL)", name=op.f("workflow_executions_completed_check")),
        sa.CheckConstraint("status IN ('active', 'paused', 'completed', 'failed')", name=op.f("workflow_executions_status_words_check")),
        sa.CheckConstraint("current_step >= 0", name=op.f("workflow_executions_step_check")),
        sa.ForeignKeyConstraint(["deal_id"], ["openmineral.deals.id"], name=op.f("workflow_executions_deal_id_fkey")),
        sa.ForeignKeyConstraint(["workflow_id"], ["openmineral.workflow_definitions.id"], name=op.f("workflow_executions_workflow_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("workflow_executions_pkey")),
        schema="openmineral",
    )
    op.create_index(op.f("workflow_executions_deal_id_idx"), "workflow_executions", ["deal_id"], unique=False, schema="openmineral")
    op.create_index(op.f("workflow_executions_status_idx"), "workflow_executions", ["status"], unique=False, schema="openmineral")
    op.create_index(op.f("workflow_executions_workflow_id_idx"), "workflow_executions", ["workflow_id"], unique=False, schema="openmineral")
    op.create_table(
        "risk_assessment_history",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("overall_score", sa.Numeric(precision=3, scale=1), nullable=False),
        sa.Column("computed_score", sa.Numeric(precision=3, scale=1), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("risk_factors", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("recommendations", sa.ARRAY(sa.Text()), nullable=True),
        sa.Column("assessed_by", sa.Integer(), nullable=True),
        sa.Column("assessed_at", sa.DateTime(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.ForeignKeyConstraint(["assessed_by"], ["openmineral.users.id"], name=op.f("risk_assessment_history_assessed_by_fkey"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["assessment_id"], ["openmineral.risk_assessments.id"], name=op.f("risk_assessment_history_assessment_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["deal_id"], ["openmineral.deals.id"], name=op.f("risk_assessment_history_deal_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("assessment_id", "version", name=op.f("risk_assessment_history_pkey")),
        schema="openmineral",
    )
    op.create_index(op.f("risk_assessment_history_assessed_by_idx"), "risk_assessment_history", ["assessed_by"], unique=False, schema="openmineral")
    op.create_index(op.f("risk_assessment_history_deal_id_idx"), "risk_assessment_history", ["deal_id"], unique=False, schema="openmineral")


def downgrade() -> None:
    op.drop_index(op.f("risk_assessment_history_deal_id_idx"), table_name="risk_assessment_history", schema="openmineral")
    op.drop_index(op.f("risk_assessment_history_assessed_by_idx"), table_name="risk_assessment_history", schema="openmineral")
    op.drop_table("risk_assessment_history", schema="openmineral")
    op.drop_index(op.f("workflow_executions_workflow_id_idx"), table_name="workflow_executions", schema="openmineral")
    op.drop_index(op.f("workflow_executions_status_idx"), table_name="workflow_executions", schema="openmineral")
    op.drop_index(op.f("workflow_executions_deal_id_idx"), table_name="workflow_executions", schema="openmineral")
    op.drop_table("workflow_executions", schema="openmineral")
    op.drop_index(op.f("risk_assessments_assessed_by_idx"), table_name="risk_assessments", schema="openmineral")
    op.drop_index("idx_risk_deal_id", table_name="risk_assessments", schema="openmineral")
    op.drop_table("risk_assessments", schema="openmineral")
    op.drop_index(op.f("deal_counterparties_kyc_record_id_idx"), table_name="deal_counterparties", schema="openmineral")
    op.drop_index(op.f("deal_counterparties_counterparty_idx"), table_name="deal_counterparties", schema="openmineral")
    op.drop_table("deal_counterparties", schema="openmineral")
    op.drop_index("idx_compliance_deal_id", table_name="compliance_checks", schema="openmineral")
    op.drop_index(op.f("compliance_checks_checked_by_idx"), table_name="compliance_checks", schema="openmineral")
    op.drop_table("compliance_checks", schema="openmineral")
    op.drop_index(op.f("workflow_definitions_created_by_idx"), table_name="workflow_definitions", schema="openmineral")
    op.drop_table("workflow_definitions", schema="openmineral")
    op.drop_index(op.f("kyc_records_status_submitted_at_idx"), table_name="kyc_records", schema="openmineral")
    op.drop_index(op.f("kyc_records_reviewed_by_idx"), table_name="kyc_records", schema="openmineral")
    op.drop_index(op.f("kyc_records_id_number_index_idx"), table_name="kyc_records", schema="openmineral")
    op.drop_index("idx_kyc_user_id", table_name="kyc_records", schema="openmineral")
    op.drop_table("kyc_records", schema="openmineral")
    op.drop_index("idx_deals_status", table_name="deals", schema="openmineral")
    op.drop_index("idx_deals_created_by", table_name="deals", schema="openmineral")
    op.drop_index("idx_deals_commodity", table_name="deals", schema="openmineral")
    op.drop_index(op.f("deals_counterparty_idx"), table_name="deals", schema="openmineral")
    op.drop_table("deals", schema="openmineral")
    op.drop_table("users", schema="openmineral")
    drop_collection("openmineral.reports")
    drop_collection("openmineral.market_analysis")
    drop_collection("openmineral.documents")
