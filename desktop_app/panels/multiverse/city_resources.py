"""City resources: where an assessor, a tax office, a permit desk or a map of a city is found."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Index,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
)

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata, words


class CityResourceColumns(TypedColumns):
    resource_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    city: Named[str] = Column(String(100))
    state: Named[str] = Column(String(50))
    zip_code: Named[str | None] = Column(String(20))
    resource_type: Named[str] = Column(String(50), info=words("assessor", "tax", "permit", "gis"))
    name: Named[str] = Column(String(255))
    url: Named[str] = Column(String(255))
    description: Named[str | None] = Column(Text)
    api_available: Named[bool | None] = Column(Boolean, server_default="false")
    api_endpoint: Named[str | None] = Column(String(255))
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


table = Table(
    "city_resources",
    metadata,
    CityResourceColumns,
    Index("idx_city_resources_location", "city", "state", "zip_code"),
    Index("idx_city_resources_type", "resource_type"),
    schema="multiverse",
)

panel = Panel(
    area="Properties",
    title="City resources",
    source=Sql(table, searched=("city", "name")),
    named=("name",),
    writable=True,
    columns=("name", "resource_type", "city", "state", "zip_code", "url", "api_available"),
    filters=(Filter("resource_type"), Filter("state")),
    sort="city",
    descending=False,
)
