"""Who reaches which table: row policies and grants, generated from the rights of the jobs.

Every table has row security enabled and forced. Staff see rows only with a live session, tenant
staff only their tenant's; a column that is sealed, guarded or moved by an act is not granted.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Table

from desktop_app.domain.roles import group
from desktop_app.storage.sql.objects import Object, Phase, policy
from desktop_app.storage.tables import platform, readable

STAFF = "countinghouse_staff"
OWN_POLICIES = ("nexus_mint", "prismicx")
READERS_ALL = ("backoffice_gate", "backoffice_finder", "backoffice_refresh")
EVERYONE = f"{STAFF}, platform_service, backoffice_gate, backoffice_finder, backoffice_refresh"
PINNED = "pg_catalog, pg_temp"
PINNABLE = ("uuid7(timestamptz)", "uuid7_floor(timestamptz)")
"""Those of places on earth stay unpinned, because only then they are inlined and indexed."""
GROUND = (
    *PINNABLE,
    "geo_make(float8, float8)",
    "geo_latitude(backoffice.geo_point)",
    "geo_longitude(backoffice.geo_point)",
    "geo_distance_m(backoffice.geo_point, backoffice.geo_point)",
    "geo_within(backoffice.geo_point, backoffice.geo_point, float8)",
)


@dataclass(frozen=True)
class Access:
    """The jobs that may read a table, and those that may write it.

    `acts` says it of every act, reading and writing among them, of the panel with this `key`;
    `sealed` what its records hold sealed, path and class, where they are documents.
    """

    readers: frozenset[str] = frozenset()
    writers: frozenset[str] = frozenset()
    key: str = ""
    acts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)


def of(table: Table, access: Access) -> Iterable[Object]:
    yield _secured(table)
    hidden = table.info.get("owner") == "backoffice_gate" and "listed" not in table.info
    if hidden and table.name != "audit_log":
        return
    yield _policy(table, "staff", f"TO {STAFF}", "(SELECT backoffice.live())")
    yield _policy(table, "owner", "TO backoffice_owner, backoffice_refresh", "true")
    if inside := tenant_condition(table):
        yield _policy(table, "tenant", f"AS RESTRICTIVE FOR ALL TO {STAFF}", inside)
    if (place := platform(table)) not in (*OWN_POLICIES, "backoffice"):
        yield _policy(table, "service", f"TO {place}_service", "true")
    yield from _grants(table, access)


def given(who: Iterable[Access]) -> Object:
    """The rows that `backoffice.may` asks, written anew whenever they would differ."""
    acts = {
        access.key: {act: sorted(jobs) for act, jobs in sorted(access.acts.items()) if jobs}
        for access in sorted(who, key=lambda access: access.key)
    }
    told = json.dumps(acts).replace("'", "''")
    return Object(
        "rights given",
        Phase.GRANT,
        f"SELECT backoffice.give_rights('{told}'::jsonb)",
        "",
        ("backoffice.rights_given",),
    )


def schemas(names: Iterable[str]) -> Iterable[Object]:
    for name in names:
        yield Object(
            f"grant usage {name}",
            Phase.FUNCTION,
            f"GRANT USAGE ON SCHEMA {name} TO {EVERYONE};"
            f"GRANT CREATE ON SCHEMA {name} "
            "TO backoffice_gate, backoffice_finder, backoffice_refresh",
            f"REVOKE ALL ON SCHEMA {name} FROM {EVERYONE}",
        )


def ground() -> Iterable[Object]:
    """What the first step made: its functions are pinned and not PUBLIC's, its lists the owner's.

    While the objects are away (between the steps of a downgrade) the lists are open to the owner
    alone, who would otherwise see none of their rows.
    """
    yield Object(
        "functions of the ground",
        Phase.GRANT,
        ";".join(f"ALTER FUNCTION backoffice.{f} SET search_path = {PINNED}" for f in PINNABLE)
        + ";"
        + ";".join(f"REVOKE ALL ON FUNCTION backoffice.{f} FROM PUBLIC" for f in GROUND)
        + ";"
        + ";".join(f"GRANT EXECUTE ON FUNCTION backoffice.{f} TO {EVERYONE}" for f in GROUND),
        ";".join(f"ALTER FUNCTION backoffice.{f} SET search_path = pg_catalog" for f in PINNABLE)
        + ";"
        + ";".join(f"REVOKE ALL ON FUNCTION backoffice.{f} FROM {EVERYONE}" for f in GROUND)
        + ";"
        + ";".join(f"GRANT EXECUTE ON FUNCTION backoffice.{f} TO PUBLIC" for f in GROUND),
    )
    for name in ("backoffice.schema_version", "backoffice.generated_objects"):
        policy = (
            f"DROP POLICY IF EXISTS owner ON {name};"
            f"CREATE POLICY owner ON {name} TO backoffice_owner USING (true) WITH CHECK (true)"
        )
        yield Object(
            f"row security {name}",
            Phase.POLICY,
            f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;"
            f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY;{policy}",
            f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY;"
            f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY;"
            f"DROP POLICY IF EXISTS owner ON {name}",
        )
        # It goes with the row security above: until then this list must stay readable.
        yield Object(f"policy {name} owner", Phase.POLICY, policy, "")


def _secured(table: Table) -> Object:
    name = table.fullname
    owner = table.info.get("owner", "backoffice_owner")
    return Object(
        f"row security {name}",
        Phase.POLICY,
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;"
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY;"
        f"ALTER TABLE {name} OWNER TO {owner}",
        # Forced without a policy it would hide the rows from the owner's own later steps.
        f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY;"
        f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY;"
        f"ALTER TABLE {name} OWNER TO backoffice_owner",
        (name,),
    )


def _policy(table: Table, name: str, who: str, condition: str) -> Object:
    what = f"{who} USING ({condition}) WITH CHECK ({condition})"
    return policy(name, table.fullname, what)


def tenant_condition(table: Table) -> str:
    """Staff of one tenant see its rows; tables without tenant_id ask their parent's row."""
    free = "(SELECT backoffice.over_all_tenants())"
    if "tenant_id" in table.c:
        return f"{free} OR tenant_id = (SELECT backoffice.tenant())"
    if parent := table.info.get("tenant_through"):
        column, other, key = parent
        return (
            f"{free} OR EXISTS (SELECT FROM {other} parent WHERE parent.{key} = {column} "
            "AND parent.tenant_id = (SELECT backoffice.tenant()))"
        )
    return ""


