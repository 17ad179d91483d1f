"""What a document looks like: its pages as pictures, whatever kind of file it is.

PDFium runs one call at a time, whichever thread it comes from. A document runs nothing: forms,
scripts and links are not carried out, and only what is a picture or a PDF by its own bytes is read.
"""

import threading
from typing import Any, Protocol

import pypdfium2
from PySide6.QtCore import QBuffer, QByteArray, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QTransform

from desktop_app.domain.errors import Invalid

PDF = b"%PDF-"
BEGINNING = 1024
POINTS = 96 / 72
PICTURES = ("png", "jpeg", "gif", "webp", "bmp", "tiff")
MOST_DOTS = 24_000_000
SMOOTH = Qt.TransformationMode.SmoothTransformation
_pdfium = threading.RLock()


class Sheets(Protocol):
    """`size` is a page's at 100 %; `drawn` may be called in any thread."""

    @property
    def count(self) -> int: ...
    def size(self, number: int) -> QSizeF: ...
    def drawn(self, number: int, scale: float, turned: int) -> QImage: ...
    def close(self) -> None: ...


def read(name: str, content: bytes) -> Sheets:
    """By what the bytes are, not by what the file is called."""
    return _Pdf(name, content) if PDF in content[:BEGINNING] else _Picture(name, content)


class _Pdf:
    def __init__(self, name: str, content: bytes) -> None:
        with _pdfium:
            try:
                self._document: Any = pypdfium2.PdfDocument(content)
                self._sizes = [
                    self._document.get_page_size(number) for number in range(len(self._document))
                ]
            except pypdfium2.PdfiumError as error:
                locked = "password" in str(error).lower()
                why = "it is locked with a password" if locked else "it is damaged"
                raise Invalid(f"“{name}” is a PDF that does not open: {why}.") from error

    @property
    def count(self) -> int:
        return len(self._sizes)

    def size(self, number: int) -> QSizeF:
        width, height = self._sizes[number]
        return QSizeF(width * POINTS, height * POINTS)

    def drawn(self, number: int, scale: float, turned: int) -> QImage:
        scale = _bounded(self.size(number), scale)
        with _pdfium:
            page = self._document[number]
            bitmap = page.render(scale=scale * POINTS, rotation=turned, prefer_bgrx=True)
            shape = (bitmap.width, bitmap.height, bitmap.stride)
            picture = QImage(bytes(bitmap.buffer), *shape, QImage.Format.Format_RGB32).copy()
            bitmap.close()
            page.close()
        return picture

    def close(self) -> None:
        with _pdfium:
            self._document.close()

    def __del__(self) -> None:
        """One that nobody waited for is closed in its turn as well: PDFium knows no two at once."""
        if hasattr(self, "_document"):
            self.close()


class _Picture:
    def __init__(self, name: str, content: bytes) -> None:
        buffer = QBuffer()
        buffer.setData(QByteArray(content))
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        if bytes(reader.format().data()).decode() not in PICTURES:
            raise Invalid(f"“{name}” is neither a PDF nor a picture: it cannot be shown here.")
        self._picture = reader.read()
        if self._picture.isNull():
            raise Invalid(f"“{name}” is a picture that does not open: it is damaged or too large.")

    @property
    def count(self) -> int:
        return 1

    def size(self, number: int) -> QSizeF:
        return QSizeF(self._picture.size())

    def drawn(self, number: int, scale: float, turned: int) -> QImage:
        scale = _bounded(self.size(number), scale)
        changed = QTransform().rotate(turned).scale(scale, scale)
        return self._picture.transformed(changed, SMOOTH)

    def close(self) -> None:
        self._picture = QImage()


def _bounded(size: QSizeF, scale: float) -> float:
    """No page is drawn larger than memory likes, however far one looks into it."""
    dots = size.width() * size.height() * scale * scale
    return scale if dots <= MOST_DOTS else scale * (MOST_DOTS / dots) ** 0.5
