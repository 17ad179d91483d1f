"""How a MongoDB collection is declared: a pydantic model is its shape.

From the one description come the `$jsonSchema` validator, the kinds of its columns and, later,
its form. Fields that a document leaves free (`metadata`) stay free: validators name types and
values, they do not forbid what a platform adds tomorrow.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from annotated_types import Ge, Le
from bson import ObjectId
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from desktop_app.domain.lifecycle import Lifecycle

NUMBER = ["int", "long", "double", "decimal"]
BSON: Mapping[Any, Any] = {
    str: "string",
    bool: "bool",
    int: ["int", "long"],
    float: NUMBER,
    Decimal: NUMBER,
    datetime: "date",
    UUID: "binData",
    bytes: "binData",
    ObjectId: "objectId",
}


_declared: dict[str, "Collection"] = {}


def declared() -> list["Collection"]:
    """Every collection that a loaded module declares, by place."""
    return [_declared[place] for place in sorted(_declared)]


@dataclass(frozen=True)
class Index:
    """`fields` as MongoDB wants them: `(("tenant_id", 1), ("status", 1))`, or `"text"`."""

    fields: tuple[tuple[str, int | str], ...]
    unique: bool = False
    where: Mapping[str, Any] = field(default_factory=dict)
    stated: bool = True

    @property
    def name(self) -> str:
        return "_".join(f"{name}_{order}" for name, order in self.fields)

    @property
    def in_order(self) -> bool:
        """Whether all documents stand in it, by the value of its first field."""
        return not self.where and self.fields[0][1] in (1, -1)


@dataclass(frozen=True)
class Step:
    """What one step of a document's life does beside moving its state.

    `stamps` get the moment, `clears` become null, `takes` are fields that the act may fill.
    """

    stamps: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Life:
    """The field that holds a document's state; only acts move it and what they stamp."""

    cycle: Lifecycle
    steps: Mapping[str, Step] = field(default_factory=dict)
    column: str = "status"

    def step(self, name: str) -> Step:
        return self.steps.get(name, Step())

    @property
    def fields(self) -> frozenset[str]:
        """Every field that plain edits leave alone."""
        steps = self.steps.values()
        touched = (name for step in steps for name in (*step.stamps, *step.clears, *step.takes))
        return frozenset({self.column, *touched})


@dataclass(frozen=True)
class OfTenant:
    """How a document says whose it is: `field` is a tenant's id, or a list of them.

    `panel` is the list's key, by which it is decided who reads. Documents whose `public` field is
    true are everybody's.
    """

    panel: str
    field: str
    public: str = ""


@dataclass(frozen=True)
class Collection:
    """`per_tenant` collections live in one database per tenant; `database` is the pattern.

    One that is not `ours` has its shape from its driver: it gets no validator and no step.

    `acted` are further fields that no plain edit moves, only an act over two stores.

    `of_tenant` lets a tenant's staff read what is theirs, through a view; without it, nothing.
    """

    database: str
    name: str
    shape: type[BaseModel]
    key: str = "_id"
    indexes: tuple[Index, ...] = ()
    per_tenant: bool = False
    sealed: Mapping[str, str] = field(default_factory=dict)
    life: Life | None = None
    acted: frozenset[str] = frozenset()
    of_tenant: OfTenant | None = None
    ours: bool = True

    def __post_init__(self) -> None:
        if self.ours:
            _declared[str(self)] = self

    @property
    def validator(self) -> dict[str, Any]:
        return {"$jsonSchema": schema(self.shape)}

    @property
    def home(self) -> str:
        """The field that says in which tenant's database a document lies; empty if none does."""
        return self.of_tenant.field if self.per_tenant and self.of_tenant else ""

    @property
    def moved_by_acts(self) -> frozenset[str]:
        return self.acted | (self.life.fields if self.life else frozenset())

    def __str__(self) -> str:
        return f"{self.database}.{self.name}"


def asc(*names: str, unique: bool = False, stated: bool = True) -> Index:
    return Index(tuple((name, 1) for name in names), unique=unique, stated=stated)


def schema(shape: type[BaseModel]) -> dict[str, Any]:
    """The `$jsonSchema` of a model; optional fields may be absent or null."""
    fields = shape.model_fields
    required = [_stored(name, info) for name, info in fields.items() if info.is_required()]
    properties = {_stored(name, info): _property(info) for name, info in fields.items()}
    return {
        "bsonType": "object",
        **({"required": required} if required else {}),
        "properties": properties,
    }


def paths(shape: type[BaseModel], prefix: str = "") -> Iterable[str]:
    """Every field's dotted path, those of nested documents and lists of documents included."""
    for name, info in shape.model_fields.items():
        path = f"{prefix}{_stored(name, info)}"
        yield path
        if nested := _nested(info.annotation):
            yield from paths(nested, f"{path}.")


def _stored(name: str, info: FieldInfo) -> str:
    return info.alias or name


def _property(info: FieldInfo) -> dict[str, Any]:
    made = _type(info.annotation)
    for limit in info.metadata:
        match limit:
            case Ge(ge=low):
                made["minimum"] = low
            case Le(le=high):
                made["maximum"] = high
    return made


def _type(annotation: Any) -> dict[str, Any]:
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return _or_null([part for part in get_args(annotation) if part is not NoneType])
    if origin is Annotated:
        return _type(get_args(annotation)[0])
    if origin is Literal:
        return {"enum": list(get_args(annotation))}
    if origin is list:
        (item,) = get_args(annotation)
        return {"bsonType": "array", **({"items": _type(item)} if item is not Any else {})}
    if annotation is Any:
        return {}
    if origin is dict or annotation is dict:
        return {"bsonType": "object"}
    if issubclass(annotation, BaseModel):
        return schema(annotation)
    if issubclass(annotation, StrEnum):
        return {"enum": [word.value for word in annotation]}
    return {"bsonType": BSON[annotation]}


def _or_null(parts: list[Any]) -> dict[str, Any]:
    (only,) = parts
    made = _type(only)
    if "enum" in made:
        return {"enum": [*made["enum"], None]}
    if "bsonType" in made:
        kinds = made["bsonType"]
        made["bsonType"] = [*(kinds if isinstance(kinds, list) else [kinds]), "null"]
    return made


def _nested(annotation: Any) -> type[BaseModel] | None:
    """The model inside `X`, `X | None` or `list[X]`, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _nested(part))), None)
