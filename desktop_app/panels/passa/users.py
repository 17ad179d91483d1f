"""Passa users: the people who organize, perform, sponsor and attend.

Completed here: password_hash (bcrypt, checked), full_name, status words, last_login_at,
updated_at, and an index for those who are not deleted.
"""

from desktop_app.domain.views import View
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.passa_people import users
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Users",
    title="Passa users",
    source=Sql(users, searched=("username", "email", "full_name")),
    named=("username",),
    writable=True,
    columns=(
        "username",
        "full_name",
        "email",
        "status",
        "last_login_at",
        "is_deleted",
        "deleted_at",
        "created_at",
        "updated_at",
        "user_id",
    ),
    labels={
        "email": "E-mail",
        "last_login_at": "Last login",
        "is_deleted": "Deleted",
        "user_id": "Id",
    },
    filters=(
        Filter("status"),
        Filter("is_deleted"),
    ),
    tabs=(
        Tab("Profile", "passa.user_profiles", {"user_id": "user_id"}),
        Tab("Roles", "passa.user_role_assignments", {"user_id": "user_id"}),
        Tab("Wallets", "passa.wallets", {"user_id": "user_id"}),
        Tab("Organizer", "passa.organizers", {"user_id": "user_id"}),
        Tab("Artist", "passa.artists", {"user_id": "user_id"}),
        Tab("Content creator", "passa.content_creators", {"user_id": "user_id"}),
        Tab("Sponsor", "passa.sponsors", {"user_id": "user_id"}),
        Tab("Fan", "passa.fans", {"user_id": "user_id"}),
        Tab("Events organized", "passa.events", {"organizer_user_id": "user_id"}),
        Tab("Tickets", "passa.tickets", {"owner_user_id": "user_id"}),
        Tab("Tickets given", "passa.ticket_transfers", {"from_user_id": "user_id"}),
        Tab("Tickets received", "passa.ticket_transfers", {"to_user_id": "user_id"}),
        Tab("Shares", "passa.attribution", {"user_id": "user_id"}),
        Tab("To sign", "passa.multisig_signatures", {"signer_user_id": "user_id"}),
        Tab("Activity", "passa.audit_logs", {"user_id": "user_id"}),
    ),
    views=(
        View(name="Suspended", filter="status:suspended"),
        View(name="Not yet active", filter="status:pending"),
    ),
    sort="created_at",
)
