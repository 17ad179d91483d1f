"""Tenants: which systems they run, and how their tasks are."""

from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.series import work

TASKS = (work.TASKS,)

board = Board(
    title="Tenants",
    cards=(
        Card("Systems", work.systems, Chart.STACKED, (work.SYSTEMS, work.VERSIONS), span=6),
        Card("Tasks by status", work.task_statuses, Chart.BARS, TASKS, span=6),
        Card("Tasks by week", work.tasks, Chart.STACKED, TASKS, span=8),
        Card("Tasks of tenants", work.tasks_of_tenants, Chart.HEAT, TASKS, span=4),
    ),
)
