"""Jobs: many writes at once, how far each has come, and what was refused."""

from desktop_app.services.jobs_tables import jobs
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Operations",
    title="Jobs",
    source=Sql(jobs, searched=("title", "login")),
    named=("title",),
    columns=(
        "at",
        "title",
        "panel",
        "state",
        "asked",
        "done",
        "gone",
        "refused",
        "sent",
        "login",
        "reason",
        "moved_at",
        "ended_at",
    ),
    labels={"panel": "List", "gone": "Already gone", "sent": "On its way", "moved_at": "Moved"},
    filters=(Filter("state"), Filter("login"), Filter("panel")),
    sort="at",
)
