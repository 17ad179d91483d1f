"""Which columns a broken constraint is about: where row policies stand, the server does not say."""

import re
from collections.abc import Iterator

from sqlalchemy import CheckConstraint, Table
from sqlalchemy.dialects.postgresql import ExcludeConstraint, dialect

from desktop_app.storage.tables import metadata

_NAMES = dialect().identifier_preparer  # type: ignore[no-untyped-call]
_PART = re.compile(r"\w+")


def columns(schema: str | None, table: str | None, constraint: str | None) -> tuple[str, ...]:
    """In the order in which the constraint, or the unique index, names them."""
    declared = metadata.tables.get(f"{schema}.{table}")
    if declared is None or constraint is None:
        return ()
    return next((found for name, found in _all(declared) if name == constraint), ())


def _all(table: Table) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    for each in table.constraints:
        if isinstance(each, CheckConstraint):
            said = str(each.sqltext)
        elif isinstance(each, ExcludeConstraint):
            said = " ".join(str(part) for part, _, _ in each._render_exprs)
        else:
            said = " ".join(column.name for column in getattr(each, "columns", ()))
        yield _NAMES.format_constraint(each), _mentioned(table, said)
    for index in table.indexes:
        said = " ".join(str(part) for part in index.expressions)
        yield index.name, _mentioned(table, said)


def _mentioned(table: Table, said: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _PART.findall(said) if part in table.columns))
