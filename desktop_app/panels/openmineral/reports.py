"""Saved reports on deals, risk, compliance and the market: what was asked, when, and the file.

Completed here: the whole collection.
"""

from datetime import datetime
from typing import Any, Literal

from bson import ObjectId
from pydantic import BaseModel, ConfigDict, Field

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.mongo import Documents
from desktop_app.storage.shapes import Collection, asc


class Stamp(BaseModel):
    """Of which moment the numbers are, who asked for them, and how many rows they stand on."""

    at: datetime
    by: str
    rows: int | None = Field(None, ge=0)


class ReportFile(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    file_id: ObjectId
    filename: str
    media_type: str | None = None
    sha256: str | None = None


class Report(BaseModel):
    kind: Literal["deal", "risk", "compliance", "market"]
    title: str
    query: dict[str, Any]
    stamp: Stamp
    file: ReportFile | None = None
    created_by: int | None = Field(None, json_schema_extra={"refers": "openmineral.users"})


collection = Collection(
    "openmineral",
    "reports",
    Report,
    indexes=(
        asc("kind", stated=False),
        asc("created_by", stated=False),
        asc("stamp.at", stated=False),
        asc("title", "_id", stated=False),
    ),
)

panel = Panel(
    area="Analytics",
    title="Reports",
    source=Documents(collection, searched=("title",)),
    named=("title",),
    writable=True,
    columns=(
        "title",
        "kind",
        "stamp.at",
        "stamp.by",
        "stamp.rows",
        "file.filename",
        "query",
        "created_by",
    ),
    labels={
        "stamp.at": "As of",
        "stamp.by": "Asked by",
        "stamp.rows": "Rows",
        "file.filename": "File",
    },
    filters=(Filter("kind"), Filter("created_by")),
    sort="stamp.at",
)
