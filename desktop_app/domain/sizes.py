"""Amounts of bytes in words: about, exactly, and read back."""

import re

UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")
_TOLD = re.compile(r"([0-9][0-9,]{0,25})(?:\.([0-9]{1,3}))?\s*([A-Za-z]*)")
# What people write for these: where bytes are asked for nobody means a thousand by a k.
_POWERS = {"": 0, "b": 0, "byte": 0, "bytes": 0} | {
    f"{unit[0].lower()}{tail}": power
    for power, unit in enumerate(UNITS)
    if power
    for tail in ("", "b", "ib")
}


def said(count: int) -> str:
    """`812 bytes`, `1.4 GiB`, `312 MiB`."""
    size, unit = float(count), 0
    while size >= 1024 and unit < len(UNITS) - 1:
        size, unit = size / 1024, unit + 1
    return f"{size:,.0f} {UNITS[unit]}" if unit == 0 or size >= 10 else f"{size:.1f} {UNITS[unit]}"


def exactly(count: int) -> str:
    """In the largest unit from which `read` finds the same again."""
    for power in range(len(UNITS) - 1, 0, -1):
        for digits in (0, 1, 2):
            written = f"{count / 1024**power:,.{digits}f} {UNITS[power]}"
            if count >= 1024**power and read(written) == count:
                return written
    return f"{count:,} bytes"


def read(text: str) -> int | None:
    """The bytes that `2 GiB`, `1.5 g` or `1,048,576` mean; nothing if it is no amount of them."""
    told = _TOLD.fullmatch(text.strip())
    if told is None or (power := _POWERS.get(told[3].lower())) is None:
        return None
    part = told[2] or ""
    digits = int(told[1].replace(",", "") + part)
    return (digits << 10 * power) // (1, 10, 100, 1000)[len(part)]
