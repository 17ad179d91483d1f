"""Who is signed in to the platforms just now, as their sessions in the cache say."""

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.redis import Keys

panel = Panel(
    area="Operations",
    title="Platform sessions",
    source=Keys("session:", ("session",), fields=("login", "platform", "roles")),
    named=("login",),
    columns=("session", "login", "platform", "roles", "expires_at", "bytes"),
    labels={"expires_at": "Ends", "login": "Person"},
    filters=(Filter("platform"), Filter("login")),
    sort="expires_at",
)
