"""How properties are funded, by money and by tokens."""

from desktop_app.services.board import Board, Card, Chart, Filter
from desktop_app.services.series import funding, kept

PAID = (funding.INVESTMENTS,)
BOTH = (funding.INVESTMENTS, funding.PROPERTIES)
OF_A_PROPERTY = (funding.INVESTMENTS, funding.TOKENS, funding.RETURNS)
OF_PAYING = ("Status", "Payment method")

board = Board(
    title="Funding",
    renew=kept.renew_funding,
    filters=(
        Filter("Property", funding.PROPERTIES, "id", OF_A_PROPERTY),
        Filter("Property type", funding.PROPERTIES, "property_type", OF_A_PROPERTY),
        Filter("Status", funding.INVESTMENTS, "status", usual=funding.USUAL),
        Filter("Payment method", funding.INVESTMENTS, "payment_method", (funding.RETURNS,)),
    ),
    cards=(
        Card("Invested", funding.total_invested, Chart.FIGURE, PAID, span=4),
        Card("Investments", funding.investments, Chart.FIGURE, PAID, span=4),
        Card("Mean investment", funding.typical, Chart.FIGURE, PAID, span=4),
        Card("Invested in all", funding.invested, Chart.AREA, PAID, span=8),
        Card("Sizes of investments", funding.sizes, Chart.HISTOGRAM, PAID, span=4),
        Card("Funded by money", funding.by_money, Chart.BARS, BOTH, span=6),
        Card("Funded by tokens", funding.by_tokens, Chart.BARS, (funding.PROPERTIES,), span=6),
        Card("Opportunities", funding.opportunities, Chart.BARS, BOTH, whatever=OF_PAYING),
        Card("Investors", funding.investors, Chart.BARS, BOTH, span=6),
        Card(
            "Price paid and current price",
            funding.paid_and_current,
            Chart.BARS,
            (*BOTH, funding.TOKENS),
            span=6,
        ),
        Card(
            "Committed, whatever became of it",
            kept.money_committed,
            Chart.BARS,
            BOTH,
            kept=True,
            whatever=OF_PAYING,
        ),
        Card(
            "Price paid and price offered",
            kept.offered_and_paid,
            Chart.BARS,
            BOTH,
            kept=True,
            whatever=OF_PAYING,
        ),
        Card("Returns paid", funding.returns, Chart.STACKED, (funding.RETURNS,), span=6),
    ),
)
