"""What could be typed next: fields, operators, and the values that are known."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from desktop_app.domain.filter_columns import Columns, Named, find, said
from desktop_app.domain.filter_parts import (
    Atom,
    Column,
    FilterError,
    Part,
    Token,
    quoted,
    tokens,
    unquoted,
)
from desktop_app.domain.filter_values import NUMBERS, TIMES
from desktop_app.domain.filter_writing import PLAIN_NAME, PLAIN_VALUE
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.query import Kind

OPERATORS = (">=", "<=", ">", "<")
TIMES_SAID = ("today", "yesterday", "<7d", "<30d", ">30d", "<12mo")
MOST = 50
SHORTEST = 2
"""Letters of a word before it is taken for a value."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Put `text` in place of what stands from `start` to `end`; `label` is what people read."""

    start: int
    end: int
    text: str
    label: str


def complete(text: str, position: int, columns: Columns) -> tuple[Suggestion, ...]:
    position = max(0, min(position, len(text)))
    pieces = [token for token in tokens(text) if token.start < position]
    last = pieces[-1] if pieces else None
    if last is None or last.end < position or last.part in (Part.OPEN, Part.NOT, Part.LIKE):
        found = _fields("", position, position, columns)
    elif last.part in (Part.COLON, Part.COMPARE, Part.VALUE, Part.BROKEN):
        found = _values(pieces, position, columns)
    elif last.part in (Part.WORD, Part.FIELD, Part.OR, Part.AND):
        typed = text[last.start : position]
        end = last.end + (last.part is Part.FIELD)
        found = chain(
            _fields(typed, last.start, end, columns), _words(typed, last.start, end, columns)
        )
    else:
        found = iter(())
    return tuple(found)[:MOST]


def _fields(typed: str, start: int, end: int, columns: Columns) -> Iterator[Suggestion]:
    wanted = unquoted(typed).casefold()
    begins = [n for n, c in columns.items() if any(s.startswith(wanted) for s in said(n, c))]
    holds = [n for n, c in columns.items() if any(wanted in s for s in said(n, c))]
    for name in dict.fromkeys((*begins, *holds)):
        if columns[name].kind is Kind.SECRET:
            continue
        label = columns[name].label or spoken(name).capitalize()
        yield Suggestion(start, end, f"{_plain_name(name)}:", label)


def _words(typed: str, start: int, end: int, columns: Columns) -> Iterator[Suggestion]:
    """A known value without its field: “pend” may mean `status:pending`."""
    wanted = unquoted(typed).casefold()
    if len(wanted) < SHORTEST:
        return
    for name, column in columns.items():
        for text, label in _known(Named(name, Column(column.kind, column.words)), first=False):
            if column.words and label.casefold().startswith(wanted):
                field = column.label or spoken(name).capitalize()
                yield Suggestion(start, end, f"{_plain_name(name)}:{text}", f"{field}: {label}")


def _values(pieces: list[Token], position: int, columns: Columns) -> Iterator[Suggestion]:
    fields = [at for at, token in enumerate(pieces) if token.part is Part.FIELD]
    if not fields:
        return
    field = pieces[fields[-1]]
    try:
        named = find(Atom(unquoted(field.text), field.start, field.end), columns)
    except FilterError:
        return
    compared = any(token.part is Part.COMPARE for token in pieces[fields[-1] :])
    last = pieces[-1]
    open_ended = last.part in (Part.VALUE, Part.BROKEN)
    typed = last.text[: position - last.start] if open_ended else ""
    done, _, begun = typed.rpartition(",")
    start = last.start + len(done) + bool(done) if open_ended else last.end
    end = last.end if open_ended else position
    wanted = begun.strip('"').casefold()
    for text, label in _known(named, first=not typed and not compared):
        if label.casefold().startswith(wanted) or text.casefold().startswith(wanted):
            yield Suggestion(start, end, text, label)


def _known(named: Named, first: bool) -> Iterator[tuple[str, str]]:
    for word in named.column.words:
        yield (word if PLAIN_VALUE.fullmatch(word) else quoted(word)), spoken(word)
    for often in named.column.often:
        if often not in named.column.words:
            yield (often if PLAIN_VALUE.fullmatch(often) else quoted(often)), often
    if named.kind is Kind.YES_NO:
        yield "yes", "yes"
        yield "no", "no"
    if named.kind in TIMES:
        yield from ((each, each) for each in TIMES_SAID)
    if first and named.kind in (*NUMBERS, *TIMES):
        yield from ((each, each) for each in OPERATORS)
    if first:
        yield "none", "empty"


def _plain_name(name: str) -> str:
    return name if PLAIN_NAME.fullmatch(name) else quoted(name)
