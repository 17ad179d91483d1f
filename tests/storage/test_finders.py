"""Finders pass the row policies, so they ask for themselves who is there and what they may read."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import errors

from desktop_app.domain.roles import group
from desktop_app.services import sample, sign_in
from desktop_app.stack import Places, Secrets
from tests.storage import scratch

EVERY: dict[str, Any] = {"all": []}
Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture(scope="module")
def table(places: Places) -> Iterator[str]:
    with scratch.standing(places.postgres, scratch.bound):
        rows = [{"id": at, "tenant_id": "ab"[at % 2], "said": f"word {at}"} for at in range(10)]
        scratch.fill(places.postgres, scratch.bound, rows)
        yield scratch.bound.fullname


@pytest.fixture
def nobody(places: Places) -> Iterator[Connection]:
    """The sample administrator's login, before any session."""
    secret = Secrets(places.data_dir).get(f"login:{sample.ADMIN}")
    assert secret
    url = sign_in.with_login(places.postgres, sample.ADMIN, secret)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def somebody(places: Places, nobody: Connection) -> Connection:
    keeper = Secrets(places.data_dir)
    login, password = (keeper.get(f"{kind}:{sample.ADMIN}") for kind in ("login", "password"))
    assert login
    assert password
    session = sign_in.open_session(places.postgres, sample.ADMIN, login, password)
    nobody.execute("SELECT backoffice.attach(%s)", (session.token,))
    return nobody


def found(connection: Connection, table: str, **asked: Any) -> list[int]:
    told = json.dumps({"where": EVERY, "sort": "id", "limit": 100, **asked})
    schema, name = table.split(".")
    rows = connection.execute(f"SELECT * FROM {schema}.find_{name}(%s)".encode(), (told,))
    return [int(row[0]) for row in rows]


def test_without_a_session_nothing_is_found(nobody: Connection, table: str) -> None:
    assert found(nobody, table) == []
    schema, name = table.split(".")
    for asked in ('{"where": {"all": []}}', '{"where": {"all": []}, "estimate": true}'):
        counted = nobody.execute(f"SELECT {schema}.find_{name}_count(%s)".encode(), (asked,))
        assert counted.fetchone() == (None,)
    assert nobody.execute("SELECT backoffice.bounds(%s, 'id')", (table,)).fetchone() == (None,)
    assert nobody.execute("SELECT backoffice.estimated_rows(%s)", (table,)).fetchone() == (None,)


def test_with_one_everything_is(somebody: Connection, table: str) -> None:
    assert found(somebody, table) == list(range(10))


def test_a_tenants_staff_find_their_tenants_rows(
    places: Places, somebody: Connection, table: str
) -> None:
    with psycopg.connect(places.postgres, autocommit=True) as owner:
        change = "UPDATE backoffice.sessions SET tenant = %s, platform_staff = %s WHERE login = %s"
        owner.execute(change, ("b", False, sample.ADMIN))
        try:
            assert found(somebody, table) == [1, 3, 5, 7, 9]
            assert found(somebody, table, way="rare") == [1, 3, 5, 7, 9]
            anybody = {"any": [{"column": "tenant_id", "op": "=", "cast": "text", "value": "a"}]}
            assert found(somebody, table, where=anybody) == []
            asked = json.dumps({"where": EVERY})
            schema, name = table.split(".")
            count = f"SELECT {schema}.find_{name}_count(%s)".encode()
            assert somebody.execute(count, (asked,)).fetchone() == (5,)
            for ask in ("backoffice.bounds(%s, 'id')", "backoffice.estimated_rows(%s)"):
                assert somebody.execute(f"SELECT {ask}".encode(), (table,)).fetchone() == (None,)
        finally:
            owner.execute(change, (None, True, sample.ADMIN))


