"""An address reads as one line, and what is none stays what it is."""

from typing import Any

import pytest

from desktop_app.domain import postal

HOUSE = {"street": "181 Pine St", "city": "Seattle", "state": "WA", "zip_code": "98101"}


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ({**HOUSE, "country": "USA"}, "181 Pine St, Seattle WA"),
        ({"street": "Rua Augusta 9", "city": "Lisboa", "country": "Portugal"},
         "Rua Augusta 9, Lisboa, Portugal"),
        ({"city": "Lisboa"}, "Lisboa"),
        ({"city": "Oslo", "state": "Oslo", "country": "Norway"}, "Oslo, Norway"),
        ({"street": None, "city": " "}, ""),
        ({"country": "Portugal"}, ""),
        ({**HOUSE, "geo": [1, 2]}, ""),
        ({1: "Lisboa"}, ""),
        ("181 Pine St", ""),
        (None, ""),
    ],
)  # fmt: skip
def test_an_address_reads_as_one_line(stored: Any, said: str) -> None:
    assert postal.line(stored) == said
