"""The first sheet of a workbook as text, read from its own XML: no formula is run, no link opened.

Dates are numbers that a style shows as dates; they come out as ISO text. A formula gives the
value that was last computed.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from io import BytesIO
from xml.etree import ElementTree as Xml
from zipfile import BadZipFile, ZipFile

from desktop_app.domain.errors import Invalid

MOST_UNPACKED = 500 * 2**20
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
FIRST_DAY, FIRST_DAY_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
LETTERS = re.compile("[A-Z]+")


def rows(data: bytes, name: str, most: int) -> list[tuple[int, tuple[str, ...]]]:
    """At most so many rows, each with its number in the sheet."""
    try:
        with ZipFile(BytesIO(data)) as book:
            if sum(each.file_size for each in book.infolist()) > MOST_UNPACKED:
                raise Invalid(f"{name} unpacks to more than {MOST_UNPACKED >> 20} MB. Divide it.")
            return list(_rows(book, most))
    except (BadZipFile, KeyError, Xml.ParseError, ValueError, IndexError, EOFError) as error:
        raise Invalid(f"{name} is no workbook that can be read. Save it as XLSX or CSV.") from error


def _rows(book: ZipFile, most: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    shared, dated, first_day = _shared(book), _dated(book), _first_day(book)
    number = 0
    with book.open(_first_sheet(book)) as sheet:
        for _, row in Xml.iterparse(sheet):
            if row.tag != f"{MAIN}row":
                continue
            number = int(row.get("r", number + 1))
            cells: dict[int, str] = {}
            for place, cell in enumerate(row.iter(f"{MAIN}c")):
                column = _column(cell.get("r", "")) if cell.get("r") else place
                cells[column] = _text(cell, shared, dated, first_day)
            row.clear()
            yield number, tuple(cells.get(n, "") for n in range(max(cells, default=-1) + 1))
            if number > most:
                return


def _first_sheet(book: ZipFile) -> str:
    """Where the workbook says its first sheet is."""
    sheet = Xml.fromstring(book.read("xl/workbook.xml")).find(f".//{MAIN}sheet")
    links = Xml.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    wanted = sheet.get(LINK) if sheet is not None else None
    for link in links:
        if link.get("Id") == wanted:
            target = str(link.get("Target"))
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError("sheet")


def _shared(book: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return [_said(each) for each in Xml.fromstring(book.read("xl/sharedStrings.xml"))]


def _said(inside: Xml.Element) -> str:
    """The runs of a text together, without how it is pronounced."""
    direct = inside.findall(f"{MAIN}t") + inside.findall(f"{MAIN}r/{MAIN}t")
    return "".join(part.text or "" for part in direct)


def _dated(book: ZipFile) -> list[bool]:
    """Of each style whether it shows a number as a time."""
    if "xl/styles.xml" not in book.namelist():
        return []
    styles = Xml.fromstring(book.read("xl/styles.xml"))
    own = {
        int(each.get("numFmtId", 0)): bool(
            re.search("[ymdhs]", NOT_SHOWN.sub("", each.get("formatCode", "").lower()))
        )
        for each in styles.iter(f"{MAIN}numFmt")
    }
    formats = styles.find(f"{MAIN}cellXfs")
    numbers = [int(each.get("numFmtId", 0)) for each in formats] if formats is not None else []
    return [own.get(number, number in DATES) for number in numbers]


def _first_day(book: ZipFile) -> datetime:
    found = Xml.fromstring(book.read("xl/workbook.xml")).find(f"{MAIN}workbookPr")
    old = found is not None and found.get("date1904") in ("1", "true")
    return FIRST_DAY_1904 if old else FIRST_DAY


def _column(place: str) -> int:
    found = LETTERS.match(place)
    number = 0
    for letter in found.group() if found else "A":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _text(cell: Xml.Element, shared: list[str], dated: list[bool], first_day: datetime) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inside = cell.find(f"{MAIN}is")
        return _said(inside) if inside is not None else ""
    value = cell.findtext(f"{MAIN}v") or ""
    if kind == "s":
        return shared[int(value)] if value else ""
    if kind == "b":
        return "yes" if value == "1" else "no"
    if kind != "n" or not value:
        return value
    style = int(cell.get("s", 0))
    if style < len(dated) and dated[style]:
        return _moment(float(value), first_day)
    return _number(value)


def _number(value: str) -> str:
    """As it would be typed; a spreadsheet keeps 0.1 as 0.1000000000000000055."""
    try:
        exact = Decimal(repr(float(value))) if "." in value or "e" in value.lower() else None
    except (InvalidOperation, OverflowError):
        return value
    if exact is None or not exact.is_finite():
        return value
    return f"{exact.to_integral_value() if exact == exact.to_integral_value() else exact:f}"


def _moment(days: float, first_day: datetime) -> str:
    try:
        at = first_day + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return f"{days:g}"
    return f"{at:%Y-%m-%d}" if at.time() == datetime.min.time() else f"{at:%Y-%m-%d %H:%M:%S}"
