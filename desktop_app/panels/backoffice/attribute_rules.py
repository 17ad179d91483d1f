"""The limits within which a role does a sensitive act, kept by administrators."""

from desktop_app.services.attribute_rules import table
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Operations",
    title="Attribute rules",
    source=Sql(table),
    named=("name",),
    writable=True,
    columns=("name", "panel", "act", "attribute", "columns", "value", "jobs", "state"),
    filters=(Filter("state"), Filter("attribute")),
    sort="name",
    descending=False,
)
