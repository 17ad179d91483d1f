"""The tokens of a property: contract, supply, price; draft, active, launched."""

from desktop_app.services.acts import offered
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.tokens import property_tokens
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Properties",
    title="Tokens",
    source=Sql(property_tokens, searched=("token_address", "contract_address")),
    named=("token_address", "property_id"),
    writable=True,
    columns=(
        "property_id",
        "status",
        "available_supply",
        "total_supply",
        "current_price",
        "initial_price",
        "token_address",
        "contract_address",
        "created_at",
        "id",
    ),
    filters=(Filter("status"),),
    tabs=(Tab("Investments", "nexus_mint.investments", {"property_token_id": "id"}),),
    actions=offered(property_tokens),
    sort="created_at",
)
