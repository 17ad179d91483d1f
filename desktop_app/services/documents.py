"""The documents of a record: files whose owner it is, opened as they were stored, and added.

A private file is sealed before it leaves the program and opened only by a recorded request. Its
SHA-256 is checked against what the store and the trail have of it; one that differs is named.
"""

import asyncio
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from bson import ObjectId
from sqlalchemy import text

from desktop_app.domain import sizes
from desktop_app.domain.errors import Invalid, NotAllowed
from desktop_app.domain.query import All, Any_, Not, Op, Query, Row, Where
from desktop_app.domain.writes import Change, Create
from desktop_app.services import sealed_files, sending
from desktop_app.services.desk import Desk
from desktop_app.services.file_lists import THERE
from desktop_app.services.panel import Panel
from desktop_app.services.vault import open_with
from desktop_app.services.vault_keys import KeyName
from desktop_app.storage.files import REMOVED, Files
from desktop_app.storage.filing import LARGEST
from desktop_app.storage.refusals import translated

MOST = 200
LARGEST_FILE = LARGEST - 128
"""Sealing adds less than that."""
REQUEST = text("SELECT backoffice.file_request(:place, :file, :beside)")
FETCH = text("SELECT data_class, wrapped FROM backoffice.file_fetch(:request, :number)")
TOLD = text("SELECT backoffice.file_told(:place, :file)")
FILES: Final = "files."
EVIDENCE: Final = "files.evidence"
BY_AREA: Final[Mapping[str, str]] = {
    "KYC review": "files.kyc_documents",
    "Deals": "files.deal_documents",
    "Properties": "files.property_media",
}
BY_PANEL: Final[Mapping[str, str]] = {
    "nexus_mint.ai_interactions": "files.chat_attachments",
    "nexus_mint.user_profiles": "files.kyc_documents",
    "openmineral.compliance_checks": EVIDENCE,
}
BY_PLATFORM: Final[Mapping[str, str]] = {"nexus_mint.": "files.investment_documents"}


@dataclass(frozen=True, slots=True)
class Document:
    """A file as a list shows it; `panel` is the bucket's list."""

    panel: str
    key: ObjectId
    name: str
    kind: str
    size: int
    at: datetime | None
    removed: datetime | None = None

    @property
    def place(self) -> str:
        return f"{self.panel}/{self.key}"


def buckets(desk: Desk) -> tuple[Panel, ...]:
    """The buckets that this person may look into."""
    found = (panel for key, panel in desk.panels.items() if key.startswith(FILES))
    return tuple(panel for panel in found if desk.actor.may(panel.right("read")))


def home(panel: Panel) -> str:
    """The bucket's list into which the documents of this panel's records go."""
    if panel.key in BY_PANEL:
        return BY_PANEL[panel.key]
    by_platform = (b for start, b in BY_PLATFORM.items() if panel.key.startswith(start))
    return next(by_platform, BY_AREA.get(panel.area, EVIDENCE))


async def of_record(desk: Desk, place: str) -> tuple[Document, ...]:
    """All that a person may see of them, the newest first; those that were removed too."""
    both = Any_((THERE, Not(THERE)))
    where = All((Where("metadata.owner", Op.EQUAL, place), both))
    pages = await asyncio.gather(
        *(
            desk.list(panel, Query(panel.key, where, panel.sort, panel.descending, limit=MOST))
            for panel in buckets(desk)
        )
    )
    found = [
        _document(panel, row)
        for panel, page in zip(buckets(desk), pages, strict=True)
        for row in page.rows
    ]
    return tuple(sorted(found, key=lambda each: str(each.at), reverse=True))


