"""Papers of a deal with their extracted text; the file lies in the bucket `deal-documents`.

Completed here: file_id, the file's id in that bucket; an index on uploaded_at, by which the list
is read.
"""

from datetime import datetime
from typing import Any

from bson import ObjectId
from pydantic import BaseModel, ConfigDict, Field

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.mongo import Documents
from desktop_app.storage.shapes import Collection, Index, asc


class Particulars(BaseModel):
    parties: list[Any] | None = None
    effective_date: datetime | None = None
    expiration_date: datetime | None = None


class Document(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    deal_id: int = Field(json_schema_extra={"refers": "openmineral.deals"})
    filename: str
    file_type: str | None = None
    uploaded_by: int | None = Field(None, json_schema_extra={"refers": "openmineral.users"})
    uploaded_at: datetime | None = None
    content: str | None = None
    metadata: Particulars | None = None
    file_id: ObjectId | None = None


collection = Collection(
    "openmineral",
    "documents",
    Document,
    indexes=(
        asc("deal_id"),
        asc("file_type"),
        Index((("content", "text"),)),
        asc("uploaded_at", stated=False),
        asc("filename", "_id", stated=False),
    ),
)

panel = Panel(
    area="Deals",
    title="Deal documents",
    source=Documents(collection, searched=("filename", "content")),
    named=("filename",),
    writable=True,
    columns=(
        "filename",
        "file_type",
        "deal_id",
        "metadata.parties",
        "metadata.effective_date",
        "metadata.expiration_date",
        "uploaded_by",
        "uploaded_at",
        "content",
    ),
    labels={
        "deal_id": "Deal",
        "file_type": "Kind",
        "metadata.parties": "Parties",
        "metadata.effective_date": "In effect from",
        "metadata.expiration_date": "Expires",
        "content": "Text",
    },
    filters=(Filter("file_type"), Filter("deal_id"), Filter("uploaded_by")),
    sort="uploaded_at",
)
