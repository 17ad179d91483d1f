"""Property: what sold, for how much, and what a square foot costs where."""

from desktop_app.services.board import Board, Card, Chart, Filter
from desktop_app.services.series import sold, trade

HOMES, SALES = (trade.HOMES,), (trade.SALES,)
BOTH, TYPE = (*SALES, *HOMES), ("Property type",)

board = Board(
    title="Property sales",
    renew=sold.renew,
    filters=(
        Filter("City", trade.HOMES, "address.city", SALES),
        Filter("Property type", trade.HOMES, "property_type", SALES),
    ),
    cards=(
        Card("Sales by month", trade.property_sales, Chart.BARS, SALES, span=8),
        Card("Transactions", trade.property_deals, Chart.STACKED, SALES, span=4),
        Card("Sold by city", sold.by_city, Chart.BARS, BOTH, span=4, kept=True, whatever=TYPE),
        Card(
            "Price per square foot sold",
            sold.square_foot,
            Chart.LINE,
            BOTH,
            span=8,
            kept=True,
            whatever=TYPE,
        ),
        Card("Asked per square foot by city", trade.square_foot, Chart.BARS, HOMES, span=6),
        Card("Properties", trade.homes, Chart.STACKED, HOMES, span=6),
    ),
)
