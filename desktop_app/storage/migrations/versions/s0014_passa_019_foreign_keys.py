"""Passa 019 foreign keys."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_foreign_key(op.f("artists_user_id_fkey"), "artists", "users", ["user_id"], ["user_id"], source_schema="passa", referent_schema="passa", ondelete="CASCADE")
    op.create_foreign_key(op.f("attribution_event_id_fkey"), "attribution", "events", ["event_id"], ["event_id"], source_schema="passa", referent_schema="passa")
    op.create_foreign_key(
        op.f("attribution_transaction_id_fkey"), "attribution", "transactions", ["transaction_id"], ["transaction_id"], source_schema="passa", referent_schema="passa"
    )
    op.create_foreign_key(op.f("attribution_user_id_fkey"), "attribution", "users", ["user_id"], ["user_id"], source_schema="passa", referent_schema="passa")
    op.create_foreign_key(
        op.f("content_creators_user_id_fkey"), "content_creators", "users", ["user_id"], ["user_id"], source_schema="passa", referent_schema="passa", ondelete="CASCADE"
    )
    op.create_foreign_key(
        op.f("event_categories_parent_category_id_fkey"),
        "event_categories",
        "event_categories",
        ["parent_category_id"],
        ["category_id"],
        source_schema="passa",
        referent_schema="passa",
    )
    op.create_foreign_key(
        op.f("event_tag_assignments_tag_id_fkey"), "event_tag_assignments", "event_tags", ["tag_id"], ["tag_id"], source_schema="passa", referent_schema="passa", ondelete="CASCADE"
    )
    op.create_foreign_key(
        op.f("event_tag_assignments_event_id_fkey"),
        "event_tag_assignments",
        "events",
        ["event_id"],
        ["event_id"],
        source_schema="passa",
        referent_schema="passa",
        ondelete="CASCADE",
    )
    op.create_foreign_key(op.f("events_category_id_fkey"), "events", "event_categories", ["category_id"], ["category_id"], source_schema="passa", referent_schema="passa")
    op.create_foreign_key(
        op.f("events_smart_contract_id_fkey"), "events", "smart_contracts", ["smart_contract_id"], ["contract_id"], source_schema="passa", referent_schema="passa"
    )
    op.create_foreign_key(op.f("events_organizer_user_id_fkey"), "events", "organizers", ["organizer_user_id"], ["user_id"], source_schema="passa", referent_schema="passa")
    op.create_foreign_key(op.f("fans_user_id_fkey"), "fans", "users", ["user_id"], ["user_id"], source_schema="passa", referent_schema="passa", ondelete="CASCADE")
    op.create_foreign_key(
        op.f("multisig_requests_created_by_fkey"), "multisig_requests", "users", ["created_by"], ["user_id"], source_schema="passa", referent_schema="passa", ondelete="SET NULL"
    )
    op.create_foreign_key(
        op.f("multisig_requests_transaction_id_fkey"), "multisig_requests", "transactions", ["transaction_id"], ["transaction_id"], source_schema="passa", referent_schema="passa"
    )
    op.create_foreign_key(
        op.f("multisig_requests_smart_contract_id_fkey"),
        "multisig_requests",
        "smart_contracts",
        ["smart_contract_id"],
        ["contract_id"],
        source_schema="passa",
        referent_schema="passa",
    )
    op.create_foreign_key(op.f("multisig_requests_event_id_fkey"), "multisig_requests", "events", ["event_id"], ["event_id"], source_schema="passa", referent_schema="passa")
    op.create_foreign_key(
        op.f("multisig_signatures_signer_user_id_fkey"),
        "multisig_signatures",
        "users",
        ["signer_user_id"],
        ["user_id"],
        source_schema="passa",
        referent_schema="passa",
        ondelete="SET NULL",
    )
    op.create_foreign_key(
        op.f("multisig_signatures_request_id_fkey"),
        "multisig_signatures",
        "multisig_requests",
        ["request_id"],
        ["request_id"],
        source_schema="passa",
        referent_schema="passa",
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        op.f("multisig_signatures_wallet_id_fkey"),
        "multisig_signatures",
        "wallets",
        ["wallet_id"],
        ["wallet_id"],
        source_schema="passa",
        referent_schema="passa",
        ondelete="SET NULL",
    )
    op.create_foreign_key(op.f("organizers_user_id_fkey"), "organizers", "users", ["user_id"], ["user_id"], source_schema="passa", referent_schema="passa", ondelete="CASCADE")
    op.create_foreign_key(op.f("sponsors_user_id_fkey"), "sponsors", "users", ["user_id"], ["user_id"], source_schema="passa", referent_schema="passa", ondelete="CASCADE")
    op.create_foreign_key(
        op.f("ticket_transfers_transaction_id_fkey"), "ticket_transfers", "transactions", ["transaction_id"], ["transaction_id"], source_schema="passa", referent_schema="passa"
    )
    op.create_foreign_key(op.f("ticket_transfers_ticket_id_fkey"), "ticket_transfers", "tickets", ["ticket_id"], ["ticket_id"], source_schema="passa", referent_schema="passa")
    op.create_foreign_key(
        op.f("ticket_transfers_from_user_id_fkey"), "ticket_transfers", "users", ["from_user_id"], ["user_id"], source_schema="passa", referent_schema="passa", ondelete="SET NULL"
    )
    op.create_foreign_key(
        op.f("ticket_transfers_to_user_id_fkey"), "ticket_transfers", "users", ["to_user_id"], ["user_id"], source_schema="passa", referent_schema="passa", ondelete="SET NULL"
    )
    op.create_foreign_key(
        op.f("tickets_smart_contract_id_fkey"), "tickets", "smart_contracts", ["smart_contract_id"], ["contract_id"], source_schema="passa", referent_schema="passa"
    )
    op.create_foreign_key(op.f("tickets_transaction_id_fkey"), "tickets", "transactions", ["transaction_id"], ["transaction_id"], source_schema="passa", referent_schema="passa")
    op.create_foreign_key(
        op.f("tickets_owner_user_id_fkey"), "tickets", "users", ["owner_user_id"], ["user_id"], source_schema="passa", referent_schema="passa", ondelete="SET NULL"
    )
    op.create_foreign_key(op.f("tickets_event_id_fkey"), "tickets", "events", ["event_id"], ["event_id"], source_schema="passa", referent_schema="passa", ondelete="RESTRICT")
    op.create_foreign_key(
        op.f("transactions_smart_contract_id_fkey"), "transactions", "smart_contracts", ["smart_contract_id"], ["contract_id"], source_schema="passa", referent_schema="passa"
    )
    op.create_foreign_key(
        op.f("user_profiles_user_id_fkey"), "user_profiles", "users", ["user_id"], ["user_id"], source_schema="passa", referent_schema="passa", ondelete="CASCADE"
    )
    op.create_foreign_key(
        op.f("user_role_assignments_user_id_fkey"), "user_role_assignments", "users", ["user_id"], ["user_id"], source_schema="passa", referent_schema="passa", ondelete="CASCADE"
    )
    op.create_foreign_key(
        op.f("user_role_assignments_role_id_fkey"), "user_role_assignments", "user_roles", ["role_id"], ["role_id"], source_schema="passa", referent_schema="passa"
    )
    op.create_foreign_key(
        op.f("user_role_assignments_assigned_by_fkey"),
        "user_role_assignments",
        "users",
        ["assigned_by"],
        ["user_id"],
        source_schema="passa",
        referent_schema="passa",
        ondelete="SET NULL",
    )
    op.create_foreign_key(op.f("wallets_user_id_fkey"), "wallets", "users", ["user_id"], ["user_id"], source_schema="passa", referent_schema="passa", ondelete="CASCADE")


def downgrade() -> None:
    op.drop_constraint(op.f("wallets_user_id_fkey"), "wallets", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("user_role_assignments_assigned_by_fkey"), "user_role_assignments", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("user_role_assignments_role_id_fkey"), "user_role_assignments", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("user_role_assignments_user_id_fkey"), "user_role_assignments", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("user_profiles_user_id_fkey"), "user_profiles", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("transactions_smart_contract_id_fkey"), "transactions", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("tickets_event_id_fkey"), "tickets", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("tickets_owner_user_id_fkey"), "tickets", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("tickets_transaction_id_fkey"), "tickets", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("tickets_smart_contract_id_fkey"), "tickets", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("ticket_transfers_to_user_id_fkey"), "ticket_transfers", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("ticket_transfers_from_user_id_fkey"), "ticket_transfers", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("ticket_transfers_ticket_id_fkey"), "ticket_transfers", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("ticket_transfers_transaction_id_fkey"), "ticket_transfers", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("sponsors_user_id_fkey"), "sponsors", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("organizers_user_id_fkey"), "organizers", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("multisig_signatures_wallet_id_fkey"), "multisig_signatures", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("multisig_signatures_request_id_fkey"), "multisig_signatures", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("multisig_signatures_signer_user_id_fkey"), "multisig_signatures", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("multisig_requests_event_id_fkey"), "multisig_requests", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("multisig_requests_smart_contract_id_fkey"), "multisig_requests", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("multisig_requests_transaction_id_fkey"), "multisig_requests", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("multisig_requests_created_by_fkey"), "multisig_requests", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("fans_user_id_fkey"), "fans", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("events_organizer_user_id_fkey"), "events", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("events_smart_contract_id_fkey"), "events", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("events_category_id_fkey"), "events", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("event_tag_assignments_event_id_fkey"), "event_tag_assignments", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("event_tag_assignments_tag_id_fkey"), "event_tag_assignments", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("event_categories_parent_category_id_fkey"), "event_categories", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("content_creators_user_id_fkey"), "content_creators", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("attribution_user_id_fkey"), "attribution", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("attribution_transaction_id_fkey"), "attribution", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("attribution_event_id_fkey"), "attribution", schema="passa", type_="foreignkey")
    op.drop_constraint(op.f("artists_user_id_fkey"), "artists", schema="passa", type_="foreignkey")
