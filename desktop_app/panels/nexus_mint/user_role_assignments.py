"""Which roles a Nexus Mint user holds; they are handed out by an act, not edited.

Completed here: id, user_id, role, granted_by, created_at; a role is held once.
"""

from desktop_app.services.nexus_users import roles
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Users",
    title="Nexus Mint roles",
    source=Sql(roles),
    named=("role",),
    columns=("user_id", "role", "granted_by", "created_at", "id"),
    filters=(Filter("role"),),
    sort="created_at",
)
