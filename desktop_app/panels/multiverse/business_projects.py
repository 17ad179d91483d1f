"""Business projects: what a user makes of a model, how far it is, and what it earns."""

from desktop_app.domain.views import View
from desktop_app.services.document_acts import of_documents
from desktop_app.services.panel import Filter, Panel
from desktop_app.services.projects import business_projects
from desktop_app.storage.mongo import Documents

panel = Panel(
    area="Assets",
    title="Business projects",
    source=Documents(business_projects, searched=("name", "description")),
    named=("name",),
    writable=True,
    columns=(
        "name",
        "status",
        "user_id",
        "based_on_model",
        "progress.completion_percentage",
        "progress.milestones",
        "financials.initial_investment",
        "financials.current_revenue",
        "financials.current_expenses",
        "financials.profit_loss",
        "description",
        "created_at",
        "updated_at",
        "project_id",
    ),
    labels={
        "user_id": "User",
        "progress.completion_percentage": "Done (%)",
        "progress.milestones": "Milestones",
        "financials.initial_investment": "Initial investment",
        "financials.current_revenue": "Revenue",
        "financials.current_expenses": "Expenses",
        "financials.profit_loss": "Profit or loss",
        "project_id": "Id",
    },
    filters=(Filter("status"),),
    actions=of_documents(business_projects),
    views=(
        View(name="Under way", filter="status:active"),
        View(name="Planning", filter="status:planning"),
    ),
    sort="created_at",
)
