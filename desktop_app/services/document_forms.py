"""The fields of a collection's form: its shape, leaf by leaf, by dotted path."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from bson import ObjectId
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from desktop_app.domain.inputs import BY_ITS_ACTS, BY_THE_STORE, KEEPS_HOME, KEEPS_KEY, Input
from desktop_app.domain.query import Kind
from desktop_app.storage.mongo import Documents
from desktop_app.storage.source import Source

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

STAMPS = ("created_at", "updated_at")
PLAIN = (str, int, float, bool, Decimal, datetime)


def inputs(panel: "Panel", source: Documents) -> Iterator[Input]:
    kinds, refers, currencies = source.kinds(), source.references(), source.currencies()
    collection = source.collection
    for path, info, needed in _leaves(collection.shape, "", True):
        secret = path in collection.sealed
        kind = Kind.TEXT if secret else kinds[path]
        inner = _bare(info.annotation)
        least, most = _limits(info)
        moved = path.partition(".")[0] in collection.moved_by_acts
        never = kind == Kind.SECRET
        key = path in ("_id", collection.key)
        stamp = path in STAMPS or path == "_id"
        yield Input(
            path,
            kind,
            _said(panel, path),
            required=needed and info.is_required(),
            filled=stamp,
            choices=_choices(source, path, inner, info),
            made=_made(kind, inner),
            items=_items(inner),
            least=least,
            most=most,
            tagged=True,
            parts=_parts(inner),
            secret=secret,
            refers=refers.get(path, ""),
            currency=currencies.get(path, ""),
            fixed=KEEPS_HOME if path == collection.home else _fixed(key, moved, stamp or never),
            closed=_closed(moved and not info.is_required(), stamp or never),
        )


def drawn_key(source: Source) -> Input | None:
    """The key that a document gets by itself: no form has it, a sheet finds records by it."""
    if not isinstance(source, Documents) or source.collection.key != "_id":
        return None
    return Input("_id", label="Id", made=_object_id, fixed=KEEPS_KEY, closed=BY_THE_STORE)


def _leaves(
    shape: type[BaseModel], prefix: str, needed: bool
) -> Iterator[tuple[str, FieldInfo, bool]]:
    for name, info in shape.model_fields.items():
        path = f"{prefix}{info.alias or name}"
        inner = _bare(info.annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel) and inner.model_fields:
            yield from _leaves(inner, f"{path}.", needed and info.is_required())
        elif not path.endswith(("_sealed", "_index")):
            yield path, info, needed


def _said(panel: "Panel", path: str) -> str:
    if path in panel.labels or "." not in path:
        return panel.label(path)
    return panel.label(path.replace(".", " "))


def _choices(source: Documents, path: str, inner: Any, info: FieldInfo) -> tuple[str, ...]:
    life = source.collection.life
    if life is not None and path == life.column:
        return tuple(word for word in life.cycle.words if word in life.cycle.starts)
    if get_origin(inner) is Literal:
        return tuple(str(word) for word in get_args(inner))
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    words = extra.get("words", ())
    return tuple(str(word) for word in words) if isinstance(words, list | tuple) else ()


def _made(kind: Kind, inner: Any) -> Any:
    if inner is ObjectId:
        return _object_id
    if kind in (Kind.JSON, Kind.LIST, Kind.STATE):
        return dict if kind == Kind.JSON and _is_object(inner) else object
    return inner if isinstance(inner, type) else str


def _object_id(text: str) -> ObjectId:
    if not ObjectId.is_valid(text):
        raise ValueError(text)
    return ObjectId(text)


def _items(inner: Any) -> type:
    """What stands in a list; documents, and what is of several kinds, are written as JSON."""
    if get_origin(inner) is not list:
        return str
    (item,) = get_args(inner)
    if get_origin(item) is Literal:
        return str
    plain = isinstance(item, type) and issubclass(item, PLAIN)
    return item if plain and item not in (bool, datetime) else dict


def _parts(inner: Any) -> tuple[str, ...]:
    item = _bare(get_args(inner)[0]) if get_origin(inner) is list else None
    if not isinstance(item, type) or not issubclass(item, BaseModel):
        return ()
    return tuple(info.alias or name for name, info in item.model_fields.items())


def _is_object(inner: Any) -> bool:
    inside = get_origin(inner) or inner
    return isinstance(inside, type) and issubclass(inside, dict | BaseModel)


def _limits(info: FieldInfo) -> tuple[Decimal | None, Decimal | None]:
    least = most = None
    for limit in info.metadata:
        match limit:
            case Ge(ge=low) | Gt(gt=low):
                least = Decimal(str(low))
            case Le(le=high) | Lt(lt=high):
                most = Decimal(str(high))
    return least, most


def _fixed(key: bool, moved: bool, stamp: bool) -> str:
    if key:
        return KEEPS_KEY
    if moved:
        return BY_ITS_ACTS
    return BY_THE_STORE if stamp else ""


def _closed(moved: bool, stamp: bool) -> str:
    if stamp:
        return BY_THE_STORE
    return BY_ITS_ACTS if moved else ""


def _bare(annotation: Any) -> Any:
    """`X | None` and `Annotated[X, …]` are X."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part is not NoneType]
        return _bare(parts[0]) if len(parts) == 1 else annotation
    return annotation
