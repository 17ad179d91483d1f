"""What is asked of one field: everything that may stand after its colon."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from desktop_app.domain.filter_columns import Named
from desktop_app.domain.filter_normal import backwards
from desktop_app.domain.filter_parts import QUOTED, Atom, FilterError, Mistake, Token, unquoted
from desktop_app.domain.filter_values import (
    NUMBER,
    NUMBERS,
    TIMES,
    UNORDERED,
    place,
    value,
)
from desktop_app.domain.geo import Circle
from desktop_app.domain.moments import Ago
from desktop_app.domain.query import Any_, Condition, Kind, Not, Op, Where

TEXTS = (Kind.TEXT, Kind.STATE, Kind.REFERENCE, Kind.FILE, Kind.JSON)
PLAIN = re.compile(r'(?:\\.|[^,"\\])+', re.DOTALL)
BEFORE_DOTS = re.compile(r'(?:\\.|(?!\.\.)[^,"\\])+', re.DOTALL)
GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)", re.ASCII)
JSON_RANGE = re.compile(rf"(?:{NUMBER.pattern})?\.\.(?:{NUMBER.pattern})?")


@dataclass(frozen=True, slots=True)
class Item:
    """`a`, `a..b`, `a..` or `..b`; `starts` is the `^` of a beginning."""

    low: Atom | None
    high: Atom | None = None
    ranged: bool = False
    starts: bool = False

    @property
    def one(self) -> Atom:
        atom = self.low or self.high
        assert atom is not None
        return atom


def test(
    named: Named, like: Token | None, compare: Token | None, given: Token, zone: tzinfo
) -> Condition:
    _allowed(named, like, compare, given)
    op = compare.text if compare else ""
    if not op and not like and _says_empty(given.text, named):
        return Where(named.name, Op.EMPTY)
    if named.kind is Kind.GEO_POINT:
        return _near(named, given)
    items = list(_items(given, named, commas_divide=op in ("", "=", "!="), like=bool(like)))
    if like:
        return Any_(tuple(_like(named, item) for item in items))
    if op in ("", "=", "!="):
        made = Any_(tuple(_equal(named, item, zone, exactly=bool(op)) for item in items))
        return Not(made) if op == "!=" else made
    (item,) = items if len(items) == 1 else (None,)
    if item is None or item.ranged:
        raise _wrong(given, f"After “{op}” stands one value.")
    return _compared(named, op, item, zone)


def _compared(named: Named, op: str, item: Item, zone: tzinfo) -> Condition:
    wanted = value(item.one, named, zone)
    if isinstance(wanted, Ago) and item.one.text.strip().lower() != "now":
        # “Younger than 30 days” is later than 30 days ago.
        op = op.translate(str.maketrans("<>", "><"))
    return Where(named.name, Op(op), wanted)


def _equal(named: Named, item: Item, zone: tzinfo, exactly: bool) -> Condition:
    if item.ranged:
        return _between(named, item, zone)
    if not exactly and _says_empty(_raw(item.one), named):
        return Where(named.name, Op.EMPTY)
    wanted = value(item.one, named, zone)
    if isinstance(wanted, Ago) and not exactly:
        text = item.one.text
        raise item.one.wrong(
            f"Write <{text} for younger than that, >{text} for older.", f"<{text}", f">{text}"
        )
    return Where(named.name, Op.EQUAL, wanted)


def _between(named: Named, item: Item, zone: tzinfo) -> Condition:
    if named.kind in UNORDERED:
        raise item.one.wrong(f"“{named.name}” has no order, so there is nothing between.")
    low = value(item.low, named, zone) if item.low else None
    high = value(item.high, named, zone) if item.high else None
    if item.high is None:
        return Where(named.name, Op.FROM, low)
    if item.low is None:
        return Where(named.name, Op.UNTIL, high)
    if backwards(low, high):
        whole = Atom("", item.low.start, item.high.end)
        turned = f"{item.high.text}..{item.low.text}"
        raise whole.wrong(f"This range runs backwards. Write {turned}.", turned)
    return Where(named.name, Op.BETWEEN, (low, high))


def _like(named: Named, item: Item) -> Condition:
    if item.ranged:
        raise item.one.wrong("A range has no place after “~”.")
    return Where(named.name, Op.STARTS if item.starts else Op.CONTAINS, item.one.text)


def _near(named: Named, given: Token) -> Condition:
    atom = Atom(unquoted(given.text), given.start, given.end)
    wanted = place(atom)
    return Where(named.name, Op.WITHIN if isinstance(wanted, Circle) else Op.INSIDE, wanted)


def _allowed(named: Named, like: Token | None, compare: Token | None, given: Token) -> None:
    name, kind = named.name, named.kind
    if like and compare:
        raise _wrong(compare, f"“~” and “{compare.text}” do not go together.")
    if kind is Kind.JSON and not named.within and (like or not _says_empty(given.text, named)):
        raise _wrong(given, f"Name a field inside “{name}”: {name}.field:value.")
    if like and kind not in TEXTS:
        raise _wrong(like, f"“~” looks inside text, and “{name}” is none.")
    if compare and compare.text[0] in "<>" and kind in UNORDERED:
        raise _wrong(compare, f"“{name}” has no order: “{compare.text}” cannot be asked.")
    if compare and kind is Kind.GEO_POINT:
        raise _wrong(compare, f"“{name}” is a place: ask what lies near it, @38.72,-9.14,5km.")


def _says_empty(raw: str, named: Named) -> bool:
    return raw == '""' or (raw.lower() == "none" and "none" not in named.column.words)


def _items(given: Token, named: Named, *, commas_divide: bool, like: bool) -> Iterator[Item]:
    raw, at = given.text, 0
    dots = named.kind in (*NUMBERS, *TIMES) or bool(
        named.kind is Kind.JSON and JSON_RANGE.fullmatch(raw)
    )
    while True:
        starts = like and raw.startswith("^", at)
        at += starts
        low = _atom(given, at, named, dots)
        at = low.end - given.start if low else at
        ranged = raw.startswith("..", at) and (dots or low is None or low.literal)
        high = _atom(given, at + 2, named, dots) if ranged else None
        at = high.end - given.start if high else at + 2 * ranged
        if low is None and high is None:
            raise _wrong(given, "A value is missing here.", at)
        if at < len(raw) and raw[at] != ",":
            raise _wrong(given, "Put the whole value in quotes.")
        if low and commas_divide and not ranged and _ambiguous(low):
            _refuse_ambiguous(low)
        yield Item(low, high, ranged, starts)
        if at == len(raw):
            return
        at += 1


def _atom(given: Token, at: int, named: Named, dots: bool) -> Atom | None:
    raw = given.text
    if raw.startswith('"', at):
        found = re.compile(QUOTED, re.DOTALL).match(raw, at)
    else:
        found = GROUPED.match(raw, at) if named.kind in NUMBERS else None
        found = found or (BEFORE_DOTS if dots else PLAIN).match(raw, at)
    if found is None:
        return None
    text = found.group()
    literal = text.startswith('"') or "\\" in text
    return Atom(unquoted(text), given.start + at, given.start + found.end(), literal)


def _ambiguous(atom: Atom) -> bool:
    return not atom.literal and GROUPED.fullmatch(atom.text) is not None


def _refuse_ambiguous(atom: Atom) -> None:
    one = atom.text.replace(",", "")
    many = ",".join(f'"{each}"' for each in atom.text.split(","))
    raise atom.wrong(f"This may be one number or several. Write {one}, or {many}.", one, many)


def _raw(atom: Atom) -> str:
    """What `_says_empty` wants to see: quotes only around nothing."""
    if atom.literal:
        return '""' if not atom.text else "\\"
    return atom.text


def _wrong(token: Token, sentence: str, at: int | None = None) -> FilterError:
    if at is None:
        return FilterError(Mistake(token.start, token.end, sentence))
    start = min(token.start + at, token.end - 1)
    return FilterError(Mistake(start, start + 1, sentence))
