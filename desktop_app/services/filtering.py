"""A panel's columns as the filter line knows them: kind, label, and the values they may have."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from sqlalchemy import ARRAY

from desktop_app.domain.filter_line import Column, Columns
from desktop_app.domain.query import Any_, Condition, Kind, Op, Where, Words
from desktop_app.domain.tagged import TAG
from desktop_app.storage.mongo import Documents
from desktop_app.storage.postgres import BY_TYPE, Sql
from desktop_app.storage.source import Source

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

Listed = tuple[str, ...]


def columns(panel: "Panel") -> Columns:
    """Those shown come first, so that completion offers them first; a record's tags come last."""
    kinds, words, items = panel.kinds(), _words(panel.source), _items(panel.source)
    often = {wish.column: wish.choices for wish in panel.filters}
    order = dict.fromkeys((*panel.columns, *kinds))
    found = {
        name: Column(
            kinds[name],
            words.get(name, ()),
            panel.label(name),
            items.get(name, Kind.TEXT),
            often.get(name, ()),
        )
        for name in order
    }
    return found | ({} if TAG in found else {TAG: Column(Kind.LIST, label="Tags", beside=True)})


def sought(source: Source, word: str, *, many: bool = True) -> Condition:
    """What answers to a word: any part of what the list is searched by.

    Only a beginning where parts have no index and the rows are `many`: nobody waits until every
    one was looked at.
    """
    match source:
        case Sql(table=table, searched=searched) if "partitioned" in table.info:
            return Any_(tuple(Where(name, Op.STARTS, word) for name in searched))
        case Documents(beginnings=beginnings) if many and beginnings:
            return Any_(tuple(Where(name, Op.STARTS, word) for name in beginnings))
    return Words(word)


def _words(source: Source) -> dict[str, Listed]:
    match source:
        case Sql(table=table):
            return {
                c.name: tuple(map(str, c.info["words"])) for c in table.columns if "words" in c.info
            }
        case Documents(collection=collection):
            return dict(_words_within(collection.shape))
    return {}


def _words_within(shape: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, Listed]]:
    for name, info in shape.model_fields.items():
        path = f"{prefix}{info.alias or name}"
        extra = info.json_schema_extra
        if isinstance(extra, dict) and isinstance(told := extra.get("words"), list | tuple):
            yield path, tuple(map(str, told))
            continue
        for part in _parts(info.annotation):
            if get_origin(part) is Literal:
                yield path, tuple(map(str, get_args(part)))
            elif isinstance(part, type) and issubclass(part, BaseModel):
                yield from _words_within(part, f"{path}.")


def _parts(annotation: Any) -> tuple[Any, ...]:
    """`X | None` in its parts; a list's items are asked by their own words elsewhere."""
    if get_origin(annotation) in (Literal, list, dict):
        return (annotation,)
    return get_args(annotation) or (annotation,)


def _items(source: Source) -> dict[str, Kind]:
    """What the lists hold, where the store says it."""
    if not isinstance(source, Sql):
        return {}
    return {
        column.name: _kind(column.type.item_type.python_type)
        for column in source.table.columns
        if isinstance(column.type, ARRAY)
    }


def _kind(held: type) -> Kind:
    return next((found for known, found in BY_TYPE if issubclass(held, known)), Kind.TEXT)
