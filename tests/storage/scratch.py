"""Tables of the tests' own, made like any declared one: finder, policies, grants and all."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
from bson import Decimal128
from pydantic import BaseModel
from pymongo import MongoClient
from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain.geo import Point
from desktop_app.storage import shapes
from desktop_app.storage.connecting import unpooled
from desktop_app.storage.shapes import Collection
from desktop_app.storage.sql import finders, generate, rights
from desktop_app.storage.sql.objects import Object
from desktop_app.storage.sql.rights import Access
from desktop_app.storage.tables import GeoPoint

READERS = Access(readers=frozenset({"admin"}))
metadata = MetaData()

strange = Table(
    "scratch_strange",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text),
    Column("city", Text),
    Column("status", Text),
    Column("risk", Integer),
    Column("score", Double),
    Column("price", Numeric),
    Column("verified", Boolean),
    Column("created", DateTime(timezone=True)),
    Column("born", Date),
    Column("owner", Text),
    Column("tag", ARRAY(Text)),
    Column("marks", ARRAY(Integer)),
    Column("data", JSONB),
    Column("place", GeoPoint),
    schema="backoffice",
)
"""The columns of tests/domain/strategies.py."""

ordered = Table(
    "scratch_ordered",
    metadata,
    Column("part", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("tie", Integer),
    Column("amount", Numeric),
    Column("said", Text),
    Column("moment", DateTime(timezone=True)),
    Column("sure", Integer, nullable=False),
    Index(None, "tie", "part", "number"),
    schema="backoffice",
)
"""A composite key, equal values, nulls."""

bound = Table(
    "scratch_bound",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("tenant_id", Text),
    Column("said", Text),
    schema="backoffice",
)
"""Rows of several tenants."""


@contextmanager
def standing(postgres: str, *tables: Table) -> Iterator[None]:
    """The tables are there meanwhile, with everything that is generated for a table."""
    engine = unpooled(postgres)
    metadata.drop_all(engine, tables)
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL ROLE backoffice_owner")
        connection.exec_driver_sql("SET LOCAL search_path = extensions")
        metadata.create_all(connection, tables)
        made = [each for table in tables for each in _objects(table)]
        for each in made:
            generate.build(connection, each)
    try:
        yield
    finally:
        with engine.begin() as connection:
            for each in reversed(made):
                connection.exec_driver_sql(each.drop or "SELECT", execution_options=PLAIN)
            metadata.drop_all(connection, tables)


PLAIN = {"no_parameters": True}


def _objects(table: Table) -> list[Object]:
    made = [*finders.of(table), *rights.of(table, READERS)]
    return sorted(made, key=lambda each: each.phase)


def fill(postgres: str, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Replace what the table holds, as the stack's superuser."""
    engine = unpooled(postgres)
    listed = list(rows)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {table.fullname}")
        if listed:
            plain = [
                {name: None if isinstance(cell, Point) else cell for name, cell in row.items()}
                for row in listed
            ]
            connection.execute(table.insert(), plain)
        for row in listed:
            for name, place in row.items():
                if isinstance(place, Point):
                    made = func.backoffice.geo_make(place.latitude, place.longitude)
                    key = next(iter(table.primary_key))
                    here = table.update().where(key == row[key.name])
                    connection.execute(here.values({name: made}))


def run(postgres: str, statement: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(statement.encode())


class Said(BaseModel):
    """What `ordered` has, as documents."""

    own: str | None = None
    part: str | None = None
    number: int | None = None
    tie: int | None = None
    amount: Decimal | None = None
    said: str | None = None
    moment: datetime | None = None
    sure: int | None = None


@contextmanager
def collection(
    mongodb: str, database: str, there: Iterable[str], key: str = "_id"
) -> Iterator[Collection]:
    """A collection that is declared meanwhile and nowhere else, in these databases."""
    made = Collection(database, "things", Said, key=key, per_tenant="*" in database)
    shapes._declared.pop(str(made))
    with MongoClient[dict[str, Any]](mongodb) as mongo:
        yield made
        for name in there:
            mongo.drop_database(name)


def pour(mongodb: str, made: Collection, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    with MongoClient[dict[str, Any]](mongodb, uuidRepresentation="standard") as mongo:
        for database, listed in rows.items():
            mongo.drop_database(database)
            mongo[database][made.name].insert_many([_document(row) for row in listed])


def _document(row: dict[str, Any]) -> dict[str, Any]:
    """Decimals as MongoDB has them; half of the nulls not there at all."""
    return {
        name: Decimal128(cell) if isinstance(cell, Decimal) else cell
        for at, (name, cell) in enumerate(row.items())
        if cell is not None or at % 2
    }
