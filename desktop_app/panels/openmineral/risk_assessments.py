"""How risky a deal is, from 0.0 to 10.0, and why.

Completed here: one assessment per deal; computed_score and override_reason, by which a score that
a person set keeps the computed one and its reason beside it.
"""

from desktop_app.domain.views import View
from desktop_app.services.deals import risks
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Deals",
    title="Risk assessments",
    source=Sql(risks, searched=("override_reason",)),
    named=("id",),
    writable=True,
    columns=(
        "deal_id",
        "overall_score",
        "computed_score",
        "override_reason",
        "recommendations",
        "risk_factors",
        "assessed_by",
        "assessed_at",
        "id",
    ),
    labels={"deal_id": "Deal", "overall_score": "Score"},
    filters=(Filter("overall_score"), Filter("deal_id"), Filter("assessed_by")),
    tabs=(Tab("Earlier versions", "openmineral.risk_assessment_history", {"assessment_id": "id"}),),
    views=(View(name="Score 7 and above", filter="overall_score:>=7"),),
    sort="id",
)
