"""A file on its way into its bucket: pieces and entry in the delivery's own transaction.

It travels whole inside its intent, so it is as all-or-nothing as any other write; what is larger
than `LARGEST` is refused before it is sent.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession

from desktop_app.domain.errors import Invalid
from desktop_app.domain.writes import Write
from desktop_app.storage.files import DATABASE, PRIVATE, SEALED

LARGEST = 12 * 2**20
LONGEST_NAME = 200
PIECE = 255 * 1024
ASKED = ("_id", "filename", "content", "content_type", "owner", "of_clear")
"""`of_clear` is the SHA-256 of the document as people know it, before it was sealed."""


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
