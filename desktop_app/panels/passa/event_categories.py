"""Categories of events: a tree that the platform shows with icons and colours.

Completed here: name (once under each parent), description, is_active, created_at, updated_at, an
index on the order; colours are checked, and no category lies within itself.
"""

from desktop_app.domain.shown import Tree
from desktop_app.services.event_topics import event_categories
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Event categories",
    source=Sql(event_categories, searched=("name",)),
    named=("name",),
    writable=True,
    columns=(
        "name",
        "parent_category_id",
        "sort_order",
        "color_hex",
        "icon_url",
        "is_active",
        "description",
        "created_at",
        "updated_at",
    ),
    labels={
        "parent_category_id": "Within",
        "sort_order": "Order",
        "color_hex": "Colour",
        "icon_url": "Icon",
        "is_active": "Active",
    },
    filters=(
        Filter("parent_category_id"),
        Filter("is_active"),
    ),
    tabs=(
        Tab("Subcategories", "passa.event_categories", {"parent_category_id": "category_id"}),
        Tab("Events", "passa.events", {"category_id": "category_id"}),
    ),
    shown_as=(Tree("parent_category_id"),),
    sort="sort_order",
    descending=False,
)
