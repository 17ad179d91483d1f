"""The people who work here, their jobs and the tenant they are bound to."""

from desktop_app.domain.views import View
from desktop_app.services.panel import Filter, Panel
from desktop_app.services.staff_tables import staff
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Operations",
    title="Staff",
    source=Sql(staff, searched=("login", "name")),
    named=("name",),
    columns=("login", "name", "roles", "tenant", "state", "sample", "created_at", "created_by"),
    filters=(Filter("state"),),
    views=(View(name="Disabled", filter="state:disabled"),),
    sort="login",
    descending=False,
)
