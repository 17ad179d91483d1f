"""KYC records of OpenMineral: the person's data, the document, the verdict and its reviewer.

Completed here: a record is reviewed, by somebody at some time, exactly when it is not pending; an
index on status and submitted_at for the queue; one on the id number's blind index, by which earlier
cases of one document are found.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.kyc import records
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="KYC review",
    title="OpenMineral KYC",
    source=Sql(records, searched=("full_name",)),
    named=("full_name",),
    writable=True,
    columns=(
        "full_name",
        "status",
        "risk_level",
        "nationality",
        "id_type",
        "id_number",
        "date_of_birth",
        "address",
        "submitted_at",
        "reviewed_at",
        "reviewed_by",
        "user_id",
        "id",
    ),
    labels={"id_type": "Document", "id_number": "Document number", "user_id": "User"},
    filters=(
        Filter("status"),
        Filter("risk_level"),
        Filter("nationality"),
        Filter("id_type"),
        Filter("reviewed_by"),
    ),
    tabs=(Tab("Deals", "openmineral.deal_counterparties", {"kyc_record_id": "id"}),),
    actions=offered(records),
    views=(
        View(name="Waiting for a decision", filter="status:pending", sort="id", descending=False),
        View(
            name="Waiting, high risk",
            filter="status:pending risk_level:high",
            sort="id",
            descending=False,
        ),
        View(name="Decided in the last 30 days", filter="reviewed_at:<30d"),
    ),
    sort="id",
)
