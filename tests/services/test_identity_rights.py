"""What a person reaches: nothing without a session, their tenant only, and no way round."""

import contextlib
from typing import Any

import psycopg
import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure
from redis import Redis
from redis.exceptions import NoPermissionError

from desktop_app import panels
from desktop_app.domain.roles import JOBS, OWNERS, group
from desktop_app.services import sign_in
from desktop_app.stack import Places
from desktop_app.storage.tables import guarded_columns, metadata, platform
from tests.services.identity_people import (
    DENIED,
    Connection,
    Person,
    alone,
    be,
    emptied,
    hired,
    one,
    put,
    tie,
)

panels.load()
TABLES = dict(metadata.tables)
A_TENANT, ANOTHER = "identity-one", "identity-two"


@pytest.fixture(scope="module")
def admin(places: Places) -> Person:
    return hired(places, "ann", "admin")


@pytest.fixture(scope="module")
def operator(places: Places) -> Person:
    return hired(places, "olga", "operator")


@pytest.fixture(scope="module")
def tenants(places: Places) -> Person:
    return hired(places, "tim", "tenant_admin", tenant=A_TENANT)


def _readable(connection: Connection) -> list[str]:
    """The tables of which the connected person may read some column."""
    rows = connection.execute(
        "SELECT format('%%I.%%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n"
        " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"
        " AND n.nspname = ANY(%s) AND has_any_column_privilege(c.oid, 'SELECT') ORDER BY 1",
        (list({str(t.schema) for t in TABLES.values()}),),
    ).fetchall()
    return [name for (name,) in rows]


def _counts(connection: Connection, tables: list[str]) -> dict[str, int]:
    return {name: one(connection, f"SELECT count(*) FROM {name}") for name in tables}


FILLED = ("backoffice.data_keys", "backoffice.retention")
"""Of our own tables those in which the schema put rows under keys that the rows here have."""


def test_without_a_session_every_table_is_empty_and_with_one_it_is_not(
    administrator: Connection, admin: Person
) -> None:
    for table in metadata.sorted_tables:
        if table.info.get("owner") != "backoffice_gate" or table.info.get("listed"):
            alone(administrator, table)
            if table.schema != "backoffice" or table.fullname in FILLED:
                emptied(administrator, table.fullname)
            put(administrator, table)
    be(administrator, admin)
    listed = _readable(administrator)
    assert len(listed) > 60
    assert {n: rows for n, rows in _counts(administrator, listed).items() if rows} == {}
    tie(administrator, admin)
    shown = [name for name in listed if name in _open_to_all_staff(administrator)]
    assert len(shown) > 60
    assert [name for name, rows in _counts(administrator, shown).items() if not rows] == []


def _open_to_all_staff(connection: Connection) -> set[str]:
    """Tables whose rows ask for a session (and a tenant) and for nothing else."""
    found = connection.execute(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_policies"
        " WHERE roles @> '{countinghouse_staff}' GROUP BY 1 HAVING bool_and("
        " policyname = 'tenant' OR qual ~ '^\\( SELECT backoffice.live\\(\\) AS live\\)$')"
    ).fetchall()
    return {name for (name,) in found}


def test_a_tenants_staff_see_their_own_tenant_only(
    administrator: Connection, tenants: Person
) -> None:
    made = [t for t in metadata.sorted_tables if platform(t) == "prismicx"]
    keys: dict[tuple[str, str], Any] = {}
    for table in made:
        alone(administrator, table)
        for tenant in (A_TENANT, ANOTHER):
            values: dict[str, object] = {}
            if "tenant_id" in table.c:
                values["tenant_id"] = tenant
            if parent := table.info.get("tenant_through"):
                column, other, _ = parent
                values[column.rpartition(".")[2]] = keys[other, tenant]
            row = put(administrator, table, **values)
            (key, *_) = table.primary_key.columns
            keys[table.fullname, tenant] = row[key.name]
    bound = [t.fullname for t in made if "tenant_id" in t.c or t.info.get("tenant_through")]
    assert len(bound) > 5
    be(administrator, tenants)
    assert set(_counts(administrator, bound).values()) == {0}
    tie(administrator, tenants, A_TENANT)
    assert _counts(administrator, bound) == dict.fromkeys(bound, 1)
    for name in (n for n in bound if "tenant_id" in TABLES[n].c):
        assert one(administrator, f"SELECT min(tenant_id) FROM {name}") == A_TENANT
    # Nor can they write into another's.
    with pytest.raises(DENIED), administrator.transaction():
        put(administrator, TABLES["user_data.users"], tenant_id=ANOTHER)


