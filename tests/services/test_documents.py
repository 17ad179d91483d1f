"""Documents of records: sealed on the way, listed by whose they are, opened as they were stored."""

import hashlib
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from bson import ObjectId

from desktop_app.domain.errors import Conflict, Gone, Invalid
from desktop_app.domain.query import Op, Query, Where
from desktop_app.domain.writes import Act
from desktop_app.services import documents
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from desktop_app.storage.files import DATABASE
from desktop_app.storage.filing import LARGEST, PUT_BACK, REMOVE
from tests.services.act_people import People
from tests.services.act_rows import Rows
from tests.services.delivering import Mongo
from tests.services.test_desk import run
from tests.services.test_desk_documents import Delivering

EVIDENCE, PICTURES = "files.evidence", "files.property_images"
CONTENT = b"%PDF-1.7 what was found " * 20_000


def owner() -> str:
    return f"openmineral.deals/{uuid4().int % 10**9}"


async def added(desk: Desk, panel: str, of: str, content: bytes = CONTENT) -> documents.Document:
    assert await documents.add(desk, desk.panels[panel], of, "found.pdf", content, uuid4())
    (document,) = await documents.of_record(desk, of)
    return document


def test_a_document_is_stored_sealed_listed_and_opened(
    places: Places, rows: Rows, mongo: Mongo
) -> None:
    of = owner()

    async def work(desk: Desk) -> None:
        async with Delivering(places):
            document = await added(desk, EVIDENCE, of)
        assert (document.panel, document.name) == (EVIDENCE, "found.pdf")
        assert document.kind == "application/pdf"
        pieces = list(mongo[DATABASE]["evidence.chunks"].find({"files_id": document.key}))
        assert len(pieces) == 2
        assert not any(b"found" in piece["data"] for piece in pieces)
        assert await documents.opened(desk, document, of) == CONTENT
        assert await documents.of_record(desk, owner()) == ()
        trail = rows.run(
            "SELECT after ->> 'what', reason FROM backoffice.audit_log"
            " WHERE place = %s AND row_key = %s AND action = 'event'",
            EVIDENCE,
            str(document.key),
        )
        assert trail == ("open", f"Opened with {of}")

    run(work, places)


def test_the_same_command_stores_one_file(places: Places) -> None:
    of, command = owner(), uuid4()

    async def work(desk: Desk) -> None:
        panel = desk.panels[PICTURES]
        async with Delivering(places):
            await documents.add(desk, panel, of, "a.png", b"one", command)
            with pytest.raises(Invalid, match="used for another command"):
                await documents.add(desk, panel, of, "a.png", b"two", command)
        assert len(await documents.of_record(desk, of)) == 1

    run(work, places)


def test_a_document_is_put_away_and_back_and_stays_whole(places: Places, rows: Rows) -> None:
    """Mutation: take `REMOVED` out of `PUT_AWAY`."""
    of = owner()

    async def work(desk: Desk) -> None:
        panel = desk.panels[EVIDENCE]

        async def listed() -> int:
            where = Where("metadata.owner", Op.EQUAL, of)
            return len((await desk.list(panel, Query(EVIDENCE, where, panel.sort))).rows)

        async with Delivering(places):
            document = await added(desk, EVIDENCE, of)
            away = Act(EVIDENCE, REMOVE, (document.key,), {"reason": "Another person's."})
            with pytest.raises(Invalid, match="removed for a reason"):
                await desk.do(Act(EVIDENCE, REMOVE, (document.key,)))
            await desk.do(away)
            with pytest.raises(Conflict, match="removed already"):
                await desk.do(away)
            (removed,) = await documents.of_record(desk, of)
            assert removed.removed is not None
            assert await listed() == 0
            assert await documents.opened(desk, removed, of) == CONTENT
            await desk.do(Act(EVIDENCE, PUT_BACK, (document.key,)))
            with pytest.raises(Gone):
                await desk.do(Act(EVIDENCE, PUT_BACK, (ObjectId(),)))
        assert await documents.of_record(desk, of) == (document,)
        assert await listed() == 1
        told = rows.run(
            "SELECT array_agg(reason ORDER BY number) FROM backoffice.audit_log"
            " WHERE place = %s AND row_key = %s AND action = 'edit'",
            EVIDENCE,
            str(document.key),
        )
        assert told == (["Another person's.", None],)

    run(work, places)


def broken(mongo: Mongo, bucket: str, key: ObjectId, **about: Any) -> None:
    """Somebody with a login of the store's own changes what lies there."""
    database = mongo[DATABASE]
    database[f"{bucket}.chunks"].update_one(
        {"files_id": key, "n": 0}, {"$set": {"data": b"\x01 another"}}
    )
    told = {f"metadata.{name}": value for name, value in about.items()}
    database[f"{bucket}.files"].update_one({"_id": key}, {"$set": {"length": 9, **told}})


def test_what_was_changed_in_the_store_is_named_and_not_shown(places: Places, mongo: Mongo) -> None:
    """Also where whoever changed it wrote a fitting SHA-256 beside it."""

    async def work(desk: Desk) -> None:
        of = owner()
        async with Delivering(places):
            document = await added(desk, PICTURES, of, b"a picture")
        broken(mongo, "property-images", document.key)
        with pytest.raises(Invalid, match=r"“found.pdf”: .*SHA-256 differs"):
            await documents.opened(desk, document, of)
        held = hashlib.sha256(b"\x01 another").hexdigest()
        broken(mongo, "property-images", document.key, sha256=held)
        with pytest.raises(Invalid, match=r"“found.pdf” is not what was stored: the trail"):
            await documents.opened(desk, document, of)

    run(work, places)


def test_what_is_too_large_or_empty_is_refused_by_name(places: Places) -> None:
    async def work(desk: Desk) -> None:
        panel = desk.panels[PICTURES]
        for content, why in ((b"", "“x.png” is empty"), (bytes(LARGEST), "“x.png” is too large")):
            with pytest.raises(Invalid, match=why):
                await documents.add(desk, panel, owner(), "x.png", content, uuid4())

    run(work, places)


def test_who_may_not_look_into_a_bucket_is_given_no_key(people: People, rows: Rows) -> None:
    """Around the program, with the person's own credentials."""
    ask = "SELECT backoffice.file_request(%s, %s, 'x')"
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=r"evidence:read"):
        people["trader"].execute(ask, (EVIDENCE, str(ObjectId())))
    found = people["compliance"].execute(ask, (EVIDENCE, str(ObjectId()))).fetchone()
    assert found is not None
    fetch = "SELECT * FROM backoffice.file_fetch(%s, 1)"
    assert people["compliance"].execute(fetch, found).fetchone()
    for other in ("trader", "compliance 2"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="not open to you"):
            people[other].execute(fetch, found)
    people["compliance"].execute("BEGIN")
    within = people["compliance"].execute(ask, (EVIDENCE, str(ObjectId()))).fetchone()
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="not open to you"):
        people["compliance"].execute(fetch, within)
    people["compliance"].execute("ROLLBACK")
    send = "SELECT backoffice.send(%s, 'create', %s, gen_random_uuid(), false)"
    intent = '{"v": 1, "create": {"panel": "files.evidence", "values": {}}}'
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=r"evidence:write"):
        people["trader"].execute(send, (EVIDENCE, intent))
