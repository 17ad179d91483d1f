"""All generated objects, from the current declarations; made, compared and taken away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Table, text

from desktop_app.domain.roles import OWNERS
from desktop_app.storage.sql import (
    act_functions,
    catalogue,
    changes,
    finders,
    holding,
    over_two,
    partitions,
    proving,
    revealing,
    rights,
    session,
    watching,
)
from desktop_app.storage.sql.objects import Object, Phase
from desktop_app.storage.sql.rights import Access
from desktop_app.storage.tables import SCHEMAS, metadata

Rights = Mapping[str, Access]
KEPT_WITH_DATA = "materialized view"


def objects(who: Rights) -> list[Object]:
    """In the order of making. `who` says per table which jobs read and write it."""
    made = [*rights.schemas(SCHEMAS), *session.objects(), *proving.objects()]
    made += watching.shared()
    made += [
        *partitions.objects(),
        *rights.ground(),
        rights.given(who.values()),
        *changes.objects(),
    ]
    made += [*act_functions.shared(), *finders.shared(), *holding.shared(metadata.sorted_tables)]
    made += revealing.shared(metadata.sorted_tables, who.values())
    for table in metadata.sorted_tables:
        made += _beside(table)
        made += act_functions.of(table)
        made += over_two.of(table)
        made += holding.of(table)
        made += watching.of(table)
        made += changes.of(table)
        made += finders.of(table)
        made += rights.of(table, who.get(table.fullname, Access()))
    _refuse_doubles(made)
    return sorted(made, key=lambda each: each.phase)


def _beside(table: Table) -> list[Object]:
    carried: tuple[Object, ...] = table.info.get("objects", ())
    return [replace(each, needs=(*each.needs, table.fullname)) for each in carried]


def rebuild(connection: Connection, who: Rights) -> int:
    """Make the database say what the declarations say; return how many objects moved."""
    existing = _intact(connection)
    # A table declared a moment ago has no step yet: what belongs to it waits for `db revision`.
    present = _tables(connection)
    wanted = {made.name: made for made in objects(who) if present.issuperset(made.needs)}
    if {name: made.hash for name, made in wanted.items()} == existing:
        return 0
    _run(connection, "SET LOCAL check_function_bodies = off")
    kept = {n for n, h in existing.items() if _unchanged_view(n, h, wanted)}
    take_away(connection, keep=kept)
    for made in wanted.values():
        if made.name not in kept:
            _make(connection, made)
    _fill(connection, [n for n in wanted if n.startswith(KEPT_WITH_DATA) and n not in kept])
    _remember(connection)
    return len(wanted)


def differences(connection: Connection, who: Rights) -> Iterator[str]:
    """Where the database is not as declared, or not as it was left, in sentences."""
    records, there = _records(connection), catalogue.read(connection)
    wanted = {made.name: made.hash for made in objects(who)}
    for name in sorted(wanted.keys() | records.keys()):
        declared, left = records.get(name, ("", ""))
        now = there.get(catalogue.entry(name), "")
        if wanted.get(name) != declared:
            yield f"The generated {name} is not the declared one."
        elif left != now:
            yield f"The {name} was changed by hand." if now else f"The {name} is gone."
    for name in catalogue.extra(there, {*wanted, *records}):
        yield f"The {name} is in the database, but nothing declares it."


def _fill(connection: Connection, names: Iterable[str]) -> None:
    """A view made while the policies were away holds nothing yet."""
    for name in names:
        view = name.removeprefix(KEPT_WITH_DATA).strip()
        _run(connection, f"REFRESH MATERIALIZED VIEW {view}")
        _run(
            connection,
            "DO $$ BEGIN EXECUTE format('COMMENT ON MATERIALIZED VIEW %s IS %L', "
            f"'{view}', now()::text); END $$",
        )


def stored(connection: Connection) -> dict[str, str]:
    """Name and declaration's hash of every object as the database last got it."""
    return {name: declared for name, (declared, _) in _records(connection).items()}


