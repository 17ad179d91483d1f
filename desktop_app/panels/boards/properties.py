"""Property: what sold, for how much, and what a square foot costs where."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import trade

HOMES, SALES = (trade.HOMES,), (trade.SALES,)

board = Board(
    title="Property sales",
    cards=(
        Card("Sales by month", trade.property_sales, Chart.BARS, SALES, span=8),
        Card("Transactions", trade.property_deals, Chart.STACKED, SALES, span=4),
        Card("Price per square foot by city", trade.square_foot, Chart.BARS, HOMES, span=6),
        Card("Properties", trade.homes, Chart.STACKED, HOMES, span=6),
    ),
)
