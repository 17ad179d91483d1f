"""What proves the audit trail: its chain, the signed heads, the keys, what was archived.

Only the worker writes here, and only through its functions; nobody changes or removes a row.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    LargeBinary,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
)

from desktop_app.services.audit_events import OBJECTS as EVENTS
from desktop_app.services.audit_functions import CHAINING, READING
from desktop_app.services.audit_leaving import ARCHIVING, ERASING
from desktop_app.storage.sql.objects import trigger
from desktop_app.storage.sql.session import GATE
from desktop_app.storage.tables import metadata

EMPTIED = "backoffice.append_only()"


class ChainColumns(TypedColumns):
    number: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    row_id: Named[UUID] = Column(Uuid, unique=True)
    salt: Named[bytes | None] = Column(LargeBinary)
    values_digest: Named[bytes] = Column(LargeBinary)
    marks: Named[bytes] = Column(LargeBinary)
    digest: Named[bytes] = Column(LargeBinary)
    hash: Named[bytes] = Column(LargeBinary)


class HeadColumns(TypedColumns):
    number: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    hash: Named[bytes] = Column(LargeBinary)
    transaction: Named[int] = Column(BigInteger)
    row_number: Named[int] = Column(BigInteger)
    at: Named[str] = Column(String(40))
    key: Named[bytes] = Column(LargeBinary)
    signature: Named[bytes] = Column(LargeBinary)


class KeyColumns(TypedColumns):
    key: Named[bytes] = Column(LargeBinary, primary_key=True)
    since: Named[datetime] = Column(DateTime(timezone=True), server_default=func.now())


class ArchiveColumns(TypedColumns):
    part: Named[str] = Column(String(63), primary_key=True)
    first: Named[int] = Column(BigInteger)
    last: Named[int] = Column(BigInteger)
    entries: Named[int] = Column(BigInteger)
    file: Named[str] = Column(Text)
    sha256: Named[str] = Column(String(64))
    key: Named[bytes] = Column(LargeBinary)
    signature: Named[bytes] = Column(LargeBinary)
    at: Named[datetime] = Column(DateTime(timezone=True), server_default=func.now())


def _kept(
    name: str,
    columns: type[TypedColumns],
    *objects: object,
    call: str = "backoffice.append_only()",
) -> Table:
    place = f"backoffice.{name}"
    stays = (
        trigger("append_only", place, "BEFORE UPDATE OR DELETE", call),
        trigger("never_emptied", place, "BEFORE TRUNCATE FOR EACH STATEMENT", EMPTIED),
    )
    told = {"owner": GATE, "audited": False, "trail": True, "objects": (*stays, *objects)}
    return Table(name, metadata, columns, schema="backoffice", info=told)


chain = _kept(
    "audit_chain",
    ChainColumns,
    *CHAINING,
    *READING,
    *ERASING,
    *EVENTS,
    call="backoffice.keep_trail('row_id')",
)
heads = _kept("audit_heads", HeadColumns)
keys = _kept("audit_keys", KeyColumns)
archives = _kept("audit_archives", ArchiveColumns, *ARCHIVING)
