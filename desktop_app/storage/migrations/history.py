"""The numbered steps: up, down, where we are, and whether the servers say what we declare."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import LockNotAvailable
from pymongo import MongoClient
from sqlalchemy import CheckConstraint, Connection, MetaData, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.exc import OperationalError, SAWarning

from desktop_app.domain.errors import Conflict, Invalid, Refusal, Unreachable
from desktop_app.storage.connecting import unpooled
from desktop_app.storage.migrations import documents
from desktop_app.storage.sql import generate
from desktop_app.storage.sql.generate import Rights
from desktop_app.storage.sql.preparation import prepare

FOLDER = Path(__file__).parent
ONE_AT_A_TIME = 0x434F554E  # "COUN"
Mongo = MongoClient[dict[str, Any]]


def upgrade(
    postgres: str,
    mongodb: str | None,
    who: Rights,
    *,
    to: str = "head",
    say: Callable[[str], None] = lambda sentence: None,
) -> None:
    """Run the steps that are missing, then rebuild whatever is generated.

    Half-way (`to` an earlier step) nothing is generated: without policies and grants nobody but
    the owner reaches the tables, which is the safe side.
    """
    with _opened(postgres, mongodb) as (connection, mongo):
        _refuse_newer(connection)
        if _at(connection) != head():
            say("Bringing the databases to the current schema…")
            command.upgrade(_config(connection, mongo), to)
        if _at(connection) != head():
            return
        connection.execute(text("SET ROLE backoffice_owner"))
        generate.rebuild(connection, who)
        connection.execute(
            text("SELECT backoffice.make_partitions(current_date - 400, current_date + 100)")
        )
        connection.commit()
        if mongo is not None:
            documents.rebuild(mongo)


def downgrade(postgres: str, mongodb: str | None, *, to: str = "base") -> None:
    """Take steps back. What they made goes with its data; what stays keeps its own."""
    with _opened(postgres, mongodb) as (connection, mongo):
        if _at(connection) is None:
            return
        _refuse_newer(connection)
        generate.take_away(connection)
        connection.commit()
        command.downgrade(_config(connection, mongo), to)


def current(postgres: str) -> str | None:
    """The number of the last step this server has, or None."""
    with unpooled(postgres).connect() as connection:
        return _at(connection)


def head() -> str:
    """The number of the last step this program knows."""
    return max(_known())


def steps() -> tuple[tuple[str, str], ...]:
    """The number and the title of every step this program knows, the newest first."""
    found = ScriptDirectory.from_config(_config(None, None)).walk_revisions()
    return tuple((step.revision, step.doc[:1].upper() + step.doc[1:].rstrip(".")) for step in found)


@cache
def _known() -> frozenset[str]:
    """The numbers of all steps; read once, because every start of the program asks."""
    steps = ScriptDirectory.from_config(_config(None, None)).walk_revisions()
    return frozenset(step.revision for step in steps)


def check(postgres: str, mongodb: str | None, who: Rights) -> list[str]:
    """What is not as declared, one sentence each; empty when all is well."""
    with _opened(postgres, mongodb) as (connection, mongo):
        if (at := _at(connection)) != head():
            return [f"The schema is at step {at or 'none'}; this program needs {head()}."]
        found = [*generate.differences(connection, who), *_undeclared(connection, mongo)]
        if mongo is not None:
            found += documents.differences(mongo)
        return found


def revision(postgres: str, mongodb: str | None, message: str) -> Path | None:
    """Write the step that leads from the servers to the declarations; None if nothing differs."""
    with _opened(postgres, mongodb) as (connection, mongo):
        if _at(connection) != head():
            raise Refusal("Run `countinghouse db upgrade` first: this server lacks a step.")
        made = command.revision(_config(connection, mongo), message, autogenerate=True)
        _known.cache_clear()
    script = next(iter(made), None) if isinstance(made, list) else made
    return _tidy(Path(script.path)) if script else None


def _tidy(step: Path) -> Path:
    """Without the writer's remarks, and formatted where the formatter is installed."""
    lines = step.read_text().splitlines(keepends=True)
    step.write_text("".join(line for line in lines if not line.lstrip().startswith("# ###")))
    if find_spec("ruff"):
        for work in (("check", "--select", "I", "--fix"), ("format",)):
            subprocess.run([sys.executable, "-m", "ruff", *work, "-q", str(step)], check=False)
    return step