# ---- rights


def test_no_job_reads_secrets_or_writes_what_acts_move(administrator: Connection) -> None:
    reads, writes = set(), set()
    for table in metadata.sorted_tables:
        never = {"password_hash", "salt", "verifier", *guarded_columns(table)}
        for column in table.columns:
            if column.name in never or "sealing" in column.info:
                reads.add((table.fullname, column.name))
            sealing = table.c[column.info.get("sealing", column.name)]
            if "life" in sealing.info or sealing.info.get("act") or column.primary_key:
                writes.add((table.fullname, column.name))
    assert len(reads) > 20
    assert len(writes) > 100
    jobs = [group(job) for job in JOBS] + ["countinghouse_staff"]
    for what, columns in (("SELECT", reads), ("UPDATE", writes)):
        found = administrator.execute(
            "SELECT r, t, c FROM unnest(%s::text[]) r,"
            " unnest(%s::text[], %s::text[]) AS x(t, c)"
            " WHERE has_column_privilege(r, t, c, %s)",
            (jobs, [t for t, _ in columns], [c for _, c in columns], what),
        ).fetchall()
        assert found == []


def test_only_owners_execute_what_the_gate_keeps_for_itself(administrator: Connection) -> None:
    found = administrator.execute(
        "SELECT r.rolname, p.proname FROM pg_roles r, pg_proc p"
        " WHERE p.proname IN ('tie_backend', 'note', 'give_rights') AND NOT r.rolsuper"
        " AND r.rolname <> ALL(%s) AND has_function_privilege(r.oid, p.oid, 'EXECUTE')"
        " AND NOT pg_has_role(r.oid, 'backoffice_owner', 'USAGE')",
        (list(OWNERS),),
    ).fetchall()
    assert found == []


