"""Earlier versions of risk assessments, overrides included, kept by the database.

Completed here: the whole table.
"""

from desktop_app.services.deals import risk_history
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Deals",
    title="Earlier assessments",
    source=Sql(risk_history),
    named=("assessment_id", "version"),
    columns=(
        "deal_id",
        "version",
        "overall_score",
        "computed_score",
        "override_reason",
        "recommendations",
        "risk_factors",
        "assessed_by",
        "assessed_at",
        "replaced_at",
        "assessment_id",
    ),
    labels={"deal_id": "Deal", "overall_score": "Score", "assessment_id": "Assessment"},
    filters=(Filter("deal_id"),),
    sort="assessment_id",
)
