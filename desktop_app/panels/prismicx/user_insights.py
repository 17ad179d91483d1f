"""What interests a tenant's user: topics and subtopics, in the tenant's own database."""

from datetime import datetime

from pydantic import BaseModel, Field

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.mongo import Documents
from desktop_app.storage.shapes import Collection, OfTenant, asc


class Content(BaseModel):
    key_points: list[str] | None = None
    resources: list[str] | None = None


class Subtopic(BaseModel):
    subtopic_id: str
    name: str
    content: Content | None = None
    created_at: datetime
    updated_at: datetime


class Topic(BaseModel):
    topic_id: str
    name: str
    description: str | None = None
    subtopics: list[Subtopic] | None = None
    created_at: datetime
    updated_at: datetime


class Scores(BaseModel):
    profile_completeness: float | None = None
    interest_score: float | None = None


class Insights(BaseModel):
    user_id: str = Field(json_schema_extra={"refers": "user_data.users"})
    tenant_id: str = Field(json_schema_extra={"refers": "prismicx.tenants"})
    topics: list[Topic] | None = None
    metadata: Scores | None = None
    created_at: datetime
    updated_at: datetime


collection = Collection(
    "tenant_*_db",
    "user_insights",
    Insights,
    key="user_id",
    indexes=(asc("user_id", unique=True), asc("topics.name"), asc("updated_at")),
    per_tenant=True,
    of_tenant=OfTenant("prismicx.user_insights", "tenant_id"),
)

panel = Panel(
    area="Tenants",
    title="User insights",
    source=Documents(collection, searched=("topics.name",)),
    named=("user_id",),
    writable=True,
    columns=(
        "user_id",
        "tenant_id",
        "topics",
        "metadata.profile_completeness",
        "metadata.interest_score",
        "updated_at",
        "created_at",
    ),
    labels={
        "user_id": "User",
        "tenant_id": "Tenant",
        "metadata.profile_completeness": "Profile completeness",
        "metadata.interest_score": "Interest score",
    },
    filters=(Filter("tenant_id"), Filter("user_id")),
    sort="updated_at",
)
