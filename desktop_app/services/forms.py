"""What may be written to a panel's rows, field by field, from the declaration of its source."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain.inputs import (
    BY_ITS_ACTS,
    BY_THE_PERSON,
    BY_THE_STORE,
    KEEPS_KEY,
    Input,
)
from desktop_app.domain.query import Kind, Row
from desktop_app.services.document_forms import inputs as of_documents
from desktop_app.storage.mongo import Documents
from desktop_app.storage.postgres import Sql, open_kind
from desktop_app.storage.tables import NEVER_READ, GeoPoint

if TYPE_CHECKING:
    from desktop_app.domain.access import Actor
    from desktop_app.services.panel import Panel

STAMPS = ("created_at", "updated_at", "deleted_at", "is_deleted")


def inputs(panel: "Panel") -> tuple[Input, ...]:
    """The fields of the panel's form, in the order of the panel, then of the source."""
    source = panel.source
    if isinstance(source, Sql):
        found = {each.name: each for each in _of_table(panel, source)}
    elif isinstance(source, Documents):
        found = {each.name: each for each in of_documents(panel, source)}
    else:
        return ()
    ordered = [name for name in panel.columns if name in found]
    return tuple(found[name] for name in dict.fromkeys((*ordered, *found)))


def why_no_new(panel: "Panel", asked: tuple[Input, ...]) -> str:
    """Why no record can be made by a form alone; empty when one can."""
    if not panel.writable:
        return f"{panel.title} are not made by hand."
    shut = [each for each in asked if each.closed and each.required and not each.filled]
    if shut:
        return f"{shut[0].said} is needed, and it is not written here: {shut[0].closed}"
    return ""


def why_none_made(panel: "Panel", actor: "Actor") -> str:
    """Why this person makes no record of the list by itself; empty for who may."""
    return panel.why_not_edited(actor) or why_no_new(panel, inputs(panel))


def made_again(panel: "Panel", before: Row) -> dict[str, Any]:
    """What a removed record is made of again: all that a form may set and the trail has kept."""
    made: dict[str, Any] = {}
    for each in inputs(panel):
        value = before.get(each.name)
        if each.closed or each.secret or value is None or each.kind == Kind.GEO_POINT:
            continue
        if each.kind == Kind.STATE and each.choices and value not in each.choices:
            value = each.choices[0]
        made[each.name] = value
    return made


def _of_table(panel: "Panel", source: Sql) -> Iterator[Input]:
    kinds, refers, currencies = source.kinds(), source.references(), source.currencies()
    for column in source.table.columns:
        if "sealing" in column.info:
            continue
        least, most, places = _limits(column)
        yield Input(
            column.name,
            open_kind(column),
            panel.label(column.name),
            required=not column.nullable,
            filled=_filled(column),
            choices=_choices(column),
            made=_made(column),
            items=_items(column),
            longest=(column.type.length or 0) if isinstance(column.type, String) else 0,
            places=places,
            least=least,
            most=most,
            zoned=not isinstance(column.type, DateTime) or bool(column.type.timezone),
            secret=kinds[column.name] == Kind.SECRET,
            refers=refers.get(column.name, ""),
            currency=currencies.get(column.name, ""),
            fixed=_fixed(column),
            closed=_closed(column),
        )


def _filled(column: "Column[Any]") -> bool:
    if column.name in NEVER_READ:
        return True
    drawn = column.table.autoincrement_column is column and not column.foreign_keys
    return column.server_default is not None or column.default is not None or drawn


def _choices(column: "Column[Any]") -> tuple[str, ...]:
    """The words of a state; a new row has only those that a life begins with."""
    if isinstance(column.type, ARRAY):
        return ()
    if life := column.info.get("life"):
        return tuple(word for word in life.words if word in life.starts)
    return tuple(column.info.get("words", ()))


def _made(column: "Column[Any]") -> type:
    if isinstance(column.type, GeoPoint | JSONB | ARRAY):
        return object
    return column.type.python_type


def _items(column: "Column[Any]") -> type:
    return column.type.item_type.python_type if isinstance(column.type, ARRAY) else str


def _limits(column: "Column[Any]") -> tuple[Decimal | None, Decimal | None, int | None]:
    match column.type:
        case Numeric(precision=int() as precision, scale=scale) if column.type.asdecimal:
            most = Decimal(10) ** (precision - (scale or 0)) - Decimal(1).scaleb(-(scale or 0))
            return -most, most, scale or 0
        case SmallInteger():
            return Decimal(-(2**15)), Decimal(2**15 - 1), 0
        case BigInteger():
            return Decimal(-(2**63)), Decimal(2**63 - 1), 0
        case Integer():
            return Decimal(-(2**31)), Decimal(2**31 - 1), 0
    return None, None, None


def _fixed(column: "Column[Any]") -> str:
    if column.primary_key:
        return KEEPS_KEY
    if "life" in column.info or column.info.get("act"):
        return BY_ITS_ACTS
    if column.name in STAMPS:
        return BY_THE_STORE
    return str(column.info.get("stays", "")) or _never(column)


def _closed(column: "Column[Any]") -> str:
    if never := _never(column) or str(column.info.get("closed", "")):
        return never
    if column.info.get("act") and (column.nullable or _filled(column)):
        return BY_ITS_ACTS
    drawn = column.primary_key and _filled(column)
    return BY_THE_STORE if drawn or column.name in STAMPS else ""


def _never(column: "Column[Any]") -> str:
    """Why nobody writes it by hand; empty for what a form may hold."""
    if column.name in NEVER_READ:
        return BY_THE_PERSON
    return BY_THE_STORE if isinstance(column.type, LargeBinary) else ""
