"""Content creators: what they make, for which rates, and how many projects are done.

Completed here: portfolio, created_at (with an index), updated_at; rates are guarded,
completed_projects is counted; a user's row goes with the user.
"""

from desktop_app.services.panel import Panel, Tab
from desktop_app.services.passa_people import content_creators
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Content creators",
    source=Sql(content_creators),
    named=("user_id",),
    writable=True,
    columns=(
        "user_id",
        "content_types",
        "specialties",
        "rating",
        "completed_projects",
        "rates",
        "portfolio",
        "created_at",
        "updated_at",
    ),
    labels={
        "user_id": "User",
    },
    tabs=(
        Tab("Shares", "passa.attribution", {"user_id": "user_id"}),
        Tab("User", "passa.users", {"user_id": "user_id"}),
        Tab("Wallets", "passa.wallets", {"user_id": "user_id"}),
    ),
    sort="created_at",
)
