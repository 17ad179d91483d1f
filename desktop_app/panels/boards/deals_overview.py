"""Deals overview: what must be decided, what is not in order, and how much is at stake."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import standing, work

FIRST, *OTHERS = standing.panels_of(standing.OF_DEALS)
DEALS = (work.DEALS,)

board = Board(
    title="Deals overview",
    area="Deals",
    cards=(
        Card("Now", standing.of_deals, Chart.FIGURE, (FIRST,), span=12, also=tuple(OTHERS)),
        Card("New by month", work.deals_by_month, Chart.STACKED, DEALS),
        Card("Exposure by commodity", work.by_commodity, Chart.BARS, DEALS),
    ),
)
