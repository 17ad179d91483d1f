"""What a password must be: long, and not made of what everybody tries first.

There are no rules of composition. A password is refused when, once the pieces of the block list
and the person's own names are struck out of it, too little is left to guess.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache

from desktop_app.domain.errors import Invalid
from desktop_app.paths import RESOURCES

SHORTEST, LONGEST = 15, 128
LEFT = 6
"""Letters and digits that must be left over."""
BLOCKED = RESOURCES / "passwords" / "blocked.txt"
DISGUISES = str.maketrans("@$!|€¡", "asiiei")
DIGITS_AS_LETTERS = str.maketrans("013457", "oieast")


def refuse_weak(password: str, *names: str) -> None:
    """Refuse a password that is too short, too long or easy to guess for these names."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(f"A password has {SHORTEST} to {LONGEST} characters.", field="password")
    plain = unicodedata.normalize("NFKC", password).casefold()
    pieces = _pieces() | {name.casefold() for each in names for name in each.split() if name}
    disguised = plain.translate(DISGUISES)
    told = (plain, disguised, disguised.translate(DIGITS_AS_LETTERS))
    if min(_left(each, pieces) for each in told) < LEFT:
        raise Invalid("This password is too easy to guess. Take another.", field="password")


@cache
def _pieces() -> frozenset[str]:
    return frozenset(BLOCKED.read_text("utf-8").split())


def _left(plain: str, pieces: Iterable[str]) -> int:
    """How many signs are left when as much as can be is struck out; repeated ones once."""
    known = set(pieces)
    longest = max(map(len, known))
    least = [0]
    for end, sign in enumerate(plain, start=1):
        again = plain[max(end - 3, 0) : end - 1].count(sign) == 2 or not sign.isalnum()
        best = least[-1] + (not again)
        for start in range(max(end - longest, 0), end - 2):
            if least[start] < best and plain[start:end] in known:
                best = least[start]
        least.append(best)
    repeated = _period(plain)
    return min(least[-1], least[repeated] if repeated < len(plain) else least[-1])


def _period(plain: str) -> int:
    """After how many signs the text begins anew; its length when it never does."""
    return (plain + plain).find(plain, 1)
