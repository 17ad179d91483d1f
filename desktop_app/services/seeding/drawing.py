"""Small real files: a page of text as PDF, a picture of a house front as PNG."""

import struct
import zlib
from collections.abc import Sequence
from typing import Final

WIDTH: Final = 96
HEIGHT: Final = 64
WALLS: Final = ((214, 196, 170), (176, 184, 190), (196, 148, 124), (232, 228, 216))
SKY: Final = (148, 190, 222)
ROOF: Final = (122, 72, 58)
GLASS: Final = (64, 88, 112)


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """One page in Helvetica, of Latin letters."""
    shown = "".join(f"0 -22 Td ({_escaped(line)}) Tj " for line in lines)
    text = f"BT /F1 18 Tf 64 760 Td ({_escaped(title)}) Tj /F1 11 Tf {shown}ET".encode("cp1252")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    begins = len(made)
    made += b"xref\n0 6\n0000000000 65535 f \n" + table
    made += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % begins
    return bytes(made)


def png(draw: int) -> bytes:
    """A house front; another draw has another wall, other windows and another height."""
    wall, columns, top = WALLS[draw & 3], 2 + (draw >> 2) % 5, 14 + (draw >> 8) % 20
    rows = b"".join(b"\x00" + _row(y, wall, columns, top) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(*each) for each in parts)


def _row(y: int, wall: tuple[int, int, int], columns: int, top: int) -> bytes:
    if y < top:
        return bytes(SKY) * WIDTH
    if y < top + 4:
        return bytes(ROOF) * WIDTH
    front = bytes(wall)
    if (y - top) % 14 < 6:
        return front * WIDTH
    pane = WIDTH // (columns * 2)
    return (front * pane + bytes(GLASS) * pane) * columns + front * (WIDTH - columns * pane * 2)


def _part(kind: bytes, content: bytes) -> bytes:
    checked = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checked


def _escaped(line: str) -> str:
    plain = line.encode("cp1252", "replace").decode("cp1252")
    return plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
