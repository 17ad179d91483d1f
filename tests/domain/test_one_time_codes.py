"""The codes of an authenticator app: those that RFC 6238 prints, and its address."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import one_time_codes

RFC_SECRET = b"12345678901234567890123456789012"
RFC_EIGHT_DIGITS = {
    59: "46119246", 1111111109: "68084774", 1111111111: "67062674", 1234567890: "91819424",
    2000000000: "90698825", 20000000000: "77737706",
}  # fmt: skip


@pytest.mark.parametrize("moment", RFC_EIGHT_DIGITS)
def test_the_printed_codes_are_ours(moment: int) -> None:
    """The RFC prints eight digits; six are the last of them."""
    made = one_time_codes.code(RFC_SECRET, one_time_codes.step(moment))
    assert made == RFC_EIGHT_DIGITS[moment][-6:]


@given(st.binary(min_size=20, max_size=64), st.text("abc_.1", min_size=1))
def test_the_address_brings_the_secret_and_how_it_is_used(secret: bytes, login: str) -> None:
    told = urlsplit(one_time_codes.uri(login, secret))
    asked = parse_qs(told.query)
    assert (told.scheme, told.netloc, told.path) == ("otpauth", "totp", f"/Countinghouse%3A{login}")
    (kept,) = asked["secret"]
    assert base64.b32decode(kept + "=" * (-len(kept) % 8)) == secret
    assert [asked[n] for n in ("algorithm", "digits", "period")] == [["SHA256"], ["6"], ["30"]]
