"""Leaves of documents: what is told of one and typed again is the same value of the same kind."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import leaves
from desktop_app.domain.errors import Invalid

LEAVES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.booleans(),
    st.datetimes(timezones=st.just(UTC)),
    st.dates(),
    st.uuids(),
)


@given(LEAVES)
def test_a_leaf_told_and_typed_again_is_itself(
    value: str | float | Decimal | bool | datetime | date | UUID,
) -> None:
    again = leaves.read(leaves.said(value), leaves.kind(value))
    assert again == value
    assert type(again) is type(value)


@given(
    st.text(max_size=60), st.sampled_from([*leaves.STARTS, leaves.MOMENT, leaves.DAY, leaves.ID])
)
def test_whatever_is_typed_is_a_value_of_that_kind_or_refused_in_words(text: str, was: str) -> None:
    try:
        found = leaves.read(text, was)
    except Invalid:
        return
    assert was == leaves.NOTHING or leaves.kind(found) == was


def test_nothing_becomes_what_it_looks_like() -> None:
    for text, value in (("7", 7), ("1.5", 1.5), ("true", True), ("", None), ("07", "07")):
        assert leaves.guessed(text) == value
    with pytest.raises(Invalid, match="neither yes nor no"):
        leaves.read("perhaps", leaves.ANSWER)
    with pytest.raises(Invalid, match="is not an id"):
        leaves.read("x", leaves.ID)
