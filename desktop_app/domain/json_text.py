"""Documents as text that a person may edit, with the types of their values kept.

What JSON has no word for is an object with one tag: `{"$decimal": "1.50"}`, `{"$moment": "…"}`.
No document of a store may have a name that begins with `$`, so a tag is never taken for content.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

from desktop_app.domain.cells import CannotShow
from desktop_app.domain.errors import Invalid
from desktop_app.domain.stored_values import PLAIN, unkept

KEPT = ("decimal", "uuid", "moment", "date", "bytes")
_tags = {tag.name: tag for tag in PLAIN if tag.name in KEPT}
LONGEST_NUMBER = 4000
DEEPEST = 60
"""What every store and every way to it can carry."""


def written(value: Any, *, tagged: bool) -> str:
    """The value as indented JSON; without tags only what JSON itself knows can stand in it."""
    return json.dumps(_told(value, tagged), indent=2, ensure_ascii=False)


def read(text: str, *, tagged: bool) -> Any:
    """The document that was typed, or a refusal that says where it is not one."""
    try:
        found = json.loads(text, parse_constant=_no_number, parse_int=_whole, parse_float=_finite)
        _refuse_unkept(found, DEEPEST)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Invalid(f"This is not JSON at {where}: {error.msg.lower()}.") from error
    except (ValueError, RecursionError) as error:
        raise Invalid("This JSON is too deep or holds a number that cannot be kept.") from error
    return _meant(found) if tagged else found


def _refuse_unkept(found: Any, deeper: int) -> None:
    if deeper == 0:
        raise ValueError("too deep")
    match found:
        case str() if unkept(found):
            raise Invalid("This JSON has a sign that cannot be stored.")
        case dict():
            for name, part in found.items():
                _refuse_unkept(name, deeper)
                _refuse_unkept(part, deeper - 1)
        case list():
            for part in found:
                _refuse_unkept(part, deeper - 1)


def _told(value: Any, tagged: bool) -> Any:
    match value:
        case Mapping():
            return {str(name): _told(part, tagged) for name, part in value.items()}
        case list() | tuple():
            return [_told(part, tagged) for part in value]
        case None | bool() | int() | float() | str():
            return value
        case Decimal() if not tagged:
            return int(value) if value == value.to_integral_value() else float(value)
        case CannotShow():
            raise Invalid("It holds a value that cannot be shown, so it cannot be edited here.")
    for tag in _tags.values():
        if tagged and isinstance(value, tag.made):
            return {f"${tag.name}": tag.write(value)}
    return str(value)


def _meant(found: Any) -> Any:
    match found:
        case {**one} if len(one) == 1 and str(next(iter(one))).startswith("$"):
            ((name, content),) = one.items()
            tag = _tags.get(str(name).removeprefix("$"))
            if tag is None or not isinstance(content, str):
                raise Invalid(f"“{name}” is not a kind of value that is known here.")
            try:
                return tag.read(content)
            except (ValueError, ArithmeticError) as error:
                raise Invalid(f"“{content[:40]}” is not a {tag.name}.") from error
        case {**parts}:
            return {name: _meant(part) for name, part in parts.items()}
        case list():
            return [_meant(part) for part in found]
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError("too large")
    return value


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError("too long")
    return int(text)
