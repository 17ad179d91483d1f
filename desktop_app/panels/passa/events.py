"""Events: what takes place, where and when, by whom, and how far it has come.

Completed here: title, description, timezone, venue, capacity (never below the issued tickets),
currency, image_url, created_at (with an index, and one for what is not deleted), updated_at. The
organizer is a row of organizers; location is text.
"""

from desktop_app.domain.shown import Calendar
from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.events import events
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Events",
    source=Sql(events, searched=("title", "venue", "location")),
    named=("title",),
    writable=True,
    columns=(
        "title",
        "status",
        "start_datetime",
        "end_datetime",
        "venue",
        "location",
        "organizer_user_id",
        "category_id",
        "capacity",
        "currency",
        "timezone",
        "smart_contract_id",
        "description",
        "image_url",
        "is_deleted",
        "deleted_at",
        "created_at",
        "updated_at",
        "event_id",
    ),
    labels={
        "start_datetime": "Starts",
        "end_datetime": "Ends",
        "organizer_user_id": "Organizer",
        "category_id": "Category",
        "smart_contract_id": "Contract",
        "image_url": "Picture",
        "is_deleted": "Deleted",
        "event_id": "Id",
    },
    filters=(
        Filter("status"),
        Filter("category_id"),
        Filter("is_deleted"),
    ),
    tabs=(
        Tab("Tickets", "passa.tickets", {"event_id": "event_id"}),
        Tab("Shares", "passa.attribution", {"event_id": "event_id"}),
        Tab("Tags", "passa.event_tag_assignments", {"event_id": "event_id"}),
        Tab("High-value operations", "passa.multisig_requests", {"event_id": "event_id"}),
    ),
    actions=offered(events),
    views=(
        View(
            name="Coming up",
            filter="status:published start_datetime:>=today",
            sort="start_datetime",
            descending=False,
        ),
        View(name="Drafts", filter="status:draft"),
        View(name="Cancelled or postponed", filter="status:cancelled,postponed"),
    ),
    shown_as=(Calendar("start_datetime", "end_datetime", by="organizer_user_id", state="status"),),
    sort="start_datetime",
)
