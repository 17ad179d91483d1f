"""Passa 006-010 roles of people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "artists",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("stage_name", sa.String(length=255), nullable=False),
        sa.Column("genres", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("bio", sa.Text(), nullable=True),
        sa.Column("performance_fee_range", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("follower_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rating", sa.Numeric(precision=3, scale=2), nullable=True),
        sa.Column("total_performances", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("jsonb_typeof(performance_fee_range) = 'object'", name=op.f("artists_fee_object_check")),
        sa.CheckConstraint("follower_count >= 0 AND total_performances >= 0", name=op.f("artists_counts_check")),
        sa.CheckConstraint("rating BETWEEN 0 AND 5", name=op.f("artists_rating_check")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("artists_pkey")),
        schema="passa",
    )
    op.create_index(op.f("artists_stage_name_idx"), "artists", ["stage_name"], unique=False, schema="passa")
    op.create_table(
        "content_creators",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("content_types", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("specialties", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("portfolio", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("rates", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("completed_projects", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rating", sa.Numeric(precision=3, scale=2), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("jsonb_typeof(portfolio) = 'array'", name=op.f("content_creators_portfolio_list_check")),
        sa.CheckConstraint("jsonb_typeof(rates) = 'object'", name=op.f("content_creators_rates_object_check")),
        sa.CheckConstraint("completed_projects >= 0", name=op.f("content_creators_projects_check")),
        sa.CheckConstraint("rating BETWEEN 0 AND 5", name=op.f("content_creators_rating_check")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("content_creators_pkey")),
        schema="passa",
    )
    op.create_index(op.f("content_creators_created_at_idx"), "content_creators", ["created_at"], unique=False, schema="passa")
    op.create_table(
        "fans",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("favorite_genres", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("interests", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("max_ticket_budget", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("loyalty_points", sa.Integer(), server_default="0", nullable=False),
        sa.Column("loyalty_tier", sa.String(length=20), server_default="bronze", nullable=False),
        sa.Column("events_attended", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("loyalty_tier IN ('bronze', 'silver', 'gold', 'platinum')", name=op.f("fans_loyalty_tier_words_check")),
        sa.CheckConstraint("loyalty_points >= 0 AND events_attended >= 0", name=op.f("fans_counts_check")),
        sa.CheckConstraint("max_ticket_budget >= 0", name=op.f("fans_budget_check")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("fans_pkey")),
        schema="passa",
    )
    op.create_index(op.f("fans_created_at_idx"), "fans", ["created_at"], unique=False, schema="passa")
    op.create_table(
        "organizers",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("company_name", sa.String(length=255), nullable=False),
        sa.Column("business_type", sa.String(length=50), nullable=True),
        sa.Column("business_email", sa.String(length=255), nullable=True),
        sa.Column("tax_id", sa.String(length=50), nullable=True),
        sa.Column("website_url", sa.Text(), nullable=True),
        sa.Column("is_verified", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verification_documents", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("business_email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("business_email_index", sa.LargeBinary(), nullable=True),
        sa.Column("tax_id_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("tax_id_index", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(business_email IS NULL) = (business_email_sealed IS NULL) AND business_email ~ '^••••.{0,6}$'", name=op.f("organizers_business_email_masked_check")),
        sa.CheckConstraint("(tax_id IS NULL) = (tax_id_sealed IS NULL) AND tax_id ~ '^••••.{0,6}$'", name=op.f("organizers_tax_id_masked_check")),
        sa.CheckConstraint("jsonb_typeof(verification_documents) = 'array'", name=op.f("organizers_documents_list_check")),
        sa.CheckConstraint("is_verified = (verified_at IS NOT NULL)", name=op.f("organizers_verified_check")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("organizers_pkey")),
        schema="passa",
    )
    op.create_index("organizers_business_email_index_idx", "organizers", ["business_email_index"], unique=False, schema="passa")
    op.create_index(op.f("organizers_company_name_idx"), "organizers", ["company_name"], unique=False, schema="passa")
    op.create_index("organizers_tax_id_index_idx", "organizers", ["tax_id_index"], unique=False, schema="passa")
    op.create_table(
        "sponsors",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("brand_name", sa.String(length=255), nullable=False),
        sa.Column("industry", sa.String(length=100), nullable=True),
        sa.Column("annual_budget", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("target_demographics", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("sponsorship_types", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("jsonb_typeof(target_demographics) = 'object'", name=op.f("sponsors_demographics_object_check")),
        sa.CheckConstraint("annual_budget >= 0", name=op.f("sponsors_budget_check")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("sponsors_pkey")),
        schema="passa",
    )
    op.create_index(op.f("sponsors_brand_name_idx"), "sponsors", ["brand_name"], unique=False, schema="passa")


def downgrade() -> None:
    op.drop_index(op.f("sponsors_brand_name_idx"), table_name="sponsors", schema="passa")
    op.drop_table("sponsors", schema="passa")
    op.drop_index("organizers_tax_id_index_idx", table_name="organizers", schema="passa")
    op.drop_index(op.f("organizers_company_name_idx"), table_name="organizers", schema="passa")
    op.drop_index("organizers_business_email_index_idx", table_name="organizers", schema="passa")
    op.drop_table("organizers", schema="passa")
    op.drop_index(op.f("fans_created_at_idx"), table_name="fans", schema="passa")
    op.drop_table("fans", schema="passa")
    op.drop_index(op.f("content_creators_created_at_idx"), table_name="content_creators", schema="passa")
    op.drop_table("content_creators", schema="passa")
    op.drop_index(op.f("artists_stage_name_idx"), table_name="artists", schema="passa")
    op.drop_table("artists", schema="passa")
