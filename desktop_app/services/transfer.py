"""Rows out of the program as a file: what the person sees, under the person's own rights.

The rows are read and written in a thread of their own, on a connection of their own; the window's
loop hears of the progress and no more. A file has its name only when it is whole and on record.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event

from sqlalchemy import text

from desktop_app.domain import stored
from desktop_app.domain.errors import Invalid
from desktop_app.domain.exports import Exported, Format, Progress
from desktop_app.domain.moments import settled
from desktop_app.domain.query import Query
from desktop_app.services.desk import Desk
from desktop_app.services.panel import Panel
from desktop_app.services.transfer_files import Growing, finish, growing
from desktop_app.storage import exporting, exporting_documents
from desktop_app.storage.mongo import Documents
from desktop_app.storage.postgres import Sql
from desktop_app.storage.refusals import translated
from desktop_app.storage.workbook import Workbook

Tell = Callable[[Progress], None]
Chunks = Callable[[], Iterator[tuple[bytes, int]]]


async def export(
    desk: Desk,
    panel: Panel,
    query: Query,
    columns: Sequence[str],
    format: Format,
    path: Path,
    progress: Tell | None = None,
) -> Exported:
    """Write all that answers the query to `path`, and beside it what it is; cancelled, nothing.

    A column that is secret to everybody leaves as its mask. Without columns, the panel's own.
    """
    chosen = tuple(columns) or panel.columns
    if unknown := sorted(set(chosen) - panel.kinds().keys()):
        raise Invalid(f"There is no field “{unknown[0]}” in {panel.title.lower()}.")
    # The desk says whether the person may ask this at all, and how much to expect.
    expected = (await desk.count(panel, query, "estimate")).rows
    now = datetime.now(UTC)
    question = replace(query, where=settled(query.where, panel.kinds(), now), place=None)
    labels = [panel.label(name) for name in chosen]
    stop, loop = Event(), asyncio.get_running_loop()

    def tell(rows: int) -> None:
        if stop.is_set():
            raise _Stopped
        if progress is not None:
            loop.call_soon_threadsafe(progress, Progress(rows, expected))

    async with _chunks(desk, panel, question, chosen, format, stop) as chunks:
        with growing(path) as (temporary, file):
            work = partial(_written, file, chunks, labels, format, tell)
            with translated():
                rows = await _or_stopped(loop.run_in_executor(None, work), stop)
            await _recorded(desk, panel, query, chosen, format, rows, file.sha256)
            told = {
                "list": panel.key,
                "title": panel.title,
                "filter": stored.to_json(query),
                "columns": list(chosen),
                "format": format,
                "person": desk.actor.name,
                "time": now.isoformat(timespec="seconds"),
                "rows": rows,
                "sha256": file.sha256,
            }
            finish(temporary, path, told)
    return Exported(str(path), rows, file.size, file.sha256)


class _Stopped(Exception):
    """The person has cancelled; it ends in the thread."""


@asynccontextmanager
async def _chunks(
    desk: Desk, panel: Panel, query: Query, columns: Sequence[str], format: Format, stop: Event
) -> AsyncIterator[Chunks]:
    """The rows as bytes, for a thread to ask for."""
    source = panel.source
    if isinstance(source, Sql):
        async with desk.stores.lists.lent() as connection:
            copy = exporting.statement(connection, source.listing(query), columns, format)
            yield partial(exporting.stream, connection, copy, stop.is_set)
    elif isinstance(source, Documents):
        listing = await source.listing(desk.stores, query)
        url = desk.stores.documents
        yield partial(exporting_documents.stream, url, listing, columns, format)
    else:
        raise Invalid(f"{panel.title} cannot be exported.")


def _written(
    file: Growing,
    chunks: Chunks,
    labels: Sequence[str],
    format: Format,
    tell: Callable[[int], None],
) -> int:
    """In the thread: everything into the file; how many rows there were."""
    if format is Format.XLSX:
        with Workbook(file, labels) as book:
            return _poured(book.write, chunks, tell)
    if format is Format.CSV:
        file.write(exporting_documents.headings(labels))
    return _poured(lambda chunk, _: file.write(chunk), chunks, tell)


def _poured(
    write: Callable[[bytes, int], object], chunks: Chunks, tell: Callable[[int], None]
) -> int:
    rows = 0
    for chunk, count in chunks():
        tell(rows)
        rows += count
        write(chunk, count)
    tell(rows)
    return rows


async def _or_stopped(work: "asyncio.Future[int]", stop: Event) -> int:
    """The thread's answer; whoever cancels waits until the thread has let go of the file."""
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.gather(work, return_exceptions=True)
        raise


async def _recorded(
    desk: Desk,
    panel: Panel,
    query: Query,
    columns: Sequence[str],
    format: Format,
    rows: int,
    sha256: str,
) -> None:
    statement = text(
        "SELECT backoffice.exported(:panel, :format, CAST(:filter AS jsonb), "
        "CAST(:columns AS text[]), :rows, :sha256)"
    )
    given = {
        "panel": panel.key,
        "format": str(format),
        "filter": json.dumps(stored.to_json(query)),
        "columns": list(columns),
        "rows": rows,
        "sha256": sha256,
    }
    with translated():
        async with desk.stores.writing() as connection:
            await connection.execute(statement, given)
