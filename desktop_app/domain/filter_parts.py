"""The pieces of a filter line: what a column is to it, its tokens, and what can be wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

from desktop_app.domain.errors import Invalid
from desktop_app.domain.query import Kind


@dataclass(frozen=True, slots=True)
class Column:
    """`words` are the values it may have, if they are known; `items` what its list holds.

    `often` are some of the values that it has, to be offered while one types. One that is
    `beside` the list can be asked about and is no column of it.
    """

    kind: Kind
    words: tuple[str, ...] = ()
    label: str = ""
    items: Kind = Kind.TEXT
    often: tuple[str, ...] = ()
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong from `start` to `end`, and what might have been meant."""

    start: int
    end: int
    sentence: str
    suggestions: tuple[str, ...] = ()


class FilterError(Invalid):
    """The filter line cannot be understood; `mistake` says where and why."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.sentence)
        self.mistake = mistake


class Part(StrEnum):
    NOT = auto()
    LIKE = auto()
    FIELD = auto()
    COLON = auto()
    COMPARE = auto()
    VALUE = auto()
    WORD = auto()
    OR = auto()
    AND = auto()
    OPEN = auto()
    CLOSE = auto()
    BROKEN = auto()


@dataclass(frozen=True, slots=True)
class Token:
    part: Part
    start: int
    end: int
    text: str


QUOTED = r'"(?:\\.|[^"\\])*"'
SPACE = re.compile(r"\s+")
FIELD = re.compile(rf'(?:{QUOTED}|[^\s():"\\]+)(?=:)', re.DOTALL)
COMPARE = re.compile(r">=|<=|!=|>|<|=")
VALUE = re.compile(rf'(?:{QUOTED}|\\.|[^\s()"\\])+', re.DOTALL)
WORD = re.compile(rf'{QUOTED}|(?:\\.|[^\s()":\\])+', re.DOTALL)
SIGNS = {"(": Part.OPEN, ")": Part.CLOSE, "-": Part.NOT}
JOINS = {"or": Part.OR, "and": Part.AND}


def tokens(text: str) -> tuple[Token, ...]:
    """The line in pieces, for colouring too: whatever is typed, it comes apart somehow."""
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        if space := SPACE.match(text, at):
            at = space.end()
            continue
        for token in _next(text, at):
            yield token
            at = token.end


def _next(text: str, at: int) -> Iterator[Token]:
    def token(part: Part, start: int, end: int) -> Token:
        return Token(part, start, end, text[start:end])

    if sign := SIGNS.get(text[at]):
        yield token(sign, at, at + 1)
    elif text[at] == "~" and FIELD.match(text, at + 1):
        yield token(Part.LIKE, at, at + 1)
    elif field := FIELD.match(text, at):
        yield token(Part.FIELD, at, field.end())
        at = field.end() + 1
        yield token(Part.COLON, at - 1, at)
        if compare := COMPARE.match(text, at):
            at = compare.end()
            yield token(Part.COMPARE, compare.start(), at)
        if value := VALUE.match(text, at):
            at = value.end()
            yield token(Part.VALUE, value.start(), at)
        if text[at : at + 1] in ('"', "\\"):
            yield token(Part.BROKEN, at, len(text))
    elif word := WORD.match(text, at):
        yield token(JOINS.get(word.group().lower(), Part.WORD), at, word.end())
    else:
        yield token(Part.BROKEN, at, at + 1 if text[at] == ":" else len(text))


@dataclass(frozen=True, slots=True)
class Atom:
    """One value as typed; `literal` if it was quoted or escaped: then no word is special."""

    text: str
    start: int
    end: int
    literal: bool = False

    def wrong(self, sentence: str, *suggestions: str) -> FilterError:
        return FilterError(Mistake(self.start, self.end, sentence, suggestions))


def unquoted(raw: str) -> str:
    """The text that quotes and backslashes stand for."""
    inner = raw[1:-1] if raw.startswith('"') else raw
    return re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL)


def quoted(text: str) -> str:
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'