def _records(connection: Connection) -> dict[str, tuple[str, str]]:
    """Name → the hash of its declaration and of what the catalogue said once it was made."""
    rows = connection.execute(text("SELECT name, hash FROM backoffice.generated_objects"))
    return {row.name: (row.hash[:64], row.hash[65:]) for row in rows}


def _intact(connection: Connection) -> dict[str, str]:
    """What is stored and, by the catalogue, still as it was left."""
    there = catalogue.read(connection)
    records = _records(connection).items()
    return {n: hash for n, (hash, left) in records if left == there.get(catalogue.entry(n), "")}


def _remember(connection: Connection) -> None:
    """Beside each declaration's hash, what the catalogue says now that all is made."""
    there = catalogue.read(connection)
    keep = text(
        "UPDATE backoffice.generated_objects SET hash = left(hash, 64) || ' ' || :left "
        "WHERE name = :name"
    )
    left = [{"name": n, "left": there.get(catalogue.entry(n), "")} for n in stored(connection)]
    connection.execute(keep, left)


def take_away(connection: Connection, *, keep: Iterable[str] = ()) -> None:
    """Everything generated goes, the last made first."""
    query = "SELECT name, drop_sql FROM backoffice.generated_objects ORDER BY number DESC"
    present = _tables(connection)
    kept = set(keep)
    for name, drop_sql in connection.execute(text(query)).all():
        if name in kept:
            continue
        if drop_sql and _table_of(name, present):
            _run(connection, drop_sql)
        gone = text("DELETE FROM backoffice.generated_objects WHERE name = :name")
        connection.execute(gone, {"name": name})


def _table_of(name: str, present: set[str]) -> bool:
    """Whether what the object hangs on is still there."""
    for kind in ("trigger ", "policy ", "grants ", "row security "):
        if name.startswith(kind):
            return name.removeprefix(kind).split(" ")[0] in present
    return True


def _make(connection: Connection, made: Object) -> None:
    build(connection, made)
    insert = text(
        "INSERT INTO backoffice.generated_objects (name, hash, drop_sql) "
        "VALUES (:name, :hash, :drop)"
    )
    connection.execute(insert, {"name": made.name, "hash": made.hash, "drop": made.drop})


def build(connection: Connection, made: Object) -> None:
    """The object with its owner and its rights, but in no list of what was made."""
    _run(connection, made.make)
    if made.phase == Phase.FUNCTION and made.name.startswith("function "):
        _finish_function(connection, made)
    if made.owner != "backoffice_owner" and made.name.startswith(KEPT_WITH_DATA):
        view = made.name.removeprefix(f"{KEPT_WITH_DATA} ")
        _run(connection, f"ALTER MATERIALIZED VIEW {view} OWNER TO {made.owner}")


def _finish_function(connection: Connection, made: Object) -> None:
    """Nothing to PUBLIC; a trigger's rule holds whoever writes; the stated owner."""
    signature = made.drop.removeprefix("DROP FUNCTION IF EXISTS ").removesuffix(" CASCADE")
    _run(connection, f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
    if "RETURNS trigger" in made.make or "returns trigger" in made.make:
        _run(connection, f"ALTER FUNCTION {signature} SECURITY DEFINER")
    allowed = [*OWNERS, *(() if made.internal else ("countinghouse_staff", "platform_service"))]
    _run(connection, f"GRANT EXECUTE ON FUNCTION {signature} TO {', '.join(allowed)}")
    if made.owner != "backoffice_owner":
        _run(connection, f"ALTER FUNCTION {signature} OWNER TO {made.owner}")


def _run(connection: Connection, sql: str) -> None:
    """As it stands: a `%` in a function's text is no parameter."""
    connection.exec_driver_sql(sql, execution_options={"no_parameters": True})


def _unchanged_view(name: str, hash: str, wanted: Mapping[str, Object]) -> bool:
    return name.startswith(KEPT_WITH_DATA) and name in wanted and wanted[name].hash == hash


def _tables(connection: Connection) -> set[str]:
    query = text(
        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n "
        "ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')"
    )
    return set(connection.scalars(query))


def _refuse_doubles(made: Sequence[Object]) -> None:
    names = [each.name for each in made]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"Declared twice: {', '.join(sorted(twice))}.")
