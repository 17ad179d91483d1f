"""The counterparties of a deal, each with the one KYC record that speaks for it.

Completed here: the whole table; the record may be empty until the counterparty has shown papers.
"""

from desktop_app.services.deals import counterparties
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Deals",
    title="Counterparties",
    source=Sql(counterparties, searched=("counterparty",)),
    named=("counterparty",),
    writable=True,
    columns=("counterparty", "deal_id", "kyc_record_id", "created_at"),
    labels={"deal_id": "Deal", "kyc_record_id": "KYC record"},
    filters=(Filter("counterparty"), Filter("deal_id")),
    sort="deal_id",
)
