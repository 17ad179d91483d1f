"""A question to a store, in words that no store owns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

Row = Mapping[str, Any]


class Kind(StrEnum):
    """What a value is to the person who reads it."""

    TEXT = auto()
    NUMBER = auto()
    MONEY = auto()
    MOMENT = auto()
    DAY = auto()
    STATE = auto()
    YES_NO = auto()
    REFERENCE = auto()
    GEO_POINT = auto()
    LIST = auto()
    JSON = auto()
    SECRET = auto()
    FILE = auto()


@dataclass(frozen=True, slots=True)
class Query:
    """The newest rows first unless it says otherwise."""

    sort: str = ""
    descending: bool = True
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Row]
    more: bool
