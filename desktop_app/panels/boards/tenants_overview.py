"""Tenants overview: who is not served yet, and what failed."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import standing, work

FIRST, *OTHERS = standing.panels_of(standing.OF_TENANTS)

board = Board(
    title="Tenants overview",
    area="Tenants",
    cards=(
        Card("Now", standing.of_tenants, Chart.FIGURE, (FIRST,), span=12, also=tuple(OTHERS)),
        Card("Tasks by week", work.tasks, Chart.STACKED, (work.TASKS,)),
        Card("Systems", work.systems, Chart.STACKED, (work.SYSTEMS, work.VERSIONS)),
    ),
)
