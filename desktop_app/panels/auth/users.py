"""The sign-in accounts of Nexus Mint's users, kept by Supabase; nothing is changed from here.

Completed here: every column (id, email, phone, the moments of confirmation, sign-in and ban, the
two metadata objects, the times), as Supabase has them, without passwords.
"""

from desktop_app.services.nexus_users import users
from desktop_app.services.panel import Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Users",
    title="Nexus Mint accounts",
    source=Sql(users, searched=("email", "phone")),
    named=("email",),
    columns=(
        "email",
        "phone",
        "email_confirmed_at",
        "last_sign_in_at",
        "banned_until",
        "created_at",
        "updated_at",
        "raw_user_meta_data",
        "raw_app_meta_data",
        "id",
    ),
    labels={"raw_user_meta_data": "User's metadata", "raw_app_meta_data": "Metadata of sign-in"},
    tabs=(
        Tab("Profile", "nexus_mint.user_profiles", {"id": "id"}),
        Tab("Roles", "nexus_mint.user_role_assignments", {"user_id": "id"}),
        Tab("Investments", "nexus_mint.investments", {"user_id": "id"}),
        Tab("Payment methods", "nexus_mint.payment_methods", {"user_id": "id"}),
        Tab("Tokenizations", "nexus_mint.tokenization_processes", {"user_id": "id"}),
        Tab("Conversations", "nexus_mint.ai_interactions", {"user_id": "id"}),
    ),
    sort="created_at",
)
