"""People, by number: the same number and seed is the same person on every platform.

A person is worked out anew from the number each time it is asked for; nothing is kept. E-mail
addresses and user names hold the number, so no two people share one.
"""

import json
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache
from hashlib import blake2b
from struct import Struct
from typing import Any, Final, NamedTuple

from desktop_app import paths
from desktop_app.domain import addresses

FOLDER: Final = paths.RESOURCES / "seed"
MAIL: Final = ("example.com", "example.com", "example.org", "example.net")
OLDEST: Final = date(1948, 1, 1).toordinal()
AGES: Final = date(2007, 6, 30).toordinal() - OLDEST
RAW_BYTES: Final = {"ethereum": 20, "solana": 32, "stellar": 32}
# bcrypt of random bytes that nobody kept: shaped like everybody's hash, opened by no password.
# One for all, because a hash takes a quarter of a second to make.
PASSWORD_HASH: Final = "$2b$12$eWAEnuOKAcPn.nt1yuX0Oe0XuWn2BwSiep27aNqJokIhzS.4mw8pK"
TWO_NUMBERS: Final = Struct("<qq")


class City(NamedTuple):
    """Where people live and houses stand; prices are US dollars per square foot."""

    city: str
    region: str
    country: str
    latitude: float
    longitude: float
    culture: str
    phone: str
    postcode: str
    usd_per_sqft: int


class Person(NamedTuple):
    number: int
    first: str
    last: str
    email: str
    username: str
    born: date
    city: City
    phone: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


class Culture(NamedTuple):
    """Names as they are written, and as they stand in an e-mail address."""

    first: tuple[tuple[str, str], ...]
    last: tuple[tuple[str, str], ...]
    street: str
    streets: tuple[str, ...]


def person(number: int, seed: int) -> Person:
    rest = int.from_bytes(
        blake2b(TWO_NUMBERS.pack(seed, number), digest_size=24, person=b"person").digest()
    )
    at_home = _cities_by_weight()
    rest, at = divmod(rest, len(at_home))
    city, culture = at_home[at]
    rest, at = divmod(rest, 8)
    if at == 0:  # Some live where their names do not come from.
        rest, other = divmod(rest, len(at_home))
        culture = at_home[other][1]
    rest, at = divmod(rest, len(culture.first))
    first, plain_first = culture.first[at]
    rest, at = divmod(rest, len(culture.last))
    last, plain_last = culture.last[at]
    rest, days = divmod(rest, AGES)
    rest, digits = divmod(rest, 10_000_000)
    return Person(
        number,
        first,
        last,
        f"{plain_first}.{plain_last}{number}@{MAIL[rest & 3]}",
        f"{plain_first[0]}{plain_last}{number}",
        date.fromordinal(OLDEST + days),
        city,
        f"{city.phone} {digits // 10_000:03d} {digits % 10_000:04d}",
    )


def street(city: City, draw: int) -> str:
    """Street and house number, in the order of the place."""
    culture = cultures()[city.culture]
    rest, at = divmod(draw, len(culture.streets))
    return culture.street.format(s=culture.streets[at], n=rest % 240 + 1)


def postcode(city: City, draw: int) -> str:
    made = []
    for sign in city.postcode:
        if sign == "#":
            draw, digit = divmod(draw, 10)
            made.append(str(digit))
        else:
            made.append(sign)
    return "".join(made)


def wallets(chain: str, numbers: Sequence[int], seed: int, purse: int = 0) -> list[str]:
    """The addresses of many people at once; `purse` tells one person's several apart."""
    size = RAW_BYTES[chain]
    raws = [_raw(chain, number, seed, purse, size) for number in numbers]
    if chain == "ethereum":
        return addresses.ethereum_many(raws)
    write = addresses.solana if chain == "solana" else addresses.stellar
    return [write(raw) for raw in raws]


@cache
def cities() -> tuple[City, ...]:
    return tuple(_city(each) for each in _read("cities.json"))


@cache
def cultures() -> dict[str, Culture]:
    return {
        name: Culture(
            tuple((n, plain(n)) for n in (*each["women"], *each["men"])),
            tuple((n, plain(n)) for n in each["family"]),
            each["street"],
            tuple(each["streets"]),
        )
        for name, each in _read("names.json").items()
    }


@cache
def _cities_by_weight() -> tuple[tuple[City, Culture], ...]:
    return tuple(
        (_city(each), cultures()[each["culture"]])
        for each in _read("cities.json")
        for _ in range(each["weight"])
    )


def _city(each: dict[str, Any]) -> City:
    return City(*(each[name] for name in City._fields))


def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


SPELLED: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "o", "æ": "ae", "å": "a", "Å": "a", "ł": "l", "Ł": "l", "đ": "d"}
)


def plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.translate(SPELLED))
    return "".join(sign for sign in parts.lower() if sign.isascii() and sign.isalnum())


def _raw(chain: str, number: int, seed: int, purse: int, size: int) -> bytes:
    told = TWO_NUMBERS.pack(seed, number)
    return blake2b(told, digest_size=size, person=f"{chain}{purse}".encode()).digest()
