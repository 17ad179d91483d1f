"""Users overview: who waits to be looked after, and who came."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import standing

board = Board(
    title="Users overview",
    area="Users",
    cards=(
        standing.now(standing.OF_USERS),
        Card("New on Multiverse", standing.users_by_month, Chart.STACKED, (standing.USERS,)),
        Card("New on Passa", standing.fans_by_month, Chart.STACKED, (standing.FANS,)),
    ),
)
