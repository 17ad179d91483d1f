"""What may be written to a collection: checked against its shape before it is sent or applied.

The program checks when a person presses Save, and the relay checks again when it delivers,
because anybody may call `backoffice.send` with what they like.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from desktop_app.domain.errors import Invalid, NotAllowed
from desktop_app.domain.frozen import thaw
from desktop_app.domain.inputs import KEEPS_HOME
from desktop_app.domain.lifecycle import spoken
from desktop_app.storage.document_values import stored
from desktop_app.storage.shapes import Collection
from desktop_app.storage.tables import MASK

Values = Mapping[str, Any]
Document = dict[str, Any]


def created(collection: Collection, values: Values) -> Document:
    """A whole new document, fit to be stored."""
    document = nested(thaw(values))
    refuse_unknown(collection, paths(document))
    if collection.life and (state := document.get(collection.life.column)) is not None:
        _refuse_start(collection, str(state))
    _refuse_plain_secrets(collection, document)
    try:
        made = collection.shape.model_validate(document)
    except ValidationError as error:
        raise refusal(error) from error
    kept = _with_rest(document, _dumped(made))
    return {name: stored(name, part) for name, part in kept.items()}


def edited(collection: Collection, values: Values, *, acting: bool = False) -> Document:
    """Dotted paths and their new values, fit to be stored."""
    if not values:
        raise Invalid("There is nothing to change.")
    refuse_unknown(collection, paths(values))
    for path in values:
        stored(path, dict.fromkeys(path.split(".")))
    if fixed := {"_id", collection.key} & values.keys():
        raise Invalid("A record keeps its key; make a new one instead.", field=sorted(fixed)[0])
    if collection.home in values:
        raise Invalid(KEEPS_HOME, field=collection.home)
    if not acting:
        for path in sorted(values):
            if path.partition(".")[0] in collection.moved_by_acts:
                raise NotAllowed(f"{_said(path)} is changed by its own action.", field=path)
    _refuse_plain_secrets(collection, values)
    return {path: checked(collection, path, value) for path, value in values.items()}


def checked(collection: Collection, path: str, value: Any) -> Any:
    """One field's value as it is stored, or a refusal that names the field."""
    if value is None and _within_optional(collection.shape, path):
        return None  # the last of them takes the whole object along; see `settle`
    try:
        made = _reads(collection.shape, path).validate_python(thaw(value))
    except ValidationError as error:
        raise refusal(error, path) from error
    return stored(path, _with_rest(thaw(value), _dumped(made)))


def settle(collection: Collection, before: Values, after: Document, changed: Iterable[str]) -> None:
    """An optional object is gone with its last part; what is begun has all that it must have."""
    for path in sorted({way for each in changed for way in _ways(each)}, key=len, reverse=True):
        info = _field(collection.shape, path)
        model = None if info is None or info.is_required() else _model_in(info.annotation)
        inside = at(after, path)
        if model is None or not isinstance(inside, Mapping):
            continue
        if all(part is None for part in inside.values()):
            put(after, path, None)
            continue
        for name, part in model.model_fields.items():
            here = f"{path}.{part.alias or name}"
            begun = at(before, path) is None or here in changed
            if begun and part.is_required() and at(after, here) is None:
                raise Invalid(f"{_said(here)} must not be empty.", field=here)


def _ways(path: str) -> Iterable[str]:
    """The objects that a path leads through."""
    parts = path.split(".")
    return (".".join(parts[:count]) for count in range(1, len(parts)))


def _within_optional(shape: type[BaseModel], path: str) -> bool:
    found = (_field(shape, way) for way in _ways(path))
    return any(info is not None and not info.is_required() for info in found)


def refuse_unknown(collection: Collection, named: Iterable[str]) -> None:
    for path in named:
        if path != "_id" and _field(collection.shape, path) is None:
            raise Invalid(f"{collection.name} has no {spoken(path)}.", field=path)


def nested(values: Values) -> Document:
    """Dotted columns as the documents inside documents that they stand for."""
    made: Document = {}
    for path in sorted(values, key=lambda each: each.count(".")):
        put(made, path, values[path])
    return made


def put(document: Document, path: str, value: Any) -> None:
    """Set a dotted path, making what is missing or null on the way."""
    *way, last = path.split(".")
    inside = document
    for name in way:
        if not isinstance(inside.get(name), dict):
            inside[name] = {}
        inside = inside[name]
    inside[last] = value


