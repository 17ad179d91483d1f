"""The catalogue itself: what must hold of every object in our schemas, whoever declared it.

Each lint is a query that returns what is wrong. So that none of them passes by finding nothing
whatever happens, each is also shown something that it must find, and rolled back.
"""

from dataclasses import dataclass

import psycopg
import pytest

from desktop_app.storage.tables import SCHEMAS

Connection = psycopg.Connection[tuple[object, ...]]
OURS = (
    "ours AS (SELECT * FROM pg_namespace WHERE nspname = ANY(%s) OR nspname ~ '^tenant_.+_.+'),"
    " logins AS (SELECT oid FROM pg_roles WHERE rolcanlogin)"
)


@dataclass(frozen=True)
class Lint:
    """`offence` is SQL after which `query` must find something."""

    name: str
    query: str
    offence: str


LINTS = (
    Lint(
        "row security is on and forced",
        "SELECT c.oid::regclass FROM pg_class c JOIN ours n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)",
        "ALTER TABLE backoffice.audit_log_default NO FORCE ROW LEVEL SECURITY",
    ),
    Lint(
        "no policy is TO PUBLIC",
        "SELECT p.tablename, p.policyname FROM pg_policies p JOIN ours n"
        " ON n.nspname = p.schemaname WHERE 'public' = ANY(p.roles)",
        "CREATE POLICY anybody ON passa.events USING (true)",
    ),
    Lint(
        "no staff policy reads a setting",
        "SELECT p.tablename, p.policyname FROM pg_policies p JOIN ours n"
        " ON n.nspname = p.schemaname"
        " WHERE concat(p.qual, p.with_check) ~ 'current_setting|auth\\.uid'"
        " AND (p.roles && ARRAY['public']::name[] OR EXISTS (SELECT FROM unnest(p.roles) AS r"
        "     WHERE r IN ('countinghouse_staff', 'countinghouse_admin')))",
        "CREATE POLICY believed ON passa.events TO countinghouse_staff"
        " USING (current_setting('app.tenant') = 'x')",
    ),
    Lint(
        "the staff's only way in is a live session",
        "SELECT p.tablename, p.policyname FROM pg_policies p JOIN ours n"
        " ON n.nspname = p.schemaname WHERE 'countinghouse_staff' = ANY(p.roles)"
        " AND p.permissive = 'PERMISSIVE' AND p.qual !~ 'backoffice\\.live\\(\\)'",
        "CREATE POLICY open ON passa.events TO countinghouse_staff USING (true)",
    ),
    Lint(
        "every tenant_id of PrismicX is behind a restrictive policy",
        "SELECT c.oid::regclass FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " JOIN ours n ON n.oid = c.relnamespace"
        " WHERE a.attname = 'tenant_id' AND c.relkind IN ('r', 'p') AND NOT EXISTS ("
        "     SELECT FROM pg_policies p WHERE p.permissive = 'RESTRICTIVE'"
        "     AND (p.schemaname, p.tablename) = (n.nspname, c.relname)"
        "     AND 'countinghouse_staff' = ANY(p.roles) AND p.cmd = 'ALL')",
        "DROP POLICY tenant ON user_data.users",
    ),
    Lint(
        "views ask with the reader's rights",
        "SELECT c.oid::regclass FROM pg_class c JOIN ours n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'v' AND NOT coalesce(c.reloptions @> '{security_invoker=true}', false)",
        "CREATE VIEW passa.leak AS SELECT * FROM passa.users",
    ),
    Lint(
        "nobody but the finders reads a materialized view",
        "SELECT c.oid::regclass, g.grantee::regrole FROM pg_class c"
        " JOIN ours n ON n.oid = c.relnamespace, aclexplode(c.relacl) AS g"
        " WHERE c.relkind = 'm' AND g.grantee NOT IN ('backoffice_owner'::regrole,"
        " 'backoffice_refresh'::regrole, 'backoffice_finder'::regrole)",
        "GRANT SELECT ON multiverse.asset_volume_by_day TO countinghouse_analyst",
    ),
    Lint(
        "a definer's path is pinned, with pg_temp at its end",
        "SELECT p.oid::regprocedure FROM pg_proc p JOIN ours n ON n.oid = p.pronamespace"
        " WHERE p.prosecdef AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS c"
        "     WHERE c ~ '^search_path=pg_catalog(, [a-z_]+)*, pg_temp$')",
        "ALTER FUNCTION backoffice.live() SET search_path = pg_catalog",
    ),
    Lint(
        "what a definer calls is pinned as well",
        "SELECT p.oid::regprocedure FROM pg_proc p JOIN ours n ON n.oid = p.pronamespace"
        " WHERE p.proname !~ '^geo_' AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS c"
        "     WHERE c ~ '^search_path=.*, pg_temp$')",
        "ALTER FUNCTION backoffice.uuid7(timestamptz) RESET search_path",
    ),
    Lint(
        "nobody may place a name where a pinned path looks for it",
        "SELECT n.nspname, g.grantee::regrole FROM ours n, aclexplode(n.nspacl) AS g"
        " WHERE g.privilege_type = 'CREATE' AND g.grantee NOT IN (SELECT oid FROM pg_roles"
        "     WHERE rolname ~ '^backoffice_')",
        "GRANT CREATE ON SCHEMA passa TO countinghouse_operator",
    ),
    Lint(
        "PUBLIC may execute nothing",
        "SELECT p.oid::regprocedure FROM pg_proc p JOIN ours n ON n.oid = p.pronamespace,"
        " aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS g WHERE g.grantee = 0",
        "CREATE FUNCTION passa.anybodys() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ),
    Lint(
        "PUBLIC may read, write and enter nothing",
        "SELECT c.oid::regclass::text FROM pg_class c JOIN ours n ON n.oid = c.relnamespace,"
        " aclexplode(c.relacl) AS g WHERE g.grantee = 0"
        " UNION ALL SELECT a.attrelid::regclass || '.' || a.attname FROM pg_attribute a"
        " JOIN pg_class c ON c.oid = a.attrelid JOIN ours n ON n.oid = c.relnamespace,"
        " aclexplode(a.attacl) AS g WHERE g.grantee = 0"
        " UNION ALL SELECT n.nspname FROM ours n, aclexplode(n.nspacl) AS g WHERE g.grantee = 0"
        " UNION ALL SELECT d.datname FROM pg_database d, aclexplode(d.datacl) AS g"
        "     WHERE d.datname = current_database() AND g.grantee = 0"
        " UNION ALL SELECT 'public' FROM pg_namespace n, aclexplode(n.nspacl) AS g"
        "     WHERE n.nspname = 'public' AND g.grantee = 0",
        "GRANT SELECT (email) ON passa.users TO PUBLIC",
    ),
    Lint(
        "nothing belongs to somebody who can sign in",
        "SELECT c.oid::regclass::text FROM pg_class c JOIN ours n ON n.oid = c.relnamespace"
        "     WHERE c.relowner IN (TABLE logins)"
        " UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p"
        "     JOIN ours n ON n.oid = p.pronamespace WHERE p.proowner IN (TABLE logins)"
        " UNION ALL SELECT t.oid::regtype::text FROM pg_type t"
        "     JOIN ours n ON n.oid = t.typnamespace WHERE t.typowner IN (TABLE logins)"
        " UNION ALL SELECT n.nspname FROM ours n WHERE n.nspowner IN (TABLE logins)",
        "CREATE TABLE passa.mine (id int)",
    ),
    Lint(
        "no login is granted anything but its jobs",
        "SELECT c.oid::regclass::text FROM pg_class c JOIN ours n ON n.oid = c.relnamespace,"
        " aclexplode(c.relacl) AS g WHERE g.grantee IN (TABLE logins)"
        " UNION ALL SELECT a.attrelid::regclass || '.' || a.attname FROM pg_attribute a"
        " JOIN pg_class c ON c.oid = a.attrelid JOIN ours n ON n.oid = c.relnamespace,"
        " aclexplode(a.attacl) AS g WHERE g.grantee IN (TABLE logins)",
        "GRANT UPDATE (email) ON passa.users TO sample_admin",
    ),
    Lint(
        "no group may hand its rights on",
        "SELECT c.oid::regclass FROM pg_class c JOIN ours n ON n.oid = c.relnamespace,"
        " aclexplode(c.relacl) AS g WHERE g.is_grantable AND g.grantee <> c.relowner",
        "GRANT SELECT ON passa.events TO countinghouse_operator WITH GRANT OPTION",
    ),
    Lint(
        "no staff group passes row security, makes roles or databases, or replicates",
        "SELECT r.rolname FROM pg_roles r WHERE r.rolname ~"
        " '^(countinghouse_(?!root)|platform_service|.+_service$|sample_)'"
        " AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb"
        "     OR r.rolreplication)",
        "ALTER ROLE countinghouse_admin BYPASSRLS",
    ),
    Lint(
        "no staff or service role becomes an owner",
        "SELECT m.member::regrole, m.roleid::regrole FROM pg_auth_members m"
        " WHERE m.roleid IN (SELECT oid FROM pg_roles WHERE rolname ~ '^(backoffice_|pg_)')"
        " AND m.member NOT IN (SELECT oid FROM pg_roles WHERE rolname ~ '^(backoffice_|pg_)'"
        "     OR rolname = 'countinghouse_migrator' OR rolsuper)",
        "GRANT backoffice_gate TO countinghouse_admin",
    ),
    Lint(
        "owners cannot sign in",
        "SELECT rolname FROM pg_roles WHERE rolname ~ '^backoffice_' AND rolcanlogin",
        "ALTER ROLE backoffice_gate LOGIN",
    ),
    Lint(
        "every foreign key's column leads a whole index",
        "SELECT k.conrelid::regclass, k.conname FROM pg_constraint k"
        " JOIN pg_class c ON c.oid = k.conrelid JOIN ours n ON n.oid = c.relnamespace"
        " WHERE k.contype = 'f' AND k.conparentid = 0 AND NOT EXISTS ("
        "     SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indisvalid"
        "     AND i.indpred IS NULL AND i.indkey[0] = ANY(k.conkey))",
        "DROP INDEX openmineral.idx_risk_deal_id;"
        "ALTER TABLE openmineral.risk_assessments DROP CONSTRAINT risk_assessments_deal_id_key",
    ),
    Lint(
        "every index and constraint is valid",
        "SELECT i.indexrelid::regclass::text FROM pg_index i WHERE NOT i.indisvalid"
        " UNION ALL SELECT k.conname FROM pg_constraint k"
        "     JOIN ours n ON n.oid = k.connamespace WHERE NOT k.convalidated",
        "ALTER TABLE passa.events ADD CHECK (title <> 'x') NOT VALID",
    ),
    Lint(
        "every trigger is on",
        "SELECT t.tgrelid::regclass, t.tgname FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid JOIN ours n ON n.oid = c.relnamespace"
        " WHERE t.tgenabled <> 'O'",
        "ALTER TABLE passa.events DISABLE TRIGGER z_audit",
    ),
    Lint(
        "every partition has its months, its default and their order",
        "SELECT p.partrelid::regclass FROM pg_partitioned_table p"
        " WHERE p.partdefid = 0 OR (SELECT count(*) FROM pg_inherits h"
        "     WHERE h.inhparent = p.partrelid) < 15",
        "DROP TABLE backoffice.audit_log_default",
    ),
    Lint(
        "the audit trail's partitions cannot be emptied",
        "SELECT c.oid::regclass FROM pg_class c JOIN ours n ON n.oid = c.relnamespace"
        " WHERE c.relname ~ '^audit_log(_|$)' AND n.nspname = 'backoffice'"
        " AND c.relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM pg_trigger t"
        "     WHERE t.tgrelid = c.oid AND t.tgname = 'never_emptied')",
        "DROP TRIGGER never_emptied ON backoffice.audit_log_default",
    ),
)


def _found(connection: Connection, lint: Lint) -> list[tuple[object, ...]]:
    query = f"WITH {OURS} {lint.query}"
    return connection.execute(query.encode(), (list(SCHEMAS),)).fetchall()


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.name)
def test_holds_everywhere(administrator: Connection, lint: Lint) -> None:
    assert _found(administrator, lint) == []


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.name)
def test_the_lint_sees_an_offence(administrator: Connection, lint: Lint) -> None:
    administrator.execute(lint.offence.encode())
    assert _found(administrator, lint)
