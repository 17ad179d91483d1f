"""Digital assets: how much is traded, in one currency at a time."""

from desktop_app.services.board import Board, Card, Chart, Filter
from desktop_app.services.series import kept, trade

TRADES = (trade.TRADES,)
ASSET = ("Type", "Chain")

board = Board(
    title="Asset trade",
    renew=kept.renew_trade,
    choices=trade.trade_currencies,
    choices_words="Currency",
    filters=(
        Filter("Type", trade.ASSETS, "asset_type", TRADES),
        Filter("Chain", trade.ASSETS, "blockchain_data.blockchain", TRADES),
    ),
    cards=(
        Card("Trades by month", trade.trades, Chart.STACKED, TRADES, span=12),
        Card(
            "Traded by day",
            kept.volume_by_day,
            Chart.STACKED,
            TRADES,
            span=12,
            kept=True,
            whatever=ASSET,
        ),
        Card("Traded by month", trade.trade_volume, Chart.STACKED, TRADES, span=12),
    ),
)