def test_what_may_not_be_read_may_not_be_asked(
    places: Places, somebody: Connection, table: str
) -> None:
    """Neither in a condition nor as the order, which would tell it just as well."""
    leaf = {"column": "said", "op": "like", "value": "word%"}
    with psycopg.connect(places.postgres, autocommit=True) as owner:
        owner.execute(f"REVOKE SELECT (said) ON {table} FROM {group('admin')}".encode())
        for asked in ({"where": leaf}, {"sort": "said"}):
            with pytest.raises(errors.InsufficientPrivilege):
                found(somebody, table, **asked)
        with pytest.raises(errors.InsufficientPrivilege):
            somebody.execute("SELECT backoffice.bounds(%s, 'said')", (table,))
        owner.execute(f"GRANT SELECT (said) ON {table} TO {group('admin')}".encode())
    assert found(somebody, table, where=leaf) == list(range(10))


ATTEMPTS: tuple[dict[str, Any], ...] = (
    {"where": {"column": "id) OR true --", "op": "=", "cast": "bigint", "value": "1"}},
    {"where": {"column": "id", "op": "=", "cast": "bigint) OR (true", "value": "1"}},
    {"where": {"column": "id", "op": "= 1 OR true --", "cast": "bigint", "value": "1"}},
    {"where": {"column": "tableoid", "op": "=", "cast": "regclass", "value": "pg_class"}},
    {"sort": "id; DROP TABLE x"},
    {"sort": "(SELECT 1)"},
    {"limit": "1; SELECT 1"},
    {"past": [{"cast": "bigint) OR (true", "value": "1"}]},
    {"past": [{"cast": "bigint", "value": "1) OR true --"}]},
    {"where": {"column": "said", "op": "like", "path": ["x'); DROP TABLE y --"], "value": "%"}},
    {"descending": "true; SELECT 1"},
)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_asked_is_sql(somebody: Connection, table: str, attempt: dict[str, Any]) -> None:
    with pytest.raises(psycopg.Error):
        found(somebody, table, **attempt)


@pytest.mark.parametrize(
    "value", ["'", "''", "\\", "\\'; SELECT 1 --", "$$", "%s", "%L", "x' OR 'a"]
)
def test_a_value_is_a_value(somebody: Connection, table: str, value: str) -> None:
    for leaf in (
        {"column": "said", "op": "=", "cast": "text", "value": value},
        {"column": "said", "op": "like", "value": value.replace("\\", "\\\\")},
        {"column": "said", "op": "in", "cast": "text", "value": [value]},
    ):
        assert found(somebody, table, where=leaf) == []


def test_internal_parts_are_nobodys_to_call(somebody: Connection) -> None:
    for call in ("finder_where('passa.users', '{}')", "finder_test('x', '{}')",
                 "finder_page('passa.users', '{}', 'true', '{}')",
                 "finder_count('passa.users', 'true', '{}')"):  # fmt: skip
        with pytest.raises(errors.InsufficientPrivilege):
            somebody.execute(f"SELECT backoffice.{call}".encode())


@pytest.mark.parametrize(("needle", "rare"), [("%office 77%", True), ("%office%", False)])
def test_few_are_gathered_and_many_are_walked(
    administrator: Connection, needle: str, rare: bool
) -> None:
    """Mutation: turn the comparison round, and a word that all have is gathered from all rows."""
    administrator.execute("SET LOCAL session_replication_role = replica")
    administrator.execute(
        "INSERT INTO multiverse.city_resources (city, state, resource_type, name, url) "
        "SELECT 'Lisbon', 'LX', 'tax', 'Office ' || i, 'x' FROM generate_series(1, 20000) AS i"
    )
    administrator.execute("ANALYZE multiverse.city_resources")
    source = f"SELECT FROM multiverse.city_resources WHERE lower(name) LIKE '{needle}'"
    row = administrator.execute(
        "SELECT backoffice.finder_rare('multiverse.city_resources', %s, 201)", (source,)
    ).fetchone()
    assert row == (rare,)
