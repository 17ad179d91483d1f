"""A workbook written as it streams: sheets of ready-made rows in a zip, nothing kept in memory.

Rows come as XML (exporting_cells.py writes it in the server, exporting_documents.py here). What
XML cannot hold is taken out of the bytes on their way, and a full sheet is followed by the next.
"""

from collections.abc import Sequence
from contextlib import suppress
from io import BufferedIOBase
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from desktop_app.domain.exports import harmless

MOST_ROWS = 1_048_575
"""Below the row of headings."""
QUICK = 1
NEVER_IN_XML = bytes(code for code in range(32) if code not in b"\t\n")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


class Workbook:
    """`write` takes whole rows, each with a line's end; leaving it makes a file that opens."""

    def __init__(self, file: IO[bytes] | BufferedIOBase, headings: Sequence[str]) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=QUICK)
        self._headings = headings
        self._sheets = 0
        self._rows = MOST_ROWS
        self._sheet: IO[bytes] | None = None

    def write(self, chunk: bytes, rows: int) -> None:
        clean = chunk.translate(None, NEVER_IN_XML)
        for odd in (b"\xef\xbf\xbe", b"\xef\xbf\xbf"):
            clean = clean.replace(odd, b"")
        while rows:
            if self._rows == MOST_ROWS:
                self._next_sheet()
            room = MOST_ROWS - self._rows
            if rows > room:
                lines = clean.splitlines(keepends=True)
                self._put(b"".join(lines[:room]), room)
                clean, rows = b"".join(lines[room:]), rows - room
            else:
                self._put(clean, rows)
                rows = 0

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(self, kind: object, error: object, at: object) -> None:
        if kind is None:
            self._close()
        else:
            self._give_up()

    def _close(self) -> None:
        if not self._sheets:
            self._next_sheet()
        self._end_sheet()
        for name, content in self._rest():
            self._zip.writestr(name, content)
        self._zip.close()

    def _give_up(self) -> None:
        """The file is thrown away; a full disk takes not even what closing would write."""
        for part in (self._sheet, self._zip):
            with suppress(OSError, ValueError):
                if part is not None:
                    part.close()
        self._zip.fp = None

    def _put(self, clean: bytes, rows: int) -> None:
        assert self._sheet is not None
        self._sheet.write(clean)
        self._rows += rows

    def _next_sheet(self) -> None:
        self._end_sheet()
        self._sheets += 1
        self._rows = 0
        self._sheet = self._zip.open(
            f"xl/worksheets/sheet{self._sheets}.xml", "w", force_zip64=True
        )
        titles = "".join(
            f'<c s="3" t="str"><v>{escape(harmless(each))}</v></c>' for each in self._headings
        )
        self._sheet.write(
            f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
            f'<cols><col min="1" max="{max(1, len(self._headings))}" width="20" customWidth="1"/>'
            f"</cols><sheetData><row>{titles}</row>\n".encode()
        )

    def _end_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.write(b"</sheetData></worksheet>")
            self._sheet.close()
            self._sheet = None

    def _rest(self) -> Sequence[tuple[str, str]]:
        every = range(1, self._sheets + 1)
        parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
        parts += [(f"/xl/worksheets/sheet{at}.xml", "worksheet") for at in every]
        kinds = "".join(
            f'<Override PartName="{part}" ContentType="{KIND}.{kind}+xml"/>' for part, kind in parts
        )
        sheets = "".join(f'<sheet name="Rows {at}" sheetId="{at}" r:id="rId{at}"/>' for at in every)
        links = "".join(_link(at, "worksheet", f"worksheets/sheet{at}.xml") for at in every)
        return (
            ("xl/styles.xml", STYLES),
            (
                "xl/workbook.xml",
                f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{sheets}</sheets>'
                "</workbook>",
            ),
            (
                "xl/_rels/workbook.xml.rels",
                _links(links + _link(self._sheets + 1, "styles", "styles.xml")),
            ),
            ("_rels/.rels", _links(_link(1, "officeDocument", "xl/workbook.xml"))),
            (
                "[Content_Types].xml",
                f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>',
            ),
        )


def _link(at: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{at}" Type="{LINKS}/{kind}" Target="{target}"/>'


def _links(listed: str) -> str:
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'
