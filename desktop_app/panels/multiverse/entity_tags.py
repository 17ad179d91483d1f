"""Tagged things: which tag stands on which property, asset, deal or any other record.

`entity_type` is Multiverse's own word for its records (`property`, `digital_asset`: see
domain/tagged.py) and the key of the list for all others (`openmineral.deals`); `entity_id` is the
record's key as places write it. Completed here: indexes to find the tags of a thing and the newest
first.
"""

from desktop_app.services.panel import Filter, Panel
from desktop_app.services.tags import entity_tags
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Operations",
    title="Multiverse tagging",
    source=Sql(entity_tags, searched=("entity_id",)),
    named=("tag_id", "entity_type", "entity_id"),
    writable=True,
    columns=("tag_id", "entity_type", "entity_id", "created_at"),
    labels={"tag_id": "Tag", "entity_type": "Stands on", "entity_id": "Which"},
    filters=(Filter("entity_type"),),
    about=("entity_type", "entity_id"),
    sort="created_at",
)
