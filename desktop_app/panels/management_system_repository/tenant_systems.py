"""Which management system, in which version, is installed for which tenant.

Completed here: the states of an installation; its version must be one of its system; an index on
installed_at, by which the list is read.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.panel import Filter, Panel
from desktop_app.services.tenants import systems
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tenants",
    title="Installed systems",
    source=Sql(systems, searched=("tenant_id", "error_message")),
    named=("tenant_id", "system_id"),
    writable=True,
    columns=(
        "tenant_id",
        "system_id",
        "version_id",
        "status",
        "installed_at",
        "updated_at",
        "error_message",
        "features_enabled",
        "configurations",
    ),
    labels={
        "tenant_id": "Tenant",
        "system_id": "System",
        "version_id": "Version",
        "error_message": "Error",
    },
    filters=(Filter("status"), Filter("tenant_id"), Filter("system_id")),
    actions=offered(systems),
    views=(
        View(name="Failed", filter="status:failed"),
        View(name="Being installed or upgraded", filter="status:installing,upgrading"),
    ),
    sort="installed_at",
)
