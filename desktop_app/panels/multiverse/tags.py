"""Tags: the words that staff and users put on things, by category.

Completed here: usage_count with an index, kept by the database. A tag is renamed by editing its
name; two that mean the same are merged.
"""

from desktop_app.services import tag_merging
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.tags import LINES, TAGS, tags
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Operations",
    title="Multiverse tags",
    source=Sql(tags, searched=("name", "category")),
    named=("name",),
    writable=True,
    columns=("name", "usage_count", "category", "created_at"),
    labels={"usage_count": "Used"},
    filters=(Filter("category"),),
    tabs=(Tab("Tagged things", LINES, {"tag_id": "tag_id"}),),
    actions=(tag_merging.action(TAGS),),
    sort="name",
    descending=False,
)
