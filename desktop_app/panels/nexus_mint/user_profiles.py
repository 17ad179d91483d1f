"""The profiles of Nexus Mint's users, with wallet and KYC, both sealed.

Completed here: the link to `auth.users`, which is the profile's own id.
"""

from desktop_app.services.nexus_users import profiles
from desktop_app.services.panel import Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Users",
    title="Nexus Mint profiles",
    source=Sql(profiles, searched=("full_name", "email")),
    named=("full_name", "email"),
    writable=True,
    columns=("full_name", "email", "wallet_address", "kyc_data", "created_at", "id"),
    labels={"kyc_data": "KYC", "id": "Account"},
    tabs=(
        Tab("Investments", "nexus_mint.investments", {"user_id": "id"}),
        Tab("Payment methods", "nexus_mint.payment_methods", {"user_id": "id"}),
        Tab("Roles", "nexus_mint.user_role_assignments", {"user_id": "id"}),
        Tab("Conversations", "nexus_mint.ai_interactions", {"user_id": "id"}),
    ),
    sort="created_at",
)
