"""Digital assets: how much is traded, in one currency at a time."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import kept, trade

TRADES = (trade.TRADES,)

board = Board(
    title="Asset trade",
    renew=kept.renew_trade,
    choices=trade.trade_currencies,
    choices_words="Currency",
    cards=(
        Card("Trades by month", trade.trades, Chart.STACKED, TRADES, span=12),
        Card("Traded by day", kept.volume_by_day, Chart.STACKED, TRADES, span=12, kept=True),
        Card("Traded by month", trade.trade_volume, Chart.STACKED, TRADES, span=12),
    ),
)