def _undeclared(connection: Connection, mongo: Mongo | None) -> list[str]:
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415

    from desktop_app.storage.migrations import comparing  # noqa: PLC0415
    from desktop_app.storage.tables import metadata  # noqa: PLC0415

    options = {
        "include_schemas": True,
        "include_name": comparing.include_name,
        "include_object": comparing.include_object,
        "compare_type": comparing.compare_type,
        "mongo": mongo,
        "version_table": "schema_version",
        "version_table_schema": "backoffice",
    }
    context = MigrationContext.configure(connection, opts=options)
    with catch_warnings():
        # SQLAlchemy 2.1 stumbles over reading a CHECK that is not valid for old rows.
        simplefilter("ignore", SAWarning)
        differences = compare_metadata(context, metadata)
    found = [comparing.sentence(each) for each in differences]
    return found + _unenforced(connection, metadata)


def _unenforced(connection: Connection, metadata: MetaData) -> list[str]:
    """Rules of tables that Alembic does not compare: checks and exclusions."""
    query = text(
        "SELECT conrelid, conname, convalidated FROM pg_constraint WHERE contype IN ('c', 'x')"
    )
    oids = text(
        "SELECT oid, oid::regclass::text AS place FROM pg_class WHERE relkind IN ('r', 'p')"
    )
    place = {row.oid: row.place for row in connection.execute(oids)}
    there = {
        (place.get(row.conrelid), row.conname): row.convalidated
        for row in connection.execute(query)
    }
    found = []
    for table in metadata.sorted_tables:
        ruled = (c for c in table.constraints if isinstance(c, CheckConstraint | ExcludeConstraint))
        for name in sorted(str(c.name) for c in ruled):
            if (valid := there.get((table.fullname, name))) is None:
                found.append(f"{table.fullname} lacks its rule {name}.")
            elif not valid:
                found.append(f"The rule {name} of {table.fullname} holds for new rows only.")
    return found


def _config(connection: Connection | None, mongo: Mongo | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "s%%(rev)s_%%(slug)s")
    config.attributes.update(connection=connection, mongo=mongo)
    return config


@contextmanager
def _opened(postgres: str, mongodb: str | None) -> Iterator[tuple[Connection, Mongo | None]]:
    """One connection that holds the lock of migrations, acting as the tables' owner."""
    mongo: Mongo | None = (
        MongoClient(mongodb, serverSelectionTimeoutMS=10_000, uuidRepresentation="standard")
        if mongodb
        else None
    )
    try:
        with unpooled(postgres).connect() as connection:
            lock = text("SELECT pg_advisory_lock(:key)")
            connection.execute(lock, {"key": ONE_AT_A_TIME})
            connection.commit()
            prepare(connection)
            connection.execute(text("SET lock_timeout = '30s'"))
            connection.execute(text("SET ROLE backoffice_owner"))
            connection.execute(text("SET search_path = extensions"))
            connection.commit()
            yield connection, mongo
    except OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise Conflict(
                "Somebody is using a table that has to change. Nothing of this step was kept: "
                "try again when they have finished."
            ) from error
        raise Unreachable(
            "PostgreSQL stopped answering. Steps are whole or absent: once it is back, run "
            "`countinghouse db upgrade` again."
        ) from error
    finally:
        if mongo is not None:
            mongo.close()


def _at(connection: Connection) -> str | None:
    options = {"version_table": "schema_version", "version_table_schema": "backoffice"}
    found = MigrationContext.configure(connection, opts=options).get_current_revision()
    connection.rollback()
    return found


def _refuse_newer(connection: Connection) -> None:
    at = _at(connection)
    if at is not None and at not in _known():
        raise Invalid(
            f"The databases are at step {at}, which is newer than this program knows "
            f"({head()}). Install the newer Countinghouse."
        )
