"""Deals: how many, with whom, in what, at which risk."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import work

DEALS = (work.DEALS,)

board = Board(
    title="Deals",
    cards=(
        Card("Deals by month", work.deals_by_month, Chart.STACKED, DEALS, span=8),
        Card("Risk scores", work.deal_risks, Chart.HISTOGRAM, (work.RISKS,), span=4),
        Card("Exposure by counterparty", work.by_counterparty, Chart.BARS, DEALS, span=6),
        Card("Exposure by commodity", work.by_commodity, Chart.BARS, DEALS, span=6),
        Card("Deals by commodity", work.deal_statuses, Chart.STACKED, DEALS, span=12),
    ),
)
