"""The codes of an authenticator app (RFC 6238): six digits, thirty seconds, HMAC-SHA256.

The database checks them with `sha256()` alone, so what it keeps of the secret are the two blocks
that an HMAC begins with. An app that knows SHA-1 only shows other codes: whoever hands out the
secret shows the first code beside it, to be compared.
"""

import base64
import hmac
from dataclasses import dataclass
from urllib.parse import quote, urlencode

DIGITS, SECONDS, BLOCK, SECRET_BYTES = 6, 30, 64, 32
ISSUER = "Countinghouse"


@dataclass(frozen=True, slots=True, repr=False)
class Pads:
    """The secret as the database has it: what the inner and the outer hash begin with."""

    inner: bytes
    outer: bytes


def pads(secret: bytes) -> Pads:
    key = secret.ljust(BLOCK, b"\0")
    return Pads(bytes(each ^ 0x36 for each in key), bytes(each ^ 0x5C for each in key))


def step(seconds: float) -> int:
    """The thirty seconds that a moment since 1970 lies in."""
    return int(seconds) // SECONDS


def code(secret: bytes, at: int) -> str:
    """What the app shows during a step."""
    digest = hmac.digest(secret, at.to_bytes(8, "big"), "sha256")
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def uri(login: str, secret: bytes) -> str:
    """What an authenticator app takes in, as text or as a picture."""
    told = {
        "secret": base64.b32encode(secret).decode().rstrip("="),
        "issuer": ISSUER,
        "algorithm": "SHA256",
        "digits": DIGITS,
        "period": SECONDS,
    }
    return f"otpauth://totp/{quote(f'{ISSUER}:{login}')}?{urlencode(told)}"
