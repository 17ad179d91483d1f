"""A field of a form: what may be written there, and how what was typed becomes a value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import inf, isfinite
from typing import Any
from uuid import UUID

from desktop_app.domain import filter_values, json_text
from desktop_app.domain.errors import Invalid
from desktop_app.domain.fields import Field
from desktop_app.domain.filter_parts import Atom
from desktop_app.domain.geo import Point, point
from desktop_app.domain.moments import Ago, Day
from desktop_app.domain.query import Kind
from desktop_app.domain.stored_values import unkept

CLOCK = re.compile(r"(?P<day>.*?)[\sT]+(?P<clock>\d{1,2}:\d{2}(:\d{2})?)", re.ASCII)
SHIFT = re.compile(r"[+-]\d{1,6}d?", re.ASCII)
TIMES = (Kind.MOMENT, Kind.DAY)
NUMBERS = (Kind.NUMBER, Kind.MONEY)
EXACT_DOUBLE = 2**53
"""Below this every whole number is a double of its own."""
PROSE = ("description", "content", "text", "summary", "notes", "bio", "message", "feedback")
"""A document's texts have no stated length: these are more than a line."""

KEEPS_KEY = "A record keeps its key; make a new one instead."
KEEPS_HOME = "A record stays with its tenant, in whose database it lies; make a new one instead."
BY_ITS_ACTS = "It is moved by its acts."
BY_THE_STORE = "The store keeps it."
BY_THE_PERSON = "Only the person sets it, through their platform."


@dataclass(frozen=True, slots=True)
class Input:
    """`made` is the type of its values, or what makes one of text; `items` that of a list's.

    `filled`: left empty, the store fills it in.

    `fixed` says why it cannot be changed once the record is there, `closed` why not even at first.
    `least` and `most` are its limits, both allowed; `places` the decimals that are kept.
    `parts` are the names within each document of a list, where its shape says them.
    `secret`: what is there is not shown; left empty it stays, typed it is replaced.
    """

    name: str
    kind: Kind = Kind.TEXT
    label: str = ""
    required: bool = False
    filled: bool = False
    choices: tuple[str, ...] = ()
    made: Any = str
    items: Any = str
    longest: int = 0
    places: int | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    zoned: bool = True
    tagged: bool = False
    parts: tuple[str, ...] = ()
    secret: bool = False
    refers: str = ""
    currency: str = ""
    fixed: str = ""
    closed: str = ""

    @property
    def said(self) -> str:
        return self.label or self.name

    @property
    def lines(self) -> bool:
        """Whether it is written in more than one line."""
        if self.kind in (Kind.LIST, Kind.JSON):
            return True
        if self.tagged:
            return self.kind == Kind.TEXT and self.name.rpartition(".")[2] in PROSE
        return self.kind == Kind.TEXT and not 0 < self.longest <= 500

    @property
    def emptied(self) -> Any:
        """What it is with nothing left in it: a list that is never absent has no entries."""
        return [] if self.kind == Kind.LIST and self.required and self.filled else None


@dataclass(frozen=True, slots=True)
class Unread:
    """What was typed and cannot be a value: kept, so that nobody's typing is lost."""

    text: str
    why: str


def of_field(field: Field) -> Input:
    """What an act asks for."""
    made = {Kind.NUMBER: Decimal, Kind.MONEY: Decimal, Kind.MOMENT: datetime, Kind.DAY: date}
    return Input(
        field.name,
        Kind.STATE if field.choices else field.kind,
        field.label,
        required=field.required,
        choices=field.choices,
        made=UUID if field.refers else made.get(field.kind, str),
        refers=field.refers,
        longest=0 if field.kind != Kind.TEXT else 500,
    )


def read(asked: Input, text: str, now: datetime) -> Any:
    """The value that was typed, or a refusal that names the field; `now` has the person's zone."""
    try:
        value = _value(asked, text, now)
    except Invalid as refusal:
        raise Invalid(str(refusal), field=asked.name) from refusal
    return check(asked, value)


def check(asked: Input, value: Any) -> Any:
    """The same value if it may stand there."""
    if value is None and asked.required and not asked.filled:
        raise Invalid(f"{asked.said} must not be empty.", field=asked.name)
    if value is None:
        return asked.emptied
    if asked.kind in NUMBERS and value is not None:
        _within(asked, value)
    return value


def write(asked: Input, value: Any) -> str:
    """The text that stands for a value; read again it is that value.

    What a store holds against the declaration is written as it is, and read as what it is.
    """
    try:
        return _text(asked, value)
    except (ArithmeticError, ValueError, TypeError, RecursionError):
        return str(value)


def _text(asked: Input, value: Any) -> str:
    match value:
        case None:
            return ""
        case Unread():
            return value.text
        case datetime():
            local = value if value.tzinfo else value.replace(tzinfo=UTC)
            local = local.astimezone()
            return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"
        case Point():
            return f"{value.latitude:.6f}, {value.longitude:.6f}"
        case Decimal() if asked.kind in NUMBERS:
            return f"{value:f}"
        case float() if asked.kind in NUMBERS and value.is_integer() and abs(value) < EXACT_DOUBLE:
            return f"{value:.0f}"
    if asked.kind == Kind.JSON or (asked.kind == Kind.LIST and asked.items is dict):
        return json_text.written(value, tagged=asked.tagged)
    if asked.kind == Kind.LIST and isinstance(value, list | tuple):
        return "\n".join(str(item) for item in value)
    if asked.kind == Kind.GEO_POINT and (place := point(value)):
        return write(asked, place)
    return str(value)


