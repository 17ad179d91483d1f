"""Properties overview: what is to be confirmed, paid or mended, and what moves."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import standing, trade

board = Board(
    title="Properties overview",
    area="Properties",
    cards=(
        standing.now(standing.OF_PROPERTIES),
        Card("Reservations by month", standing.booked_by_month, Chart.STACKED, (standing.BOOKED,)),
        Card("Sales by month", trade.property_sales, Chart.BARS, (trade.SALES,)),
        Card("Listings", trade.homes, Chart.STACKED, (trade.HOMES,), span=12),
    ),
)
