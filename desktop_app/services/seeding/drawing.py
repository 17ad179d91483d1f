"""Small real files: a page of text as PDF, a house front or somebody's portrait as PNG."""

import math
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
SIDE: Final = 96
GROUNDS: Final = ((222, 230, 238), (236, 226, 214), (216, 228, 216), (230, 220, 232))
SKINS: Final = ((244, 214, 190), (224, 178, 142), (176, 122, 84), (112, 74, 52))
CLOTHES: Final = ((52, 72, 104), (104, 56, 64), (58, 92, 78), (72, 72, 78), (128, 104, 62))


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
    return _png(WIDTH, [_row(y, wall, columns, top) for y in range(HEIGHT)])


def portrait(draw: int) -> bytes:
    """Head and shoulders; another draw is another person."""
    ground, skin = GROUNDS[draw & 3], SKINS[(draw >> 2) & 3]
    cloth, tall = CLOTHES[(draw >> 4) % len(CLOTHES)], (draw >> 8) % 8
    rows = []
    for y in range(SIDE):
        head, body = _across(y, 36 + tall, 19), _across(y, SIDE + 6, 38 - tall // 2)
        half, colour = (head, skin) if head else (body, cloth)
        beside = bytes(ground) * (SIDE // 2 - half)
        rows.append(beside + bytes(colour) * (half * 2) + beside)
    return _png(SIDE, rows)


def _across(y: int, middle: int, radius: int) -> int:
    """Half of what a circle has of the line."""
    return math.isqrt(max(0, radius**2 - (y - middle) ** 2))


def _png(width: int, rows: Sequence[bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    points = zlib.compress(b"".join(b"\x00" + row for row in rows))
    parts = ((b"IHDR", header), (b"IDAT", points), (b"IEND", b""))
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
