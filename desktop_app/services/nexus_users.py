"""Nexus Mint's people: their sign-in (`auth.users`), profile with KYC and wallet, and roles.

A profile's id is its user's id: signing up makes exactly one. Roles, KYC and wallets change
through acts. The functions that the platform's policies ask stand beside the roles.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.nexus_trail import ROLES, having, logged, policy, stamped
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import metadata, sealed, words

USERS, PROFILES = "auth.users", "nexus_mint.user_profiles"
PINNED = "SET search_path = pg_catalog, nexus_mint"
ACT = {"act": True}


class UserColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    email: Named[str] = Column(Text)
    phone: Named[str | None] = Column(Text)
    email_confirmed_at: Named[datetime | None] = Column(DateTime(timezone=True))
    last_sign_in_at: Named[datetime | None] = Column(DateTime(timezone=True))
    banned_until: Named[datetime | None] = Column(DateTime(timezone=True))
    raw_app_meta_data: Named[dict[str, Any]] = Column(JSONB, server_default="{}")
    raw_user_meta_data: Named[dict[str, Any]] = Column(JSONB, server_default="{}")
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


class ProfileColumns(TypedColumns):
    id: Named[UUID] = Column(
        Uuid, ForeignKey("auth.users.id", ondelete="CASCADE"), primary_key=True
    )
    email: Named[str] = Column(Text)
    full_name: Named[str | None] = Column(Text)
    wallet_address: Named[str | None] = Column(Text, info=sealed("wallet"))
    kyc_data: Named[dict[str, Any] | None] = Column(
        JSONB(none_as_null=True), info=sealed("kyc") | ACT
    )
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


class RoleColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    user_id: Named[UUID] = Column(Uuid, ForeignKey("auth.users.id", ondelete="CASCADE"), info=ACT)
    role: Named[str] = Column(
        Text, info=words("admin", "compliance_officer", "property_manager", "investor") | ACT
    )
    granted_by: Named[UUID | None] = Column(
        Uuid, ForeignKey("auth.users.id", ondelete="SET NULL"), info=ACT
    )
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


SIGN_UP = (
    function(
        "nexus_mint.handle_new_user()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            INSERT INTO nexus_mint.user_profiles (id, email, full_name)
            VALUES (NEW.id, NEW.email, coalesce(NEW.raw_user_meta_data ->> 'full_name',
                                                NEW.raw_user_meta_data ->> 'name'))
            ON CONFLICT (id) DO NOTHING;
            RETURN NULL;
        END $$""",
        needs=(PROFILES,),
    ),
    trigger("handle_new_user", USERS, "AFTER INSERT", "nexus_mint.handle_new_user()"),
    policy("Anyone can sign up", USERS, "INSERT", "true"),
    policy("Users can view own account", USERS, "SELECT", "id = auth.uid()"),
    policy("Users can update own account", USERS, "UPDATE", "id = auth.uid()"),
    policy("Admins can manage accounts", USERS, "ALL", having("admin")),
)
PROFILE_RULES = (
    function(
        "nexus_mint.not_own_kyc()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        -- A user hands KYC in; somebody else decides it.
        BEGIN
            IF NEW.kyc_data ->> 'status' IS DISTINCT FROM OLD.kyc_data ->> 'status'
                AND NEW.kyc_data ->> 'status' <> 'pending'
                AND nexus_mint.acting_user() = NEW.id THEN
                RAISE EXCEPTION 'Nobody decides their own KYC.'
                    USING ERRCODE = 'check_violation', COLUMN = 'kyc_data';
            END IF;
            RETURN NEW;
        END $$""",
    ),
    trigger("c_not_own_kyc", PROFILES, "BEFORE UPDATE", "nexus_mint.not_own_kyc()"),
    logged(PROFILES),
    policy("Users can view own profile", PROFILES, "SELECT", "id = auth.uid()"),
    policy("Users can update own profile", PROFILES, "UPDATE", "id = auth.uid()"),
    policy("Compliance can view profiles", PROFILES, "SELECT", having("compliance_officer")),
    policy("Admins can manage profiles", PROFILES, "ALL", having("admin")),
)
ROLE_RULES = (
    function(
        "nexus_mint.has_role(user_id uuid, role text)",
        f"""
        RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER {PINNED} AS $$
        SELECT EXISTS (SELECT FROM nexus_mint.user_role_assignments held
                       WHERE held.user_id = has_role.user_id AND held.role = has_role.role)
        $$""",
        needs=(ROLES,),
    ),
    function(
        "nexus_mint.can_access_property(user_id uuid, property_id uuid)",
        f"""
        RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER {PINNED} AS $$
        -- What is public, what one has invested in, what one is tokenizing; the jobs see all.
        #variable_conflict use_column
        BEGIN
            RETURN EXISTS (SELECT FROM nexus_mint.properties p WHERE p.id = $2 AND p.is_active)
                OR nexus_mint.has_role($1, 'admin')
                OR nexus_mint.has_role($1, 'property_manager')
                OR nexus_mint.has_role($1, 'compliance_officer')
                OR EXISTS (SELECT FROM nexus_mint.investments i
                           WHERE i.user_id = $1 AND i.property_id = $2
                             AND i.status IN ('pending', 'confirmed'))
                OR EXISTS (SELECT FROM nexus_mint.tokenization_processes t
                           WHERE t.user_id = $1 AND t.property_id = $2);
        END $$""",
        needs=(ROLES,),
    ),
    stamped(ROLES, "granted_by"),
    logged(ROLES),
    policy("Users can view own roles", ROLES, "SELECT", "user_id = auth.uid()"),
    policy("Admins can manage roles", ROLES, "ALL", having("admin")),
)

users = Table(
    "users",
    metadata,
    UserColumns,
    UniqueConstraint("email"),
    Index(None, "created_at"),
    schema="auth",
    info={"objects": SIGN_UP},
)
profiles = Table(
    "user_profiles",
    metadata,
    ProfileColumns,
    Index(None, "email"),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={"objects": PROFILE_RULES},
)
Index("user_profiles_wallet_address_index_idx", profiles.c.wallet_address_index)
roles = Table(
    "user_role_assignments",
    metadata,
    RoleColumns,
    UniqueConstraint("user_id", "role"),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={"objects": ROLE_RULES},
)
