"""Which program made the databases as it declares last, and on which day.

Every start would otherwise compare all that is declared with all that is there, which takes
longer than the rest of the start; what was changed by hand meanwhile is found on the next day,
or by `countinghouse db upgrade` at once. A tenant's own database that came meanwhile is seen.
"""

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import psycopg

import desktop_app
from desktop_app.storage.migrations.documents import of_tenants
from desktop_app.storage.migrations.history import head

WAS_TODAY = """
    SELECT version_num = %s
        AND obj_description('backoffice.generated_objects'::regclass, 'pg_class')
            = %s || ' ' || current_date
    FROM backoffice.schema_version
"""
REMEMBER = """
    DO $$ BEGIN EXECUTE format(
        'COMMENT ON TABLE backoffice.generated_objects IS %L', '{} ' || current_date
    ); END $$
"""
FORGET = "COMMENT ON TABLE backoffice.generated_objects IS NULL"


def was_today(postgres: str, mongodb: str) -> bool:
    """Whether this very program did so today, and no step was taken back since."""
    try:
        with psycopg.connect(postgres) as connection:
            found = connection.execute(WAS_TODAY, (head(), _found(mongodb))).fetchone()
    except psycopg.ProgrammingError:  # nothing was ever made there
        return False
    return bool(found and found[0])


def remember(postgres: str, mongodb: str) -> None:
    _do(postgres, REMEMBER.format(_found(mongodb)))


def forget(postgres: str) -> None:
    """Before steps are taken back: who comes after must not take them for made."""
    _do(postgres, FORGET)


def _do(postgres: str, sql: str) -> None:
    with psycopg.connect(postgres) as connection:
        connection.execute("SET ROLE backoffice_owner")
        connection.execute(sql.encode())


def _found(mongodb: str) -> str:
    return sha256("\n".join((_program(), *of_tenants(mongodb))).encode()).hexdigest()


@cache
def _program() -> str:
    """Another word as soon as any of its files is another, by what Python's bytecode goes by."""
    known = (f"{path} {at.st_size} {at.st_mtime_ns}" for path, at in sorted(_files()))
    return sha256("\n".join(known).encode()).hexdigest()


def _files() -> Iterator[tuple[str, os.stat_result]]:
    yield sys.executable, Path(sys.executable).stat()
    for folder, _, names in os.walk(Path(desktop_app.__file__).parent):
        for name in names:
            if name.endswith(".py"):
                path = Path(folder, name)
                yield str(path), path.stat()