def _value(asked: Input, text: str, now: datetime) -> Any:
    if unkept(text):
        raise Invalid(f"{asked.said} has a sign that cannot be stored.")
    if not text.strip():
        return None
    match asked.kind:
        case Kind.NUMBER | Kind.MONEY:
            return _number(asked, text)
        case Kind.MOMENT | Kind.DAY:
            return _moment(asked, text, now)
        case Kind.YES_NO:
            return filter_values.yes_no(_atom(text))
        case Kind.STATE:
            return filter_values.word(_atom(text), asked.choices) if asked.choices else text
        case Kind.GEO_POINT:
            return _place(text)
        case Kind.LIST if asked.items is not dict:
            return [_item(asked, line.strip()) for line in text.splitlines() if line.strip()]
        case Kind.LIST | Kind.JSON:
            return _document(asked, text)
        case Kind.REFERENCE:
            return _key(asked, text.strip())
    if 0 < asked.longest < len(text):
        over = len(text) - asked.longest
        raise Invalid(f"{asked.said} holds {asked.longest} characters: {over} too many.")
    return _key(asked, text.strip()) if asked.made is not str else text


def _atom(text: str) -> Atom:
    return Atom(text.strip(), 0, len(text))


def _number(asked: Input, text: str) -> Any:
    value = filter_values.number(_atom(text), asked.said)
    if asked.made is int and value != int(value):
        raise Invalid(f"{asked.said} is a whole number.")
    if asked.made is float:
        return _double(asked, value)
    return int(value) if asked.made is int else Decimal(str(value))


def _double(asked: Input, value: int | Decimal) -> float:
    try:
        made = float(value)
    except OverflowError:
        made = inf
    if not isfinite(made):
        raise Invalid(f"{asked.said} holds no number as large as this.")
    return made


def _within(asked: Input, value: Any) -> None:
    exact = Decimal(str(value))
    if asked.least is not None and exact < asked.least:
        raise Invalid(f"{asked.said} is at least {asked.least:,f}.", field=asked.name)
    if asked.most is not None and exact > asked.most:
        raise Invalid(f"{asked.said} is at most {asked.most:,f}.", field=asked.name)
    if asked.places is not None and -int(exact.normalize().as_tuple().exponent) > asked.places:
        kept = f"{asked.places} decimals" if asked.places else "no decimals"
        raise Invalid(f"{asked.said} keeps {kept}.", field=asked.name)


def _moment(asked: Input, text: str, now: datetime) -> date | datetime:
    found = CLOCK.fullmatch(text.strip())
    said = found["day"] if found and not text.strip()[:1].isdecimal() else text.strip()
    clock = found["clock"] if found and said != text.strip() else ""
    if SHIFT.fullmatch(said):
        said = f"today{said}"
    meant = filter_values.moment(_atom(said), now.tzinfo or UTC)
    match meant:
        case Ago(amount=0):
            meant = now.replace(microsecond=0)
        case Day(offset=days):
            meant = _shifted(now.date(), days)
        case datetime() | date():
            pass
        case _:
            raise Invalid(f"“{text.strip()}” is not one moment. Write today+3 or 2026-11-24 14:30.")
    if asked.kind == Kind.DAY:
        return meant.date() if isinstance(meant, datetime) else meant
    if not isinstance(meant, datetime):
        meant = datetime.combine(meant, _clock(clock), tzinfo=now.tzinfo)
    return meant if asked.zoned else meant.astimezone(UTC).replace(tzinfo=None)


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text.rjust(5, "0")) if text else time()
    except ValueError as error:
        raise Invalid(f"“{text}” is not a time of day.") from error


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise Invalid("That day is not in the calendar.") from error


def _place(text: str) -> Point:
    try:
        north, east = (float(part) for part in re.split(r"[\s,;]+", text.strip().lstrip("@")))
    except ValueError as error:
        raise Invalid("A place is latitude, longitude: 38.7223, -9.1393.") from error
    return Point(north, east)


def _key(asked: Input, text: str) -> Any:
    try:
        return asked.made(text)
    except (ValueError, TypeError, ArithmeticError) as error:
        sort = {UUID: "an id such as 018f6c1e-…", int: "a whole number"}.get(asked.made, "an id")
        raise Invalid(f"“{text[:40]}” is not {sort}.") from error


def _item(asked: Input, text: str) -> Any:
    if asked.items is str:
        return text
    try:
        return asked.items(text)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise Invalid(f"“{text[:40]}” cannot stand in {asked.said.lower()}.") from error


def _document(asked: Input, text: str) -> Any:
    value = json_text.read(text, tagged=asked.tagged)
    if asked.kind == Kind.LIST and not isinstance(value, list):
        raise Invalid(f"{asked.said} is a list: write it between [ and ].")
    if asked.made is dict and not isinstance(value, Mapping):
        raise Invalid(f"{asked.said} is an object: write it between {{ and }}.")
    return value
