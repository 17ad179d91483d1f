"""Tenants: which systems they run, and how their tasks are."""

from desktop_app.services.board import Board, Card, Chart, Filter
from desktop_app.services.series import work

TASKS, BY_TENANT = (work.TASKS,), (work.TASKS, work.TENANTS)
OF_TENANTS = (work.TASKS, work.SYSTEMS)

board = Board(
    title="Tenants",
    filters=(
        Filter("Tier", work.TENANTS, "tier", OF_TENANTS),
        Filter("Region", work.TENANTS, "region", OF_TENANTS),
        Filter("System", work.SYSTEMS, "system_id"),
    ),
    cards=(
        Card("Systems", work.systems, Chart.STACKED, (work.SYSTEMS, work.VERSIONS), span=6),
        Card("Tasks by status", work.task_statuses, Chart.BARS, TASKS, span=6),
        Card("Tasks by week", work.tasks, Chart.STACKED, TASKS),
        Card("Tasks of tenants", work.tasks_of_tenants, Chart.HEAT, BY_TENANT),
    ),
)
