"""How a value of each kind reads on screen. Always plain text, always one line."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from desktop_app.domain import postal
from desktop_app.domain.geo import Point
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.query import Kind

NOTHING = "—"
MASK = "••••"
UNREADABLE = "cannot be shown"
LONGEST = 300
LONGEST_WHOLE = 4000
STAND_IN = "\ufffd"
NO_BREAK = "\u00a0"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
DECIMALS = {"JPY": 0, "KRW": 0}
SHORT_WORDS = frozenset(
    (
        *("ai", "aml", "api", "btc", "crm", "erc", "eth", "gis", "id", "ip", "ipfs", "iso"),
        *("json", "kyc", "nft", "pdf", "sku", "ui", "uri", "url", "utc", "vat", "xlm"),
    )
)
ENDLESS = {"infinity": "no end", "-infinity": "no beginning"}

# What must not act inside a line: line breaks and tabs, controls, halves of a letter, and the
# marks that turn the direction of what follows (they would let a name read as another one).
_SPACES = re.compile(r"[\t-\r\u0085\u2028\u2029]+")
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[^\W\d_]+")

# Numbers that name something, and so are read without separators: years, ids, blocks.
_BARE = re.compile(r"(^|_)(id|year|number|version|block|port|no)(_|$)")
# Texts that programs choose among, though their documents name no fixed list of them.
_CODED = re.compile(r"(^|_)(type|method|action|kind|platform|reason_code|intent_detected)$")
_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
# An address, a hash, a key: one long word with figures in it.
_ADDRESS = re.compile(r"(?=\D*\d)[0-9A-Za-z]{24,}")
SHORT = 8


def text(kind: Kind, value: Any, currency: str = "") -> str:
    """A cell's text; a value that cannot be read says so, and breaks nothing else."""
    if value is None:
        return NOTHING
    try:
        return reader(kind)(value) if kind != Kind.MONEY else money(value, currency)
    except (ArithmeticError, ValueError, TypeError, RecursionError):
        return UNREADABLE


@cache
def reader(kind: Kind) -> Callable[[Any], str]:
    """The one place that says how a kind reads."""
    match kind:
        case Kind.TEXT | Kind.REFERENCE | Kind.FILE:
            return _plain
        case Kind.NUMBER:
            return number
        case Kind.MONEY:
            return money
        case Kind.MOMENT | Kind.DAY:
            return moment
        case Kind.STATE:
            return words
        case Kind.YES_NO:
            return _yes_no
        case Kind.GEO_POINT:
            return _point
        case Kind.LIST:
            return _list
        case Kind.JSON:
            return _folded
        case Kind.SECRET:
            return _masked


def is_bare(column: str, kind: Kind) -> bool:
    """Whether the numbers of this column name things: a year, an id, a block."""
    return kind == Kind.NUMBER and _BARE.search(column.rpartition(".")[2]) is not None


def bare(value: Any) -> str:
    """A number that names something: 1987 is no amount."""
    whole_one = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if whole_one and abs(value) < 10**30 else text(Kind.NUMBER, value)


def is_coded(column: str, kind: Kind) -> bool:
    """Whether the texts of this column are words of programs: `early_bird`, `bank_transfer`."""
    return kind == Kind.TEXT and _CODED.search(column.rpartition(".")[2]) is not None


def coded(value: Any) -> str:
    """“early bird”; what a person wrote there stays letter by letter."""
    is_code = isinstance(value, str) and _CODE.fullmatch(value)
    return words(value) if is_code else text(Kind.TEXT, value)


def ends_tell(said: str) -> bool:
    """Whether its end tells it apart as much as its beginning: 0x12ab…89ef."""
    return _ADDRESS.fullmatch(said) is not None


def short(key: Any) -> str:
    """A key that has no name: the beginning of an id is enough to tell two apart."""
    return f"{str(key)[:SHORT]}…" if isinstance(key, UUID) else text(Kind.REFERENCE, key)


def whole(kind: Kind, value: Any, currency: str = "") -> str:
    """The value in full, as a tooltip tells it: the exact moment with its zone, all of a text."""
    if value is None or kind == Kind.SECRET:
        return ""
    try:
        if isinstance(value, datetime):
            return _exact(value)
        if isinstance(value, dict | list):
            return json.dumps(value, indent=2, ensure_ascii=False, default=str)[:LONGEST_WHOLE]
        if kind == Kind.TEXT:
            return _UNFIT.sub(STAND_IN, _SPACES.sub("\n", str(value)[:LONGEST_WHOLE]))
        return text(kind, value, currency)
    except (ArithmeticError, ValueError, TypeError, RecursionError):
        return UNREADABLE


def clean(said: str) -> str:
    """One line that cannot act: no breaks, no controls, no turned direction."""
    if said.isprintable():
        return said
    return _UNFIT.sub(STAND_IN, _SPACES.sub(" ", said))


