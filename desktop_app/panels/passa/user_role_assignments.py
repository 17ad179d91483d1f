"""Which roles a Passa user holds; they are handed out by an act, not edited.

Completed here: assignment_id as the key, assigned_by, assigned_at with an index.
"""

from desktop_app.services.panel import Filter, Panel
from desktop_app.services.passa_roles import user_role_assignments
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Users",
    title="Passa role holders",
    source=Sql(user_role_assignments),
    named=("user_id", "role_id"),
    columns=(
        "user_id",
        "role_id",
        "assigned_by",
        "assigned_at",
        "assignment_id",
    ),
    labels={
        "user_id": "User",
        "role_id": "Role",
        "assignment_id": "Id",
    },
    filters=(Filter("role_id"),),
    sort="assigned_at",
)
