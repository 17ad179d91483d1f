"""What leaves the program as a file: its forms, and what is harmless in a spreadsheet."""

from dataclasses import dataclass
from enum import StrEnum

RUNS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins with one of these may be run as a formula by a spreadsheet."""
MASK = "••••"


class Format(StrEnum):
    CSV = "csv"
    JSON_LINES = "jsonl"
    XLSX = "xlsx"
    PARQUET = "parquet"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Progress:
    """`expected` is the planner's guess; nothing when it has none."""

    rows: int
    expected: int

    @property
    def fraction(self) -> float:
        return min(1.0, self.rows / self.expected) if self.expected else 0.0


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that is whole: it has its name only once everything is in it."""

    path: str
    rows: int
    size: int
    sha256: str


def harmless(text: str) -> str:
    """The text as no spreadsheet runs it."""
    return f"'{text}" if text.startswith(RUNS) else text
