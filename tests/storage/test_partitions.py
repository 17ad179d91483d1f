"""Month partitions: time-ordered ids only, the right month, made once and ahead."""

from uuid import UUID, uuid4

import pytest
from psycopg import errors
from sqlalchemy import Table

from desktop_app import panels
from desktop_app.storage.tables import metadata
from tests.services.identity_people import Connection, alone, one, put

panels.load()
TABLES = dict(metadata.tables)
PARTED = [table for _, table in sorted(TABLES.items()) if "partitioned" in table.info]


@pytest.mark.parametrize("table", PARTED, ids=lambda table: table.fullname)
def test_a_partitioned_table_takes_time_ordered_ids_only(
    administrator: Connection, table: Table
) -> None:
    (key,) = table.primary_key.columns
    alone(administrator, table, "a_time_ordered_id")
    drawn = administrator.execute("SELECT backoffice.uuid7()").fetchone()
    old = UUID("00000000-0000-7000-8000-000000000001")
    assert drawn is not None
    put(administrator, table, **{key.name: drawn[0]})
    put(administrator, table, **{key.name: old})
    where = f"SELECT tableoid::regclass::text FROM {table.fullname} WHERE {key.name} = %s"
    month = one(administrator, "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYYMM')")
    assert one(administrator, where, drawn[0]) == f"{table.fullname}_p{month}"
    assert one(administrator, where, old) == f"{table.fullname}_default"
    with pytest.raises(errors.CheckViolation, match="is not a time-ordered id") as caught:
        put(administrator, table, **{key.name: uuid4()})
    assert caught.value.diag.column_name == key.name


def test_ids_follow_time(administrator: Connection) -> None:
    ordered = one(
        administrator,
        "WITH drawn AS (SELECT n, backoffice.uuid7(now() + n * interval '1 millisecond') AS id"
        " FROM generate_series(1, 2000) AS n)"
        " SELECT bool_and(id > before) AND count(DISTINCT id) = 1999 FROM (SELECT id,"
        " lag(id) OVER (ORDER BY n) AS before FROM drawn) AS each WHERE before IS NOT NULL",
    )
    assert ordered
    assert one(administrator, "SELECT backoffice.uuid7()").version == 7
    floor = "SELECT backoffice.uuid7_floor(now()) <= backoffice.uuid7(now())"
    assert one(administrator, floor)


def test_partitions_are_made_once_and_ahead(administrator: Connection) -> None:
    make = "SELECT backoffice.make_partitions(current_date, current_date + 400)"
    made = one(administrator, make)
    assert made >= 9 * len(PARTED)
    assert one(administrator, make) == 0
