"""Organizers: the businesses behind events, and whether they are verified.

Completed here: business_email stands beside tax_id, both sealed and found by their blind indexes;
website_url, created_at, updated_at, an index on the company; a user's row goes with the user.
"""

from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.passa_people import organizers
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="KYC review",
    title="Event organizers",
    source=Sql(organizers, searched=("company_name",)),
    named=("company_name",),
    writable=True,
    columns=(
        "company_name",
        "business_type",
        "is_verified",
        "verified_at",
        "business_email",
        "tax_id",
        "website_url",
        "verification_documents",
        "user_id",
        "created_at",
        "updated_at",
    ),
    labels={
        "is_verified": "Verified",
        "business_email": "Business e-mail",
        "tax_id": "Tax number",
        "website_url": "Website",
        "user_id": "User",
    },
    filters=(
        Filter("is_verified"),
        Filter("business_type"),
    ),
    tabs=(
        Tab("Events", "passa.events", {"organizer_user_id": "user_id"}),
        Tab("User", "passa.users", {"user_id": "user_id"}),
        Tab("Wallets", "passa.wallets", {"user_id": "user_id"}),
    ),
    sort="company_name",
    descending=False,
)
