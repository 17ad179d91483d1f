"""Nexus Mint's own trail of changes, written by its trigger; nobody changes it.

Completed here: the whole table, which the document needs but does not name.
"""

from desktop_app.services.nexus_trail import data_modifications
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Audit",
    title="Nexus Mint changes",
    source=Sql(data_modifications, searched=("record_id",)),
    named=("table_name", "record_id"),
    columns=(
        "at",
        "table_name",
        "record_id",
        "action",
        "login",
        "changed_by",
        "old_values",
        "new_values",
        "id",
    ),
    labels={"table_name": "Table", "record_id": "Record"},
    filters=(Filter("table_name"), Filter("action"), Filter("login")),
    sort="id",
)
