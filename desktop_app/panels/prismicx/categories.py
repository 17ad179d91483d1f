"""Categories of a tenant, a tree by parent_id."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from desktop_app.domain.shown import Tree
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.mongo import Documents
from desktop_app.storage.shapes import Collection, OfTenant, asc


class Category(BaseModel):
    category_id: str
    name: str
    description: str | None = None
    parent_id: str | None = Field(None, json_schema_extra={"refers": "prismicx.categories"})
    tenant_id: str = Field(json_schema_extra={"refers": "prismicx.tenants"})
    attributes: list[dict[str, Any]] | None = None
    created_at: datetime
    updated_at: datetime | None = None


collection = Collection(
    "category_repository",
    "categories",
    Category,
    key="category_id",
    indexes=(
        asc("category_id", unique=True),
        asc("tenant_id"),
        asc("parent_id"),
        asc("tenant_id", "name"),
        asc("name", "_id", stated=False),
    ),
    of_tenant=OfTenant("prismicx.categories", "tenant_id"),
)

panel = Panel(
    area="Tenants",
    title="Categories",
    source=Documents(collection, searched=("name", "description")),
    named=("name",),
    writable=True,
    columns=(
        "name",
        "tenant_id",
        "parent_id",
        "description",
        "attributes",
        "category_id",
        "created_at",
        "updated_at",
    ),
    labels={"tenant_id": "Tenant", "parent_id": "Parent", "category_id": "Category id"},
    filters=(Filter("tenant_id"), Filter("parent_id")),
    tabs=(Tab("Children", "prismicx.categories", {"parent_id": "category_id"}),),
    shown_as=(Tree("parent_id", within="tenant_id"),),
    sort="category_id",
    descending=False,
)
