"""Smart contracts: the programs on a chain that sell tickets and share revenue.

Completed here: name, type, network, address (well formed, once per network), version, abi,
metadata, status, deployed_at, created_at, updated_at, indexes on status and time.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.contracts import smart_contracts
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Smart contracts",
    source=Sql(smart_contracts, searched=("name", "address")),
    named=("name",),
    writable=True,
    columns=(
        "name",
        "type",
        "status",
        "network",
        "address",
        "version",
        "deployed_at",
        "abi",
        "metadata",
        "created_at",
        "updated_at",
        "contract_id",
    ),
    labels={
        "abi": "ABI",
        "contract_id": "Id",
    },
    filters=(
        Filter("status"),
        Filter("type"),
        Filter("network"),
    ),
    tabs=(
        Tab("Events", "passa.events", {"smart_contract_id": "contract_id"}),
        Tab("Tickets", "passa.tickets", {"smart_contract_id": "contract_id"}),
        Tab("Transactions", "passa.transactions", {"smart_contract_id": "contract_id"}),
        Tab(
            "High-value operations", "passa.multisig_requests", {"smart_contract_id": "contract_id"}
        ),
    ),
    actions=offered(smart_contracts),
    views=(View(name="Not in service", filter="-status:active"),),
    sort="created_at",
)
