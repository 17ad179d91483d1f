"""A chart as a file: its drawing as PNG or SVG, its figures as CSV, both as PDF."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QSize
from PySide6.QtGui import QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from desktop_app.domain.errors import Invalid
from desktop_app.domain.series import Series
from desktop_app.ui.chart_paper import Shown, pdf
from desktop_app.ui.paper_pages import Made

SUFFIXES = (".png", ".svg", ".csv", ".pdf")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def content(path: Path, shown: Shown, made: Made) -> bytes:
    """What belongs into a file of this name; drawn at once, to be written by a thread."""
    match path.suffix.lower():
        case ".png" if shown.drawing:
            return _png(shown.drawing, shown.asked)
        case ".svg" if shown.drawing:
            return _svg(shown.drawing, shown.asked)
        case ".csv":
            return written(shown.series, shown.asked).encode("utf-8-sig")
        case ".pdf":
            return pdf((shown,), made)
    known = ", ".join(SUFFIXES)
    raise Invalid(f"A chart is saved as {known}; “{path.name}” is none of them.", field="file")


def written(series: Series, asked: str = "") -> str:
    """One line for each mark, figures exact; what a sheet would take for a formula is a text.

    Each says what was asked, since lines are sorted, cut and put elsewhere.
    """
    told = io.StringIO()
    rows = csv.writer(told)
    rows.writerow(("series", "at", "value", "unit", "spread", "as of", "asked"))
    stamp, about = series.stamp.isoformat(), _safe(asked)
    unit = series.currency if series.unit == "money" else series.unit.value
    for line in series.lines:
        for mark in line.marks:
            spread = " ".join(f"{each:f}" for each in mark.spread)
            value = "" if mark.value is None else f"{Decimal(mark.value):f}"
            at = mark.at.isoformat() if isinstance(mark.at, date) else mark.at
            rows.writerow((_safe(line.name), _safe(at), value, unit, spread, stamp, about))
    return told.getvalue()


def _safe(value: Any) -> str:
    said = str(value)
    return f"'{said}" if isinstance(value, str) and said.startswith(FORMULAS) else said


def _png(drawing: QWidget, asked: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"png")
    writer.setText("Description", asked)
    writer.write(drawing.grab().toImage())
    return bytes(buffer.data().data())


def _svg(drawing: QWidget, asked: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(QSize(drawing.width(), drawing.height()))
    made.setViewBox(drawing.rect())
    made.setTitle(drawing.accessibleName())
    made.setDescription(asked)
    painter = QPainter(made)
    drawing.render(painter, QPoint())
    painter.end()
    return bytes(buffer.data().data())
