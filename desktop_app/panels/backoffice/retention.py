"""How long each class of records is kept, and whether a legal hold stops its end."""

from desktop_app.services.panel import Panel
from desktop_app.services.retention import table
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Operations",
    title="Retention",
    source=Sql(table),
    named=("kind",),
    writable=True,
    columns=("kind", "months", "starts", "afterwards", "held"),
    labels={
        "months": "Kept (months)",
        "starts": "From when it is",
        "afterwards": "After that",
        "held": "Legal hold",
    },
    sort="kind",
    descending=False,
)
