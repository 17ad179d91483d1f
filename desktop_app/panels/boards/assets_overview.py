"""Assets overview: what waits, what failed, what is for sale."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import standing, trade

FIRST, *OTHERS = standing.panels_of(standing.OF_ASSETS)

board = Board(
    title="Assets overview",
    area="Assets",
    cards=(
        Card("Now", standing.of_assets, Chart.FIGURE, (FIRST,), span=12, also=tuple(OTHERS)),
        Card("Transactions by month", standing.trades_by_month, Chart.STACKED, (trade.TRADES,), 12),
    ),
)
