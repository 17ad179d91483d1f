"""nexus mint tokenization."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "data_modifications",
        sa.Column("id", sa.Uuid(), server_default=sa.text("backoffice.uuid7()"), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("login", sa.String(length=63), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.Column("old_values", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("new_values", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("at", sa.DateTime(), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("action IN ('INSERT', 'UPDATE', 'DELETE')", name=op.f("data_modifications_action_words_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("data_modifications_pkey")),
        schema="nexus_mint",
    )
    op.create_index("data_modifications_changed_by_idx", "data_modifications", ["changed_by"], unique=False, schema="nexus_mint")
    op.create_index("data_modifications_record_idx", "data_modifications", ["table_name", "record_id"], unique=False, schema="nexus_mint")
    op.create_table(
        "property_analytics",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("views", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unique_visitors", sa.Integer(), server_default="0", nullable=False),
        sa.Column("favorites", sa.Integer(), server_default="0", nullable=False),
        sa.Column("inquiries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("investments_started", sa.Integer(), server_default="0", nullable=False),
        sa.Column("average_seconds", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("average_seconds >= 0", name=op.f("property_analytics_seconds_check")),
        sa.CheckConstraint("least(views, unique_visitors, favorites, inquiries, investments_started) >= 0", name=op.f("property_analytics_counts_check")),
        sa.CheckConstraint("unique_visitors <= views", name=op.f("property_analytics_visitors_check")),
        sa.ForeignKeyConstraint(["property_id"], ["nexus_mint.properties.id"], name=op.f("property_analytics_property_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("property_analytics_pkey")),
        sa.UniqueConstraint("property_id", "day", name=op.f("property_analytics_property_id_day_key")),
        schema="nexus_mint",
    )
    op.create_index(op.f("property_analytics_day_idx"), "property_analytics", ["day"], unique=False, schema="nexus_mint")
    op.create_table(
        "property_audits",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="planned", nullable=False),
        sa.Column("auditor", sa.Text(), nullable=False),
        sa.Column("score", sa.Numeric(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("audited_on", sa.Date(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("kind IN ('financial', 'legal', 'physical', 'environmental', 'compliance')", name=op.f("property_audits_kind_words_check")),
        sa.CheckConstraint("status IN ('planned', 'in_progress', 'passed', 'failed')", name=op.f("property_audits_status_words_check")),
        sa.CheckConstraint("status NOT IN ('passed', 'failed') OR audited_on IS NOT NULL", name=op.f("property_audits_audited_on_check")),
        sa.CheckConstraint("next_due_on > audited_on", name=op.f("property_audits_next_check")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("property_audits_score_check")),
        sa.ForeignKeyConstraint(["property_id"], ["nexus_mint.properties.id"], name=op.f("property_audits_property_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["recorded_by"], ["auth.users.id"], name=op.f("property_audits_recorded_by_fkey"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("property_audits_pkey")),
        schema="nexus_mint",
    )
    op.create_index(op.f("property_audits_created_at_idx"), "property_audits", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index(op.f("property_audits_next_due_on_idx"), "property_audits", ["next_due_on"], unique=False, schema="nexus_mint")
    op.create_index(op.f("property_audits_property_id_idx"), "property_audits", ["property_id"], unique=False, schema="nexus_mint")
    op.create_index(op.f("property_audits_recorded_by_idx"), "property_audits", ["recorded_by"], unique=False, schema="nexus_mint")
    op.create_index(op.f("property_audits_status_idx"), "property_audits", ["status"], unique=False, schema="nexus_mint")
    op.create_table(
        "property_documents",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("bucket IN ('property-images', 'property-media', 'investment-documents')", name=op.f("property_documents_bucket_words_check")),
        sa.CheckConstraint(
            "kind IN ('deed', 'appraisal', 'inspection', 'prospectus', 'agreement', 'insurance', 'tax', 'photo', 'video', 'other')",
            name=op.f("property_documents_kind_words_check"),
        ),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("property_documents_sha256_check")),
        sa.CheckConstraint("size_bytes >= 0", name=op.f("property_documents_size_check")),
        sa.ForeignKeyConstraint(["property_id"], ["nexus_mint.properties.id"], name=op.f("property_documents_property_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["uploaded_by"], ["auth.users.id"], name=op.f("property_documents_uploaded_by_fkey"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("property_documents_pkey")),
        sa.UniqueConstraint("bucket", "path", name=op.f("property_documents_bucket_path_key")),
        schema="nexus_mint",
    )
    op.create_index(op.f("property_documents_created_at_idx"), "property_documents", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index(op.f("property_documents_property_id_idx"), "property_documents", ["property_id"], unique=False, schema="nexus_mint")
    op.create_index(op.f("property_documents_sha256_idx"), "property_documents", ["sha256"], unique=False, schema="nexus_mint")
    op.create_index(op.f("property_documents_uploaded_by_idx"), "property_documents", ["uploaded_by"], unique=False, schema="nexus_mint")
    op.create_table(
        "property_performance",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("rental_income", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("operating_expenses", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("occupancy_rate", sa.Numeric(), nullable=True),
        sa.Column("valuation", sa.Numeric(), nullable=True),
        sa.Column("annual_yield", sa.Numeric(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("period ~ '^\\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$'", name=op.f("property_performance_period_check")),
        sa.CheckConstraint("least(rental_income, operating_expenses, valuation) >= 0", name=op.f("property_performance_amounts_check")),
        sa.CheckConstraint("occupancy_rate BETWEEN 0 AND 100", name=op.f("property_performance_occupancy_check")),
        sa.ForeignKeyConstraint(["property_id"], ["nexus_mint.properties.id"], name=op.f("property_performance_property_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("property_performance_pkey")),
        sa.UniqueConstraint("property_id", "period", name=op.f("property_performance_property_id_period_key")),
        schema="nexus_mint",
    )
    op.create_index(op.f("property_performance_created_at_idx"), "property_performance", ["created_at"], unique=False, schema="nexus_mint")
    op.create_table(
        "tokenization_processes",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), server_default="draft", nullable=False),
        sa.Column("current_step", sa.Text(), nullable=True),
        sa.Column("progress_percentage", sa.Integer(), server_default="0", nullable=False),
        sa.Column("steps_completed", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("failure_reason", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("completed_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("jsonb_typeof(steps_completed) = 'array'", name=op.f("tokenization_processes_steps_check")),
        sa.CheckConstraint("status IN ('draft', 'in_progress', 'completed', 'failed', 'cancelled')", name=op.f("tokenization_processes_status_words_check")),
        sa.CheckConstraint("progress_percentage BETWEEN 0 AND 100", name=op.f("tokenization_processes_progress_check")),
        sa.ForeignKeyConstraint(["property_id"], ["nexus_mint.properties.id"], name=op.f("tokenization_processes_property_id_fkey"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name=op.f("tokenization_processes_user_id_fkey"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("tokenization_processes_pkey")),
        schema="nexus_mint",
    )
    op.create_index(op.f("tokenization_processes_created_at_idx"), "tokenization_processes", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index(op.f("tokenization_processes_property_id_idx"), "tokenization_processes", ["property_id"], unique=False, schema="nexus_mint")
    op.create_index("tokenization_processes_status_idx", "tokenization_processes", ["status"], unique=False, schema="nexus_mint")
    op.create_index(op.f("tokenization_processes_user_id_idx"), "tokenization_processes", ["user_id"], unique=False, schema="nexus_mint")
    op.create_table(
        "tokenization_reports",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("generated_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("kind IN ('progress', 'valuation', 'legal', 'compliance', 'final')", name=op.f("tokenization_reports_kind_words_check")),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("tokenization_reports_sha256_check")),
        sa.CheckConstraint("(path IS NULL) = (sha256 IS NULL)", name=op.f("tokenization_reports_file_check")),
        sa.ForeignKeyConstraint(["generated_by"], ["auth.users.id"], name=op.f("tokenization_reports_generated_by_fkey"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["process_id"], ["nexus_mint.tokenization_processes.id"], name=op.f("tokenization_reports_process_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("tokenization_reports_pkey")),
        schema="nexus_mint",
    )
    op.create_index(op.f("tokenization_reports_created_at_idx"), "tokenization_reports", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index(op.f("tokenization_reports_generated_by_idx"), "tokenization_reports", ["generated_by"], unique=False, schema="nexus_mint")
    op.create_index(op.f("tokenization_reports_process_id_idx"), "tokenization_reports", ["process_id"], unique=False, schema="nexus_mint")
    op.create_table(
        "tokenization_steps",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("requirements", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("requirements_met", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("failure_reason", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("completed_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("status <> 'completed' OR requirements <@ requirements_met", name=op.f("tokenization_steps_gate_check")),
        sa.CheckConstraint("status IN ('pending', 'in_progress', 'completed', 'failed', 'skipped')", name=op.f("tokenization_steps_status_words_check")),
        sa.CheckConstraint("position > 0", name=op.f("tokenization_steps_position_check")),
        sa.ForeignKeyConstraint(["assigned_to"], ["auth.users.id"], name=op.f("tokenization_steps_assigned_to_fkey"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["process_id"], ["nexus_mint.tokenization_processes.id"], name=op.f("tokenization_steps_process_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("tokenization_steps_pkey")),
        sa.UniqueConstraint("process_id", "name", name=op.f("tokenization_steps_process_id_name_key")),
        sa.UniqueConstraint("process_id", "position", deferrable=True, name=op.f("tokenization_steps_process_id_position_key")),
        schema="nexus_mint",
    )
    op.create_index(op.f("tokenization_steps_assigned_to_idx"), "tokenization_steps", ["assigned_to"], unique=False, schema="nexus_mint")
    op.create_index(op.f("tokenization_steps_created_at_idx"), "tokenization_steps", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index(op.f("tokenization_steps_status_idx"), "tokenization_steps", ["status"], unique=False, schema="nexus_mint")


def downgrade() -> None:
    op.drop_index(op.f("tokenization_steps_status_idx"), table_name="tokenization_steps", schema="nexus_mint")
    op.drop_index(op.f("tokenization_steps_created_at_idx"), table_name="tokenization_steps", schema="nexus_mint")
    op.drop_index(op.f("tokenization_steps_assigned_to_idx"), table_name="tokenization_steps", schema="nexus_mint")
    op.drop_table("tokenization_steps", schema="nexus_mint")
    op.drop_index(op.f("tokenization_reports_process_id_idx"), table_name="tokenization_reports", schema="nexus_mint")
    op.drop_index(op.f("tokenization_reports_generated_by_idx"), table_name="tokenization_reports", schema="nexus_mint")
    op.drop_index(op.f("tokenization_reports_created_at_idx"), table_name="tokenization_reports", schema="nexus_mint")
    op.drop_table("tokenization_reports", schema="nexus_mint")
    op.drop_index(op.f("tokenization_processes_user_id_idx"), table_name="tokenization_processes", schema="nexus_mint")
    op.drop_index("tokenization_processes_status_idx", table_name="tokenization_processes", schema="nexus_mint")
    op.drop_index(op.f("tokenization_processes_property_id_idx"), table_name="tokenization_processes", schema="nexus_mint")
    op.drop_index(op.f("tokenization_processes_created_at_idx"), table_name="tokenization_processes", schema="nexus_mint")
    op.drop_table("tokenization_processes", schema="nexus_mint")
    op.drop_index(op.f("property_performance_created_at_idx"), table_name="property_performance", schema="nexus_mint")
    op.drop_table("property_performance", schema="nexus_mint")
    op.drop_index(op.f("property_documents_uploaded_by_idx"), table_name="property_documents", schema="nexus_mint")
    op.drop_index(op.f("property_documents_sha256_idx"), table_name="property_documents", schema="nexus_mint")
    op.drop_index(op.f("property_documents_property_id_idx"), table_name="property_documents", schema="nexus_mint")
    op.drop_index(op.f("property_documents_created_at_idx"), table_name="property_documents", schema="nexus_mint")
    op.drop_table("property_documents", schema="nexus_mint")
    op.drop_index(op.f("property_audits_status_idx"), table_name="property_audits", schema="nexus_mint")
    op.drop_index(op.f("property_audits_recorded_by_idx"), table_name="property_audits", schema="nexus_mint")
    op.drop_index(op.f("property_audits_property_id_idx"), table_name="property_audits", schema="nexus_mint")
    op.drop_index(op.f("property_audits_next_due_on_idx"), table_name="property_audits", schema="nexus_mint")
    op.drop_index(op.f("property_audits_created_at_idx"), table_name="property_audits", schema="nexus_mint")
    op.drop_table("property_audits", schema="nexus_mint")
    op.drop_index(op.f("property_analytics_day_idx"), table_name="property_analytics", schema="nexus_mint")
    op.drop_table("property_analytics", schema="nexus_mint")
    op.drop_index("data_modifications_record_idx", table_name="data_modifications", schema="nexus_mint")
    op.drop_index("data_modifications_changed_by_idx", table_name="data_modifications", schema="nexus_mint")
    op.drop_table("data_modifications", schema="nexus_mint")
