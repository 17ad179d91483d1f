"""Exports: CSV to psql's own `\\copy` of the same rows, sheets to COPY and to a known writer.

All as a staff login with row policies forced. `COUNTINGHOUSE_BENCHMARK_ROWS` makes the CSV's list
smaller or larger; the sheet has a tenth of its rows.
"""

import asyncio
import statistics
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import xlsxwriter

from desktop_app import panels
from desktop_app.domain.exports import Format
from desktop_app.domain.query import Query
from desktop_app.services import sample, sign_in
from desktop_app.services.desk import Desk
from desktop_app.services.transfer import export
from desktop_app.stack import Places, Secrets, programs
from desktop_app.storage.stores import Stores
from tests.benchmarks.figures import Figure, Work, take_turns
from tests.benchmarks.ground import Ground
from tests.benchmarks.lists import ROWS, SORT, people

ROUNDS = 7
SHEET = "multiverse.users"
Exporting = Callable[[Format], Work]


def measure(ground: Ground) -> Iterator[Figure]:
    yield from (made for rows in (ROWS, ROWS // 10) for made in _measured(ground, rows))


def _measured(ground: Ground, rows: int) -> Iterator[Figure]:
    places, folder = ground.places, ground.places.data_dir.parent
    with psycopg.connect(places.postgres, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("TRUNCATE multiverse.users CASCADE")
    people(places, rows)
    session = session_of(places)
    with (
        psycopg.connect(session.postgres, autocommit=True) as plain,
        _exporting(places, session, folder) as exported,
    ):
        plain.execute("SELECT backoffice.attach(%s)", (session.token,))
        if rows == ROWS:
            psql = _psql(session, folder / "psql.csv")
            yield _figure("CSV export", exported(Format.CSV), psql, 1.0)
        else:
            ours = exported(Format.XLSX)
            yield _figure("sheet to COPY", ours, lambda: _copied(plain, folder), 3.0)
            yield _figure("sheet to a writer", ours, lambda: _written(plain, folder), 0.25)


def session_of(places: Places) -> sign_in.Session:
    keeper = Secrets(places.data_dir)
    if keeper.get(f"login:{sample.ADMIN}") is None:
        sample.enrol(places)
    login, password = (keeper.get(f"{kind}:{sample.ADMIN}") for kind in ("login", "password"))
    assert login
    assert password
    return sign_in.open_session(places.postgres, sample.ADMIN, login, password)


@contextmanager
def _exporting(places: Places, session: sign_in.Session, folder: Path) -> Iterator[Exporting]:
    """A desk that stands open, as a window's does."""
    with asyncio.Runner() as runner:

        async def opened() -> Stores:
            return sign_in.stores(session, places.mongodb, places.redis)

        stores = runner.run(opened())
        desk = Desk(stores, panels.load(), session.actor)

        def exported(format: Format) -> Work:
            path, query = folder / f"ours.{format}", Query(sort=SORT)
            return lambda: runner.run(export(desk, desk.panels[SHEET], query, (), format, path))

        yield exported
        runner.run(stores.close())


def _selected() -> str:
    columns = ", ".join(panels.load()[SHEET].columns)
    return f"SELECT {columns} FROM {SHEET} ORDER BY {SORT} DESC, user_id DESC"


def _psql(session: sign_in.Session, path: Path) -> Work:
    said = (
        f"SELECT backoffice.attach('\\x{session.token.hex()}');\n"
        f"\\copy ({_selected()}) TO '{path}' (FORMAT csv, HEADER)\n"
    )
    command = [str(programs.demand_postgres() / "psql"), "-qXAt", "-v", "ON_ERROR_STOP=1"]

    def run() -> None:
        subprocess.run(
            [*command, session.postgres], input=said, text=True, check=True, capture_output=True
        )

    return run


def _copied(plain: psycopg.Connection[tuple[object, ...]], folder: Path) -> None:
    with (
        plain.cursor() as cursor,
        cursor.copy(f"COPY ({_selected()}) TO STDOUT".encode()) as copy,
        (folder / "copied.txt").open("wb") as file,
    ):
        for row in copy:
            file.write(row)


def _written(plain: psycopg.Connection[tuple[object, ...]], folder: Path) -> None:
    """The same rows by the writer that is most used, in its mode of constant memory."""
    options = {"constant_memory": True, "remove_timezone": True}
    book = xlsxwriter.Workbook(folder / "written.xlsx", options)
    sheet = book.add_worksheet()
    for at, row in enumerate(plain.execute(_selected().encode())):
        sheet.write_row(at, 0, [str(v) if v is not None and _odd(v) else v for v in row])
    book.close()


def _odd(value: object) -> bool:
    return not isinstance(value, str | int | float)


def _figure(name: str, subject: Work, limit: Work, goal: float) -> Figure:
    mine, best = take_turns(subject, limit, rounds=ROUNDS)
    median, least = statistics.median(mine), statistics.median(best)
    return Figure(name, median / least, goal, least, "s", median, min(mine), max(mine))
