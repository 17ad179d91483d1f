"""Files in private buckets under the next key: the same document, proved as before.

Mutations: leave the files out; leave out what the trail is told before; seal anew what is not what
the trail knows; read a file once only; know the new side of a file alone.
"""

import asyncio
import hashlib
from typing import Any

import psycopg
import pytest
from bson import ObjectId
from gridfs import AsyncGridFSBucket

from desktop_app.domain.errors import Invalid
from desktop_app.services import documents, key_rotation, resealing_files
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from desktop_app.storage.files import DATABASE
from tests.services.act_rows import Rows
from tests.services.delivering import Mongo
from tests.services.test_desk import run
from tests.services.test_desk_documents import Delivering
from tests.services.test_documents import CONTENT, EVIDENCE, added, broken, owner
from tests.services.test_key_rotation import vault
from tests.services.test_reveal_documents import keys


def rotate(places: Places) -> key_rotation.Rotated:
    return key_rotation.rotate(places, keys(places), "business")


def held(mongo: Mongo, key: ObjectId) -> bytes:
    pieces = mongo[DATABASE]["evidence.chunks"].find({"files_id": key}).sort("n")
    return b"".join(piece["data"] for piece in pieces)


def test_a_private_file_moves_under_the_next_key(
    places: Places, rows: Rows, mongo: Mongo, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = owner()

    async def work(desk: Desk) -> None:
        async with Delivering(places):
            document = await added(desk, EVIDENCE, of)
        before = held(mongo, document.key)
        await asyncio.to_thread(rotate, places)
        assert (await asyncio.to_thread(rotate, places)).values >= 1
        after = held(mongo, document.key)
        assert after.startswith(vault(places).header("business"))
        assert len(after) == len(before)
        assert not before.startswith(after[:5])
        assert await documents.opened(desk, document, of) == CONTENT
        entry = mongo[DATABASE]["evidence.files"].find_one({"_id": document.key})
        assert entry is not None
        assert entry["metadata"]["sha256"] == hashlib.sha256(after).hexdigest()
        asked = (
            "SELECT after ->> 'sha256' FROM backoffice.audit_log WHERE place = %s AND row_key = %s"
            " AND after ->> 'what' = 'sealed anew' ORDER BY number DESC LIMIT 1"
        )
        assert rows.run(asked, EVIDENCE, str(document.key)) == (entry["metadata"]["sha256"],)
        await _opened_while_it_moves(desk, document, of, places, monkeypatch)

    run(work, places)


async def _opened_while_it_moves(
    desk: Desk,
    document: documents.Document,
    of: str,
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between its entry and its pieces it is sealed anew: then it is read once more."""
    opening, moved = AsyncGridFSBucket.open_download_stream, list[key_rotation.Rotated]()

    async def meanwhile(self: Any, *given: Any, **more: Any) -> Any:
        out = await opening(self, *given, **more)
        if not moved:
            moved.append(await asyncio.to_thread(rotate, places))
        return out

    with monkeypatch.context() as patch:
        patch.setattr(AsyncGridFSBucket, "open_download_stream", meanwhile)
        assert await documents.opened(desk, document, of) == CONTENT
    assert moved[0].values >= 1


def test_a_rotation_cut_off_between_the_two_stores(
    places: Places, mongo: Mongo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trail knows already what the file is not yet; it opens, and is sealed anew later."""
    of = owner()

    def cut(*_given: Any) -> int:
        raise ConnectionError("killed")

    async def work(desk: Desk) -> None:
        async with Delivering(places):
            document = await added(desk, EVIDENCE, of)
        with monkeypatch.context() as patch:
            patch.setattr(resealing_files, "_stored", cut)
            with pytest.raises(ConnectionError):
                await asyncio.to_thread(rotate, places)
        assert await documents.opened(desk, document, of) == CONTENT
        assert (await asyncio.to_thread(rotate, places)).values >= 1
        assert held(mongo, document.key).startswith(vault(places).header("business"))
        assert await documents.opened(desk, document, of) == CONTENT

    run(work, places)


def test_both_sides_are_known_when_the_storing_has_left_the_trail(
    administrator: psycopg.Connection[Any],
) -> None:
    """A closed month is archived; a file cut off between the stores still is what it was."""
    key = str(ObjectId())
    administrator.execute(
        "INSERT INTO backoffice.audit_log (place, row_key, action, after) VALUES (%s, %s, 'event',"
        """ '{"what": "sealed anew", "was": "first", "sha256": "second"}')""",
        (EVIDENCE, key),
    )
    asked = "SELECT backoffice.file_known(%s, %s)"
    assert administrator.execute(asked, (EVIDENCE, key)).fetchone() == (["first", "second"],)
    assert administrator.execute(asked, (EVIDENCE, "none")).fetchone() == (None,)


def test_a_rotation_does_not_make_good_what_was_changed(places: Places, mongo: Mongo) -> None:
    """Although it opens and a fitting SHA-256 is beside it: the trail has another."""
    of = owner()

    async def work(desk: Desk) -> None:
        async with Delivering(places):
            document = await added(desk, EVIDENCE, of, b"what was found")
        name = "files.evidence.content"
        forged = vault(places).seal("business", name, str(document.key), b"something else").sealed
        pieces = mongo[DATABASE]["evidence.chunks"]
        pieces.update_one({"files_id": document.key}, {"$set": {"data": forged}})
        told = {"length": len(forged), "metadata.sha256": hashlib.sha256(forged).hexdigest()}
        mongo[DATABASE]["evidence.files"].update_one({"_id": document.key}, {"$set": told})
        for _ in range(2):
            done = await asyncio.to_thread(rotate, places)
        (said,) = (line for line in done.aside if str(document.key) in line)
        assert "not what was stored" in said
        assert held(mongo, document.key) == forged
        with pytest.raises(Invalid, match="is not what was stored"):
            await documents.opened(desk, document, of)
        broken(mongo, "evidence", document.key)
        done = await asyncio.to_thread(rotate, places)
        assert any(str(document.key) in line for line in done.aside)

    run(work, places)
