"""A CSV or XLSX file as rows of text, each with the number of its line in the file."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from desktop_app.domain.errors import Invalid
from desktop_app.domain.imports import Sheet, as_it_was
from desktop_app.storage import workbook_reading

MOST_BYTES = 100 * 2**20
MOST_LINES = 100_000
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
LOOKED_AT = 50
Lines = list[tuple[int, tuple[str, ...]]]


def read(path: Path) -> Sheet:
    """The first sheet, or the whole text file; its first line names the columns."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Invalid(f"{path.name} is larger than {MOST_BYTES >> 20} MB. Divide it.")
        data = path.read_bytes()
    except OSError as error:
        raise Invalid(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if data.startswith(b"PK"):
        lines, read_as = workbook_reading.rows(data, path.name, MOST_LINES + 1), "XLSX"
    else:
        text, encoding = decoded(data, path.name)
        delimiter = delimited_by(text)
        lines = list(_lines(text, delimiter, path.name))
        read_as = f"{encoding}, divided by {DELIMITERS[delimiter]}"
    return _sheet(path.name, lines, read_as)


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """By its mark; else UTF-8 if it is, else what Windows wrote."""
    for mark, codec, words in MARKS:
        if data.startswith(mark):
            return _decoded(data, codec, name), words
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "Windows-1252"


def delimited_by(text: str) -> str:
    """The sign that gives the first lines most columns, the same number in each."""

    def columns(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(text[:200_000]), delimiter=delimiter)
        try:
            widths = [len(row) for row, _ in zip(rows, range(LOOKED_AT), strict=False) if row]
        except csv.Error:
            return 0, 0
        first = widths[0] if widths else 0
        same = sum(width == first for width in widths)
        return (same if first > 1 else 0), first

    return max(DELIMITERS, key=columns)


def _decoded(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise Invalid(f"{name} says it is {codec}, and is not. Save it as UTF-8.") from error


def _lines(text: str, delimiter: str, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """A cell may hold line breaks: a row has the number of its first line."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    try:
        for row in rows:
            yield begins, tuple(row)
            begins = rows.line_num + 1
    except csv.Error as error:
        raise Invalid(f"{name} cannot be read at line {begins}: {error}.") from error


def _sheet(name: str, lines: Lines, read_as: str) -> Sheet:
    filled = [(number, row) for number, row in lines if any(cell.strip() for cell in row)]
    if not filled:
        raise Invalid(f"{name} is empty. Its first line names the columns, the rows follow.")
    if len(filled) - 1 > MOST_LINES:
        raise Invalid(f"{name} has more than {MOST_LINES:,} rows. Divide it.")
    headings = tuple(cell.strip() for cell in filled[0][1])
    width = len(headings)
    rows = tuple(
        (number, tuple(as_it_was(cell) for cell in (*row, *[""] * (width - len(row)))))
        for number, row in filled[1:]
    )
    return Sheet(name, headings, rows, read_as)
