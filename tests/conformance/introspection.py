"""What a PostgreSQL server really has, read from its catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

SCHEMAS = (
    "multiverse", "auth", "nexus_mint", "passa", "openmineral", "user_data",
    "user_preferences", "user_extensions", "management_system_repository",
)  # fmt: skip


@dataclass
class Column:
    type: str
    nullable: bool
    default: str | None


@dataclass
class Index:
    name: str
    columns: tuple[str, ...]
    unique: bool
    using: str
    partial: bool


@dataclass
class Table:
    columns: dict[str, Column] = field(default_factory=dict)
    primary_key: tuple[str, ...] = ()
    uniques: set[tuple[str, ...]] = field(default_factory=set)
    checks: list[str] = field(default_factory=list)
    foreign_keys: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    indexes: list[Index] = field(default_factory=list)


COLUMNS = """
SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum"""
CONSTRAINTS = """
SELECT n.nspname, c.relname, k.contype::text, pg_get_constraintdef(k.oid),
    ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u(num, at)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.num ORDER BY u.at),
    fn.nspname, fc.relname, k.confdeltype::text
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class fc ON fc.oid = k.confrelid
LEFT JOIN pg_namespace fn ON fn.oid = fc.relnamespace
WHERE n.nspname = ANY(%s) AND NOT c.relispartition AND k.conparentid = 0"""
INDEXES = """
SELECT n.nspname, c.relname, i.relname, m.amname, x.indisunique, x.indpred IS NOT NULL,
    ARRAY(SELECT pg_get_indexdef(x.indexrelid, s + 1, true)
        FROM generate_series(0, x.indnkeyatts - 1) s)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am m ON m.oid = i.relam
WHERE n.nspname = ANY(%s) AND NOT c.relispartition AND NOT x.indisprimary
    AND c.relkind IN ('r', 'p')"""
DELETE_RULES = {"a": "", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}


def tables(connection: psycopg.Connection[Any]) -> dict[str, Table]:
    found: dict[str, Table] = {}
    wanted = (list(SCHEMAS),)
    for schema, name, column, kind, nullable, default in connection.execute(COLUMNS, wanted):
        table = found.setdefault(f"{schema}.{name}", Table())
        table.columns[column] = Column(kind, nullable, default)
    for row in connection.execute(CONSTRAINTS, wanted):
        _constraint(found[f"{row[0]}.{row[1]}"], *row[2:])
    for schema, name, index, using, unique, partial, columns in connection.execute(INDEXES, wanted):
        made = Index(index, tuple(columns), unique, using, partial)
        found[f"{schema}.{name}"].indexes.append(made)
    return found


def _constraint(table: Table, kind: str, words: str, columns: list[str], *target: str) -> None:
    match kind:
        case "p":
            table.primary_key = tuple(columns)
        case "u":
            table.uniques.add(tuple(columns))
        case "c":
            table.checks.append(words)
        case "f":
            schema, name, rule = target
            (column,) = columns
            table.foreign_keys[column] = (schema, name, DELETE_RULES[rule])


def named(connection: psycopg.Connection[Any]) -> Mapping[str, set[str]]:
    """Views, functions, triggers and policies, each by its qualified name."""
    queries = {
        "materialized_views": "SELECT schemaname || '.' || matviewname FROM pg_matviews",
        "views": "SELECT schemaname || '.' || viewname FROM pg_views",
        "functions": "SELECT DISTINCT n.nspname || '.' || p.proname FROM pg_proc p "
        "JOIN pg_namespace n ON n.oid = p.pronamespace",
        "triggers": "SELECT DISTINCT n.nspname || '.' || p.proname FROM pg_trigger t "
        "JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE NOT t.tgisinternal",
    }
    found = {kind: {row[0] for row in connection.execute(query.encode())}
             for kind, query in queries.items()}  # fmt: skip
    return {
        kind: {name for name in names if name.split(".")[0] in SCHEMAS}
        for kind, names in found.items()
    }


def policies(connection: psycopg.Connection[Any]) -> dict[tuple[str, str], tuple[str, str]]:
    """(table, policy) → command and condition."""
    query = "SELECT schemaname || '.' || tablename, policyname, cmd, qual FROM pg_policies"
    return {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(query)}
