"""Files behind seeded rows: put on a shelf while the row is made, stored before it is sent.

A file's key is made from its bucket, its name and its time, so a seeding that begins a table
again replaces what it had stored. The row has the SHA-256 of the document as people know it; the
store has that of the bytes it keeps, which are others each time a private one is sealed. What a
file is of is named as `place/key` of that record.

Every file that a row names is there, at every size. Where a row need not name one, as with a
picture of its user, only the first MOST of a table's rows do.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b, sha256
from typing import Any, Final, NamedTuple

from bson import ObjectId
from pymongo import MongoClient, ReplaceOne

from desktop_app.services import sealed_files
from desktop_app.services.seeding.ids import MY_DOCUMENT
from desktop_app.services.vault import Vault
from desktop_app.storage.files import BUCKETS, DATABASE, PRIVATE

PIECE: Final = 255 * 1024
"""GridFS cuts larger files into pieces of this size; ours are smaller."""
MOST: Final = 2_000
KINDS: Final = {"pdf": "application/pdf", "png": "image/png"}
Mongo = MongoClient[dict[str, Any]]


class Stored(NamedTuple):
    """What a row says about its file."""

    key: ObjectId
    bucket: str
    path: str
    kind: str
    size: int
    sha256: str

    @property
    def told(self) -> dict[str, str | int]:
        """As a value within a row."""
        return {
            "bucket": self.bucket,
            "path": self.path,
            "content_type": self.kind,
            "size_bytes": self.size,
            "sha256": self.sha256,
        }


@dataclass
class Shelf:
    """What was made and is not stored yet: for each bucket its entries and their bytes."""

    waiting: defaultdict[str, list[tuple[dict[str, Any], bytes]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def put(
        self, vault: Vault, bucket: str, name: str, at: datetime, content: bytes, of: str
    ) -> Stored:
        key = _key(bucket, name, at)
        private = bucket in PRIVATE
        held = sealed_files.seal(vault, bucket, str(key), content) if private else content
        kind = KINDS[name.rpartition(".")[2]]
        about = {"sha256": _digest(held), "content_type": kind, "sealed": private, "owner": of}
        entry = {
            "_id": key,
            "filename": name,
            "length": len(held),
            "chunkSize": PIECE,
            "uploadDate": at,
            "metadata": about,
        }
        self.waiting[bucket].append((entry, held))
        return Stored(key, bucket, name, kind, len(content), _digest(content))

    def store(self, mongo: Mongo) -> None:
        """The bytes first: an entry tells that its file is whole."""
        for bucket, some in self.waiting.items():
            pieces = (
                {"_id": entry["_id"], "files_id": entry["_id"], "n": 0, "data": held}
                for entry, held in some
            )
            _replace(mongo, f"{bucket}.chunks", pieces)
            _replace(mongo, f"{bucket}.files", (entry for entry, _ in some))
        self.waiting.clear()


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def make_indexes(mongo: Mongo) -> None:
    """The two that every GridFS driver looks for before its first upload, and whose files."""
    for bucket in BUCKETS:
        mongo[DATABASE][f"{bucket}.files"].create_index([("filename", 1), ("uploadDate", 1)])
        mongo[DATABASE][f"{bucket}.files"].create_index([("metadata.owner", 1)])
        mongo[DATABASE][f"{bucket}.chunks"].create_index([("files_id", 1), ("n", 1)], unique=True)


def clear(mongo: Mongo) -> None:
    """Away with the seed's files; those of people stay."""
    for name in mongo[DATABASE].list_collection_names():
        mongo[DATABASE][name].delete_many(MY_DOCUMENT)


def _key(bucket: str, name: str, at: datetime) -> ObjectId:
    told = blake2b(f"{bucket}/{name}".encode(), digest_size=4).hexdigest()
    return ObjectId(f"{int(at.timestamp()):08x}5eed5eed{told}")


def _replace(mongo: Mongo, name: str, documents: Iterable[dict[str, Any]]) -> None:
    changes = [ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in documents]
    mongo[DATABASE][name].bulk_write(changes, ordered=False)
