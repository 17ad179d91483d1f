"""The audit trail: who changed what, before and after, as the triggers wrote it."""

from desktop_app.services.audit import table
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Audit",
    title="Audit trail",
    source=Sql(table, searched=("place", "row_key", "login")),
    named=("place", "row_key"),
    columns=("at", "login", "place", "row_key", "action", "before", "after", "outside", "client"),
    labels={"place": "Table", "row_key": "Record", "outside": "Outside the program"},
    filters=(Filter("action"), Filter("place"), Filter("login")),
    about=("place", "row_key"),
    sort="id",
)
