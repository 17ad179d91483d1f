"""The files that belong to a property: where each lies, and the hash it must have.

Completed here: all columns (property_id, kind, title, bucket, path, content_type, size_bytes,
sha256, uploaded_by, created_at); one row per file.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)

from desktop_app.services.nexus_trail import STAFF_ROLES, having, policy, stamped
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata, words

PLACE = "nexus_mint.property_documents"
PUBLIC = "bucket IN ('property-images', 'property-media')"


class DocumentColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    property_id: Named[UUID] = Column(
        Uuid, ForeignKey("nexus_mint.properties.id", ondelete="CASCADE")
    )
    kind: Named[str] = Column(
        Text,
        info=words(
            "deed", "appraisal", "inspection", "prospectus", "agreement", "insurance", "tax",
            "photo", "video", "other",
        ),
    )  # fmt: skip
    title: Named[str] = Column(Text)
    bucket: Named[str] = Column(
        Text, info=words("property-images", "property-media", "investment-documents")
    )
    path: Named[str] = Column(Text)
    content_type: Named[str | None] = Column(Text)
    size_bytes: Named[int | None] = Column(BigInteger)
    sha256: Named[str] = Column(String(64))
    uploaded_by: Named[UUID | None] = Column(
        Uuid, ForeignKey("auth.users.id", ondelete="SET NULL"), info={"act": True}
    )
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


OBJECTS = (
    stamped(PLACE, "uploaded_by"),
    policy(
        "Public documents of accessible properties are viewable",
        PLACE,
        "SELECT",
        f"{PUBLIC} AND nexus_mint.can_access_property(auth.uid(), property_id)",
    ),
    policy(
        "Investors can view documents of what they hold",
        PLACE,
        "SELECT",
        "EXISTS (SELECT FROM nexus_mint.investments i WHERE i.user_id = auth.uid()"
        " AND i.property_id = property_documents.property_id AND i.status = 'confirmed')",
        needs=("nexus_mint.investments",),
    ),
    policy("Staff can view property documents", PLACE, "SELECT", having(*STAFF_ROLES)),
    policy(
        "Managers can manage property documents", PLACE, "ALL", having("admin", "property_manager")
    ),
)
table = Table(
    "property_documents",
    metadata,
    DocumentColumns,
    CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
    CheckConstraint("size_bytes >= 0", name="size"),
    UniqueConstraint("bucket", "path"),
    Index(None, "sha256"),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={"objects": OBJECTS},
)

panel = Panel(
    area="Properties",
    title="Property documents",
    source=Sql(table, searched=("title", "path")),
    named=("title",),
    writable=True,
    columns=(
        "title",
        "property_id",
        "kind",
        "bucket",
        "path",
        "content_type",
        "size_bytes",
        "sha256",
        "uploaded_by",
        "created_at",
        "id",
    ),
    labels={"size_bytes": "Size, bytes", "sha256": "SHA-256"},
    filters=(Filter("kind"), Filter("bucket")),
    sort="created_at",
)
