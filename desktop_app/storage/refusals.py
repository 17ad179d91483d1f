"""PostgreSQL's errors as sentences for the person who reads them, the field named."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors
from pymongo.errors import ConnectionFailure, OperationFailure
from sqlalchemy.exc import DBAPIError

from desktop_app.domain.errors import (
    Conflict,
    DoneBefore,
    Gone,
    Invalid,
    NeedsApproval,
    NeedsProof,
    NotAllowed,
    Refusal,
    Unreachable,
)
from desktop_app.domain.lifecycle import spoken
from desktop_app.storage import constraints
from desktop_app.storage.mongo_refusals import forbidden, unreachable

KEY = re.compile(r"Key \((?P<columns>[^)]*)\)=\((?P<values>.*?)\)", re.S)
OURS = re.compile(r"[“”.]|, ")


@contextmanager
def translated() -> Iterator[None]:
    """Whatever the server or the way to it says no with, said as a refusal."""
    try:
        yield
    except DBAPIError as error:
        raise refusal(error.orig) from error
    except psycopg.Error as error:
        raise refusal(error) from error
    except ConnectionFailure as error:
        raise unreachable(error) from error
    except OperationFailure as error:
        if denied := forbidden(error):
            raise denied from error
        raise


def refusal(error: Any) -> Exception:
    """The refusal for a driver's error; what is our own fault comes back as it is."""
    if error is None or not isinstance(error, psycopg.Error):
        return error if isinstance(error, Exception) else Unreachable("PostgreSQL is gone.")
    if told := _act(error):
        return told
    for kind, say in SAID:
        if isinstance(error, kind):
            return say(error)
    return error


def _act(error: psycopg.Error) -> Refusal | None:
    """The codes that our own functions raise, with their sentence."""
    if error.sqlstate == "CH005":
        policies = tuple(json.loads(error.diag.message_detail or "[]"))
        return NeedsApproval(error.diag.message_primary or "", policies=policies)
    if error.sqlstate == "CH007":
        told = error.diag
        return DoneBefore(told.message_primary or "", answer=told.message_detail or "")
    kinds = {
        "CH001": Conflict,
        "CH002": Conflict,
        "CH003": Invalid,
        "CH004": Gone,
        "CH006": NeedsProof,
    }
    kind = kinds.get(error.sqlstate or "")
    message = error.diag.message_primary or ""
    return kind(message, field=error.diag.column_name or "") if kind else None


def _taken(error: psycopg.Error) -> Refusal:
    if found := KEY.search(error.diag.message_detail or ""):
        columns = [name.strip() for name in found["columns"].split(",")]
        hidden = any(name.endswith("_index") for name in columns)
        said = " and ".join(spoken(name.removesuffix("_index")) for name in columns)
        value = "" if hidden else f" “{found['values']}”"
        return Conflict(
            f"Another record already has this {said}{value}.",
            field=columns[-1].removesuffix("_index"),
        )
    if named := [name.removesuffix("_index") for name in _named(error)]:
        said = " and ".join(map(spoken, named))
        return Conflict(f"Another record already has this {said}.", field=named[-1])
    return Conflict("Another record already has this value.")


def _reference(error: psycopg.Error) -> Refusal:
    detail = error.diag.message_detail or ""
    column = (KEY.search(detail) or {"columns": ""})["columns"]
    if "still referenced" in detail:
        other = re.search(r'table "([^"]+)"', detail)
        users = spoken(other[1]) if other else "other records"
        return Conflict(f"This record is still used by {users}, so it cannot be removed.")
    column = column or next(iter(_named(error)), "")
    return Invalid(f"{spoken(column).capitalize()} names a record that is not there.", field=column)


