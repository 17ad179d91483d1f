"""Files in GridFS: the buckets of decisions 12, what they hold, and the bytes themselves.

A bucket's list is the collection `<bucket>.files` of the database `files`. What goes into a
private bucket was sealed by the caller (services/vault.py) and is refused in the clear; the
SHA-256 is of the bytes as they are stored, so that anybody can check them without a key.
"""

import hashlib
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from bson import ObjectId
from gridfs import AsyncGridFSBucket, NoFile
from pydantic import BaseModel, Field
from pymongo.errors import PyMongoError

from desktop_app.domain.errors import Gone, Invalid
from desktop_app.domain.measures import Group, Measure
from desktop_app.domain.query import Count, How, Kind, Page, Query, Row
from desktop_app.storage.mongo import Documents
from desktop_app.storage.mongo_pages import Listing
from desktop_app.storage.mongo_refusals import unreachable
from desktop_app.storage.shapes import Collection
from desktop_app.storage.stores import Stores

DATABASE = "files"
PUBLIC = ("property-images", "user-avatars", "property-media")
PRIVATE = (
    "kyc-documents", "investment-documents", "chat-attachments", "deal-documents", "evidence",
)  # fmt: skip
BUCKETS = (*PUBLIC, *PRIVATE)
AT_ONCE = 256 * 1024
SEALED = b"\x01"
"""The first byte of everything that services/vault.py sealed."""
REMOVED = "metadata.removed_at"
"""Since when a file is put away: it stays, out of sight, until an erasure."""


class About(BaseModel):
    """What is kept beside the bytes; GridFS calls it `metadata`."""

    sha256: str | None = None
    content_type: str | None = None
    sealed: bool | None = None
    owner: str | None = None
    removed_at: datetime | None = None


class Entry(BaseModel):
    """One file, as GridFS keeps it."""

    filename: str | None = None
    length: int = 0
    chunk_size: int = Field(0, alias="chunkSize")
    uploaded_at: datetime | None = Field(None, alias="uploadDate")
    metadata: About | None = None


@dataclass(frozen=True)
class Files:
    """A bucket as a source of rows; the bytes are read and written by its own functions."""

    bucket: str

    def __post_init__(self) -> None:
        if self.bucket not in BUCKETS:
            raise ValueError(f"There is no bucket “{self.bucket}”.")

    @property
    def private(self) -> bool:
        return self.bucket in PRIVATE

    @cached_property
    def _list(self) -> Documents:
        collection = Collection(DATABASE, f"{self.bucket}.files", Entry, ours=False)
        return Documents(collection, searched=("filename",))

    @property
    def entries(self) -> Collection:
        """What is kept of each file beside its bytes."""
        return self._list.collection

    @property
    def place(self) -> str:
        return f"{DATABASE}.{self.bucket}"

    @property
    def store(self) -> str:
        return "mongodb"

    def kinds(self) -> dict[str, Kind]:
        return {**self._list.kinds(), "filename": Kind.FILE}

    def currencies(self) -> dict[str, str]:
        return {}

    def references(self) -> dict[str, str]:
        return {}

    def orders(self) -> frozenset[str]:
        return self._list.orders()

    @property
    def keyed(self) -> tuple[str, ...]:
        return self._list.keyed

    def key(self, row: Row) -> Any:
        return self._list.key(row)

    def key_of(self, written: str) -> Any:
        return self._list.key_of(written)

    async def page(self, stores: Stores, query: Query) -> Page:
        return await self._list.page(stores, query)

    async def listing(self, stores: Stores, query: Query) -> Listing:
        return await self._list.listing(stores, query)

    async def get(self, stores: Stores, key: Any) -> Row | None:
        return await self._list.get(stores, key)

    async def measured(self, stores: Stores, measure: Measure) -> list[Group]:
        raise Invalid("Files are listed, not measured.")

    async def count(self, stores: Stores, query: Query, how: How = "capped") -> Count:
        return await self._list.count(stores, query, how)

    async def read(self, stores: Stores, key: ObjectId) -> AsyncIterator[bytes]:
        """The bytes as they are stored; the last piece comes only if all of them are right."""
        digest, held = hashlib.sha256(), b""
        try:
            out = await self._gridfs(stores).open_download_stream(key)
            while piece := await out.read(AT_ONCE):
                digest.update(piece)
                if held:
                    yield held
                held = piece
        except NoFile as error:
            raise Gone("This file is no longer there.") from error
        except PyMongoError as error:
            raise unreachable(error) from error
        wanted = (out.metadata or {}).get("sha256")
        if wanted is not None and wanted != digest.hexdigest():
            raise Invalid("This file is not what was stored: its SHA-256 differs.", field="sha256")
        if held:
            yield held

    async def write(
        self,
        stores: Stores,
        name: str,
        content: AsyncIterable[bytes],
        about: Mapping[str, Any] | None = None,
    ) -> tuple[ObjectId, str]:
        """Store the bytes; its key, and the SHA-256 that PostgreSQL keeps.

        Nobody sees the file before it is whole: GridFS writes its entry last.
        """
        digest, first = hashlib.sha256(), True
        into = self._gridfs(stores).open_upload_stream(name)
        try:
            async for piece in content:
                if first and self.private and not piece.startswith(SEALED):
                    raise Invalid(f"Files in {self.bucket} are stored sealed only.", field="file")
                first = False
                digest.update(piece)
                await into.write(piece)
            said = {**(about or {}), "sha256": digest.hexdigest(), "sealed": self.private}
            await into.set("metadata", said)
            await into.close()
        except PyMongoError as error:
            raise unreachable(error) from error
        except BaseException:
            await into.abort()
            raise
        return ObjectId(str(into._id)), digest.hexdigest()

    def _gridfs(self, stores: Stores) -> AsyncGridFSBucket:
        return AsyncGridFSBucket(stores.mongo[DATABASE], self.bucket)
