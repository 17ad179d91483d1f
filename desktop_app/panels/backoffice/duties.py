"""What the worker does by itself: when it last did, when it will, what went wrong."""

from desktop_app.domain.views import View
from desktop_app.services.duties_table import table
from desktop_app.services.panel import Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Operations",
    title="Duties of the worker",
    source=Sql(table, searched=("name",)),
    named=("name",),
    columns=(
        "name",
        "every_seconds",
        "last_run",
        "took_ms",
        "next_run",
        "overdue_from",
        "last_done",
        "last_error",
        "runs",
        "worker",
    ),
    labels={"every_seconds": "Every (s)", "took_ms": "Took (ms)"},
    views=(View(name="Overdue", filter="overdue_from:<now"),),
    sort="name",
    descending=False,
)
