"""Files in private buckets, each sealed anew in one transaction of MongoDB.

What the bytes will be is on the trail before they are: whoever opens the file holds it against both
sides. A file that is not what the trail knows is left as it is, or it would be made good by this.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from bson import ObjectId
from pymongo import UpdateOne, WriteConcern

from desktop_app.domain.errors import Gone, Invalid
from desktop_app.services import sealed_files
from desktop_app.services.resealing import Resealing
from desktop_app.storage.files import DATABASE

KNOWN = "SELECT backoffice.file_known(%s, %s)"
TOLD = "SELECT backoffice.file_sealed_anew(%s, %s, %s, %s)"


def places(work: Resealing) -> Iterator[tuple[str, Iterator[int]]]:
    for bucket, data_class in sealed_files.CLASSES.items():
        if data_class == work.data_class:
            yield f"{DATABASE}.{bucket}", _bucket(work, bucket)


def _bucket(work: Resealing, bucket: str) -> Iterator[int]:
    pieces, done = work.mongo[DATABASE][f"{bucket}.chunks"], 0
    for first in pieces.find({"n": 0}, {"files_id": 1, "data": 1}):
        if not bytes(first["data"]).startswith(work.header):
            done += _file(work, bucket, first["files_id"])
    if done:
        work.note(f"{DATABASE}.{bucket}", done)
    yield done


def _file(work: Resealing, bucket: str, key: ObjectId) -> int:
    pieces = list(work.mongo[DATABASE][f"{bucket}.chunks"].find({"files_id": key}).sort("n"))
    old = b"".join(bytes(piece["data"]) for piece in pieces)
    was, place = sha256(old).hexdigest(), f"files.{bucket.replace('-', '_')}"
    known = (work.connection.execute(KNOWN, (place, str(key))).fetchone() or (None,))[0]
    try:
        if known is not None and was not in known:
            raise Invalid("it is not what was stored: the trail has another SHA-256 of it.")
        new = sealed_files.seal(
            work.vault, bucket, str(key), sealed_files.unseal(work.vault, bucket, str(key), old)
        )
    except (Invalid, Gone) as refusal:
        work.leave(f"{DATABASE}.{bucket}", key, refusal)
        return 0
    work.connection.execute(TOLD, (place, str(key), was, sha256(new).hexdigest()))
    return _stored(work, bucket, key, was, pieces, new)


def _stored(
    work: Resealing, bucket: str, key: ObjectId, was: str, pieces: list[dict[str, Any]], new: bytes
) -> int:
    """As many pieces of the same lengths: sealing adds the same to the same content."""
    database, changes, at = work.mongo[DATABASE], [], 0
    for piece in pieces:
        end = at + len(piece["data"])
        changes.append(UpdateOne({"_id": piece["_id"]}, {"$set": {"data": new[at:end]}}))
        at = end
    concern = WriteConcern(w="majority", j=True)
    told = {"$set": {"metadata.sha256": sha256(new).hexdigest()}}
    with work.mongo.start_session() as session, session.start_transaction(write_concern=concern):
        entry = {"_id": key, "metadata.sha256": was}
        moved = database[f"{bucket}.files"].update_one(entry, told, session=session)
        if moved.modified_count:
            database[f"{bucket}.chunks"].bulk_write(changes, session=session)
    return moved.modified_count
