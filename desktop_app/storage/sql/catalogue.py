"""What the catalogue says of every generated object, one hash a name.

The hash of a declaration says what was sent; only the catalogue says what is there. `rebuild`
keeps both, so that a policy dropped or a trigger changed by hand shows in `db check` and is put
right by the next `db upgrade`.
"""

from sqlalchemy import Connection, text

from desktop_app.storage.sql.objects import Object
from desktop_app.storage.tables import SCHEMAS

STEPS_OWN = ("uuid7", "uuid7_floor", "geo_make", "geo_latitude", "geo_longitude",
             "geo_distance_m", "geo_within")  # fmt: skip
"""Functions that the ground step made, because columns' defaults and types need them."""

KINDS = ("function", "trigger", "policy", "view", "materialized view")
TENANTS_VIEW = r"^tenant_[a-z0-9_]+_extensions$"
"""Views that come and go with the tenants; `user_extensions` makes them."""


def _granted(acl: str, kind: str, owner: str) -> str:
    """An access list as sorted text; absent and spelled-out defaults read the same."""
    return f"""(SELECT coalesce(string_agg(concat_ws(' ', pg_get_userbyid(g.grantor),
        CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END,
        g.privilege_type, g.is_grantable), ';' ORDER BY pg_get_userbyid(g.grantor),
        g.grantee = 0, pg_get_userbyid(g.grantee), g.privilege_type, g.is_grantable), '')
        FROM aclexplode(coalesce({acl}, acldefault('{kind}', {owner}))) AS g)"""


FUNCTIONS = f"""
SELECT 'function ' || n.nspname || '.' || p.proname AS name,
       string_agg(pg_get_functiondef(p.oid) || pg_get_userbyid(p.proowner)
           || {_granted("p.proacl", "f", "p.proowner")}, ''
           ORDER BY pg_get_function_identity_arguments(p.oid)) AS says
  FROM pg_proc p JOIN ours n ON n.oid = p.pronamespace
 WHERE p.prokind IN ('f', 'p')
   AND NOT (n.nspname = 'backoffice' AND p.proname = ANY(:steps_own))
 GROUP BY 1"""

TRIGGERS = """
SELECT concat('trigger ', n.nspname, '.', c.relname, ' ', t.tgname),
       concat(t.tgenabled, pg_get_triggerdef(t.oid))
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN ours n ON n.oid = c.relnamespace
 WHERE NOT t.tgisinternal AND NOT c.relispartition"""

POLICIES = """
SELECT concat('policy ', p.schemaname, '.', p.tablename, ' ', p.policyname),
       concat_ws('|', p.permissive, p.cmd, p.qual, p.with_check,
           (SELECT string_agg(r::text, ',' ORDER BY r) FROM unnest(p.roles) AS r))
  FROM pg_policies p JOIN ours n ON n.nspname = p.schemaname"""

VIEWS = f"""
SELECT concat(CASE c.relkind WHEN 'm' THEN 'materialized ' END, 'view ',
              n.nspname, '.', c.relname),
       concat_ws('|', pg_get_viewdef(c.oid), c.reloptions, pg_get_userbyid(c.relowner),
           {_granted("c.relacl", "r", "c.relowner")},
           (SELECT string_agg(pg_get_indexdef(i.indexrelid), ';' ORDER BY i.indexrelid)
              FROM pg_index i WHERE i.indrelid = c.oid))
  FROM pg_class c JOIN ours n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('v', 'm') AND c.relname !~ :tenants_view"""

SECURED = """
SELECT concat('row security ', n.nspname, '.', c.relname),
       concat(c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner),
           (SELECT coalesce(bool_and(part.relrowsecurity AND part.relforcerowsecurity), true)
              FROM pg_inherits h JOIN pg_class part ON part.oid = h.inhrelid
             WHERE h.inhparent = c.oid))
  FROM pg_class c JOIN ours n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"""

GRANTED = f"""
SELECT concat('grants ', n.nspname, '.', c.relname),
       concat({_granted("c.relacl", "r", "c.relowner")},
           (SELECT string_agg(concat(a.attname, {_granted("a.attacl", "c", "c.relowner")}), '|'
                ORDER BY a.attnum)
              FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL))
  FROM pg_class c JOIN ours n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"""

SCHEMAS_GRANTED = f"""
SELECT concat('grant usage ', n.nspname), {_granted("n.nspacl", "n", "n.nspowner")} FROM ours n"""

EVERYTHING = text(
    "WITH ours AS (SELECT * FROM pg_namespace WHERE nspname = ANY(:schemas)) "
    "SELECT name, md5(says) AS says FROM ("
    + " UNION ALL ".join((FUNCTIONS, TRIGGERS, POLICIES, VIEWS, SECURED, GRANTED, SCHEMAS_GRANTED))
    + ") AS each"
)


def read(connection: Connection) -> dict[str, str]:
    """Name → hash of what is there, for every kind of object that leaves one entry."""
    known = {
        "schemas": list(SCHEMAS),
        "steps_own": list(STEPS_OWN),
        "tenants_view": TENANTS_VIEW,
    }
    return {row.name: row.says for row in connection.execute(EVERYTHING, known)}


def entry(made: Object | str) -> str:
    """The name under which `read` has an object: overloads of a function are one entry."""
    name = made if isinstance(made, str) else made.name
    return name.partition("(")[0] if name.startswith("function ") else name


def extra(found: dict[str, str], wanted: set[str]) -> list[str]:
    """What is there that no declaration asks for."""
    asked = {entry(name) for name in wanted}
    return sorted(
        name
        for name in found.keys() - asked
        if name.startswith(tuple(f"{kind} " for kind in KINDS))
    )
