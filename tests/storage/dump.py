"""Everything that a server says of its schema, as text that two servers or moments can share."""

from typing import Any

import psycopg
from pymongo import MongoClient

from desktop_app.stack import Places
from desktop_app.storage.tables import SCHEMAS

Dump = dict[str, str]


def _acl(acl: str, kind: str, owner: str) -> str:
    return f"""(SELECT coalesce(string_agg(g.grantor::regrole || '>' || CASE g.grantee WHEN 0
        THEN 'PUBLIC' ELSE g.grantee::regrole::text END || ' ' || g.privilege_type
        || CASE WHEN g.is_grantable THEN '*' ELSE '' END, ';' ORDER BY g.grantor::regrole::text,
        g.grantee::text, g.privilege_type), '')
        FROM aclexplode(coalesce({acl}, acldefault('{kind}', {owner}))) AS g)"""


QUERIES = {
    "schema": f"SELECT n.nspname, n.nspowner::regrole, {_acl('n.nspacl', 'n', 'n.nspowner')}"
    " FROM ours n",
    "relation": "SELECT n.nspname || '.' || c.relname, c.relkind, c.relowner::regrole,"
    " c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.relpersistence,"
    " pg_get_expr(c.relpartbound, c.oid), pg_get_partkeydef(c.oid),"
    f" {_acl('c.relacl', 'r', 'c.relowner')}"
    " FROM pg_class c JOIN ours n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v',"
    " 'm') AND {here}",
    "column": "SELECT n.nspname || '.' || c.relname || '.' || a.attname, (SELECT count(*)"
    " FROM pg_attribute b WHERE b.attrelid = a.attrelid AND b.attnum BETWEEN 1 AND a.attnum"
    " AND NOT b.attisdropped), format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,"
    " a.attgenerated, a.attcollation::regcollation, pg_get_expr(d.adbin, d.adrelid),"
    f" {_acl('a.attacl', 'c', 'c.relowner')}"
    " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " JOIN ours n ON n.oid = c.relnamespace LEFT JOIN pg_attrdef d"
    " ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attnum > 0 AND NOT a.attisdropped"
    " AND c.relkind IN ('r', 'p', 'v', 'm') AND {here}",
    "constraint": "SELECT n.nspname || '.' || c.relname || ' ' || k.conname,"
    " pg_get_constraintdef(k.oid), k.condeferrable, k.condeferred, k.convalidated"
    " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
    " JOIN ours n ON n.oid = c.relnamespace WHERE k.conparentid = 0 AND {here}",
    "index": "SELECT i.indexrelid::regclass, pg_get_indexdef(i.indexrelid), i.indisvalid"
    " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN ours n ON n.oid = c.relnamespace"
    " WHERE {here}",
    "trigger": "SELECT n.nspname || '.' || c.relname || ' ' || t.tgname,"
    " pg_get_triggerdef(t.oid), t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " JOIN ours n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND {here}",
    "policy": "SELECT p.schemaname || '.' || p.tablename || ' ' || p.policyname, p.permissive,"
    " p.roles, p.cmd, p.qual, p.with_check FROM pg_policies p JOIN ours n"
    " ON n.nspname = p.schemaname",
    "function": "SELECT p.oid::regprocedure, pg_get_functiondef(p.oid), p.proowner::regrole,"
    f" {_acl('p.proacl', 'f', 'p.proowner')}"
    " FROM pg_proc p JOIN ours n ON n.oid = p.pronamespace WHERE p.prokind IN ('f', 'p')",
    "view": "SELECT c.oid::regclass, pg_get_viewdef(c.oid) FROM pg_class c"
    " JOIN ours n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm')",
    "sequence": "SELECT c.oid::regclass, s.seqtypid::regtype, s.seqstart, s.seqincrement,"
    f" c.relowner::regrole, {_acl('c.relacl', 's', 'c.relowner')} FROM pg_sequence s"
    " JOIN pg_class c ON c.oid = s.seqrelid JOIN ours n ON n.oid = c.relnamespace",
    "domain": "SELECT t.oid::regtype, t.typbasetype::regtype, t.typnotnull, t.typowner::regrole,"
    " (SELECT string_agg(pg_get_constraintdef(k.oid), ';' ORDER BY k.conname) FROM pg_constraint k"
    " WHERE k.contypid = t.oid) FROM pg_type t JOIN ours n ON n.oid = t.typnamespace"
    " WHERE t.typtype IN ('d', 'e')",
    "extension": "SELECT extname, extnamespace::regnamespace FROM pg_extension",
    "role": "SELECT r.rolname, r.rolsuper, r.rolbypassrls, r.rolcanlogin, (SELECT string_agg("
    " m.roleid::regrole::text, ',' ORDER BY m.roleid::regrole::text) FROM pg_auth_members m"
    " WHERE m.member = r.oid) FROM pg_roles r",
}


def postgres(url: str, *, partitions: bool = True) -> Dump:
    """Kind and name → all that is said. Without `partitions`, which are data's, not a step's."""
    here = "true" if partitions else "NOT c.relispartition"
    ours = "WITH ours AS (SELECT * FROM pg_namespace WHERE nspname = ANY(%s)) "
    made: Dump = {}
    with psycopg.connect(url) as connection:
        connection.execute("SET search_path = pg_catalog")
        for kind, query in QUERIES.items():
            text = ours + query.replace("{here}", here)
            for name, *said in connection.execute(text.encode(), (list(SCHEMAS),)):
                made[f"{kind} {name}"] = " | ".join(str(each) for each in said)
    return made


def mongodb(url: str) -> Dump:
    made: Dump = {}
    with MongoClient[dict[str, Any]](url) as mongo:
        for database in sorted(set(mongo.list_database_names()) - {"admin", "config", "local"}):
            for found in mongo[database].list_collections():
                place = f"{database}.{found['name']}"
                made[f"collection {place}"] = repr(found.get("options"))
                indexes = mongo[database][found["name"]].index_information()
                made |= {f"index {place} {name}": repr(about) for name, about in indexes.items()}
    return made


def everything(places: Places) -> Dump:
    return postgres(places.postgres) | mongodb(places.mongodb)


def between(before: Dump, after: Dump) -> list[str]:
    """What differs, readable in a failed test."""
    lost = [f"- {name}: {before[name]}" for name in sorted(before.keys() - after.keys())]
    new = [f"+ {name}: {after[name]}" for name in sorted(after.keys() - before.keys())]
    changed = [
        f"~ {name}: {before[name]} → {after[name]}"
        for name in sorted(before.keys() & after.keys())
        if before[name] != after[name]
    ]
    return lost + new + changed
