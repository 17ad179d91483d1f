"""Which platform user stands for a member of staff in columns such as `created_by`."""

from desktop_app.services.panel import Filter, Panel
from desktop_app.services.staff_tables import accounts
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Operations",
    title="Staff on the platforms",
    source=Sql(accounts, searched=("staff",)),
    named=("staff", "platform"),
    filters=(Filter("platform"),),
    sort="staff",
    descending=False,
)
