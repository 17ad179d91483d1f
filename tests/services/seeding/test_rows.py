"""Rows, before any server sees them: the same however the work is divided."""

from typing import Any

import pytest
from bson import Decimal128

from desktop_app import panels
from desktop_app.services.seeding.batch import CHUNK, Batch, DocumentBatch
from desktop_app.services.seeding.catalog import all_batches
from desktop_app.services.seeding.sizes import ROWS, SIZES
from desktop_app.storage.shapes import declared
from desktop_app.storage.tables import metadata
from tests.services.seeding.ground import world

panels.load()
BATCHES = all_batches()
PLACES = [batch.place for batch in BATCHES]


def made(batch: Batch | DocumentBatch, start: int, stop: int, **of: Any) -> list[Any]:
    here = world("medium", **of)
    make = batch.rows if isinstance(batch, Batch) else batch.documents
    return list(make(here, start, stop))


def plain(batch: Batch | DocumentBatch, row: Any) -> Any:
    """Without what is sealed, which never looks the same twice."""
    if isinstance(batch, DocumentBatch):
        return {k: v for k, v in row.items() if k not in ("database_config",)}
    return [v for name, v in zip(batch.columns, row, strict=True) if not name.endswith("_sealed")]


@pytest.mark.parametrize("batch", BATCHES, ids=PLACES)
def test_a_chunk_is_the_same_alone_and_whole(batch: Batch | DocumentBatch) -> None:
    count = batch.count("medium")
    start = (count - 1) // CHUNK * CHUNK
    once, again = (made(batch, start, count) for _ in range(2))
    assert len(once) == count - start
    assert [plain(batch, row) for row in once] == [plain(batch, row) for row in again]


@pytest.mark.parametrize("batch", BATCHES, ids=PLACES)
def test_rows_have_a_value_for_each_column(batch: Batch | DocumentBatch) -> None:
    if isinstance(batch, Batch):
        (row, *_) = made(batch, 0, min(batch.count("medium"), 3))
        assert len(row) == len(batch.columns)
        assert set(batch.columns) <= set(batch.table.c.keys())
    else:
        (document, *_) = made(batch, 0, min(batch.count("medium"), 3))
        batch.collection.shape.model_validate(readable(document))


def readable(value: Any) -> Any:
    """MongoDB's decimals as Python's, which the shape names."""
    match value:
        case dict():
            return {name: readable(each) for name, each in value.items()}
        case list():
            return [readable(each) for each in value]
        case Decimal128():
            return value.to_decimal()
    return value


def test_every_table_and_collection_of_the_platforms_is_seeded() -> None:
    """But for the back office's own, which staff and the worker fill."""
    tables = {t.fullname for t in metadata.sorted_tables if t.schema != "backoffice"}
    collections = {str(each) for each in declared()}
    assert tables | collections <= set(PLACES)


@pytest.mark.parametrize(
    ("size", "low", "high"),
    [*zip(SIZES, (4_000, 900_000, 12_000_000), (8_000, 1_500_000, 20_000_000), strict=True)],
)
def test_sizes_are_about_what_is_promised(size: Any, low: int, high: int) -> None:
    assert low <= sum(batch.count(size) for batch in BATCHES) <= high


def test_large_has_the_promised_transactions_and_users() -> None:
    assert ROWS["passa.transactions"][2] >= 5_000_000
    assert ROWS["passa.users"][2] >= 1_000_000


def test_references_come_after_what_they_name() -> None:
    at = {place: n for n, place in enumerate(PLACES)}
    for table in metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            other = constraint.referred_table.fullname
            if table.fullname in at and other in at and other != table.fullname:
                assert at[other] < at[table.fullname], (table.fullname, other)
