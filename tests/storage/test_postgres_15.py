"""The same schema on Debian's PostgreSQL 15 with PostGIS, in a cluster of its own."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.services.rights import by_place
from desktop_app.services.schema import Panels
from desktop_app.stack import Places
from desktop_app.storage.migrations import history
from tests.storage import dump

BIN = Path("/usr/lib/postgresql/15/bin")
POSTGIS = Path("/usr/share/postgresql/15/extension/postgis.control")
pytestmark = [
    pytest.mark.sample,
    pytest.mark.skipif(
        not (BIN / "postgres").exists() or not POSTGIS.exists(),
        reason="Debian's postgresql-15 and postgresql-15-postgis-3 are not installed here",
    ),
]
Connection = psycopg.Connection[Any]


def _run(*words: str) -> None:
    """As somebody who is not root, whom PostgreSQL refuses."""
    user = {} if os.getuid() else {"user": "nobody", "group": "nogroup"}
    subprocess.run(
        words, check=True, capture_output=True, text=True, timeout=600,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, **user,  # type: ignore[call-overload]
    )  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of an empty database `countinghouse`, as a superuser with a password."""
    place = Path(tempfile.mkdtemp(prefix="countinghouse-15-", dir="/var/tmp"))
    secret = secrets.token_hex(16)
    (place / "secret").write_text(secret)
    if not os.getuid():
        nobody = pwd.getpwnam("nobody")
        for path in (place, place / "secret"):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = str(place / "data")
    _run(str(BIN / "initdb"), "-D", data, "-U", "root_of_15", "--auth=scram-sha-256", "-E", "UTF8",
         f"--pwfile={place / 'secret'}", "--no-sync")  # fmt: skip
    options = f"-p {port} -k {place} -c listen_addresses= -c fsync=off -c max_connections=20"
    _run(str(BIN / "pg_ctl"), "-D", data, "-w", "-l", f"{place}/log", "-o", options, "start")
    try:
        url = f"postgresql://root_of_15:{secret}@/{{}}?host={place}&port={port}"
        with psycopg.connect(url.format("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE countinghouse")
        yield url.format("countinghouse")
    finally:
        _run(str(BIN / "pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(place)


@pytest.fixture(scope="module")
def upgraded(server: str, declared: Panels) -> str:
    history.upgrade(server, None, by_place(declared, "postgres"))
    return server


def test_up_down_up_is_the_same(upgraded: str, declared: Panels) -> None:
    who = by_place(declared, "postgres")
    before = dump.postgres(upgraded)
    assert len(before) > 5000
    assert history.check(upgraded, None, who) == []
    history.downgrade(upgraded, None)
    assert history.current(upgraded) is None
    history.upgrade(upgraded, None, who)
    assert dump.between(before, dump.postgres(upgraded)) == []
    assert history.check(upgraded, None, who) == []


@pytest.fixture(scope="module")
def both(upgraded: str, places: Places) -> Iterator[tuple[Connection, Connection]]:
    with psycopg.connect(upgraded) as postgis, psycopg.connect(places.postgres) as cube:
        found = [
            c.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'").fetchone()
            for c in (postgis, cube)
        ]
        assert found == [(1,), None]
        yield postgis, cube


def test_the_two_say_the_same_of_the_same_objects(upgraded: str, places: Places) -> None:
    """Triggers, policies and grants do not depend on the version; the kind of a place does."""
    old, new = dump.postgres(upgraded), dump.postgres(places.postgres)
    for kind in ("policy", "trigger"):
        names = [{n for n in each if n.startswith(f"{kind} ")} for each in (old, new)]
        assert names[0] == names[1]
        differing = [n for n in names[0] if old[n] != new[n]]
        assert differing == []


# To a tenth of a millimetre: `radians` refuses what is closer to zero than 1e-307.
POINT = st.tuples(*(st.floats(-x, x).map(lambda d: round(d, 9)) for x in (89, 179.9)))
GEO = """
SELECT backoffice.geo_distance_m(a, b), backoffice.geo_within(a, b, %(limit)s),
       backoffice.geo_latitude(a), backoffice.geo_longitude(a)
  FROM (SELECT backoffice.geo_make(%(y)s, %(x)s) AS a, backoffice.geo_make(%(v)s, %(u)s) AS b) p
"""


@settings(max_examples=150, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(here=POINT, there=POINT, limit=st.floats(1, 2e7))
def test_places_on_earth_agree(
    both: tuple[Connection, Connection],
    here: tuple[float, float],
    there: tuple[float, float],
    limit: float,
) -> None:
    asked = {"y": here[0], "x": here[1], "v": there[0], "u": there[1], "limit": limit}
    (metres, within, *at), (other_metres, other_within, *other_at) = (
        connection.execute(GEO, asked).fetchall()[0] for connection in both
    )
    assert other_metres == pytest.approx(metres, rel=0.005, abs=0.5)
    for each in (at, other_at):
        assert each == pytest.approx(list(here), abs=1e-6)
    if abs(metres - limit) > 0.005 * limit + 0.5:
        assert within == other_within == (metres < limit)


def test_partitions_and_ids_are_alike(upgraded: str) -> None:
    with psycopg.connect(upgraded) as connection:
        row = connection.execute(
            "SELECT backoffice.make_partitions(current_date, current_date + 400),"
            " backoffice.make_partitions(current_date, current_date + 400),"
            " bool_and(id > before) FROM (SELECT id, lag(id) OVER (ORDER BY n) AS before FROM"
            " (SELECT n, backoffice.uuid7(now() + n * interval '1 millisecond') AS id"
            "  FROM generate_series(1, 2000) AS n) AS drawn) AS each"
        ).fetchone()
        assert row is not None
        assert (row[0] > 0, row[1], row[2]) == (True, 0, True)
        connection.rollback()
