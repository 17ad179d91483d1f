"""What somebody may not do in PostgreSQL, as statements: from the panels and the role file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import Table

from desktop_app.domain.roles import JOBS, OWNERS, SERVICES, group
from desktop_app.services.panel import Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.sql import finders
from desktop_app.storage.sql.acts import declared
from desktop_app.storage.tables import metadata, readable
from tests.rights.crowd import Member

Key = Mapping[str, Any]


@dataclass(frozen=True)
class Attempt:
    who: Member
    statement: str
    given: Sequence[Any] = ()


def above_role(who: Member, panels: Mapping[str, Panel]) -> Iterator[Attempt]:
    """What the job's rights leave out, and what nobody has."""
    by_table = {p.source.table: p for p in panels.values() if isinstance(p.source, Sql)}
    for table in metadata.sorted_tables:
        panel = by_table.get(table)
        if "everybody" in table.info:
            continue  # rows are narrowed by their own policies: tests/services/test_views.py
        statements = list(_never(table))
        if panel is None or not who.actor.may(panel.right("read")):
            statements += _reading(table)
        if panel is None or not panel.writable or not who.actor.may(panel.right("write")):
            statements += _writing(table)
        for act in declared(table):
            if panel is not None and not who.actor.may(panel.right(act.step)):
                statements.append(
                    f"SELECT {table}_act('{{}}', '{act.step}', 'why', '{{}}', '{{}}')"
                )
        yield from (Attempt(who, each) for each in statements)
    others = [group(job) for job in JOBS if job != who.job]
    for role in (*others, *OWNERS, *SERVICES, "platform_service", "countinghouse_root"):
        yield Attempt(who, f"SET ROLE {role}")
        yield Attempt(who, f"SET SESSION AUTHORIZATION {role}")


def across_tenants(who: Member, other: str, keys: Mapping[str, Key]) -> Iterator[Attempt]:
    """Every row of another tenant that the administrator knows the key of, and by its tenant."""
    for name, key in keys.items():
        table = metadata.tables[name]
        row = " AND ".join(f"{column}::text = %s" for column in key)
        said = [str(value) for value in key.values()]
        plain = next(c.name for c in readable(table))
        yield Attempt(who, f"SELECT 1 FROM {name} WHERE {row}", said)
        yield Attempt(who, f"UPDATE {name} SET {_free(table)} = {_free(table)} WHERE {row}", said)
        yield Attempt(who, f"DELETE FROM {name} WHERE {row}", said)
        yield Attempt(who, f"SELECT {plain} FROM {name} WHERE {row} FOR UPDATE", said)
        if "tenant_id" in table.c:
            yield Attempt(who, f"SELECT 1 FROM {name} WHERE tenant_id = %s", [other])
            yield Attempt(who, f"SELECT 1 FROM {name} WHERE tenant_id <> %s", [who.tenant])
            yield Attempt(who, f"UPDATE {name} SET tenant_id = %s WHERE {row}", [who.tenant, *said])
            yield Attempt(who, f"UPDATE {name} SET tenant_id = %s", [other])


def foreign_rows(root: "psycopg.Connection[Any]", mine: str) -> dict[str, Key]:
    """The key of one row of somebody else's in every table that belongs to tenants."""
    found: dict[str, Key] = {}
    for table in metadata.sorted_tables:
        theirs = "tenant_id <> %s"
        if parent := table.info.get("tenant_through"):
            column, other, key = parent
            theirs = (
                f"EXISTS (SELECT FROM {other} parent WHERE parent.{key} = {column} "
                "AND parent.tenant_id <> %s)"
            )
        elif "tenant_id" not in table.c or table.schema == "backoffice":
            continue
        names = [column.name for column in table.primary_key]
        query = f"SELECT {', '.join(names)} FROM {table} WHERE {theirs} LIMIT 1"
        row = root.execute(query.encode(), (mine,)).fetchone()
        if row is not None:
            found[table.fullname] = dict(zip(names, row, strict=True))
    return found


def succeeded(attempt: Attempt, other: str) -> str:
    """Nothing when it was refused or came to no row; whatever else happened, in words.

    The settings by which the platforms' services name their tenant and user are set as well.
    """
    connection = attempt.who.postgres
    connection.execute("BEGIN")
    try:
        connection.execute(
            "SELECT set_config('app.current_tenant_id', %s, true),"
            " set_config('request.jwt.claim.sub', gen_random_uuid()::text, true)",
            (other,),
        )
        done = connection.execute(attempt.statement.encode(), attempt.given or None)
        reached = done.rowcount > 0 or (done.description is None and not attempt.given)
        return f"{attempt.who}: {attempt.statement}" if reached else ""
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.CheckViolation):
        return ""
    except psycopg.Error as error:
        return f"{attempt.who}: {attempt.statement}: {error}"
    finally:
        connection.execute("ROLLBACK")


def _reading(table: Table) -> list[str]:
    plain = [f"SELECT 1 FROM {table} LIMIT 1", f"COPY {table} TO STDOUT", f"LOCK TABLE {table}"]
    return [*plain, *_found(table)]


def _found(table: Table) -> Iterator[str]:
    """The same by the functions that ask past the policies, which count rows as well."""
    yield f"SELECT 1 WHERE backoffice.estimated_rows('{table}') IS NOT NULL"
    if not any(finders.of(table)):
        return
    every = f'{{"where": {{"all": []}}, "sort": "{next(iter(table.primary_key)).name}"}}'
    name = finders.finder(table)
    yield f"SELECT * FROM {name}('{every}')"
    yield f"SELECT {name}_count('{every}')"


def _writing(table: Table) -> list[str]:
    column = _free(table)
    return [
        f"INSERT INTO {table} DEFAULT VALUES",
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
    ]


def _never(table: Table) -> Iterator[str]:
    """Secrets, columns that acts move, and the table itself are nobody's."""
    open_ones = {column.name for column in readable(table)}
    for column in table.columns:
        if column.name not in open_ones:
            yield f"SELECT {column.name} FROM {table} LIMIT 1"
        if "life" in column.info or column.info.get("act"):
            yield f"UPDATE {table} SET {column.name} = {column.name}"
    yield f"TRUNCATE {table}"
    yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
    yield f"CREATE POLICY mine ON {table} USING (true)"


def _free(table: Table) -> str:
    """A column that plain edits may write, where there is one."""
    plain = [
        c.name
        for c in readable(table)
        if not c.primary_key and "life" not in c.info and not c.identity
    ]
    return (plain or [c.name for c in table.columns])[0]
