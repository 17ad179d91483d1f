"""Users overview: who waits to be looked after, and who came."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import standing

FIRST, *OTHERS = standing.panels_of(standing.OF_USERS)

board = Board(
    title="Users overview",
    area="Users",
    cards=(
        Card("Now", standing.of_users, Chart.FIGURE, (FIRST,), span=12, also=tuple(OTHERS)),
        Card("New on Multiverse", standing.users_by_month, Chart.STACKED, (standing.USERS,)),
        Card("New on Passa", standing.fans_by_month, Chart.STACKED, (standing.FANS,)),
    ),
)
