"""One value within a document, as it is typed: it stays of the kind that it was.

A leaf that was text stays text, also where it reads like a number; what stood for nothing becomes
what it looks like. Kinds that nobody can type (a store's own) are told and left alone.
"""

import json
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from desktop_app.domain.errors import Invalid

TEXT, NUMBER, EXACT, ANSWER, NOTHING = "text", "number", "exact number", "yes or no", "nothing"
MOMENT, DAY, ID = "moment", "day", "id"
OBJECT, LIST, OTHER = "object", "list", "other"
STARTS: Final = {TEXT: "", NUMBER: 0, EXACT: Decimal(0), ANSWER: False, NOTHING: None}
"""What a leaf is when it is made one of these."""
ANSWERS: Final = {"yes": True, "no": False, "true": True, "false": False}
LONGEST = 10_000


def kind(value: Any) -> str:
    match value:
        case None:
            return NOTHING
        case bool():
            return ANSWER
        case str():
            return TEXT
        case int() | float():
            return NUMBER
        case Decimal():
            return EXACT
        case datetime():
            return MOMENT
        case date():
            return DAY
        case UUID():
            return ID
    return OTHER


def said(value: Any) -> str:
    """The text that stands for it; read again as the same kind it is that value."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return format(value, "f") if value.is_finite() else str(value)
        case datetime() | date():
            return value.isoformat()
    return str(value)


def read(text: str, was: str) -> Any:
    """What was typed where a leaf of this kind stood, or a refusal in words."""
    if "\0" in text or len(text) > LONGEST:
        raise Invalid(f"A value has at most {LONGEST:,} signs, and none that cannot be stored.")
    typed = text.strip()
    if was == TEXT:
        return text
    if was == NOTHING:
        return guessed(text)
    if was == ANSWER:
        if typed.lower() not in ANSWERS:
            raise Invalid(f"“{typed}” is neither yes nor no.")
        return ANSWERS[typed.lower()]
    try:
        return _of_kind(typed, was)
    except (ValueError, InvalidOperation, OverflowError) as error:
        a = "an" if was[0] in "aeiou" else "a"
        raise Invalid(f"“{typed[:40]}” is not {a} {was}.") from error


def guessed(text: str) -> Any:
    """A whole number, a number, yes or no as JSON has them; anything else is text."""
    typed = text.strip()
    if not typed:
        return None
    try:
        found = json.loads(typed, parse_constant=_refused)
    except (ValueError, RecursionError):
        return text
    return found if isinstance(found, int | float) else text


def _of_kind(text: str, was: str) -> Any:
    match was:
        case "number":
            return _number(text)
        case "exact number":
            found = Decimal(text)
            if not found.is_finite():
                raise ValueError(text)
            return found
        case "moment":
            found_at = datetime.fromisoformat(text)
            return found_at if found_at.tzinfo else found_at.replace(tzinfo=UTC)
        case "day":
            return date.fromisoformat(text)
        case "id":
            return UUID(text)
    raise ValueError(text)


def _number(text: str) -> int | float:
    found = json.loads(text, parse_constant=_refused)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise ValueError(text)
    return found


def _refused(text: str) -> Any:
    raise ValueError(text)
