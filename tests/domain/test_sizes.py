"""Amounts of bytes, as they are written and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import sizes


@pytest.mark.parametrize(
    ("count", "about", "exactly"),
    [
        (0, "0 bytes", "0 bytes"),
        (1023, "1,023 bytes", "1,023 bytes"),
        (1536, "1.5 KiB", "1.5 KiB"),
        (64 * 2**20, "64 MiB", "64 MiB"),
        (2**30, "1.0 GiB", "1 GiB"),
        (2**30 + 1, "1.0 GiB", "1,073,741,825 bytes"),
        (5 * 2**28, "1.2 GiB", "1.25 GiB"),
        (3 * 2**50, "3,072 TiB", "3,072 TiB"),
    ],
)
def test_an_amount_in_words(count: int, about: str, exactly: str) -> None:
    assert sizes.said(count) == about
    assert sizes.exactly(count) == exactly


@given(st.integers(0, 2**63 - 1))
def test_what_is_said_exactly_is_read_back(count: int) -> None:
    assert sizes.read(sizes.exactly(count)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (" 2 GiB ", 2**31),
        ("1.5g", 3 * 2**29),
        ("1,048,576", 2**20),
        ("500 mb", 500 * 2**20),
        ("5 apples", None),
        ("-1 GiB", None),
        ("", None),
        ("1.5.2 GiB", None),
    ],
)
def test_what_people_write_is_understood(text: str, count: int | None) -> None:
    assert sizes.read(text) == count
