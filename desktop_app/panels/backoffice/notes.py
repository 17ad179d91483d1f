"""Notes: what staff wrote on records, over all the lists that this person may read."""

from desktop_app.services.notes import table
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Inbox",
    title="Notes",
    source=Sql(table, searched=("text",)),
    named=("text",),
    writable=True,
    columns=(
        "written_at",
        "author_name",
        "text",
        "panel",
        "record",
        "pinned",
        "edited_at",
    ),
    labels={
        "panel": "List",
        "author_name": "Written by",
        "author": "Login",
        "written_at": "Written",
        "edited_at": "Edited",
    },
    filters=(Filter("panel"), Filter("author"), Filter("pinned")),
    about=("panel", "record"),
    sort="written_at",
)
