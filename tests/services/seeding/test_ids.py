"""Ids: legal for their tables, the same every time, and known as the seed's."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from psycopg import Connection

from desktop_app.services.seeding import ids

AT = datetime(2026, 3, 4, 5, 6, 7, 890_000, tzinfo=UTC)


def test_ids_are_what_postgresql_prints() -> None:
    for made in (ids.row_id("a.b", 3), ids.time_id("a.b", 3, AT)):
        assert str(UUID(made)) == made


def test_ids_differ_by_number_place_and_time() -> None:
    made = {ids.row_id(place, n) for place in ("a.b", "a.c") for n in range(20_000)}
    assert len(made) == 40_000
    timed = {ids.time_id("a.b", n, AT) for n in range(20_000)}
    assert len(timed) == 20_000


def test_time_ids_sort_by_their_time() -> None:
    made = [ids.time_id("a.b", 9 - n, AT + timedelta(milliseconds=n)) for n in range(10)]
    assert made == sorted(made)
    assert UUID(made[0]).version == 7
    assert int(made[0].replace("-", "")[:12], 16) == int(AT.timestamp() * 1000)


def test_the_server_tells_ours_from_others(sql: Connection) -> None:
    asked = f"SELECT id, {ids.mine('id')} FROM unnest(%s::uuid[]) AS u (id)"
    ours = [UUID(ids.row_id("a.b", 1)), UUID(ids.time_id("a.b", 1, AT))]
    server = sql.execute("SELECT backoffice.uuid7(), gen_random_uuid()").fetchone()
    assert server
    others = [uuid4(), *server]
    found = sql.execute(asked.encode(), ([*ours, *others],)).fetchall()
    assert found == [(each, each in ours) for each in (*ours, *others)]


def test_documents_say_when_and_whose() -> None:
    made = ids.object_id(5, AT)
    assert made.generation_time == AT.replace(microsecond=0)
    assert str(made)[8:16] == "5eed5eed"
