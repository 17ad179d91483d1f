"""Cards of a board on paper: the drawing, and below it every figure that it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop_app.domain.series import Mark, Series
from desktop_app.services.board import Chart
from desktop_app.ui import cells, chart_words, paper_pages, theme
from desktop_app.ui.chart_table import SeriesRows
from desktop_app.ui.charts import ChartView
from desktop_app.ui.office import Office
from desktop_app.ui.paper_pages import MILLIMETRE, Column, Drawing, Made, Sheet

DOTS = 96
"""Of drawings: what they paint with pens of one dot is thin, and can still be seen."""
HIGH = 92 * MILLIMETRE
WORDS = Column("", wide=1)


@dataclass(frozen=True)
class Shown:
    """A card as it stands: `drawing` where it has one; `asked` is the board's range and choices."""

    title: str
    chart: Chart
    series: Series
    asked: str
    drawing: ChartView | None = None


def made_now(office: Office) -> Made:
    return Made(office.desk.actor.name, datetime.now(UTC), theme.font().family())


def pdf(shown: Sequence[Shown], made: Made) -> bytes:
    return paper_pages.pdf([_sheet(each) for each in shown], made, DOTS)


def on_printer(printer: QPrinter, shown: Sequence[Shown], made: Made) -> None:
    printer.setResolution(DOTS)
    printer.setDocName(shown[0].title)
    paper_pages.paint(printer, [_sheet(each) for each in shown], made)


def _sheet(shown: Shown) -> Sheet:
    """One stamped result, told twice: as it is drawn and as it is read."""
    series = shown.series
    stamp = f"as of {series.stamp.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    said = " · ".join(each for each in (shown.asked, stamp) if each)
    if shown.chart is Chart.WORDS:
        marks = [chart_words.spoken(series, line, m) for line in series.lines for m in line.marks]
        told = [f"{head}: {each}" for head, every in series.words for each in every]
        return Sheet(shown.title, said, (WORDS,), [[cells.clean(each)] for each in marks + told])
    said = " · ".join((said, *series.remarks))
    drawing = Drawing(HIGH, partial(_draw, shown.drawing)) if shown.drawing else None
    return Sheet(shown.title, said, _columns(series), _rows(series), drawing)


def _columns(series: Series) -> tuple[Column, ...]:
    lines = (Column(chart_words.name(line), right=True, exact=True) for line in series.lines)
    return (Column("", name=True), *lines)


def _rows(series: Series) -> list[list[str]]:
    told = SeriesRows(series)
    across = range(1, told.columnCount())
    return [
        [_at(told.mark(n, 0)), *(str(told.data(told.index(n, at))) for at in across)]
        for n in range(told.rowCount())
    ]


def _at(mark: Mark | None) -> str:
    """Paper is read on another day, so a day has its year."""
    if mark is None or not isinstance(mark.at, date):
        return chart_words.at(mark) if mark else ""
    return f"{mark.at:%Y-%m-%d}"


def _draw(drawing: ChartView, painter: QPainter, place: QRectF) -> None:
    """Drawn anew in the colours of paper, as large as there is room."""
    with theme.on_paper():
        twin = drawing.twin()
        twin.resize(QSize(round(place.width()), round(place.height())))
        twin.ensurePolished()
        painter.translate(place.topLeft())
        twin.render(painter, QPoint(), renderFlags=twin.RenderFlag.DrawChildren)
        twin.deleteLater()
