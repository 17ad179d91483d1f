"""People at records: a second person's desk beside the first, and typing as a person does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from desktop_app.domain.query import Query
from desktop_app.domain.writes import Create
from desktop_app.services import sample
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from desktop_app.ui.form_row import FormRow
from desktop_app.ui.office import Office
from desktop_app.ui.record_new import RecordNew
from desktop_app.ui.record_page import RecordPage
from desktop_app.ui.record_writing import NOT_TRIED
from desktop_app.ui.review import MET
from tests.services.test_desk import at_the_desk
from tests.ui.waiting import until

CITIES = "multiverse.city_resources"
OFFICE = {
    "city": "Lisbon",
    "state": "LX",
    "resource_type": "tax",
    "name": "Finanças",
    "url": "https://tax.example",
}


@asynccontextmanager
async def another(places: Places) -> AsyncIterator[Desk]:
    """The desk of the sample checker, on the same servers."""
    async with at_the_desk(places, sample.CHECKER) as desk:
        yield desk


def type_in(row: FormRow, text: str) -> None:
    """Replace what is there, key by key."""
    worn = row.editor.wears()
    if isinstance(worn, QComboBox):
        worn.setCurrentIndex(worn.findText(text))
        worn.activated.emit(worn.currentIndex())
        return
    assert isinstance(worn, QLineEdit | QPlainTextEdit)
    worn.setFocus()
    worn.selectAll()
    QTest.keyClick(worn, Qt.Key.Key_Delete)
    for letter in text:  # QTest itself aborts at a letter beyond ASCII
        pressed = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(worn, pressed)


def text_of(row: FormRow) -> str:
    worn = row.editor.wears()
    assert isinstance(worn, QLineEdit)
    return worn.text()


async def opened(office: Office, place: str, key: Any) -> RecordPage:
    page = RecordPage(office, office.desk.panels[place], key)
    page.resize(1100, 800)
    page.show()
    await until(lambda: page.row or page.refusal)
    return page


async def some_key(office: Office, place: str, number: int = 0) -> Any:
    """The key of a row of the sample."""
    panel = office.desk.panels[place]
    page = await office.desk.list(panel, Query(place, sort=panel.sort, limit=number + 1))
    return panel.source.key(page.rows[number])


def said(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]


async def made(office: Office, **values: Any) -> Any:
    done = await office.desk.do(Create(CITIES, {**OFFICE, **values}))
    return done.keys[0][1]


async def reviewed(page: RecordPage | RecordNew) -> None:
    """What goes to another store may be accepted to be tried before it has been."""
    page.body.writing.save()
    await until(lambda: page.body.writing.review.told() in (MET, NOT_TRIED))


async def written(page: RecordPage | RecordNew) -> None:
    await reviewed(page)
    page.body.writing.write()
    await until(lambda: not page.unsaved())