async def opened(desk: Desk, document: Document, beside: str) -> bytes:
    """The bytes as people know them; `beside` is the record that they are looked at with."""
    panel = desk.panels[document.panel]
    source = _bucket(panel)
    held = await _held(desk, source, document)
    if not source.private:
        return held
    told = {"place": panel.key, "file": str(document.key), "beside": beside}
    with translated():
        async with desk.stores.writing() as connection:
            request = await connection.scalar(REQUEST, told)
        number = int.from_bytes(held[1:5], "big")
        async with desk.stores.writing(keep=False) as connection:
            asked = {"request": request, "number": number}
            found = (await connection.execute(FETCH, asked)).one_or_none()
    if found is None:
        raise Invalid(f"“{document.name}” is sealed under a key that is not there.")
    return await asyncio.to_thread(_clear, desk, source, document, held, found, request)


async def add(
    desk: Desk, panel: Panel, owner: str, name: str, content: bytes, command: UUID
) -> bool:
    """Store it in its bucket for the record at `owner`; whether that is confirmed already."""
    source = _bucket(panel)
    if len(content) > LARGEST_FILE:
        most = sizes.exactly(LARGEST)
        raise Invalid(f"“{name}” is too large: a document holds at most {most}.")
    if not content:
        raise Invalid(f"“{name}” is empty.")
    key = ObjectId()
    held = content
    if source.private:
        data_class = sealed_files.CLASSES[source.bucket]
        vault = await desk.sealing.vault({(panel.key, data_class)})
        seal = sealed_files.seal
        held = await asyncio.to_thread(seal, vault, source.bucket, str(key), content)
    values = {
        "_id": key,
        "filename": name,
        "content": held,
        "content_type": kind_of(name),
        "owner": owner,
        "of_clear": hashlib.sha256(content).hexdigest(),
    }
    write = Create(panel.key, values)
    with translated():
        async with desk.stores.writing() as connection:
            sent = await sending.send(connection, write, command=command, number=0, rehearsal=False)
    waiting = await sending.delivered(desk.stores, (sent,))
    desk.tell(Change(panel.key, key))
    return not waiting


def kind_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


async def _held(desk: Desk, source: Files, document: Document) -> bytes:
    """The stored bytes, if they are the ones that were stored."""
    try:
        held = await _read(desk, source, document)
    except Invalid:
        # Perhaps it was sealed anew while it was read; then it is whole the second time.
        held = await _read(desk, source, document)
    told = {"place": document.panel, "file": str(document.key)}
    with translated():
        known = await desk.stores.read(lambda connection: connection.scalar(TOLD, told))
    if known is not None and hashlib.sha256(held).hexdigest() not in known:
        raise Invalid(
            f"“{document.name}” is not what was stored: the trail has another SHA-256 of it.",
            field="sha256",
        )
    return held


async def _read(desk: Desk, source: Files, document: Document) -> bytes:
    try:
        return b"".join([piece async for piece in source.read(desk.stores, document.key)])
    except Invalid as refusal:
        raise Invalid(f"“{document.name}”: {refusal}", field="sha256") from refusal


def _clear(
    desk: Desk, source: Files, document: Document, held: bytes, found: Any, request: UUID
) -> bytes:
    """The data key is unwrapped for this one file and kept nowhere."""
    keys = desk.secrets.keys
    if keys is None:
        raise NotAllowed("This workstation reaches no master key, so it opens no sealed file.")
    name = KeyName(found.data_class, int.from_bytes(held[1:5], "big"), "data")
    key = keys.unwrap(name, bytes(found.wrapped), request)
    try:
        return open_with(key, sealed_files.place_of(source.bucket), str(document.key), held)
    except Invalid as refusal:
        said = f"“{document.name}” does not open: it was changed, or comes from elsewhere."
        raise Invalid(said, field="sha256") from refusal


def _bucket(panel: Panel) -> Files:
    if not isinstance(panel.source, Files):
        raise Invalid(f"{panel.title} hold no files.")
    return panel.source


def _document(panel: Panel, row: Row) -> Document:
    return Document(
        panel.key,
        panel.source.key(row),
        str(row.get("filename") or "without a name"),
        str(row.get("metadata.content_type") or ""),
        int(row.get("length") or 0),
        row.get("uploadDate"),
        row.get(REMOVED),
    )
