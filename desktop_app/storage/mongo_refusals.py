"""MongoDB's errors as sentences for the person who reads them, the field named."""

from collections.abc import Mapping
from typing import Any

from pymongo.errors import NotPrimaryError, OperationFailure, PyMongoError, WriteError

from desktop_app.domain.errors import Conflict, Invalid, NotAllowed, Refusal, Unreachable
from desktop_app.domain.lifecycle import spoken
from desktop_app.storage.guarded import ENDED
from desktop_app.storage.shapes import Collection

BROKEN, TAKEN, NO_RIGHT, NO_LOGIN = 121, 11000, 13, 18
UNREACHABLE = "MongoDB does not answer."
NO_PRIMARY = "MongoDB takes no changes just now: none of its servers is the primary one."


def unreachable(error: PyMongoError) -> Unreachable:
    return Unreachable(NO_PRIMARY if isinstance(error, NotPrimaryError) else UNREACHABLE)


def forbidden(error: OperationFailure) -> NotAllowed | None:
    """What is denied to the person: this, or all since their secret is another or gone."""
    if error.code == NO_LOGIN or (error.code == NO_RIGHT and "authentication" in str(error)):
        return NotAllowed(ENDED)
    return NotAllowed("Your role may not read this list.") if error.code == NO_RIGHT else None


def said(error: WriteError, collection: Collection) -> Refusal:
    """What the server's validator or a unique index refused."""
    details = error.details or {}
    if error.code == BROKEN:
        field = _broken(details.get("errInfo", {}))
        name = spoken(field.replace(".", ", ")).capitalize() or f"A field of {collection.name}"
        return Invalid(f"{name} has a value that is not allowed there.", field=field)
    if error.code == TAKEN:
        names = [name for name in details.get("keyPattern", {}) if name != "_id"]
        known = " and ".join(spoken(name) for name in names) or "key"
        return Conflict(
            f"Another record already has this {known}.", field=names[-1] if names else ""
        )
    raise error


def _broken(info: Any, way: tuple[str, ...] = ()) -> str:
    """The first field that the validator's report names, however deep."""
    if isinstance(info, Mapping):
        if missing := info.get("missingProperties"):
            return ".".join((*way, str(missing[0])))
        here = (*way, str(info["propertyName"])) if "propertyName" in info else way
        for part in info.values():
            if isinstance(part, Mapping | list) and (found := _broken(part, here)):
                return found
        return ".".join(here) if here != way else ""
    if isinstance(info, list):
        return next((found for part in info if (found := _broken(part, way))), "")
    return ""
