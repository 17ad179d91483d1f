"""Questions and writes as JSON, and back without loss.

`{"v": 1, "query": {…}}`. Inside, text, yes/no, nothing, small whole numbers and lists (for tuples)
are JSON's own; everything else is an object with one tag: `{"decimal": "1.50"}`. So it survives
any store: jsonb (which rewrites numbers and refuses NUL), BSON (64-bit numbers, names without
`$` and dots), a file. Equal values give equal text, whatever order a mapping was filled in; that
text is what an approval signs. Reading is strict: what is not known is refused with its path.

A store's own kind of key (an ObjectId) is made known by its driver with `learn`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any, TypeAlias

from desktop_app.domain import geo, moments, query, writes
from desktop_app.domain.errors import Invalid
from desktop_app.domain.frozen import freeze
from desktop_app.domain.stored_values import PLAIN, Tag, unkept

VERSION = 1
DEEPEST = 100
EXACT = 2**53

Json: TypeAlias = Any
Storable: TypeAlias = query.Query | query.Condition | writes.Write | writes.Change

TREES: dict[str, type] = {
    "query": query.Query,
    "where": query.Where,
    "free": query.Words,
    "all": query.All,
    "any": query.Any_,
    "not": query.Not,
    "after": query.After,
    "before": query.Before,
    "at": query.At,
    "create": writes.Create,
    "edit": writes.Edit,
    "remove": writes.Remove,
    "act": writes.Act,
    "change": writes.Change,
    "ago": moments.Ago,
    "day": moments.Day,
    "period": moments.Period,
    "point": geo.Point,
    "circle": geo.Circle,
    "area": geo.Area,
}
OUTERMOST = ("query", "create", "edit", "remove", "act", "change", "where", "free", "all", "any",
             "not")  # fmt: skip
_names = {made: name for name, made in TREES.items()}
_tags: dict[str, Tag] = {tag.name: tag for tag in PLAIN}


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _whole_or_none(value: Any) -> bool:
    return value is None or _whole(value)


def _number(value: Any) -> bool:
    return _whole(value) or isinstance(value, float)


def _each(inside: Any, value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, inside) for item in value)


def _row(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(name, str) for name in value)


def _is(made: Any, value: Any) -> bool:
    return isinstance(value, made)


def _anything(_: Any) -> bool:
    return True


# What a field may hold, by its name; dataclasses do not ask by themselves.
FITS: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("panel", "column", "sort", "text", "action", "unit", "op"), partial(_is, str)),
    **dict.fromkeys(("limit", "amount", "offset", "year"), _whole),
    **dict.fromkeys(("month", "sequence"), _whole_or_none),
    **dict.fromkeys(("fraction", "latitude", "longitude", "metres"), _number),
    **dict.fromkeys(("where", "part"), partial(_is, query.Condition)),
    **dict.fromkeys(("seen", "values"), _row),
    "descending": partial(_is, bool),
    "place": partial(_is, query.Place | None),
    "centre": partial(_is, geo.Point),
    "parts": partial(_each, query.Condition),
    "corners": partial(_each, geo.Point),
    "keys": partial(_is, tuple),
}


def learn(tag: Tag) -> None:
    """From now on values of this type can be stored too."""
    if tag.name in TREES or _tags.get(tag.name, tag).made is not tag.made:
        raise ValueError(f"“{tag.name}” already means something else.")
    _tags[tag.name] = tag


def dumps(value: Storable) -> str:
    """The one text of this value."""
    return json.dumps(to_json(value), sort_keys=True, separators=(",", ":"))


def loads(text: str | bytes) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid("This is not JSON that can be read.") from error
    return from_json(found)


def to_json(value: Storable) -> dict[str, Json]:
    name = _names.get(type(value))
    if name not in OUTERMOST:
        raise Invalid(f"A {type(value).__name__} is not stored by itself.")
    return {"v": VERSION, **_encode(value, str(name), 0)}


def from_json(found: Json) -> Any:
    if not isinstance(found, Mapping) or found.get("v") != VERSION or found.get("v") is True:
        raise Invalid(f"Only version {VERSION} of the stored form is known.", field="v")
    rest = {name: content for name, content in found.items() if name != "v"}
    if len(rest) != 1 or not rest.keys() <= set(OUTERMOST):
        raise Invalid(f"Not a question or a write: {', '.join(map(str, rest)) or 'nothing'}.")
    return _decode(rest, "", 0)


def _encode(value: Any, path: str, depth: int) -> Json:
    if depth > DEEPEST:
        raise Invalid("Too deeply nested to be stored.", field=path)
    deeper = partial(_encode, depth=depth + 1)
    match value:
        case None | bool():
            return value
        case int() if abs(value) <= EXACT:
            return int(value)
        case str() if not unkept(value):
            return str.__str__(value)
        case tuple() | list():
            return [deeper(item, f"{path}[{at}]") for at, item in enumerate(value)]
        case set() | frozenset():
            return {"set": sorted((deeper(item, path) for item in value), key=_order)}
        case Mapping():
            pairs = [[deeper(k, path), deeper(v, f"{path}.{k}")] for k, v in value.items()]
            return {"mapping": sorted(pairs, key=_order)}
    if is_dataclass(value) and (name := _names.get(type(value))):
        return {name: {f.name: deeper(getattr(value, f.name), f"{path}.{f.name}")
                       for f in fields(value)}}  # fmt: skip
    for tag in _tags.values():
        if isinstance(value, tag.made):
            return {tag.name: tag.write(value)}
    raise Invalid(f"A {type(value).__name__} cannot be stored.", field=path)


def _decode(found: Json, path: str, depth: int) -> Any:
    if depth > DEEPEST:
        raise Invalid("Too deeply nested to be read.", field=path)
    match found:
        case None | bool() | int() | str():
            return found
        case list():
            return tuple(_decode(item, f"{path}[{at}]", depth + 1) for at, item in enumerate(found))
        case Mapping() if len(found) == 1:
            ((name, content),) = found.items()
            return _tagged(str(name), content, f"{path}.{name}".lstrip("."), depth + 1)
    raise Invalid(f"{path or 'The outermost value'} is not in the stored form.", field=path)


def _tagged(name: str, content: Json, path: str, depth: int) -> Any:
    if name in TREES:
        return _tree(TREES[name], content, path, depth)
    match name, content:
        case "set", list():
            return frozenset(_hashable(_decode(item, path, depth), path) for item in content)
        case "mapping", list():
            return _mapping(content, path, depth)
    tag = _tags.get(name)
    if tag is None:
        raise Invalid(f"{path}: there is no “{name}” in the stored form.", field=path)
    if not isinstance(content, str):
        raise Invalid(f"{path}: text expected.", field=path)
    return _made(partial(tag.read, content), path)


def _tree(made: type, content: Json, path: str, depth: int) -> Any:
    names = {f.name for f in fields(made)}
    if not isinstance(content, Mapping) or content.keys() != names:
        given = set(content) if isinstance(content, Mapping) else set()
        wrong = ", ".join(sorted(map(str, given ^ names))) or "an object"
        raise Invalid(f"{path}: missing or unknown: {wrong}.", field=path)
    values = {n: _decode(content[n], f"{path}.{n}", depth + 1) for n in content}
    for name, value in values.items():
        if not FITS.get(name, _anything)(value):
            raise Invalid(f"{path}.{name} cannot be that.", field=f"{path}.{name}")
    return _made(partial(made, **values), path)


def _mapping(content: list[Json], path: str, depth: int) -> Any:
    made: dict[Any, Any] = {}
    for pair in content:
        if not isinstance(pair, list) or len(pair) != 2:
            raise Invalid(f"{path}: pairs expected.", field=path)
        key = _hashable(_decode(pair[0], path, depth), path)
        if key in made:
            raise Invalid(f"{path}: “{key}” is there twice.", field=path)
        made[key] = _decode(pair[1], f"{path}.{key}", depth)
    return freeze(made)


def _made(make: Callable[[], Any], path: str) -> Any:
    try:
        return make()
    except Invalid as refusal:
        raise Invalid(f"{path}: {refusal}", field=path) from refusal
    except (ValueError, TypeError, ArithmeticError, LookupError) as error:
        raise Invalid(f"{path} cannot be read.", field=path) from error


def _hashable(value: Any, path: str) -> Any:
    try:
        hash(value)
    except TypeError as error:
        raise Invalid(f"{path}: this cannot be counted among a set.", field=path) from error
    return value


def _order(encoded: Json) -> str:
    return json.dumps(encoded, sort_keys=True)
