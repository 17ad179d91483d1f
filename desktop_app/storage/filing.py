"""A file on its way into its bucket or out of it: pieces and entry in the delivery's transaction.

It travels whole inside its intent, so it is as all-or-nothing as any other write; what is larger
than `LARGEST` is refused before it is sent.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession

from desktop_app.domain.errors import Gone, Invalid
from desktop_app.domain.writes import Act, Write
from desktop_app.storage.files import DATABASE, PRIVATE, SEALED

LARGEST = 12 * 2**20
LONGEST_NAME = 200
PIECE = 255 * 1024
ASKED = ("_id", "filename", "content", "content_type", "owner", "of_clear")
"""`of_clear` is the SHA-256 of the document as people know it, before it was sealed."""


REMOVE = "remove"


async def carried_out(
    session: AsyncClientSession, bucket: str, panel: str, write: Write
) -> list[dict[str, Any]]:
    """A file is stored or removed, never edited; one entry of the trail for each."""
    if isinstance(write, Act) and write.action == REMOVE:
        reason = str(write.values.get("reason") or "").strip()
        if not reason:
            raise Invalid("A file is removed for a reason: say which.", field="reason")
        return [await _removed(session, bucket, panel, key, reason) for key in write.keys]
    return [await stored(session, bucket, panel, write)]


async def _removed(
    session: AsyncClientSession, bucket: str, panel: str, key: Any, reason: str
) -> dict[str, Any]:
    """Its bytes go; the trail keeps what it was called, whose it was and its SHA-256."""
    database = session.client[DATABASE]
    entry = await database[f"{bucket}.files"].find_one_and_delete({"_id": key}, session=session)
    if entry is None:
        raise Gone("This file is no longer there.")
    await database[f"{bucket}.chunks"].delete_many({"files_id": key}, session=session)
    told = {"filename": entry.get("filename"), "length": entry.get("length")}
    before = {**told, **(entry.get("metadata") or {})}
    row = {"place": panel, "row_key": str(key), "action": "remove", "after": None}
    return {**row, "before": before, "reason": reason}


async def stored(session: AsyncClientSession, bucket: str, panel: str, write: Write) -> Any:
    """Put it there; what the trail keeps of it, which is everything but the bytes."""
    key, name, content, about = _checked(bucket, write)
    database = session.client[DATABASE]
    entry = {
        "_id": key,
        "filename": name,
        "length": len(content),
        "chunkSize": PIECE,
        "uploadDate": datetime.now(UTC).replace(microsecond=0),
        "metadata": about,
    }
    await database[f"{bucket}.chunks"].insert_many(list(_pieces(key, content)), session=session)
    await database[f"{bucket}.files"].insert_one(entry, session=session)
    told = {"filename": name, "length": len(content), **about}
    row = {"place": panel, "row_key": str(key), "action": "create", "before": None}
    return {**row, "after": told}


def _checked(bucket: str, write: Write) -> tuple[ObjectId, str, bytes, dict[str, Any]]:
    values = getattr(write, "values", {})
    if set(values) != set(ASKED):
        raise Invalid("A file is stored with its name, its bytes and what it belongs to.")
    key, name, content = (values[each] for each in ASKED[:3])
    if not isinstance(key, ObjectId) or not isinstance(content, bytes) or not content:
        raise Invalid("A file is stored with its name, its bytes and what it belongs to.")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
        raise Invalid(f"A file's name has 1 to {LONGEST_NAME} characters.", field="filename")
    if len(content) > LARGEST:
        raise Invalid(f"A file holds at most {LARGEST // 2**20} MiB.", field="content")
    private = bucket in PRIVATE
    if private != content.startswith(SEALED):
        raise Invalid(f"Files in {bucket} are stored {'sealed' if private else 'as they are'}.")
    about = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "content_type": str(values["content_type"]),
        "sealed": private,
        "owner": str(values["owner"]),
        "of_clear": str(values["of_clear"]),
    }
    return key, name, content, about


def _pieces(key: ObjectId, content: bytes) -> Iterator[dict[str, Any]]:
    for number, at in enumerate(range(0, len(content), PIECE)):
        yield {"_id": ObjectId(), "files_id": key, "n": number, "data": content[at : at + PIECE]}
