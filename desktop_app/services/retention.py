"""How long what is kept: data, one row a class, changed by administrators.

The worker archives the trail's months by it; a legal hold stops that.
"""

from sqlalchemy import Boolean, CheckConstraint, Column, Integer, Named, String, Table, TypedColumns

from desktop_app.storage.tables import metadata, words

CLASSES = (
    "kyc", "audit", "activity", "notifications", "tasks", "tokens", "sessions", "documents",
)  # fmt: skip


class RetentionColumns(TypedColumns):
    kind: Named[str] = Column(String(20), primary_key=True, info=words(*CLASSES))
    months: Named[int] = Column(Integer)
    starts: Named[str] = Column(String(20), info=words("made", "ended", "decided"))
    afterwards: Named[str] = Column(
        String(20), info=words("archive", "delete", "archive_then_delete")
    )
    held: Named[bool] = Column(Boolean, server_default="false")


table = Table(
    "retention",
    metadata,
    RetentionColumns,
    CheckConstraint("months BETWEEN 1 AND 1200", name="months_sensible"),
    schema="backoffice",
)
