"""What commodities cost, what they are thought to cost, and what was agreed."""

from desktop_app.services.board import Board, Card, Chart, Filter
from desktop_app.services.series import market

ANALYSES = (market.PLACE,)

board = Board(
    title="Market",
    choices=market.commodities,
    choices_words="Commodities",
    filters=(
        Filter("Counterparty of deals", market.DEALS, "counterparty"),
        Filter("State of deals", market.DEALS, "status"),
    ),
    cards=(
        Card("Price per tonne", market.prices, Chart.LINE, ANALYSES, span=8, also=(market.DEALS,)),
        Card("Newest analysis", market.newest_words, Chart.WORDS, ANALYSES, span=4),
        Card(
            "Weeks, with volume",
            market.weeks,
            Chart.CANDLES,
            ANALYSES,
            span=6,
            second=market.volumes,
        ),
        Card("Forecasts", market.forecasts, Chart.BANDS, ANALYSES, span=6),
        Card("Compared, first price = 100", market.together_indexed, Chart.LINE, ANALYSES, span=12),
    ),
)
