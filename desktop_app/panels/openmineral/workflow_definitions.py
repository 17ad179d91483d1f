"""Workflows that deals go through, their steps as JSON."""

from desktop_app.domain.shown import Graph
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.workflows import definitions
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Deals",
    title="Workflow definitions",
    source=Sql(definitions, searched=("name", "description")),
    named=("name",),
    writable=True,
    columns=("name", "description", "steps", "created_by", "created_at", "id"),
    filters=(Filter("created_by"),),
    tabs=(Tab("Executions", "openmineral.workflow_executions", {"workflow_id": "id"}),),
    shown_as=(Graph("steps"),),
    sort="id",
)
