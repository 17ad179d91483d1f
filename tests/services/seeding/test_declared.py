"""Every platform's rows: what their tables allow, and the same however they are cut."""

import pytest

from desktop_app.services.seeding import nexus_mint, passa, prismicx
from desktop_app.services.seeding.batch import Batch
from tests.services.seeding.ground import world
from tests.services.seeding.plain_rows import BATCHES, breaches, comparable, rows_of, some_rows

FREE = [each.place for own in (nexus_mint, passa, prismicx) for each in own.BATCHES
        if isinstance(each, Batch)]  # fmt: skip
"""Those whose rows do not even depend on where a chunk begins, which the others may."""


@pytest.mark.parametrize("size", ["small", "medium", "large"])
@pytest.mark.parametrize("place", BATCHES)
def test_rows_are_as_declared(place: str, size: str) -> None:
    made = some_rows(BATCHES[place], world(size))  # type: ignore[arg-type]
    assert made
    assert breaches(BATCHES[place], made) == []


@pytest.mark.parametrize("place", FREE)
def test_a_seed_gives_the_same_rows_however_they_are_cut(place: str) -> None:
    batch, again = BATCHES[place], world()
    count = batch.count("small")
    pieces = [row for at in range(0, count, 7) for row in batch.rows(again, at, min(at + 7, count))]
    assert comparable(batch, rows_of(batch, world(), 0)) == comparable(batch, pieces)
