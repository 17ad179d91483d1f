"""Which tags an event carries.

Completed here: assignment_id as the key, assigned_at with an index; a line goes with its event or
tag.
"""

from desktop_app.services.event_topics import event_tag_assignments
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Tagged events",
    source=Sql(event_tag_assignments),
    named=("event_id", "tag_id"),
    writable=True,
    columns=(
        "event_id",
        "tag_id",
        "assigned_at",
    ),
    labels={
        "event_id": "Event",
        "tag_id": "Tag",
    },
    filters=(Filter("tag_id"),),
    sort="assigned_at",
)
