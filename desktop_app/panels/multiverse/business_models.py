"""Business models: ideas with what they earn and cost, some of them templates for projects."""

from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.projects import business_models
from desktop_app.storage.mongo import Documents

panel = Panel(
    area="Assets",
    title="Business models",
    source=Documents(business_models, searched=("name", "description")),
    named=("name",),
    writable=True,
    columns=(
        "name",
        "category",
        "humanitarian_focus",
        "is_template",
        "template_category",
        "initial_investment",
        "creator_id",
        "revenue_streams",
        "cost_structure",
        "key_resources",
        "key_activities",
        "target_audience",
        "success_metrics",
        "description",
        "created_at",
        "updated_at",
        "model_id",
    ),
    labels={"creator_id": "Creator", "is_template": "Template", "model_id": "Id"},
    filters=(Filter("is_template"), Filter("category"), Filter("template_category")),
    tabs=(Tab("Projects", "multiverse.business_projects", {"based_on_model": "model_id"}),),
    sort="created_at",
)
