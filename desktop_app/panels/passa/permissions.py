"""Permissions: every `resource.action` of Passa and the scope it reaches.

Completed here: resource, action and scope as three columns, unique together; description,
created_at.
"""

from desktop_app.services.panel import Filter, Panel
from desktop_app.services.passa_roles import permissions
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Users",
    title="Passa permissions",
    source=Sql(permissions, searched=("resource", "action")),
    named=("resource", "action", "scope"),
    writable=True,
    columns=(
        "resource",
        "action",
        "scope",
        "description",
        "created_at",
    ),
    filters=(
        Filter("resource"),
        Filter("scope"),
    ),
    sort="resource",
    descending=False,
)