def words(stored: Any) -> str:
    """`token_sold` reads “token sold”, `id_card` “ID card”, `ERC-721` stays."""
    if not isinstance(stored, str):
        return _plain(stored)
    return capitals(clean(spoken(stored[:LONGEST])))


def capitals(said: str) -> str:
    """Abbreviations as people write them: “Kyc status” reads “KYC status”."""
    return _WORD.sub(lambda found: _capital(found.group()), said)


def number(value: Any) -> str:
    if isinstance(value, bool | str):
        return _plain(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int):
        return f"{value:,}" if abs(value) < 10**30 else f"{Decimal(value).normalize():.6g}"
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "infinite"
    if isinstance(value, Decimal) and -30 < value.adjusted() < 30:
        return f"{value:,f}"
    return f"{value:,.10g}"


def money(value: Any, currency: str = "") -> str:
    """With its currency, never fewer decimals than the currency has, and none cut off."""
    if isinstance(value, str) or not math.isfinite(value):
        return number(value)
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    least = DECIMALS.get(currency, 2)
    stored = -int(exact.normalize().as_tuple().exponent)
    figure = f"{abs(exact):,.{max(least, min(stored, 18))}f}"
    sign = "−" if exact < 0 else ""
    unit = SIGNS.get(currency, clean(currency[:12]))
    return f"{sign}{unit}{NO_BREAK}{figure}" if unit else f"{sign}{figure}"


def moment(value: Any) -> str:
    """`12:04` today, `19 Nov` this year, `2024-11-19` before and after."""
    if isinstance(value, str):
        return ENDLESS.get(value, _plain(value))
    today = date.today()
    if isinstance(value, datetime):
        local = _local(value)
        if local.date() == today:
            return f"{local:%H:%M}"
        value = local.date()
    if not isinstance(value, date):
        return _plain(value)
    if value == today:
        return "today"
    if value.year == today.year:
        return f"{value.day}{NO_BREAK}{MONTHS[value.month - 1]}"
    return value.isoformat()


def _local(value: datetime) -> datetime:
    try:
        return value.astimezone() if value.tzinfo else value
    except (OverflowError, ValueError, OSError):
        return value


def _exact(value: datetime) -> str:
    local = _local(value)
    own = local.replace(tzinfo=None).isoformat(" ", "milliseconds")
    if not local.tzinfo:
        return f"{own}, no zone given"
    if not local.utcoffset():
        return f"{own} UTC"
    there = value.astimezone(UTC).replace(tzinfo=None)
    return f"{own} {local.tzname()}\n{there.isoformat(' ', 'milliseconds')} UTC"


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return clean(value[:LONGEST])
    if isinstance(value, bytes | memoryview):
        return f"{len(bytes(value)):,} bytes"
    if isinstance(value, bool):
        return _yes_no(value)
    return clean(str(value)[:LONGEST])


def _yes_no(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool | int) else _plain(value)


def _masked(value: Any) -> str:
    """Only what the store has already masked may show its end; a secret itself never."""
    masked = isinstance(value, str) and value.startswith(MASK) and len(value) <= len(MASK) + 6
    return clean(str(value)) if masked else MASK


def _point(value: Any) -> str:
    if isinstance(value, Point):
        value = (value.latitude, value.longitude)
    if isinstance(value, Mapping) and isinstance(value.get("coordinates"), Sequence):
        value = tuple(value["coordinates"])[1::-1]
    if isinstance(value, tuple | list) and len(value) == 2:
        north, east = map(float, value)
        return f"{north:.5f}, {east:.5f}"
    return _plain(value)


def _list(value: Any) -> str:
    if not isinstance(value, list | tuple | set | frozenset):
        return _folded(value)
    if value and all(isinstance(item, Mapping | list | tuple) for item in value):
        return f"{len(value):,} {'entry' if len(value) == 1 else 'entries'}"
    said = ", ".join(_inside(item) for item in list(value)[:20])
    return said[:LONGEST] if said else "none"


def _folded(value: Any) -> str:
    """An address as one line, else the start of a document: `city: Lisbon · geo: {…}`."""
    if isinstance(value, Mapping):
        if address := postal.line(value):
            return clean(address[:LONGEST])
        parts = (f"{_plain(str(name))}: {_inside(item)}" for name, item in list(value.items())[:12])
        return " · ".join(parts)[:LONGEST] or "empty"
    return _list(value) if isinstance(value, list | tuple) else _inside(value)


def _inside(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{…}" if value else "{}"
    if isinstance(value, list | tuple):
        return f"[{len(value)}]"
    if isinstance(value, datetime | date):
        return moment(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return number(value)
    return NOTHING if value is None else _plain(value)


def _capital(word: str) -> str:
    return word.upper() if word.lower() in SHORT_WORDS else word
