"""Roles: what the holders of each may do on Passa.

Completed here: role_id, name, description, permissions (a JSON list, each defined in the
permissions), created_at, updated_at; a role exists once.
"""

from desktop_app.services.panel import Panel, Tab
from desktop_app.services.passa_roles import user_roles
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Users",
    title="Passa roles",
    source=Sql(user_roles),
    named=("name",),
    writable=True,
    columns=(
        "name",
        "description",
        "permissions",
        "created_at",
        "updated_at",
    ),
    tabs=(Tab("Holders", "passa.user_role_assignments", {"role_id": "role_id"}),),
    sort="name",
    descending=False,
)
