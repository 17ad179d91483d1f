"""The registry of tenants: who they are, where their data lives, in which state they are.

Completed here: the sealed connection string's ciphertext and blind index; short_name, the id as
the stores' names use it, unique; an index on created_at, by which the list is read.
"""

from desktop_app.domain.views import View
from desktop_app.services.document_acts import of_documents
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.tenants import registry
from desktop_app.storage.mongo import Documents

panel = Panel(
    area="Tenants",
    title="Tenants",
    source=Documents(registry, searched=("name", "tenant_id")),
    named=("name",),
    writable=True,
    columns=(
        "name",
        "tenant_id",
        "status",
        "tier",
        "region",
        "database_config.type",
        "database_config.database_name",
        "database_config.shard_key",
        "database_config.connection_string",
        "settings",
        "short_name",
        "created_at",
        "updated_at",
    ),
    labels={
        "tenant_id": "Tenant id",
        "database_config.type": "Isolation",
        "database_config.database_name": "Database",
        "database_config.shard_key": "Shard key",
        "database_config.connection_string": "Connection string",
    },
    filters=(
        Filter("status"),
        Filter("tier"),
        Filter("region"),
        Filter("database_config.type", choices=("dedicated", "shared")),
    ),
    tabs=(
        Tab("Users", "user_data.users", {"tenant_id": "tenant_id"}),
        Tab("Systems", "management_system_repository.tenant_systems", {"tenant_id": "tenant_id"}),
        Tab("Databases", "prismicx.tenant_databases", {"tenants": "tenant_id"}),
        Tab("Extensions", "user_extensions.extensions", {"tenant_id": "tenant_id"}),
        Tab("Tasks", "prismicx.tasks", {"tenant_id": "tenant_id"}),
        Tab("Categories", "prismicx.categories", {"tenant_id": "tenant_id"}),
        Tab("Insights", "prismicx.user_insights", {"tenant_id": "tenant_id"}),
    ),
    actions=of_documents(registry, destructive=("suspend", "deactivate")),
    views=(
        View(name="Suspended", filter="status:suspended"),
        View(name="Being set up", filter="status:provisioning"),
    ),
    sort="created_at",
)
