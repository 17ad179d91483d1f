"""How far KYC is: what waits, since when, who decides."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import work

RECORDS = (work.KYC,)

board = Board(
    title="KYC",
    cards=(
        Card("By status", work.kyc_stages, Chart.BARS, RECORDS, span=4),
        Card("Waiting since", work.kyc_ageing, Chart.BARS, RECORDS, span=4),
        Card("Decided by", work.kyc_reviewers, Chart.BARS, (work.KYC, work.USERS), span=4),
        Card("Decisions by month", work.kyc_decided, Chart.STACKED, RECORDS, span=12),
    ),
)