def _grants(table: Table, access: Access) -> Iterable[Object]:
    name = table.fullname
    listed = ", ".join(column.name for column in readable(table))
    writable = [c.name for c in table.columns if not _moved_by_an_act(table, c.name)]
    made = [f"GRANT SELECT ON {name} TO {', '.join(READERS_ALL)}"]
    for job in sorted(access.readers):
        made.append(f"GRANT SELECT ({listed}) ON {name} TO {group(job)}")
    for job in sorted(access.writers):
        # Where rows are hidden instead, only an approved erasure really deletes.
        verbs = "INSERT" if "is_deleted" in table.c else "INSERT, DELETE"
        made.append(f"GRANT {verbs} ON {name} TO {group(job)}")
        if writable:
            made.append(f"GRANT UPDATE ({', '.join(writable)}) ON {name} TO {group(job)}")
    everybody: tuple[str, ...] = table.info.get("everybody", ())
    made += [f"GRANT {verb} ON {name} TO {STAFF}" for verb in everybody]
    sequences = _sequences(table)
    if users := [group(job) for job in sorted(access.writers)] + [*_service(table)]:
        made += [f"GRANT USAGE ON SEQUENCE {each} TO {', '.join(users)}" for each in sequences]
    if (place := platform(table)) != "backoffice":
        verbs = "SELECT, INSERT" if "trail" in table.info else "SELECT, INSERT, UPDATE, DELETE"
        made.append(f"GRANT {verbs} ON {name} TO {place}_service")
    groups = sorted({group(job) for job in access.readers | access.writers})
    others = [role for role in READERS_ALL if role != table.info.get("owner")]
    staff = [STAFF] if everybody else []
    everyone = ", ".join([*others, *_service(table), *groups, *staff])
    taken = [f"REVOKE ALL ON {name} FROM {everyone}"]
    taken += [f"REVOKE ALL ON SEQUENCE {each} FROM {everyone}" for each in sequences]
    yield Object(f"grants {name}", Phase.GRANT, ";".join(made), ";".join(taken), (name,))


def _sequences(table: Table) -> list[str]:
    """The sequence of a serial key, which whoever inserts must be able to draw from."""
    column = table.autoincrement_column
    if column is None or column.server_default is not None or column.foreign_keys:
        return []
    return [f"{table.fullname}_{column.name}_seq"]


def _service(table: Table) -> tuple[str, ...]:
    place = platform(table)
    return () if place == "backoffice" else (f"{place}_service",)


def _moved_by_an_act(table: Table, name: str) -> bool:
    """States and what is stamped with them change only through their act's function."""
    column = table.c[table.c[name].info.get("sealing", name)]
    return "life" in column.info or bool(column.info.get("act")) or column.primary_key
