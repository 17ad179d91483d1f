"""nexus mint people and tokens."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("banned_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raw_app_meta_data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("raw_user_meta_data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("users_pkey")),
        sa.UniqueConstraint("email", name=op.f("users_email_key")),
        schema="auth",
    )
    op.create_index(op.f("users_created_at_idx"), "users", ["created_at"], unique=False, schema="auth")
    op.create_table(
        "properties",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("property_type", sa.Text(), nullable=True),
        sa.Column("price", sa.Numeric(), nullable=False),
        sa.Column("bedrooms", sa.Integer(), nullable=True),
        sa.Column("bathrooms", sa.Integer(), nullable=True),
        sa.Column("sqft", sa.Integer(), nullable=True),
        sa.Column("images", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("amenities", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("tokenization_active", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("funding_target", sa.Numeric(), nullable=True),
        sa.Column("total_tokens", sa.Numeric(), nullable=True),
        sa.Column("tokens_issued", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("price_per_token", sa.Numeric(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("jsonb_typeof(images) = 'array' AND jsonb_typeof(amenities) = 'array'", name=op.f("properties_lists_check")),
        sa.CheckConstraint("bedrooms >= 0 AND bathrooms >= 0 AND sqft > 0", name=op.f("properties_sizes_check")),
        sa.CheckConstraint("funding_target >= 0", name=op.f("properties_funding_target_check")),
        sa.CheckConstraint("price >= 0 AND price_per_token > 0", name=op.f("properties_prices_check")),
        sa.CheckConstraint("tokens_issued >= 0 AND tokens_issued <= total_tokens", name=op.f("properties_issued_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("properties_pkey")),
        schema="nexus_mint",
    )
    op.create_index(op.f("properties_city_idx"), "properties", ["city"], unique=False, schema="nexus_mint")
    op.create_index(op.f("properties_created_at_idx"), "properties", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index("properties_location_idx", "properties", ["location"], unique=False, schema="nexus_mint")
    op.create_table(
        "ai_interactions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("user_message", sa.Text(), nullable=False),
        sa.Column("ai_response", sa.Text(), nullable=True),
        sa.Column("intent_detected", sa.Text(), nullable=True),
        sa.Column("confidence_score", sa.Numeric(), nullable=True),
        sa.Column("recommendation_type", sa.Text(), nullable=True),
        sa.Column("attachments", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("jsonb_typeof(attachments) = 'array'", name=op.f("ai_interactions_attachments_check")),
        sa.CheckConstraint("confidence_score BETWEEN 0 AND 1", name=op.f("ai_interactions_confidence_check")),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name=op.f("ai_interactions_user_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("ai_interactions_pkey")),
        schema="nexus_mint",
    )
    op.create_index(op.f("ai_interactions_created_at_idx"), "ai_interactions", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index(op.f("ai_interactions_session_id_idx"), "ai_interactions", ["session_id"], unique=False, schema="nexus_mint")
    op.create_index("ai_interactions_user_session_idx", "ai_interactions", ["user_id", "session_id"], unique=False, schema="nexus_mint")
    op.create_table(
        "payment_methods",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(length=3), server_default="USD", nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("verified_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("details_index", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(details IS NULL) = (details_sealed IS NULL) AND details ~ '^••••.{0,6}$'", name=op.f("payment_methods_details_masked_check")),
        sa.CheckConstraint("kind IN ('bank_transfer', 'card', 'wallet')", name=op.f("payment_methods_kind_words_check")),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name=op.f("payment_methods_user_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("payment_methods_pkey")),
        sa.UniqueConstraint("user_id", "details_index", name=op.f("payment_methods_user_id_details_index_key")),
        schema="nexus_mint",
    )
    op.create_index(op.f("payment_methods_created_at_idx"), "payment_methods", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index("payment_methods_default_key", "payment_methods", ["user_id"], unique=True, schema="nexus_mint", postgresql_where=sa.text("is_default"))
    op.create_index(op.f("payment_methods_user_id_idx"), "payment_methods", ["user_id"], unique=False, schema="nexus_mint")
    op.create_table(
        "property_tokens",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=False),
        sa.Column("contract_address", sa.Text(), nullable=True),
        sa.Column("token_address", sa.Text(), nullable=True),
        sa.Column("total_supply", sa.Numeric(), nullable=False),
        sa.Column("available_supply", sa.Numeric(), nullable=False),
        sa.Column("current_price", sa.Numeric(), nullable=False),
        sa.Column("initial_price", sa.Numeric(), nullable=True),
        sa.Column("status", sa.Text(), server_default="draft", nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'active', 'launched')", name=op.f("property_tokens_status_words_check")),
        sa.CheckConstraint("total_supply > 0 AND total_supply < 'Infinity'", name=op.f("property_tokens_total_check")),
        sa.CheckConstraint("available_supply BETWEEN 0 AND total_supply", name=op.f("property_tokens_supply_check")),
        sa.CheckConstraint("current_price > 0 AND initial_price > 0", name=op.f("property_tokens_prices_check")),
        sa.ForeignKeyConstraint(["property_id"], ["nexus_mint.properties.id"], name=op.f("property_tokens_property_id_fkey"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("property_tokens_pkey")),
        schema="nexus_mint",
    )
    op.create_index(op.f("property_tokens_contract_address_idx"), "property_tokens", ["contract_address"], unique=False, schema="nexus_mint")
    op.create_index(op.f("property_tokens_created_at_idx"), "property_tokens", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index(op.f("property_tokens_property_id_idx"), "property_tokens", ["property_id"], unique=False, schema="nexus_mint")
    op.create_index(op.f("property_tokens_status_idx"), "property_tokens", ["status"], unique=False, schema="nexus_mint")
    op.create_table(
        "user_profiles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=True),
        sa.Column("wallet_address", sa.Text(), nullable=True),
        sa.Column("kyc_data", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("wallet_address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wallet_address_index", sa.LargeBinary(), nullable=True),
        sa.Column("kyc_data_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("kyc_data_index", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(kyc_data IS NULL) = (kyc_data_sealed IS NULL) AND (kyc_data - ARRAY['status', 'level', 'risk_level', 'submitted_at', 'masked']::text[]) = '{}'::jsonb",
            name=op.f("user_profiles_kyc_data_masked_check"),
        ),
        sa.CheckConstraint(
            "(wallet_address IS NULL) = (wallet_address_sealed IS NULL) AND wallet_address ~ '^••••.{0,6}$'", name=op.f("user_profiles_wallet_address_masked_check")
        ),
        sa.ForeignKeyConstraint(["id"], ["auth.users.id"], name=op.f("user_profiles_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("user_profiles_pkey")),
        schema="nexus_mint",
    )
    op.create_index(op.f("user_profiles_created_at_idx"), "user_profiles", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index(op.f("user_profiles_email_idx"), "user_profiles", ["email"], unique=False, schema="nexus_mint")
    op.create_index("user_profiles_wallet_address_index_idx", "user_profiles", ["wallet_address_index"], unique=False, schema="nexus_mint")
    op.create_table(
        "user_role_assignments",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("role IN ('admin', 'compliance_officer', 'property_manager', 'investor')", name=op.f("user_role_assignments_role_words_check")),
        sa.ForeignKeyConstraint(["granted_by"], ["auth.users.id"], name=op.f("user_role_assignments_granted_by_fkey"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name=op.f("user_role_assignments_user_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("user_role_assignments_pkey")),
        sa.UniqueConstraint("user_id", "role", name=op.f("user_role_assignments_user_id_role_key")),
        schema="nexus_mint",
    )
    op.create_index(op.f("user_role_assignments_created_at_idx"), "user_role_assignments", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index(op.f("user_role_assignments_granted_by_idx"), "user_role_assignments", ["granted_by"], unique=False, schema="nexus_mint")
    op.create_table(
        "investments",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=False),
        sa.Column("property_token_id", sa.Uuid(), nullable=False),
        sa.Column("token_amount", sa.Numeric(), nullable=False),
        sa.Column("price_per_token", sa.Numeric(), nullable=False),
        sa.Column("total_amount", sa.Numeric(), nullable=False),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("payment_method", sa.Text(), nullable=True),
        sa.Column("payment_method_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("refunded_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("status IN ('pending', 'confirmed', 'refunded', 'cancelled')", name=op.f("investments_status_words_check")),
        sa.CheckConstraint("token_amount > 0 AND token_amount < 'Infinity' AND price_per_token > 0 AND price_per_token < 'Infinity'", name=op.f("investments_positive_check")),
        sa.CheckConstraint("total_amount = round(token_amount * price_per_token, 2)", name=op.f("investments_total_check")),
        sa.ForeignKeyConstraint(["payment_method_id"], ["nexus_mint.payment_methods.id"], name=op.f("investments_payment_method_id_fkey"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["property_id"], ["nexus_mint.properties.id"], name=op.f("investments_property_id_fkey"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["property_token_id"], ["nexus_mint.property_tokens.id"], name=op.f("investments_property_token_id_fkey"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name=op.f("investments_user_id_fkey"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("investments_pkey")),
        schema="nexus_mint",
    )
    op.create_index(op.f("investments_created_at_idx"), "investments", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index(op.f("investments_payment_method_id_idx"), "investments", ["payment_method_id"], unique=False, schema="nexus_mint")
    op.create_index(op.f("investments_property_id_idx"), "investments", ["property_id"], unique=False, schema="nexus_mint")
    op.create_index(op.f("investments_property_token_id_idx"), "investments", ["property_token_id"], unique=False, schema="nexus_mint")
    op.create_index(op.f("investments_status_idx"), "investments", ["status"], unique=False, schema="nexus_mint")
    op.create_index("investments_user_property_idx", "investments", ["user_id", "property_id"], unique=False, schema="nexus_mint")
    op.create_table(
        "property_returns",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("investment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="rent", nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("status", sa.Text(), server_default="due", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("paid_at", sa.DateTime(), nullable=True),
        sa.Column("payment_reference", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.CheckConstraint("(status = 'paid') = (paid_at IS NOT NULL)", name=op.f("property_returns_paid_check")),
        sa.CheckConstraint("amount > 0 AND amount < 'Infinity'", name=op.f("property_returns_amount_check")),
        sa.CheckConstraint("kind IN ('rent', 'sale', 'interest', 'other')", name=op.f("property_returns_kind_words_check")),
        sa.CheckConstraint("period ~ '^\\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$'", name=op.f("property_returns_period_check")),
        sa.CheckConstraint("status IN ('due', 'paid')", name=op.f("property_returns_status_words_check")),
        sa.ForeignKeyConstraint(["investment_id"], ["nexus_mint.investments.id"], name=op.f("property_returns_investment_id_fkey"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("property_returns_pkey")),
        sa.UniqueConstraint("investment_id", "kind", "period", name=op.f("property_returns_investment_id_kind_period_key")),
        schema="nexus_mint",
    )
    op.create_index(op.f("property_returns_created_at_idx"), "property_returns", ["created_at"], unique=False, schema="nexus_mint")
    op.create_index(op.f("property_returns_status_due_on_idx"), "property_returns", ["status", "due_on"], unique=False, schema="nexus_mint")


def downgrade() -> None:
    op.drop_index(op.f("property_returns_status_due_on_idx"), table_name="property_returns", schema="nexus_mint")
    op.drop_index(op.f("property_returns_created_at_idx"), table_name="property_returns", schema="nexus_mint")
    op.drop_table("property_returns", schema="nexus_mint")
    op.drop_index("investments_user_property_idx", table_name="investments", schema="nexus_mint")
    op.drop_index(op.f("investments_status_idx"), table_name="investments", schema="nexus_mint")
    op.drop_index(op.f("investments_property_token_id_idx"), table_name="investments", schema="nexus_mint")
    op.drop_index(op.f("investments_property_id_idx"), table_name="investments", schema="nexus_mint")
    op.drop_index(op.f("investments_payment_method_id_idx"), table_name="investments", schema="nexus_mint")
    op.drop_index(op.f("investments_created_at_idx"), table_name="investments", schema="nexus_mint")
    op.drop_table("investments", schema="nexus_mint")
    op.drop_index(op.f("user_role_assignments_granted_by_idx"), table_name="user_role_assignments", schema="nexus_mint")
    op.drop_index(op.f("user_role_assignments_created_at_idx"), table_name="user_role_assignments", schema="nexus_mint")
    op.drop_table("user_role_assignments", schema="nexus_mint")
    op.drop_index("user_profiles_wallet_address_index_idx", table_name="user_profiles", schema="nexus_mint")
    op.drop_index(op.f("user_profiles_email_idx"), table_name="user_profiles", schema="nexus_mint")
    op.drop_index(op.f("user_profiles_created_at_idx"), table_name="user_profiles", schema="nexus_mint")
    op.drop_table("user_profiles", schema="nexus_mint")
    op.drop_index(op.f("property_tokens_status_idx"), table_name="property_tokens", schema="nexus_mint")
    op.drop_index(op.f("property_tokens_property_id_idx"), table_name="property_tokens", schema="nexus_mint")
    op.drop_index(op.f("property_tokens_created_at_idx"), table_name="property_tokens", schema="nexus_mint")
    op.drop_index(op.f("property_tokens_contract_address_idx"), table_name="property_tokens", schema="nexus_mint")
    op.drop_table("property_tokens", schema="nexus_mint")
    op.drop_index(op.f("payment_methods_user_id_idx"), table_name="payment_methods", schema="nexus_mint")
    op.drop_index("payment_methods_default_key", table_name="payment_methods", schema="nexus_mint", postgresql_where=sa.text("is_default"))
    op.drop_index(op.f("payment_methods_created_at_idx"), table_name="payment_methods", schema="nexus_mint")
    op.drop_table("payment_methods", schema="nexus_mint")
    op.drop_index("ai_interactions_user_session_idx", table_name="ai_interactions", schema="nexus_mint")
    op.drop_index(op.f("ai_interactions_session_id_idx"), table_name="ai_interactions", schema="nexus_mint")
    op.drop_index(op.f("ai_interactions_created_at_idx"), table_name="ai_interactions", schema="nexus_mint")
    op.drop_table("ai_interactions", schema="nexus_mint")
    op.drop_index("properties_location_idx", table_name="properties", schema="nexus_mint")
    op.drop_index(op.f("properties_created_at_idx"), table_name="properties", schema="nexus_mint")
    op.drop_index(op.f("properties_city_idx"), table_name="properties", schema="nexus_mint")
    op.drop_table("properties", schema="nexus_mint")
    op.drop_index(op.f("users_created_at_idx"), table_name="users", schema="auth")
    op.drop_table("users", schema="auth")
