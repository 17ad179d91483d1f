"""All the rows of a listing, however many, in one statement under the person's own policies."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.storage.sql.finders import finder
from desktop_app.storage.sql_pages import Listing

Cells: TypeAlias = "Sequence[ColumnElement[Any]]"


def whole(listing: Listing, cells: Cells) -> "Select[Any]":
    """These cells of every row that answers the query, in its order."""
    table, order = listing.table, listing.order
    if listing.asked is None:
        return select(*cells).select_from(table).order_by(
            *(c.desc() if order.down else c.asc() for c in order.columns)
        )  # fmt: skip
    asked = {"where": listing.asked, "sort": order.sort, "descending": order.down}
    schema, name = finder(table).split(".")
    keys = list(table.primary_key.columns)
    made = getattr(getattr(func, schema), name)(literal(asked, JSONB))
    names = [key.name for key in keys]
    at = made.table_valued(*names, with_ordinality="at", name="f").render_derived()
    same = and_(*(key == at.c[key.name] for key in keys))
    return select(*cells).join_from(at, table, same).order_by(at.c.at)
