"""Documents as a stream of bytes: every database of the collection in turn, in the query's order.

A client of its own in the caller's thread, so that the window's loop decodes nothing.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from heapq import merge
from typing import Any
from xml.sax.saxutils import escape

from pymongo import MongoClient

from desktop_app.domain.cells import CannotShow
from desktop_app.domain.exports import MASK, Format, harmless
from desktop_app.domain.query import Kind
from desktop_app.storage import parquet
from desktop_app.storage.document_values import CODEC, shown
from desktop_app.storage.mongo import fields
from desktop_app.storage.mongo_order import Order
from desktop_app.storage.mongo_pages import Listing, flat
from desktop_app.storage.parquet import Held

BATCH = 1_000
DIGITS = 15
EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
FIRST = datetime(1900, 3, 1, tzinfo=UTC)
LONGEST = 32_000
SINCE = datetime(1970, 1, 1, tzinfo=UTC)
HELD = {
    bool: Held.YES_NO,
    int: Held.WHOLE,
    float: Held.FLOAT,
    Decimal: Held.DECIMAL,
    datetime: Held.MOMENT,
}
Chunk = tuple[bytes, int]


def stream(url: str, listing: Listing, columns: Sequence[str], format: Format) -> Iterator[Chunk]:
    """The bytes batch by batch, and how many rows are in each."""
    masked = _masks(listing)
    make = _maker(listing, columns, format)
    client: MongoClient[dict[str, Any]] = MongoClient(
        url, serverSelectionTimeoutMS=3000, uuidRepresentation="standard", tz_aware=True
    )
    with closing(client):
        rows: list[list[Any]] = []
        for document in _documents(client, listing):
            row = flat(shown(document))
            rows.append([_masked(name, row.get(name), masked) for name in columns])
            if len(rows) == BATCH:
                yield make(columns, rows), len(rows)
                rows = []
        yield make(columns, rows), len(rows)


def typed(listing: Listing, columns: Sequence[str]) -> list[parquet.Column]:
    """What Parquet holds each column as."""
    kept = {path: HELD.get(inner, Held.TEXT) for path, inner, _ in fields(listing.collection.shape)}
    kept |= dict.fromkeys(_masks(listing), Held.TEXT)
    return [parquet.Column(name, kept.get(name, Held.TEXT)) for name in columns]


def _maker(
    listing: Listing, columns: Sequence[str], format: Format
) -> Callable[[Sequence[str], Sequence[Sequence[Any]]], bytes]:
    if format is Format.PARQUET:
        return partial(_typed, [each.held for each in typed(listing, columns)])
    return {Format.CSV: _csv, Format.XLSX: _sheet}.get(format, _json)


def _masks(listing: Listing) -> set[str]:
    return {name for name, kind in listing.kinds.items() if kind is Kind.SECRET}


def headings(labels: Sequence[str]) -> bytes:
    return _csv((), [list(labels)])


def _documents(
    client: MongoClient[dict[str, Any]], listing: Listing
) -> Iterator[Mapping[str, Any]]:
    order: Order = listing.order
    found = []
    for place in listing.places:
        collection = client[place.database.name].get_collection(place.name, codec_options=CODEC)
        found.append(collection.find(listing.where, batch_size=BATCH).sort(order.keys))
    return merge(*found, key=order.place, reverse=order.down) if len(found) > 1 else iter(
        found[0] if found else ()
    )  # fmt: skip


def _masked(name: str, value: Any, masked: set[str]) -> Any:
    return MASK if name in masked and value is not None else value


def _csv(_: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\n").writerows([[_cell(v) for v in row] for row in rows])
    return made.getvalue().encode("utf-8", "replace")


def _json(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    lines = (
        json.dumps(dict(zip(columns, row, strict=True)), default=_jsonable, ensure_ascii=False)
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _sheet(_: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    made = (f"<row>{''.join(map(_sheet_cell, row))}</row>\n" for row in rows)
    return "".join(made).encode("utf-8", "replace")


def _typed(held: Sequence[Held], _: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    lines = (",".join(map(_typed_cell, held, row)) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _typed_cell(held: Held, value: Any) -> str:
    """What its column's type cannot hold at all is empty there; as text it says what it is."""
    if value is None or (held is not Held.TEXT and isinstance(value, CannotShow)):
        return ""
    match value:
        case datetime() if held is Held.MOMENT:
            return str((value - SINCE) // timedelta(microseconds=1))
        case bool():
            return "t" if value else "f"
        case Decimal() if held is Held.DECIMAL:
            return f"{value:f}"
        case Mapping() | list() | tuple():
            said = json.dumps(value, default=_jsonable, ensure_ascii=False)
        case _:
            said = str(value)
    return '"' + said.replace('"', '""') + '"'


def _cell(value: Any) -> Any:
    """A number as it is; whatever else as text that no spreadsheet runs."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float() | Decimal():
            return value
        case datetime() | date():
            return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
        case str():
            return harmless(value)
        case Mapping() | list() | tuple():
            return json.dumps(value, default=_jsonable, ensure_ascii=False)
    return harmless(str(value))


def _sheet_cell(value: Any) -> str:
    match value:
        case None:
            return "<c/>"
        case bool():
            return f'<c t="b"><v>{int(value)}</v></c>'
        case int() | float() | Decimal() if len(str(value)) <= DIGITS + 1:
            return f"<c><v>{value}</v></c>"
        case datetime() if value >= FIRST:
            return f'<c s="1"><v>{(value - EPOCH).total_seconds() / 86400!r}</v></c>'
    text = escape(str(_cell(value))[:LONGEST], {"\n": "&#10;", "\r": "&#13;"})
    return f'<c t="str"><v>{text}</v></c>'


def _jsonable(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value.words if isinstance(value, CannotShow) else str(value)
