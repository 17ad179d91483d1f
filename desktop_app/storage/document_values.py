"""Values at MongoDB's border: what may go in, and how what lies there comes out.

In: money is Decimal128, a UUID binary, a moment UTC in milliseconds; what MongoDB or a reader
would stumble over is refused with its field. Out: Decimal128 is Decimal again, and what Python
or a person cannot read is a `CannotShow` cell, so that one odd value never breaks a page.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import Any
from uuid import UUID

import bson
from bson import CodecOptions, Decimal128, ObjectId
from bson.binary import UuidRepresentation
from bson.codec_options import DatetimeConversion
from bson.datetime_ms import DatetimeMS

from desktop_app.domain.cells import CannotShow
from desktop_app.domain.errors import Invalid
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.stored import learn
from desktop_app.domain.stored_values import Tag, unkept

DEEPEST = 50
LARGEST = 8 * 2**20
LEAST, MOST = -(2**63), 2**63 - 1

CODEC: CodecOptions[dict[str, Any]] = CodecOptions(
    tz_aware=True,
    uuid_representation=UuidRepresentation.STANDARD,
    datetime_conversion=DatetimeConversion.DATETIME_AUTO,
    unicode_decode_error_handler="replace",
)
"""Reads every document, whatever a platform wrote into it."""

learn(Tag("object_id", ObjectId, str, ObjectId))


def stored(field: str, value: Any) -> Any:
    """The value as MongoDB keeps it, or a refusal that names the field."""
    made = _stored(field, value, 0)
    if len(bson.encode({"": made}, codec_options=CODEC)) > LARGEST:
        raise Invalid(f"{_said(field)} is larger than {LARGEST >> 20} MiB.", field=field)
    return made


def shown(value: Any) -> Any:
    """A stored value as the program knows it."""
    match value:
        case Mapping():
            return {str(name): shown(part) for name, part in value.items()}
        case list():
            return [shown(part) for part in value]
        case Decimal128():
            number = value.to_decimal()
            return number if number.is_finite() else CannotShow(f"{number}: not a number", value)
        case float() if not isfinite(value):
            return CannotShow(f"{value}: not a number", value)
        case DatetimeMS():
            return CannotShow("a moment outside the years 1 to 9999", value)
        case None | str() | bool() | int() | float() | datetime() | UUID() | bytes() | ObjectId():
            return value
    return CannotShow(f"a value of MongoDB's type {type(value).__name__}", value)


def _stored(field: str, value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        outermost = field.partition(".")[0]
        raise Invalid(f"{_said(outermost)} is nested too deeply.", field=outermost)
    match value:
        case None | bool() | UUID() | ObjectId():
            return value
        case Enum():
            return _stored(field, value.value, depth)
        case str():
            return _text(field, value)
        case int():
            return _whole(field, value)
        case float() if isfinite(value):
            return value
        case Decimal():
            return _decimal(field, value)
        case datetime():
            return _moment(field, value)
        case bytes():
            return value
        case float():
            raise Invalid(f"{_said(field)} must be a number, not {value}.", field=field)
    return _inside(field, value, depth + 1)


def _inside(field: str, value: Any, depth: int) -> Any:
    match value:
        case Mapping():
            named = {_name(field, name): part for name, part in value.items()}
            return {n: _stored(f"{field}.{n}", part, depth) for n, part in named.items()}
        case list() | tuple():
            return [_stored(field, part, depth) for part in value]
    kind = type(value).__name__
    raise Invalid(f"{_said(field)} cannot be stored: MongoDB has no {kind}.", field=field)


def _text(field: str, value: str) -> str:
    if unkept(value):
        raise Invalid(f"{_said(field)} has a sign that cannot be stored.", field=field)
    return str(value)


def _whole(field: str, value: int) -> int:
    if not LEAST <= value <= MOST:
        raise Invalid(f"{_said(field)} is larger than MongoDB's whole numbers.", field=field)
    return int(value)


def _decimal(field: str, value: Decimal) -> Decimal128:
    if not value.is_finite():
        raise Invalid(f"{_said(field)} must be a number, not {value}.", field=field)
    try:
        made = Decimal128(value)
    except (ArithmeticError, ValueError) as error:
        raise Invalid(f"{_said(field)} has more than 34 digits.", field=field) from error
    return made


def _moment(field: str, value: datetime) -> datetime:
    """Without a zone it is UTC; MongoDB keeps milliseconds."""
    try:
        made = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except (OverflowError, ValueError) as error:
        raise Invalid(f"{_said(field)} is no moment that can be stored.", field=field) from error
    return made.replace(microsecond=made.microsecond // 1000 * 1000)


def _name(field: str, name: Any) -> str:
    """MongoDB reads a `$` as an operator and a dot as a path."""
    if not isinstance(name, str) or not name or name.startswith("$") or "." in name:
        raise Invalid(
            f"“{name}” in {spoken(field)} cannot be a name: no $ at its start and no dots.",
            field=field,
        )
    return _text(field, name)


def _said(field: str) -> str:
    return spoken(field.replace(".", ", ")).capitalize() or "This value"
