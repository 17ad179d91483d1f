"""Tenants overview: who is not served yet, and what failed."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import standing, work

board = Board(
    title="Tenants overview",
    area="Tenants",
    cards=(
        standing.now(standing.OF_TENANTS),
        Card("Tasks by week", work.tasks, Chart.STACKED, (work.TASKS,)),
        Card("Systems", work.systems, Chart.STACKED, (work.SYSTEMS, work.VERSIONS)),
    ),
)
