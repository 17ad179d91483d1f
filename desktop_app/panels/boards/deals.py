"""Deals: how many, with whom, in what, at which risk."""

from desktop_app.services.board import Board, Card, Chart, Filter
from desktop_app.services.series import work

DEALS, OF_DEALS = (work.DEALS,), (work.RISKS,)
STATE = ("State",)

board = Board(
    title="Deals",
    filters=(
        Filter("Commodity", work.DEALS, "commodity", OF_DEALS),
        Filter("Counterparty", work.DEALS, "counterparty", OF_DEALS),
        Filter("State", work.DEALS, "status", OF_DEALS),
    ),
    cards=(
        Card("Deals by month", work.deals_by_month, Chart.STACKED, DEALS, span=8),
        Card("Risk scores", work.deal_risks, Chart.HISTOGRAM, (work.RISKS,), span=4),
        Card("Exposure by counterparty", work.by_counterparty, Chart.BARS, DEALS, whatever=STATE),
        Card("Exposure by commodity", work.by_commodity, Chart.BARS, DEALS, whatever=STATE),
        Card("Tonnes by month", work.tonnes_by_month, Chart.STACKED, DEALS, span=12),
        Card("Deals by commodity", work.deal_statuses, Chart.STACKED, DEALS, span=12),
    ),
)
