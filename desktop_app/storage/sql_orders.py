"""By what a table's rows can be listed without sorting all of them first."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, UniqueConstraint


@cache
def kept(table: Table) -> frozenset[str]:
    """The columns that a whole btree index begins with; of a partitioned table, of every part."""
    return frozenset(column.name for column in _leading(table))


def _leading(table: Table) -> "Iterator[Column[Any]]":
    for index in table.indexes:
        first = next(iter(index.expressions), None)
        if _in_order(index) and isinstance(first, Column):
            yield first
    for constraint in table.constraints:
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint) and constraint.columns:
            yield next(iter(constraint.columns))


def _in_order(index: Index) -> bool:
    told = index.dialect_options["postgresql"]
    return told["where"] is None and told["using"] in (False, None, "", "btree")
