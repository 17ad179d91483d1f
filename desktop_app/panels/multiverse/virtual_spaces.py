"""Virtual spaces: rooms of the metaverse, what stands in them where, and who may come in.

Completed here: a unique id, and indexes on owner, on the assets that stand there, and on time.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from desktop_app.domain.shown import Plan
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.mongo import Documents
from desktop_app.storage.shapes import Collection, OfTenant, asc

UserId = Annotated[UUID, Field(json_schema_extra={"refers": "multiverse.users"})]


class Vector(BaseModel):
    x: float | None = None
    y: float | None = None
    z: float | None = None


class Dimensions(BaseModel):
    width: float | None = None
    height: float | None = None
    depth: float | None = None


class Geometry(BaseModel):
    coordinates: Vector | None = None
    dimensions: Dimensions | None = None


class PlacedAsset(BaseModel):
    asset_id: str | None = Field(None, json_schema_extra={"refers": "multiverse.digital_assets"})
    position: Vector | None = None
    rotation: Vector | None = None
    scale: Vector | None = None


class AccessControl(BaseModel):
    is_public: bool | None = None
    allowed_users: list[UserId] | None = None
    allowed_groups: list[str] | None = None


class VirtualSpace(BaseModel):
    space_id: str
    name: str
    description: str | None = None
    owner_id: UUID | None = Field(None, json_schema_extra={"refers": "multiverse.users"})
    space_type: str | None = None
    geometry_data: Geometry | None = None
    assets: list[PlacedAsset] | None = None
    access_control: AccessControl | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


collection = Collection(
    "multiverse",
    "virtual_spaces",
    VirtualSpace,
    key="space_id",
    indexes=(
        asc("space_id", unique=True, stated=False),
        asc("owner_id", stated=False),
        asc("assets.asset_id", stated=False),
        asc("created_at", "_id", stated=False),
        asc("name", "_id", stated=False),
    ),
    # The groups that may come in are tenants: their staff see those spaces, and the public ones.
    of_tenant=OfTenant(
        "multiverse.virtual_spaces", "access_control.allowed_groups", "access_control.is_public"
    ),
)

panel = Panel(
    area="Assets",
    title="Virtual spaces",
    source=Documents(collection, searched=("name", "description")),
    named=("name",),
    writable=True,
    columns=(
        "name",
        "space_type",
        "owner_id",
        "access_control.is_public",
        "access_control.allowed_users",
        "access_control.allowed_groups",
        "assets",
        "geometry_data.coordinates",
        "geometry_data.dimensions",
        "description",
        "created_at",
        "updated_at",
        "space_id",
    ),
    labels={
        "space_type": "Type",
        "owner_id": "Owner",
        "access_control.is_public": "Public",
        "access_control.allowed_users": "Allowed users",
        "access_control.allowed_groups": "Allowed groups",
        "geometry_data.coordinates": "Place",
        "geometry_data.dimensions": "Size",
        "space_id": "Id",
    },
    filters=(
        Filter("space_type", choices=("gallery", "meeting space")),
        Filter("access_control.is_public"),
    ),
    shown_as=(
        Plan(
            "assets",
            size="geometry_data.dimensions",
            of="multiverse.digital_assets",
            item="asset_id",
        ),
    ),
    sort="created_at",
)
