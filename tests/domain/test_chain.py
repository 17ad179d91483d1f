"""The chain's arithmetic: entries follow from one another, and a fault names what it can."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.chain import (
    COLUMNS,
    ERASED,
    NOTHING,
    START,
    Entry,
    Head,
    Texts,
    fault,
    linked,
    made,
)

TEXTS = st.binary(max_size=20).map(lambda raw: raw.hex().encode())
ROWS = st.lists(st.tuples(*[TEXTS] * len(COLUMNS)), min_size=1, max_size=5)


def entries(rows: list[tuple[bytes, ...]]) -> list[Entry]:
    return made(7, START, [bytes([at]) * 16 for at in range(len(rows))], rows)


def texts(row: tuple[bytes, ...]) -> Texts:
    return [*row[:3], b"\t".join(row[3:])]


@given(ROWS)
def test_what_was_chained_is_whole_and_linked(rows: list[tuple[bytes, ...]]) -> None:
    before = START
    for number, (entry, row) in enumerate(zip(entries(rows), rows, strict=True), 8):
        assert (entry.number, entry.hash) == (number, linked(before, entry.digest))
        assert fault(entry, texts(row)) is None
        before = entry.hash


@given(ROWS, st.integers(0, len(COLUMNS) - 1))
def test_a_changed_column_is_named(rows: list[tuple[bytes, ...]], at: int) -> None:
    entry, row = entries(rows)[0], list(rows[0])
    row[at] += b"x"
    found = fault(entry, texts(tuple(row)))
    assert found is not None
    assert (found.entry, found.column) == (8, COLUMNS[at])


@given(ROWS)
def test_an_entry_from_before_a_column_was_added_still_holds(
    rows: list[tuple[bytes, ...]],
) -> None:
    earlier = [row[:-2] for row in rows]
    entry = entries(earlier)[0]
    assert fault(entry, texts(rows[0])) is None
    assert fault(entry, texts((*rows[0][:-3], b"other", *rows[0][-2:]))) is not None


def test_an_erased_row_holds_only_as_an_erasure_leaves_it() -> None:
    row = (b'{"name": "Ada"}', NOTHING, b"Because", *(b"x" for _ in COLUMNS[3:]))
    entry = entries([row])[0]._replace(salt=None)
    left = (ERASED[0], NOTHING, ERASED[2], *row[3:])
    assert fault(entry, texts(left)) is None
    assert fault(entry, texts((b'{"name": "Eve"}', *left[1:]))) is not None
    assert fault(entry, texts((*left[:3], b"y", *left[4:]))) is not None


def test_what_is_signed_is_all_of_a_head() -> None:
    head = Head(5, START, 6, 7, "now")
    others = (
        replace(head, number=6),
        replace(head, hash=b"x" * 32),
        replace(head, transaction=7),
        replace(head, row_number=8),
        replace(head, at="then"),
    )
    assert len({head.signed, *(each.signed for each in others)}) == 6
