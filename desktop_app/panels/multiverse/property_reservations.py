"""Reservations: properties held for a person between two moments."""

from desktop_app.domain.reservations import State
from desktop_app.domain.shown import Calendar
from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.panel import Filter, Panel
from desktop_app.services.reservations import property_reservations
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Properties",
    title="Reservations",
    source=Sql(property_reservations, searched=("notes",)),
    named=("property_id", "reservation_start"),
    writable=True,
    columns=(
        "property_id",
        "user_id",
        "status",
        "reservation_start",
        "reservation_end",
        "deposit_amount",
        "notes",
        "created_at",
        "updated_at",
        "reservation_id",
    ),
    labels={
        "property_id": "Property",
        "user_id": "Held for",
        "deposit_amount": "Deposit",
        "reservation_start": "From",
        "reservation_end": "Until",
        "reservation_id": "Id",
    },
    filters=(Filter("status"),),
    actions=offered(property_reservations),
    views=(
        View(name="Waiting", filter="status:pending"),
        View(name="Ending within a week", filter="status:confirmed reservation_end:today..today+7"),
    ),
    shown_as=(
        Calendar(
            "reservation_start",
            "reservation_end",
            by="property_id",
            state="status",
            holding=(State.PENDING, State.CONFIRMED),
        ),
    ),
    sort="created_at",
)