def _rule(error: psycopg.Error) -> Refusal:
    """Our triggers speak in sentences; a CHECK's name says column and rule."""
    message = error.diag.message_primary or ""
    if error.diag.constraint_name is None and OURS.search(message):
        return Invalid(message, field=error.diag.column_name or "")
    rule = (error.diag.constraint_name or "").removeprefix(f"{error.diag.table_name}_")
    rule = rule.removesuffix("_check")
    if rule.endswith("_words"):
        column = rule.removesuffix("_words")
        said = f"{spoken(column).capitalize()} has a value that is not in its list."
        return Invalid(said, field=column)
    if rule.endswith("_masked"):
        column = rule.removesuffix("_masked")
        said = f"{spoken(column).capitalize()} is a secret and is stored sealed only."
        return Invalid(said, field=column)
    column = next(iter(_named(error)), rule)
    return Invalid(f"A rule of this table is broken: {spoken(rule)}.", field=column)


def _overlap(error: psycopg.Error) -> Refusal:
    said = "This overlaps with another record that stands in the way."
    return Conflict(said, field=(_named(error) or ("",))[-1])


def _named(error: psycopg.Error) -> tuple[str, ...]:
    told = error.diag
    return constraints.columns(told.schema_name, told.table_name, told.constraint_name)


def _forbidden(error: psycopg.Error) -> Refusal:
    message = error.diag.message_primary or ""
    if message.startswith(("permission denied", "new row violates")):
        table = re.search(r'(?:table|view|relation) "?(\w+)', message)
        place = f" {spoken(table[1])}" if table else " this"
        return NotAllowed(f"Your role may not do that with{place}.")
    return NotAllowed(message or "Your role may not do that.")


def _value(error: psycopg.Error) -> str:
    match error:
        case errors.StringDataRightTruncation():
            limit = re.search(r"\((\d+)\)", error.diag.message_primary or "")
            return f"The text is longer than {limit[1] if limit else 'its'} characters allowed."
        case errors.NumericValueOutOfRange():
            return "The number is larger than this field can hold."
    return "The value is not of the kind that this field holds."


def _empty(error: psycopg.Error) -> Refusal:
    name = spoken(_column(error) or "this field").capitalize()
    return Invalid(f"{name} must not be empty.", field=_column(error))


def _wrong(error: psycopg.Error) -> Refusal:
    return Invalid(_value(error), field=_column(error))


def _always(kind: type[Refusal], sentence: str) -> Callable[[psycopg.Error], Refusal]:
    return lambda _: kind(sentence)


def _column(error: psycopg.Error) -> str:
    return error.diag.column_name or ""


SAID: tuple[tuple[type[psycopg.Error], Callable[[psycopg.Error], Refusal]], ...] = (
    (errors.UniqueViolation, _taken),
    (errors.ForeignKeyViolation, _reference),
    (errors.RestrictViolation, _reference),
    (errors.NotNullViolation, _empty),
    (errors.ExclusionViolation, _overlap),
    (errors.CheckViolation, _rule),
    (errors.RaiseException, _rule),
    (errors.InsufficientPrivilege, _forbidden),
    (errors.InvalidPassword, _forbidden),
    (
        errors.SerializationFailure,
        _always(Conflict, "Somebody else was changing the same records. Try again."),
    ),
    (
        errors.DeadlockDetected,
        _always(Conflict, "Somebody else was changing the same records. Try again."),
    ),
    (
        errors.LockNotAvailable,
        _always(Conflict, "Somebody else holds this record just now. Try again in a moment."),
    ),
    (
        errors.QueryCanceled,
        _always(Unreachable, "The server took too long and was stopped. Narrow the question."),
    ),
    (
        errors.ReadOnlySqlTransaction,
        _always(
            Unreachable,
            "PostgreSQL takes no changes just now: its disk is nearly full, or another server has "
            "its place. What is only read goes on.",
        ),
    ),
    (errors.DataError, _wrong),
    (errors.OperationalError, _always(Unreachable, "PostgreSQL does not answer.")),
    (errors.InterfaceError, _always(Unreachable, "PostgreSQL does not answer.")),
)
"""The first that fits says it; the narrow kinds stand before the wide."""
