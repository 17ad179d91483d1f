"""Tickets overview: events that are not ready, what was offered, and what is due."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import standing, trade

board = Board(
    title="Tickets overview",
    area="Tickets",
    cards=(
        standing.now(standing.OF_TICKETS),
        Card("Events by month", standing.events_by_month, Chart.STACKED, (trade.EVENTS,)),
        Card("Tickets by status", trade.ticket_states, Chart.BARS, (trade.TICKETS,)),
    ),
)