def at(document: Values, path: str) -> Any:
    """What lies at a dotted path; what is missing reads as null."""
    found: Any = document
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def paths(document: Values, prefix: str = "") -> Iterable[str]:
    for name, value in document.items():
        yield f"{prefix}{name}"
        if isinstance(value, Mapping) and not prefix.count(".") > 8:
            yield from paths(value, f"{prefix}{name}.")


def refusal(error: ValidationError, path: str = "") -> Invalid:
    """The first thing that pydantic found, in a sentence."""
    found = error.errors()[0]
    inside = [str(part) for part in found["loc"] if not str(part).isdigit()]
    field = ".".join([part for part in (path, *inside) if part])
    said = _said(field)
    if found["type"] == "missing":
        return Invalid(f"{said} must not be empty.", field=field)
    return Invalid(f"{said}: {found['msg'][:1].lower()}{found['msg'][1:]}.", field=field)


def _refuse_start(collection: Collection, state: str) -> None:
    assert collection.life is not None
    cycle, column = collection.life.cycle, collection.life.column
    if state not in cycle.starts:
        raise Invalid(f"A new {cycle.subject} cannot begin as “{spoken(state)}”.", field=column)


def _refuse_plain_secrets(collection: Collection, values: Values) -> None:
    """A sealed field holds its mask; its ciphertext and blind index come along with it."""
    for path in collection.sealed:
        three = (path, f"{path}_sealed", f"{path}_index")
        mask, *cipher = (values[p] if p in values else at(values, p) for p in three)
        if mask is None and not any(cipher):
            continue
        masked = isinstance(mask, str) and mask.startswith(MASK) and len(mask) <= len(MASK) + 6
        if not (masked and all(isinstance(each, bytes) for each in cipher)):
            raise Invalid(f"{_said(path)} is a secret and is stored sealed only.", field=path)


@lru_cache(4096)
def _reads(shape: type[BaseModel], path: str) -> TypeAdapter[Any]:
    info = _field(shape, path)
    assert info is not None
    if info is FREE:
        return TypeAdapter(Any)
    kind: Any = info.annotation
    for each in info.metadata:
        kind = Annotated[kind, each]
    named = isinstance(kind, type) and issubclass(kind, BaseModel)
    config = None if named else ConfigDict(arbitrary_types_allowed=True)
    return TypeAdapter(kind, config=config) if config and not _models(kind) else TypeAdapter(kind)


def _models(kind: Any) -> bool:
    """Whether a model is inside: then pydantic takes the model's own configuration."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return True
    return any(_models(part) for part in getattr(kind, "__args__", ()))


FREE = FieldInfo(annotation=Any)


@lru_cache(4096)
def _field(shape: type[BaseModel], path: str) -> FieldInfo | None:
    """The field at a dotted path; `FREE` inside an object that the shape leaves open."""
    name, _, rest = path.partition(".")
    found = next((i for n, i in shape.model_fields.items() if (i.alias or n) == name), None)
    if found is None or not rest:
        return found
    inside = _model_in(found.annotation)
    if inside is not None:
        return _field(inside, rest)
    return FREE if _is_open(found.annotation) else None


def _model_in(kind: Any) -> type[BaseModel] | None:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    parts = [part for part in getattr(kind, "__args__", ()) if part is not type(None)]
    return _model_in(parts[0]) if len(parts) == 1 and not _is_list(kind) else None


def _is_list(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is list


def _is_open(kind: Any) -> bool:
    if kind is Any or kind is dict or getattr(kind, "__origin__", None) is dict:
        return True
    return not _is_list(kind) and any(_is_open(part) for part in getattr(kind, "__args__", ()))


def _dumped(value: Any) -> Any:
    match value:
        case BaseModel():
            return value.model_dump(by_alias=True, exclude_unset=True)
        case list():
            return [_dumped(part) for part in value]
        case dict():
            return {name: _dumped(part) for name, part in value.items()}
    return value


def _with_rest(given: Any, kept: Any) -> Any:
    """What a platform keeps beside the fields that the shape knows stays where it is."""
    match given, kept:
        case dict(), dict():
            known = {name: _with_rest(given.get(name), part) for name, part in kept.items()}
            return {**{name: part for name, part in given.items() if name not in kept}, **known}
        case list(), list() if len(given) == len(kept):
            return [_with_rest(*both) for both in zip(given, kept, strict=True)]
    return kept


def _said(field: str) -> str:
    return spoken(field.replace(".", ", ")).capitalize()
