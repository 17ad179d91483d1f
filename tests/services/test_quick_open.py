"""What quick open asks of a list is answered by an index, however long the list is.

So is what is asked of any list by a word: the server itself is looked at.
"""

import asyncio
import re

import psycopg
import pytest
from sqlalchemy import String, Table

from desktop_app import panels
from desktop_app.domain.query import Words
from desktop_app.services import quick_open
from desktop_app.services.quick_open import SUBJECTS, QuickOpen
from desktop_app.stack import Places
from desktop_app.storage.mongo import Documents
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import LONGEST_INDEXED
from tests.services.delivering import Mongo
from tests.services.test_desk import at_the_desk

LISTS = panels.load()
LONG_TEXT = {"multiverse.user_profiles"}
"""What is searched there has no beginning that anybody remembers."""
COLLECTIONS = [
    key
    for key, panel in LISTS.items()
    if isinstance(panel.source, Documents) and panel.source.searched and key not in LONG_TEXT
]
TABLES = [key for key in SUBJECTS if isinstance(LISTS[key].source, Sql)]


@pytest.mark.parametrize("key", TABLES)
def test_every_question_has_its_index(key: str) -> None:
    """Mutation: ask transactions for any part of a hash, which reads every month of them."""
    source = LISTS[key].source
    assert isinstance(source, Sql)
    what = "part" if isinstance(LISTS[key].sought("x"), Words) else "beginning"
    columns = [source.table.c[name] for name in source.searched]
    asked = [c.name for c in columns if isinstance(c.type, String) and "sealed" not in c.info]
    made = {str(index.name) for index in source.table.indexes}
    assert asked
    assert {f"{source.table.name}_{name}_{what}" for name in asked} <= made


@pytest.mark.parametrize("key", COLLECTIONS)
def test_a_document_is_found_by_how_its_name_begins(key: str) -> None:
    source = LISTS[key].source
    assert isinstance(source, Documents)
    assert source.beginnings[:1] == source.searched[:1]


def test_a_word_within_a_name_is_sought_among_few(
    places: Places, mongo: Mongo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mutation: ask for beginnings whatever the size, and the second word finds nothing."""
    assets = LISTS["multiverse.digital_assets"]
    made = {"asset_id": "sunset-villa", "name": "Sunset villa"}
    mongo.multiverse.digital_assets.insert_one(made)

    async def found(text: str) -> list[str]:
        async with at_the_desk(places) as desk:
            return [each.title for each in await QuickOpen(desk).find(assets, text)]

    try:
        assert asyncio.run(found("VILLA")) == asyncio.run(found("suns")) == ["Sunset villa"]
        monkeypatch.setattr(quick_open, "FEW", 0)
        assert asyncio.run(found("VILLA")) == []
        assert asyncio.run(found("suns")) == ["Sunset villa"]
    finally:
        mongo.multiverse.digital_assets.delete_one({"asset_id": "sunset-villa"})


def _unserved(connection: psycopg.Connection) -> set[str]:
    """What is searched in the tables, and has not the indexes that its words are found by."""
    there = connection.execute(
        "SELECT indrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indisvalid AND indpred IS NULL"
    ).fetchall()
    led = {
        (place, *found.groups())
        for place, text in there
        if (found := re.search(r"\(lower\(\(?(\w+)\)?(?:::text)?\) (\w+)", text))
    }
    return {
        f"{source.place}.{name} {ops}"
        for source in (panel.source for panel in LISTS.values())
        if isinstance(source, Sql)
        for name in source.searched
        for ops in _wanted(source.table, name)
        if (source.place, name, ops) not in led
    }


def _wanted(table: Table, name: str) -> list[str]:
    """Parts of words, but of what is written more often than sought; beginnings, if it is short."""
    kind = table.c[name].type
    assert isinstance(kind, String)
    short = kind.length is not None and kind.length <= LONGEST_INDEXED
    parts = [] if "partitioned" in table.info else ["gin_trgm_ops"]
    return [*parts, *(["text_pattern_ops"] if short else [])]


def test_whatever_is_searched_has_its_index(administrator: psycopg.Connection) -> None:
    """And an index that goes missing is missed."""
    assert _unserved(administrator) == set()
    administrator.execute(
        "DROP INDEX multiverse.users_full_name_part, passa.events_title_beginning"
    )
    assert _unserved(administrator) == {
        "multiverse.users.full_name gin_trgm_ops", "passa.events.title text_pattern_ops",
    }  # fmt: skip
