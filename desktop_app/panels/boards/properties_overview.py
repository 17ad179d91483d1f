"""Properties overview: what is to be confirmed, paid or mended, and what moves."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import standing, trade

FIRST, *OTHERS = standing.panels_of(standing.OF_PROPERTIES)

board = Board(
    title="Properties overview",
    area="Properties",
    cards=(
        Card("Now", standing.of_properties, Chart.FIGURE, (FIRST,), span=12, also=tuple(OTHERS)),
        Card("Reservations by month", standing.booked_by_month, Chart.STACKED, (standing.BOOKED,)),
        Card("Sales by month", trade.property_sales, Chart.BARS, (trade.SALES,)),
        Card("Listings", trade.homes, Chart.STACKED, (trade.HOMES,), span=12),
    ),
)
