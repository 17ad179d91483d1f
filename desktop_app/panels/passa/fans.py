"""Fans: what they like, and what they have been to.

Completed here: created_at (with an index), updated_at; budgets are in US dollars, loyalty and
attendance are counted from used tickets; a user's row goes with the user.
"""

from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.passa_people import fans
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Fans",
    source=Sql(fans),
    named=("user_id",),
    writable=True,
    columns=(
        "user_id",
        "loyalty_tier",
        "loyalty_points",
        "events_attended",
        "favorite_genres",
        "interests",
        "max_ticket_budget",
        "created_at",
        "updated_at",
    ),
    labels={
        "user_id": "User",
        "max_ticket_budget": "Most for a ticket",
    },
    filters=(Filter("loyalty_tier"),),
    tabs=(
        Tab("Tickets", "passa.tickets", {"owner_user_id": "user_id"}),
        Tab("User", "passa.users", {"user_id": "user_id"}),
        Tab("Wallets", "passa.wallets", {"user_id": "user_id"}),
    ),
    sort="created_at",
)
