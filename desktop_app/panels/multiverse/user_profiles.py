"""User profiles: what users show of themselves, their settings, skills and aims.

Completed here: one profile for each user.
"""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from desktop_app.services.panel import Panel, Tab
from desktop_app.storage.mongo import Documents
from desktop_app.storage.shapes import Collection, asc


class SocialLinks(BaseModel):
    twitter: str | None = None
    linkedin: str | None = None
    facebook: str | None = None


class Preferences(BaseModel):
    notification_settings: dict[str, Any] | None = None
    display_settings: dict[str, Any] | None = None
    privacy_settings: dict[str, Any] | None = None


class UserProfile(BaseModel):
    user_id: UUID = Field(json_schema_extra={"refers": "multiverse.users"})
    avatar_url: str | None = None
    bio: str | None = None
    social_links: SocialLinks | None = None
    preferences: Preferences | None = None
    skills: list[str] | None = None
    interests: list[str] | None = None
    humanitarian_goals: list[str] | None = None


collection = Collection(
    "multiverse",
    "user_profiles",
    UserProfile,
    key="user_id",
    indexes=(asc("user_id", unique=True, stated=False),),
)

panel = Panel(
    area="Users",
    title="Multiverse profiles",
    source=Documents(collection, searched=("bio",)),
    named=("user_id",),
    writable=True,
    columns=(
        "user_id",
        "bio",
        "skills",
        "interests",
        "humanitarian_goals",
        "avatar_url",
        "social_links.twitter",
        "social_links.linkedin",
        "social_links.facebook",
        "preferences.notification_settings",
        "preferences.display_settings",
        "preferences.privacy_settings",
    ),
    labels={
        "user_id": "User",
        "avatar_url": "Picture",
        "social_links.twitter": "Twitter",
        "social_links.linkedin": "LinkedIn",
        "social_links.facebook": "Facebook",
        "preferences.notification_settings": "Notification settings",
        "preferences.display_settings": "Display settings",
        "preferences.privacy_settings": "Privacy settings",
    },
    tabs=(Tab("Properties", "multiverse.properties", {"owner_id": "user_id"}),),
    sort="_id",
)
