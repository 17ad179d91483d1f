"""Business models and the projects that are built on them (MongoDB).

Completed here: unique ids, indexes on creator, user, model and time, a share done between 0 and
100, and money in US dollars, as no currency is stated.
"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, Field

from desktop_app.domain.projects import LIFE, State
from desktop_app.storage.shapes import Collection, Life, asc


class RevenueStream(BaseModel):
    name: str | None = None
    description: str | None = None
    estimated_revenue: Decimal | None = Field(None, json_schema_extra={"currency": "USD"})
    timeframe: str | None = None


class Cost(BaseModel):
    name: str | None = None
    description: str | None = None
    estimated_cost: Decimal | None = Field(None, json_schema_extra={"currency": "USD"})
    frequency: str | None = None


class BusinessModel(BaseModel):
    model_id: str
    name: str
    description: str | None = None
    creator_id: UUID | None = Field(None, json_schema_extra={"refers": "multiverse.users"})
    category: str | None = None
    humanitarian_focus: str | None = None
    initial_investment: Decimal | None = Field(None, json_schema_extra={"currency": "USD"})
    revenue_streams: list[RevenueStream] | None = None
    cost_structure: list[Cost] | None = None
    key_resources: list[str] | None = None
    key_activities: list[str] | None = None
    target_audience: list[str] | None = None
    success_metrics: list[str] | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    is_template: bool | None = None
    template_category: str | None = None


business_models = Collection(
    "multiverse",
    "business_models",
    BusinessModel,
    key="model_id",
    indexes=(
        asc("model_id", unique=True, stated=False),
        asc("creator_id", stated=False),
        asc("created_at", "_id", stated=False),
        asc("name", "_id", stated=False),
    ),
)


class Milestone(BaseModel):
    name: str | None = None
    description: str | None = None
    due_date: datetime | None = None
    completed: bool | None = None
    completed_at: datetime | None = None


class Progress(BaseModel):
    completion_percentage: float | None = Field(None, ge=0, le=100)
    milestones: list[Milestone] | None = None


class Financials(BaseModel):
    initial_investment: Decimal | None = Field(None, json_schema_extra={"currency": "USD"})
    current_revenue: Decimal | None = Field(None, json_schema_extra={"currency": "USD"})
    current_expenses: Decimal | None = Field(None, json_schema_extra={"currency": "USD"})
    profit_loss: Decimal | None = Field(None, json_schema_extra={"currency": "USD"})


class BusinessProject(BaseModel):
    project_id: str
    user_id: UUID | None = Field(None, json_schema_extra={"refers": "multiverse.users"})
    name: str
    description: str | None = None
    based_on_model: str | None = Field(
        None, json_schema_extra={"refers": "multiverse.business_models"}
    )
    status: State = Field(json_schema_extra={"words": [*LIFE.words]})
    progress: Progress | None = None
    financials: Financials | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


business_projects = Collection(
    "multiverse",
    "business_projects",
    BusinessProject,
    key="project_id",
    indexes=(
        asc("project_id", unique=True, stated=False),
        asc("user_id", stated=False),
        asc("based_on_model", stated=False),
        asc("created_at", "_id", stated=False),
        asc("name", "_id", stated=False),
    ),
    life=Life(LIFE),
)
