"""How far KYC is: what waits, since when, who decides."""

from desktop_app.services.board import Board, Card, Chart, Filter
from desktop_app.services.series import work

RECORDS = (work.KYC,)

board = Board(
    title="KYC",
    filters=(
        Filter("Kind of document", work.KYC, "id_type"),
        Filter("Risk", work.KYC, "risk_level"),
        Filter("Reviewer", work.KYC, "reviewed_by"),
    ),
    cards=(
        Card("By status", work.kyc_stages, Chart.BARS, RECORDS, span=4),
        Card(
            "Waiting for a decision",
            work.kyc_ageing,
            Chart.BARS,
            RECORDS,
            span=4,
            whatever=("Reviewer",),
        ),
        Card("Decided by", work.kyc_reviewers, Chart.BARS, (work.KYC, work.USERS), span=4),
        Card("Decisions by month", work.kyc_decided, Chart.STACKED, RECORDS, span=12),
    ),
)