ATTACKS = (
    *(f"SET ROLE {role}" for role in (*OWNERS, "countinghouse_root", "multiverse_service")),
    "SET SESSION AUTHORIZATION countinghouse_root",
    "SET SESSION AUTHORIZATION backoffice_gate",
    "SET session_replication_role = replica",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "GRANT backoffice_gate TO CURRENT_USER",
    "GRANT countinghouse_admin TO CURRENT_USER",
    "SELECT backoffice.tie_backend(gen_random_uuid())",
    "SELECT backoffice.note('x', 'y', 'z')",
    "SELECT backoffice.give_rights('{{}}')",
    "SELECT * FROM backoffice.sessions",
    "SELECT * FROM backoffice.staff_secrets",
    "SELECT * FROM backoffice.session_backends",
    "SELECT last_value FROM backoffice.tries_{login}",
    "SELECT setval('backoffice.tries_{login}', 1)",
    "INSERT INTO backoffice.sessions (login) VALUES ('{login}')",
    "INSERT INTO backoffice.audit_log (place, row_key, action) VALUES ('a', 'b', 'event')",
    "INSERT INTO backoffice.staff (login, name, roles) VALUES ('x', 'x', '{{admin}}')",
    "UPDATE backoffice.staff SET roles = '{{admin}}'",
    "ALTER TABLE multiverse.users DISABLE ROW LEVEL SECURITY",
    "CREATE POLICY mine ON multiverse.users USING (true)",
    "CREATE TABLE multiverse.mine (id int)",
    "CREATE TABLE public.mine (id int)",
    "CREATE FUNCTION backoffice.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE SCHEMA mine",
    "COPY multiverse.users TO PROGRAM 'true'",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT pg_terminate_backend(pg_backend_pid()) FROM pg_authid",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_widens_a_persons_rights(operator: Person, attack: str) -> None:
    with operator.connected() as connection, pytest.raises(DENIED):
        connection.execute(attack.format(login=operator.login).encode())


def test_settings_and_groups_show_no_more(tenants: Person) -> None:
    count = "SELECT count(*) FROM user_data.users"
    with psycopg.connect(tenants.url, autocommit=True) as connection:
        for setting in ("app.current_tenant", "app.tenant_id", "app.current_user_id",
                        "request.jwt.claim.sub", "countinghouse.session"):  # fmt: skip
            connection.execute("SELECT set_config(%s, %s, false)", (setting, ANOTHER))
        assert one(connection, count) == 0
        connection.execute("SET row_security = off")
        with pytest.raises(DENIED):
            connection.execute(count.encode())
        connection.execute("SET row_security = on")
        for role in ("countinghouse_tenant_admin", "countinghouse_staff"):
            connection.execute(f"SET ROLE {role}".encode())
            with contextlib.suppress(DENIED):
                assert one(connection, count) == 0
            connection.execute("RESET ROLE")


def test_a_temporary_type_runs_nothing_as_the_gate(operator: Person) -> None:
    """A domain `uuid` in pg_temp would be looked up first by a path that does not say otherwise."""
    with operator.connected() as connection, connection.transaction(force_rollback=True):
        connection.execute("CREATE TEMP TABLE seen (who text)")
        connection.execute("GRANT ALL ON seen TO PUBLIC")
        connection.execute(
            "CREATE FUNCTION pg_temp.evil() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
            " INSERT INTO pg_temp.seen VALUES (current_user); RETURN true; END $$"
        )
        for name in ("uuid", "text", "jsonb", "bytea", "pg_roles"):
            connection.execute(
                f"CREATE DOMAIN pg_temp.{name} AS pg_catalog."
                f"{'text' if name == 'pg_roles' else name} CHECK (pg_temp.evil())".encode()
            )
        connection.execute(
            "INSERT INTO multiverse.city_resources (city, state, resource_type, name, url)"
            " VALUES ('Porto', 'P', 'gis', 'Map', 'https://map.example')"
        )
        connection.execute("SELECT backoffice.live(), backoffice.tenant(), backoffice.me()")
        found = connection.execute("SELECT DISTINCT who FROM seen").fetchall()
    assert found in ([], [(operator.login,)])


# ---- the other stores


def test_mongodb_is_read_where_granted_and_never_written(
    places: Places, operator: Person, tenants: Person
) -> None:
    session = operator.sign_in()
    url = sign_in.with_login(places.mongodb, operator.login, session.mongodb_secret)
    with MongoClient[Any](url) as mongo:
        assets = mongo["multiverse"]["digital_assets"]
        assert assets.find_one() is None
        for write in (
            lambda: assets.insert_one({"asset_id": "a", "name": "x"}),
            lambda: assets.update_many({}, {"$set": {"name": "x"}}),
            lambda: assets.delete_many({}),
            lambda: assets.drop(),
            lambda: assets.create_index("name"),
            lambda: assets.aggregate([{"$out": "mine"}]).to_list(),
            lambda: mongo["mine"]["mine"].insert_one({}),
            lambda: mongo.admin.command("createUser", "x", pwd="x", roles=[]),
            lambda: mongo["multiverse"].command("collMod", "digital_assets", validator={}),
            lambda: mongo["tenant_registry"]["tenants"].find_one(),
            lambda: mongo.admin["system.users"].find_one(),
        ):
            with pytest.raises(OperationFailure):
                write()
    session = tenants.sign_in()
    url = sign_in.with_login(places.mongodb, tenants.login, session.mongodb_secret)
    with MongoClient[Any](url) as mongo:
        for place in ("multiverse.digital_assets", "task_repository.tasks"):
            database, _, name = place.partition(".")
            with pytest.raises(OperationFailure):
                mongo[database][name].find_one()


def test_redis_is_read_and_never_written(places: Places, operator: Person, tenants: Person) -> None:
    for person, sessions in ((operator, True), (tenants, False)):
        opened = person.sign_in()
        url = sign_in.with_login(places.redis, person.login, opened.redis_secret)
        with Redis.from_url(url) as redis:
            if sessions:
                assert redis.get("cache:passa:tags:1:x") is None
            for words in (
                ("SET", "cache:x", "1"), ("DEL", "cache:x"), ("EXPIRE", "cache:x", "1"),
                ("GET", "cache:x"), ("GET", "cache:backoffice:permissions:1:x"),
                ("FLUSHALL",), ("CONFIG", "GET", "*"), ("ACL", "LIST"), ("KEYS", "*"),
                ("GET", "other:x"), ("EVAL", "return 1", "0"), ("PUBLISH", "x", "y"),
            ):  # fmt: skip
                with pytest.raises(NoPermissionError):
                    redis.execute_command(*words)
            if sessions:
                assert redis.get("session:x") is None
            else:
                with pytest.raises(NoPermissionError):
                    redis.get("session:x")
