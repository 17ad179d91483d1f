"""The sealed fields of documents, each replaced where it still lies as it was read."""

from collections.abc import Iterator, Mapping
from typing import Any

from desktop_app.services.resealing import Resealing
from desktop_app.storage.document_writes import at
from desktop_app.storage.shapes import Collection, declared


def places(work: Resealing) -> Iterator[tuple[str, Iterator[int]]]:
    for collection in declared():
        for path, data_class in sorted(collection.sealed.items()):
            if data_class == work.data_class and not collection.per_tenant:
                yield f"{collection}.{path}", _field(work, collection, path)


def _field(work: Resealing, collection: Collection, path: str) -> Iterator[int]:
    place, done = f"{collection}.{path}", 0
    found = work.mongo[collection.database][collection.name]
    for document in _documents(work, collection, path):
        old, as_text = bytes(at(document, f"{path}_sealed")), isinstance(at(document, path), str)
        made = work.anew(place, document[collection.key], old, as_text=as_text)
        if made is None:
            continue
        same = {"_id": document["_id"], f"{path}_sealed": old}
        change = {"$set": {f"{path}_sealed": made[0], f"{path}_index": made[1]}}
        # A document that breaks another rule already must not keep its old key for that.
        moved = found.update_one(same, change, bypass_document_validation=True)
        done += moved.modified_count
    if done:
        work.note(place, done)
    yield done


def _documents(work: Resealing, collection: Collection, path: str) -> Iterator[Mapping[str, Any]]:
    shown = {path: 1, f"{path}_sealed": 1, collection.key: 1}
    there = {f"{path}_sealed": {"$type": "binData"}}
    for document in work.mongo[collection.database][collection.name].find(there, shown):
        if not bytes(at(document, f"{path}_sealed")).startswith(work.header):
            yield document
