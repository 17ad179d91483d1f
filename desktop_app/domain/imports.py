"""Rows of a file on their way into a list: what each line comes to, and how a sheet was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from desktop_app.domain.exports import RUNS
from desktop_app.domain.writes import Write


class Outcome(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    SKIP = "skip"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`lines` are the rows with their line's number in the file; `read_as` says how, in words."""

    name: str
    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    read_as: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """For every heading the field it fills, or nothing.

    A line is an update where a record has the same `match` fields; without any, all are new.
    """

    fields: tuple[str, ...]
    match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """`before` holds the cells that an update changes, as they were."""

    number: int
    outcome: Outcome
    write: Write | None = None
    sentence: str = ""
    column: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    key: Any = None


def counted(lines: tuple[Line, ...]) -> dict[Outcome, int]:
    return {each: sum(line.outcome is each for line in lines) for each in Outcome}


def as_it_was(text: str) -> str:
    """A cell that an export made harmless for spreadsheets, without the sign that did it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RUNS) else text


def alike(words: str) -> str:
    """A heading or a field's name, so that `E-mail` and `email` are the same."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())
