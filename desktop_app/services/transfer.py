"""Rows out of the program as a file: what the person sees, under the person's own rights.

The rows are read and written in a thread of their own, on a connection of their own; the window's
loop hears of the progress and no more. A file has its name only when it is whole and on record.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event

from sqlalchemy import text

from desktop_app.domain import stored
from desktop_app.domain.errors import Invalid
from desktop_app.domain.exports import Exported, Format, Progress
from desktop_app.domain.query import Query
from desktop_app.services import tag_questions
from desktop_app.services.desk import Desk
from desktop_app.services.panel import Panel
from desktop_app.services.transfer_files import Book, Growing, Plain, finish, growing
from desktop_app.storage import exporting, exporting_cells, exporting_documents, parquet
from desktop_app.storage.files import Files
from desktop_app.storage.mongo import Documents
from desktop_app.storage.postgres import Sql
from desktop_app.storage.refusals import translated
from desktop_app.storage.workbook import Workbook

Tell = Callable[[Progress], None]
Opening = Callable[[], AbstractContextManager[Book]]
Painted = Callable[[Growing, datetime], AbstractContextManager[Book]]


@dataclass(frozen=True, slots=True)
class Stream:
    """The rows as bytes, for a thread to ask for; `typed` says what Parquet holds them as."""

    chunks: Callable[[], Iterator[tuple[bytes, int]]]
    typed: list[parquet.Column]


async def export(
    desk: Desk,
    panel: Panel,
    query: Query,
    columns: Sequence[str],
    format: Format,
    path: Path,
    progress: Tell | None = None,
    paint: Painted | None = None,
) -> Exported:
    """Write all that answers the query to `path`, and beside it what it is; cancelled, nothing.

    A column that is secret to everybody leaves as its mask. Without columns, the panel's own.
    A PDF is painted by the window, which says so with `paint`.
    """
    chosen = tuple(columns) or panel.columns
    if unknown := sorted(set(chosen) - panel.kinds().keys()):
        raise Invalid(f"There is no field “{unknown[0]}” in {panel.title.lower()}.")
    # The desk says whether the person may ask this at all, and how much to expect.
    expected = (await desk.count(panel, query, "estimate")).rows
    now = datetime.now(UTC)
    where = await tag_questions.question(desk, panel, query.where)
    question = replace(query, where=where, place=None)
    labels = [panel.label(name) for name in chosen]
    stop, loop = Event(), asyncio.get_running_loop()

    def tell(rows: int) -> None:
        if stop.is_set():
            raise _Stopped
        if progress is not None:
            loop.call_soon_threadsafe(progress, Progress(rows, expected))

    kept = (*chosen, *_currencies(panel, chosen)) if format is Format.PDF else chosen
    async with _stream(desk, panel, question, kept, format, stop) as stream:
        with growing(path) as (temporary, file):
            book = (
                partial(paint, file, now) if paint else partial(_book, file, stream, labels, format)
            )
            work = partial(_written, book, stream, tell)
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
async def _stream(
    desk: Desk, panel: Panel, query: Query, columns: Sequence[str], format: Format, stop: Event
) -> AsyncIterator[Stream]:
    source = panel.source
    if isinstance(source, Sql):
        async with desk.stores.copy.lent() as connection:
            listing = source.listing(query)
            copy = exporting.statement(connection, listing, columns, format)
            chunks = partial(exporting.stream, connection, copy, stop.is_set)
            yield Stream(chunks, exporting_cells.typed(listing.table, columns))
    elif isinstance(source, Documents | Files):
        found = await source.listing(desk.stores, query)
        url = desk.stores.documents
        work = partial(exporting_documents.stream, url, found, columns, format)
        yield Stream(work, exporting_documents.typed(found, columns))
    else:
        raise Invalid(f"{panel.title} cannot be exported.")


def _currencies(panel: Panel, columns: Sequence[str]) -> list[str]:
    """The columns that say what the shown amounts are in, where they are not shown themselves."""
    told = panel.source.currencies()
    said = {told[name] for name in columns if name in told}
    return sorted(said & (panel.kinds().keys() - set(columns)))


def _written(open_book: Opening, stream: Stream, tell: Callable[[int], None]) -> int:
    """In the thread: everything into the file; how many rows there were."""
    with open_book() as book:
        rows = 0
        for chunk, count in stream.chunks():
            tell(rows)
            rows += count
            book.write(chunk, count)
        tell(rows)
        return rows


def _book(
    file: Growing, stream: Stream, labels: Sequence[str], format: Format
) -> AbstractContextManager[Book]:
    match format:
        case Format.XLSX:
            return Workbook(file, labels)
        case Format.PARQUET:
            return parquet.Parquet(file, stream.typed)
        case Format.CSV:
            return Plain(file, exporting_documents.headings(labels))
        case Format.JSON_LINES:
            return Plain(file)
        case Format.PDF:
            raise Invalid("Only the window paints a PDF. Choose another format.")


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
