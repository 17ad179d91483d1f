"""A large table is filled without its indexes, which are then built at once, from sorted keys.

Dropping, copying and building are one transaction: whoever is broken off leaves the table as it
was, with every index. Nobody reads such a table meanwhile, because it is locked. What stands
behind a key or an exclusion stays: foreign keys hang on it.
"""

from typing import Any, Final

from psycopg import Connection

WORTH: Final = 5_000
"""From so many rows on; below, keeping indexes costs less than building them."""
MEMORY: Final = "512MB"
WORKERS: Final = 4
MADE_AGAIN: Final = """
SELECT format('%%I.%%I', n.nspname, c.relname),
       replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ')
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE i.indrelid = %s::regclass AND i.indisvalid
    AND NOT (i.indisprimary OR i.indisexclusion OR i.indisreplident OR i.indisclustered)
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
ORDER BY c.relname
"""


def set_aside(connection: Connection[Any], place: str, rows: int) -> list[str]:
    """Drop what is only in the way of so many rows; the statements that build it again."""
    if rows < WORTH:
        return []
    found = connection.execute(MADE_AGAIN, (place,)).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}".encode())
    return [statement for _, statement in found]


def build(connection: Connection[Any], statements: list[str]) -> None:
    connection.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'".encode())
    connection.execute(f"SET LOCAL max_parallel_maintenance_workers = {WORKERS}".encode())
    for statement in statements:
        connection.execute(statement.encode())
