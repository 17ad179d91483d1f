"""Deals overview: what must be decided, what is not in order, and how much is at stake."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import standing, work

DEALS = (work.DEALS,)

board = Board(
    title="Deals overview",
    area="Deals",
    cards=(
        standing.now(standing.OF_DEALS),
        Card("New by month", work.deals_by_month, Chart.STACKED, DEALS),
        Card("Exposure by commodity", work.by_commodity, Chart.BARS, DEALS),
    ),
)
