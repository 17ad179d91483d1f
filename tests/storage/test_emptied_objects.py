"""An object within a document that may be absent: begun whole, gone with its last part."""

from typing import Any

import pytest
from bson import ObjectId

from desktop_app.domain.errors import Invalid
from desktop_app.panels.openmineral.reports import collection
from desktop_app.storage import document_writes as documents

FILE = {"file_id": ObjectId(), "filename": "deal.pdf", "media_type": "application/pdf"}


def after(before: dict[str, Any], values: dict[str, Any]) -> Any:
    made = {"file": dict(before["file"]) if before.get("file") else None}
    changes = documents.edited(collection, values)
    for path, value in changes.items():
        documents.put(made, path, value)
    documents.settle(collection, before, made, changes)
    return made["file"]


def test_the_last_part_takes_the_object_along() -> None:
    assert after({"file": FILE}, {f"file.{name}": None for name in FILE}) is None
    left = after({"file": FILE}, {"file.media_type": None})
    assert left == {**FILE, "media_type": None}


def test_a_part_that_it_must_have_is_not_taken_alone() -> None:
    with pytest.raises(Invalid, match="File, file id must not be empty") as told:
        after({"file": FILE}, {"file.file_id": None})
    assert told.value.field == "file.file_id"


def test_what_is_begun_has_all_that_it_must_have() -> None:
    with pytest.raises(Invalid, match="File, file id must not be empty"):
        after({"file": None}, {"file.filename": "deal.pdf"})
    begun = {"file.filename": "deal.pdf", "file.file_id": FILE["file_id"]}
    assert after({"file": None}, begun) == {"filename": "deal.pdf", "file_id": FILE["file_id"]}


def test_what_a_platform_left_out_is_nobodys_fault() -> None:
    half = {"file": {"filename": "deal.pdf"}}
    assert after(half, {"file.filename": "other.pdf"}) == {"filename": "other.pdf"}
