"""AI recommendations: what was suggested to a user, with what confidence, and what came of it.

Completed here: a unique id, and indexes on user and time.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.mongo import Documents
from desktop_app.storage.shapes import Collection, asc


class Content(BaseModel):
    title: str | None = None
    description: str | None = None
    reasoning: str | None = None
    confidence_score: float | None = None


class RelatedEntity(BaseModel):
    entity_type: str | None = None
    entity_id: str | None = None


class UserFeedback(BaseModel):
    rating: float | None = None
    comments: str | None = None
    implemented: bool | None = None


class AiRecommendation(BaseModel):
    recommendation_id: str
    user_id: UUID | None = Field(None, json_schema_extra={"refers": "multiverse.users"})
    recommendation_type: Literal["business_idea", "investment", "property"] | None = None
    content: Content | None = None
    related_entities: list[RelatedEntity] | None = None
    user_feedback: UserFeedback | None = None
    created_at: datetime | None = None
    is_active: bool | None = None


collection = Collection(
    "multiverse",
    "ai_recommendations",
    AiRecommendation,
    key="recommendation_id",
    indexes=(
        asc("recommendation_id", unique=True, stated=False),
        asc("user_id", stated=False),
        asc("created_at", "_id", stated=False),
        asc("content.title", "_id", stated=False),
    ),
)

panel = Panel(
    area="Assets",
    title="AI recommendations",
    source=Documents(collection, searched=("content.title", "content.description")),
    named=("content.title",),
    writable=True,
    columns=(
        "content.title",
        "recommendation_type",
        "user_id",
        "content.confidence_score",
        "is_active",
        "user_feedback.rating",
        "user_feedback.implemented",
        "user_feedback.comments",
        "content.description",
        "content.reasoning",
        "related_entities",
        "created_at",
        "recommendation_id",
    ),
    labels={
        "content.title": "Title",
        "recommendation_type": "Type",
        "user_id": "For",
        "content.confidence_score": "Confidence",
        "is_active": "Active",
        "user_feedback.rating": "Rating",
        "user_feedback.implemented": "Implemented",
        "user_feedback.comments": "Comments",
        "content.description": "Description",
        "content.reasoning": "Reasoning",
        "recommendation_id": "Id",
    },
    filters=(Filter("recommendation_type"), Filter("is_active")),
    sort="created_at",
)
