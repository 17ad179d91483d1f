"""How a table is declared, and what every table gets without asking.

A column says what it is in its `info`; when the table joins the metadata, that becomes
constraints, columns and indexes:

- `words(…)`      a fixed list of values: a CHECK
- `lives(LIFE)`   the state of a life-cycle: a CHECK, and a trigger generated from the life-cycle
- `sealed(…)`     encrypted by the client: the column keeps a masked form, `…_sealed` holds the
                  ciphertext, `…_index` the blind index for equality search
- `guarded()`     plain in the store, readable only through a function that records the reading
- a foreign key   gets an index

A table that every member of staff uses says in `info={"everybody": ("SELECT", …)}` what they
are granted; its own policies narrow the rows.

Rules that need more than a constraint stand beside their table as `Object`s, in
`info={"objects": (…)}` (see storage/sql/objects.py).
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    event,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import UserDefinedType

from desktop_app.domain.lifecycle import Lifecycle

MASK = "••••"
NEVER_READ = ("password_hash", "salt", "verifier")
LONGEST_INDEXED = 500
OPEN_IN_JSON = ("status", "level", "risk_level", "submitted_at", "masked")

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)


class GeoPoint(UserDefinedType[str]):
    """A place on earth: the domain `backoffice.geo_point`, PostGIS where the server has it.

    Its values are made and read by `backoffice.geo_make`, `geo_lat`, `geo_lon`,
    `geo_distance_m` and `geo_within`, so nobody sees which of the two it is.
    """

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "backoffice.geo_point"


def words(*values: str) -> dict[str, Any]:
    return {"words": values}


def lives(life: Lifecycle) -> dict[str, Any]:
    return {"words": life.words, "life": life}


def sealed(data_class: str) -> dict[str, Any]:
    """The value is encrypted by the client under the data key of `data_class`."""
    return {"sealed": data_class}


def guarded() -> dict[str, Any]:
    return {"guarded": True}


def money(currency: str) -> dict[str, Any]:
    """`currency` is a code such as `USD`, or the name of the column that holds it."""
    return {"currency": currency}


def sealed_columns(table: Table) -> dict[str, str]:
    """Name and data class of every sealed column."""
    return {c.name: c.info["sealed"] for c in table.columns if "sealed" in c.info}


def guarded_columns(table: Table) -> tuple[str, ...]:
    return tuple(c.name for c in table.columns if c.info.get("guarded"))


def readable(table: Table) -> "list[Column[Any]]":
    """The columns that a list may ask for: no ciphertext, nothing guarded, no password."""
    shut = {*guarded_columns(table), *NEVER_READ}
    return [c for c in table.columns if c.name not in shut and "sealing" not in c.info]


def platform(table: Table) -> str:
    """Which of the five platforms (or the back office itself) a table belongs to."""
    schema = str(table.schema)
    return {"auth": "nexus_mint"}.get(schema, PRISMICX.get(schema, schema))


PRISMICX = dict.fromkeys(
    ("user_data", "user_preferences", "user_extensions", "management_system_repository"),
    "prismicx",
)
SCHEMAS = ("multiverse", "auth", "nexus_mint", "passa", "openmineral", *PRISMICX, "backoffice")


@event.listens_for(Table, "after_parent_attach")
def _complete(table: Table, joined: MetaData) -> None:
    if joined is not metadata:
        return  # a copy, such as Alembic makes, has everything already
    for column in list(table.columns):
        for item in _consequences(column):
            if isinstance(item, Column):
                table.append_column(item)
            else:
                table.append_constraint(item)
    _index_foreign_keys(table)


def _consequences(column: "Column[Any]") -> "Iterable[Column[Any] | CheckConstraint]":
    if "words" in column.info:
        yield CheckConstraint(_among(column), name=f"{column.name}_words")
    if "sealed" in column.info:
        yield Column(f"{column.name}_sealed", LargeBinary, info={"sealing": column.name})
        yield Column(f"{column.name}_index", LargeBinary, info={"sealing": column.name})
        yield CheckConstraint(_masked(column), name=f"{column.name}_masked")


def _among(column: "Column[Any]") -> str:
    listed = ", ".join(f"'{word}'" for word in column.info["words"])
    if isinstance(column.type, ARRAY):
        return f"{column.name} <@ ARRAY[{listed}]::text[]"
    return f"{column.name} IN ({listed})"


def _masked(column: "Column[Any]") -> str:
    """No plaintext: the stated column is a mask, and is there exactly when the secret is."""
    both = f"({column.name} IS NULL) = ({column.name}_sealed IS NULL)"
    if isinstance(column.type, JSONB):
        left_open = ", ".join(f"'{name}'" for name in OPEN_IN_JSON)
        return f"{both} AND ({column.name} - ARRAY[{left_open}]::text[]) = '{{}}'::jsonb"
    return f"{both} AND {column.name} ~ '^{MASK}.{{0,6}}$'"


def index_search(table: Table, names: Iterable[str]) -> None:
    """What a list is searched by, indexed for parts of words and, if short, for beginnings.

    Conditions ignore case, so the indexes are on `lower(…)`. Long text has no index of
    beginnings: one value of it may be more than a page of the index holds. Partitioned tables
    are written far more often than searched: they have no index of parts.
    """
    for name in names:
        column = table.c[name.partition(".")[0]]
        if not isinstance(column.type, String) or "sealed" in column.info:
            continue
        if "partitioned" not in table.info:
            _index_once(table, column, "part", "gin", "gin_trgm_ops")
        if column.type.length is not None and column.type.length <= LONGEST_INDEXED:
            _index_once(table, column, "beginning", "btree", "text_pattern_ops")


def _index_once(table: Table, column: "Column[Any]", what: str, using: str, ops: str) -> None:
    name = f"{table.name}_{column.name}_{what}"
    if name not in {index.name for index in table.indexes}:
        lowered = func.lower(column).label("lowered")
        ops_of = {"lowered": ops}
        Index(name, lowered, postgresql_using=using, postgresql_ops=ops_of)


def _index_foreign_keys(table: Table) -> None:
    """Every foreign key column is indexed, unless a whole index or key already begins with it."""
    keyed = (k for k in table.constraints if isinstance(k, PrimaryKeyConstraint | UniqueConstraint))
    whole = (
        i
        for i in table.indexes
        if "where" not in i.dialect_options["postgresql"]
        or i.dialect_options["postgresql"]["where"] is None
    )
    led = {next(iter(each.columns)).name for each in (*whole, *keyed) if each.columns}
    for column in table.columns:
        if column.foreign_keys and column.name not in led:
            Index(None, column)
