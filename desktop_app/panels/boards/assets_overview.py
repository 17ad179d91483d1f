"""Assets overview: what waits, what failed, what is for sale."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import standing, trade

board = Board(
    title="Assets overview",
    area="Assets",
    cards=(
        standing.now(standing.OF_ASSETS),
        Card("Transactions by month", standing.trades_by_month, Chart.STACKED, (trade.TRADES,), 12),
    ),
)
