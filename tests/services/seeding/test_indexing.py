"""Indexes that are left out while a table is filled: the same ones stand there afterwards."""

import psycopg
import pytest

from desktop_app import panels
from desktop_app.services import schema
from desktop_app.services.seeding import indexing, load
from desktop_app.stack import Places

PARTITIONED = "passa.transactions"
UNIQUE = "passa.tickets"
AS_THEY_ARE = """
SELECT i.indrelid::regclass::text, c.relname, a.amname, i.indisunique, i.indisvalid,
       i.indkey::text, i.indclass::text, i.indoption::text, i.indpred IS NOT NULL
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
WHERE i.indrelid = %(place)s::regclass
    OR i.indrelid IN (SELECT relid FROM pg_partition_tree(%(place)s::regclass))
ORDER BY 1, 2
"""


def indexes(sql: psycopg.Connection, place: str) -> list[tuple[object, ...]]:
    return sql.execute(AS_THEY_ARE, {"place": place}).fetchall()


@pytest.mark.parametrize("place", [PARTITIONED, UNIQUE])
def test_what_was_left_out_is_built_again(sql: psycopg.Connection, place: str) -> None:
    sql.execute("SET search_path = extensions")
    before = indexes(sql, place)
    left_out = indexing.set_aside(sql, place, indexing.WORTH)
    meanwhile = indexes(sql, place)
    indexing.build(sql, left_out)
    assert len(left_out) > 5
    assert len(meanwhile) <= len(before) - len(left_out)
    assert any("pkey" in str(name) for _, name, *_ in meanwhile)
    assert indexes(sql, place) == before


def test_few_rows_are_not_worth_it(sql: psycopg.Connection) -> None:
    assert indexing.set_aside(sql, UNIQUE, indexing.WORTH - 1) == []


@pytest.mark.sample
def test_whoever_breaks_off_leaves_every_index(
    seeded: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cut(Exception):
        pass

    def cut(at: load.Progress) -> None:
        if at.place == f"the indexes of {PARTITIONED}":
            raise Cut

    monkeypatch.setattr(indexing, "WORTH", 1)
    with psycopg.connect(seeded.postgres, autocommit=True) as sql:
        before = indexes(sql, PARTITIONED)
        with pytest.raises(Cut):
            load.seed(seeded, "small", 1, tell=cut)
        assert indexes(sql, PARTITIONED) == before
        assert load.seed(seeded, "small", 1).went_on
        assert indexes(sql, PARTITIONED) == before
    assert schema.check(seeded, panels.load()) == []
