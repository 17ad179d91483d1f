"""Tickets: what sold, for which events, and what is due to those who took part."""

from desktop_app.services.board import Board, Card, Chart, Filter
from desktop_app.services.series import trade

TICKETS, SHARES = (trade.TICKETS,), (trade.SHARES,)
OF_EVENTS = (*TICKETS, *SHARES)

board = Board(
    title="Tickets",
    choices=trade.ticket_currencies,
    choices_words="Currency",
    filters=(
        Filter("Event", trade.EVENTS, "event_id", OF_EVENTS),
        Filter("Organizer", trade.EVENTS, "organizer_user_id", OF_EVENTS),
    ),
    cards=(
        Card("Sales by week", trade.ticket_sales, Chart.BARS, TICKETS, span=8),
        Card("Tickets by status", trade.ticket_states, Chart.BARS, TICKETS, span=4),
        Card(
            "Sales of events",
            trade.sales_of_events,
            Chart.BARS,
            (trade.TICKETS, trade.EVENTS),
            span=6,
        ),
        Card("Attribution due", trade.owed, Chart.BARS, (trade.SHARES, trade.EVENTS), span=6),
        Card("Attribution by kind", trade.attribution, Chart.STACKED, SHARES, span=12),
    ),
)
