"""Listings: real estate that is for sale, held for somebody or sold, with its place and price."""

from desktop_app.domain.shown import Map
from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.property_sales import properties
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Properties",
    title="Listings",
    source=Sql(properties, searched=("description", "zoning", "source_id")),
    named=("address",),
    writable=True,
    columns=(
        "address",
        "property_type",
        "status",
        "price",
        "size_sqft",
        "owner_id",
        "is_verified",
        "zoning",
        "location",
        "description",
        "features",
        "source",
        "source_id",
        "created_at",
        "updated_at",
        "property_id",
    ),
    labels={
        "property_type": "Type",
        "size_sqft": "Size (sq ft)",
        "owner_id": "Owner",
        "is_verified": "Verified",
        "source_id": "Id at source",
        "property_id": "Id",
    },
    filters=(
        Filter("status"),
        Filter("property_type"),
        Filter("is_verified"),
        Filter("source", choices=("propwire", "manual")),
    ),
    tabs=(
        Tab("Media", "multiverse.property_media", {"property_id": "property_id"}),
        Tab("Reservations", "multiverse.property_reservations", {"property_id": "property_id"}),
        Tab("Sales", "multiverse.property_transactions", {"property_id": "property_id"}),
    ),
    actions=offered(properties),
    views=(
        View(name="Available", filter="status:available"),
        View(name="Reserved", filter="status:reserved"),
        View(name="Not verified", filter="is_verified:no"),
    ),
    shown_as=(Map("location"),),
    sort="created_at",
)
