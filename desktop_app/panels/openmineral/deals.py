"""Commodity deals: tonnes at a price in US dollars per tonne, from draft to completion.

Completed here: the unit and currency just named; quantity above zero, price not below it; an index
on counterparty; a deal comes into force only with its checks, its risk and its people's papers.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.deals import deals
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Deals",
    title="Deals",
    source=Sql(deals, searched=("title", "commodity", "counterparty", "description")),
    named=("title",),
    writable=True,
    columns=(
        "title",
        "status",
        "commodity",
        "quantity",
        "price",
        "counterparty",
        "created_by",
        "created_at",
        "updated_at",
        "id",
        "description",
    ),
    labels={"quantity": "Quantity (t)", "price": "Price per tonne"},
    filters=(
        Filter("status"),
        Filter("commodity"),
        Filter("counterparty"),
        Filter("created_by"),
    ),
    tabs=(
        Tab("Counterparties", "openmineral.deal_counterparties", {"deal_id": "id"}),
        Tab("Compliance", "openmineral.compliance_checks", {"deal_id": "id"}),
        Tab("Risk", "openmineral.risk_assessments", {"deal_id": "id"}),
        Tab("Earlier risk", "openmineral.risk_assessment_history", {"deal_id": "id"}),
        Tab("Workflows", "openmineral.workflow_executions", {"deal_id": "id"}),
        Tab("Documents", "openmineral.documents", {"deal_id": "id"}),
        Tab("Market", "openmineral.market_analysis", {"commodity": "commodity"}),
    ),
    actions=offered(deals),
    views=(
        View(name="Waiting on compliance", filter="status:pending"),
        View(name="Active", filter="status:active"),
        View(name="Drafts of the last 30 days", filter="status:draft created_at:<30d"),
        View(name="Changed this week", filter="updated_at:<7d"),
    ),
    sort="id",
)
