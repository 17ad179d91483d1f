"""Event tags: free words for events, with how often each is used.

Completed here: name (unique), description, created_at, an index on the count, which the
assignments keep.
"""

from desktop_app.services import tag_merging
from desktop_app.services.event_topics import event_tags
from desktop_app.services.panel import Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Event tags",
    source=Sql(event_tags, searched=("name",)),
    named=("name",),
    writable=True,
    columns=(
        "name",
        "usage_count",
        "description",
        "created_at",
    ),
    labels={
        "usage_count": "Used",
    },
    tabs=(Tab("Events", "passa.event_tag_assignments", {"tag_id": "tag_id"}),),
    actions=(tag_merging.action("passa.event_tags"),),
    sort="usage_count",
)
