"""The pinned columns of a table, kept at its left edge while the others are scrolled sideways.

They are painted over the table by its own painter, and every press and turn of the wheel goes to
the cell of the table that lies under the glass: there is one selection and one keyboard place.
"""

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.ui import theme
from desktop_app.ui.table_model import ALIGNMENT, DISPLAY
from desktop_app.ui.table_view import TableView


class Pinned(QWidget):
    def __init__(self, table: TableView) -> None:
        super().__init__(table)
        self._table = table
        self._count = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        header, bar = table.horizontalHeader(), table.horizontalScrollBar()
        bar.valueChanged.connect(self._place)
        header.geometriesChanged.connect(self._place)
        header.sectionResized.connect(lambda *_: self._place())
        table.viewport().installEventFilter(self)

    def pin(self, count: int) -> None:
        """So many of the first columns stay."""
        self._count = count
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whatever makes the table paint makes the glass paint too."""
        if event.type() == QEvent.Type.Paint and self.isVisible():
            self.update()
        elif event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            self._pass_on(event)
            return True
        if isinstance(event, QWheelEvent):
            return QApplication.sendEvent(self._table.viewport(), event)
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, table = theme.now(), self._table
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.surface))
        self._head(painter)
        top = table.viewport().y()
        painter.setClipRect(QRect(0, top, self.width(), self.height() - top))
        painter.translate(0, top)
        first, last = table.seen()
        columns = [(each, self._left(each), table.columnWidth(each)) for each in range(self._count)]
        table.rows.paint(painter, range(first, last + 1), columns, self.width())
        painter.resetTransform()
        painter.setClipping(False)
        painter.setPen(QPen(QColor(tokens.line), max(2, tokens.line_width)))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        painter.end()

    def _head(self, painter: QPainter) -> None:
        """The names of the columns, as the table's own header has them."""
        tokens, header = theme.now(), self._table.horizontalHeader()
        top, high = header.y(), header.height()
        painter.setFont(theme.font(theme.SECONDARY, strong=True))
        for column in range(self._count):
            rect = QRect(self._left(column), top, header.sectionSize(column), high)
            inside = rect.adjusted(theme.SPACE, 0, -theme.SPACE, 0)
            across, model = Qt.Orientation.Horizontal, self._table.model()
            words = str(model.headerData(column, across, DISPLAY))
            painter.setPen(QColor(tokens.second))
            painter.drawText(inside, model.headerData(column, across, ALIGNMENT), words)
        painter.setPen(QPen(QColor(tokens.line), tokens.line_width))
        for line in (0, top + high - 1):
            painter.drawLine(0, line, self.width(), line)

    def _left(self, column: int) -> int:
        return sum(self._table.columnWidth(each) for each in range(column))

    def _place(self) -> None:
        """Seen only while its columns are scrolled away and others have room beside them."""
        table = self._table
        wide = self._left(self._count)
        scrolled = table.horizontalScrollBar().value() > 0
        seen = bool(self._count) and scrolled and wide < table.viewport().width() // 2
        if seen:
            bottom = table.viewport().y() + table.viewport().height()
            self.setGeometry(0, 0, wide, bottom)
            self.raise_()
            self.update()
        self.setVisible(seen)

    def _pass_on(self, event: QMouseEvent) -> None:
        """To the header or the rows, at the place where the table thinks the column is."""
        table = self._table
        in_head = event.position().y() < table.viewport().y()
        target = table.horizontalHeader().viewport() if in_head else table.viewport()
        x = event.position().x() - table.horizontalScrollBar().value()
        y = event.position().y() - (0 if in_head else table.viewport().y())
        moved = QMouseEvent(
            event.type(),
            QPointF(x, y),
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
        )
        QApplication.sendEvent(target, moved)
        self.setCursor(target.cursor())
