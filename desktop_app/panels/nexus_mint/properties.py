"""Nexus Mint's properties that are, or may be, sold in tokens.

Completed here: city, property_type, funding_target, is_active: the views and a policy use them.
"""

from desktop_app.services.nexus_properties import properties
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql

MINE = {"property_id": "id"}
panel = Panel(
    area="Properties",
    title="Tokenized properties",
    source=Sql(properties, searched=("title", "location", "city")),
    named=("title",),
    writable=True,
    columns=(
        "title",
        "city",
        "location",
        "property_type",
        "price",
        "funding_target",
        "price_per_token",
        "tokens_issued",
        "total_tokens",
        "tokenization_active",
        "is_active",
        "bedrooms",
        "bathrooms",
        "sqft",
        "images",
        "amenities",
        "created_at",
        "updated_at",
        "id",
    ),
    labels={"sqft": "Square feet", "is_active": "Public"},
    filters=(
        Filter("is_active"),
        Filter("tokenization_active"),
        Filter("property_type"),
        Filter("city"),
    ),
    tabs=(
        Tab("Tokens", "nexus_mint.property_tokens", MINE),
        Tab("Investments", "nexus_mint.investments", MINE),
        Tab("Tokenization", "nexus_mint.tokenization_processes", MINE),
        Tab("Documents", "nexus_mint.property_documents", MINE),
        Tab("Audits", "nexus_mint.property_audits", MINE),
        Tab("Performance", "nexus_mint.property_performance", MINE),
        Tab("Analytics", "nexus_mint.property_analytics", MINE),
    ),
    sort="created_at",
)
