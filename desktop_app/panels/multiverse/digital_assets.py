"""Digital assets: who made and who owns them, where they are on a chain, and at what price."""

from desktop_app.domain.views import View
from desktop_app.services.asset_trades import digital_assets
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.mongo import Documents

panel = Panel(
    area="Assets",
    title="Digital assets",
    source=Documents(digital_assets, searched=("name", "description")),
    named=("name",),
    writable=True,
    columns=(
        "name",
        "asset_type",
        "owner_id",
        "creator_id",
        "is_listed",
        "listing_price",
        "listing_currency",
        "blockchain_data.blockchain",
        "blockchain_data.token_standard",
        "blockchain_data.contract_address",
        "blockchain_data.token_id",
        "metadata.image_url",
        "metadata.animation_url",
        "metadata.external_url",
        "metadata.attributes",
        "description",
        "created_at",
        "updated_at",
        "asset_id",
    ),
    labels={
        "asset_type": "Type",
        "owner_id": "Owner",
        "creator_id": "Creator",
        "is_listed": "Listed",
        "blockchain_data.blockchain": "Chain",
        "blockchain_data.token_standard": "Token standard",
        "blockchain_data.contract_address": "Contract",
        "blockchain_data.token_id": "Token",
        "metadata.image_url": "Image",
        "metadata.animation_url": "Animation",
        "metadata.external_url": "Web page",
        "metadata.attributes": "Attributes",
        "asset_id": "Id",
    },
    filters=(
        Filter("is_listed"),
        Filter("asset_type", choices=("NFT", "virtual land")),
        Filter("blockchain_data.token_standard"),
    ),
    tabs=(Tab("Provenance", "multiverse.asset_transactions", {"asset_id": "asset_id"}),),
    views=(
        View(name="Listed for sale", filter="is_listed:yes"),
        View(name="Not listed", filter="is_listed:no"),
    ),
    sort="created_at",
)
