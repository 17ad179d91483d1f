"""The databases that tenants' data lives in, one's own or shared.

Completed here: an index on tenants, by which a tenant's databases are found.
"""

from desktop_app.domain.views import View
from desktop_app.services.document_acts import of_documents
from desktop_app.services.panel import Filter, Panel
from desktop_app.services.tenants import databases
from desktop_app.storage.mongo import Documents

panel = Panel(
    area="Tenants",
    title="Tenant databases",
    source=Documents(databases, searched=("database_name", "server")),
    named=("database_name",),
    writable=True,
    columns=("database_name", "type", "status", "tenants", "server", "region", "created_at"),
    labels={"database_name": "Database", "type": "Isolation"},
    filters=(Filter("status"), Filter("type"), Filter("region")),
    actions=of_documents(databases, destructive=("decommission", "archive")),
    views=(View(name="Not in service", filter="-status:active"),),
    sort="database_name",
    descending=False,
)
