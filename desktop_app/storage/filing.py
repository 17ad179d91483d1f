"""A file on its way into its bucket, put away or put back, in the delivery's own transaction.

It travels whole inside its intent, so it is as all-or-nothing as any other write; what is larger
than `LARGEST` is refused before it is sent.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession

from desktop_app.domain.errors import Conflict, Gone, Invalid
from desktop_app.domain.writes import Act, Write
from desktop_app.storage.files import DATABASE, PRIVATE, REMOVED, SEALED

LARGEST = 12 * 2**20
LONGEST_NAME = 200
PIECE = 255 * 1024
ASKED = ("_id", "filename", "content", "content_type", "owner", "of_clear")
"""`of_clear` is the SHA-256 of the document as people know it, before it was sealed."""
REMOVE, PUT_BACK = "remove", "put_back"


async def carried_out(
    session: AsyncClientSession, bucket: str, panel: str, write: Write
) -> list[dict[str, Any]]:
    """Stored, or moved by one of the two acts; one entry of the trail a file."""
    if isinstance(write, Act):
        return [await _moved(session, bucket, write, key) for key in write.keys]
    return [await stored(session, bucket, panel, write)]


async def _moved(session: AsyncClientSession, bucket: str, write: Act, key: Any) -> dict[str, Any]:
    """Its bytes stay as they are; only since when it is put away is said, or no more."""
    if write.action not in (REMOVE, PUT_BACK):
        raise Invalid(f"There is no action “{write.action}” here.")
    removing, reason = write.action == REMOVE, str(write.values.get("reason") or "").strip()
    if removing and not reason:
        raise Invalid("A document is removed for a reason: say which.", field="reason")
    entries = session.client[DATABASE][f"{bucket}.files"]
    found = await entries.find_one({"_id": key}, session=session)
    if found is None:
        raise Gone("This document is no longer there.")
    was = (found.get("metadata") or {}).get("removed_at")
    if (was is not None) is removing:
        there = "removed already" if removing else "put back already"
        raise Conflict(f"This document was {there}.", field=REMOVED)
    now = datetime.now(UTC).replace(microsecond=0) if removing else None
    await entries.update_one({"_id": key}, {"$set": {REMOVED: now}}, session=session)
    row = {"place": write.panel, "row_key": str(key), "action": "edit", "reason": reason or None}
    return {**row, "before": {REMOVED: _told(was)}, "after": {REMOVED: _told(now)}}


def _told(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


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
