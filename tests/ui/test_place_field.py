"""A place in a form: typed as numbers, clicked or moved on its small map, undone, written."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.domain import geo
from desktop_app.domain.geo import Point
from desktop_app.domain.inputs import Input, Unread
from desktop_app.domain.query import Kind
from desktop_app.ui.fields.place import Place
from desktop_app.ui.office import Office
from tests.ui.conftest import Run
from tests.ui.record_ground import opened, some_key, text_of, type_in, written
from tests.ui.waiting import until

LISTINGS = "multiverse.properties"
LISBON = Point(38.7223, -9.1393)
LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def run(at_rest: Run) -> Run:
    return at_rest


def shown(qtbot: QtBot, value: Any) -> tuple[Place, list[Any]]:
    editor = Place(Input("location", Kind.GEO_POINT, "Location", made=object))
    told: list[Any] = []
    qtbot.addWidget(editor)
    editor.resize(560, 280)
    editor.show()
    editor.put(value)
    editor.typed.connect(told.append)
    return editor, told


def numbers(editor: Place) -> str:
    line = editor.wears()
    assert isinstance(line, QLineEdit)
    return line.text()


def test_numbers_and_map_follow_one_another(qtbot: QtBot, dressed: QApplication) -> None:
    editor, told = shown(qtbot, LISBON)
    assert editor.sheet.points == {"": LISBON}
    at = editor.sheet.place(LISBON).toPoint() + QPoint(40, -30)
    QTest.mouseClick(editor.sheet, LEFT, pos=at)
    (clicked,) = told
    assert (clicked.latitude > LISBON.latitude, clicked.longitude > LISBON.longitude) == (True,) * 2
    assert (editor.sheet.place(clicked).toPoint() - at).manhattanLength() <= 2
    assert numbers(editor).startswith(f"{clicked.latitude:.4f}")
    line = editor.wears()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "-33.86, 151.21")
    assert told[-1] == Point(-33.86, 151.21)
    assert editor.sheet.rect().contains(editor.sheet.place(told[-1]).toPoint())
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    QTest.keyClicks(line, "x")
    assert isinstance(told[-1], Unread)
    assert editor.sheet.points == {}


def test_arrows_move_the_point_and_begin_in_the_middle(qtbot: QtBot, dressed: QApplication) -> None:
    editor, told = shown(qtbot, None)
    editor.sheet.setFocus()
    qtbot.waitUntil(editor.sheet.hasFocus)
    QTest.keyClick(editor.sheet, Qt.Key.Key_Up)
    before = told[-1]
    assert editor.sheet.rect().contains(editor.sheet.place(before).toPoint())
    for key, north, east in (
        (Qt.Key.Key_Up, 1, 0),
        (Qt.Key.Key_Right, 0, 1),
        (Qt.Key.Key_Down, -1, 0),
        (Qt.Key.Key_Left, 0, -1),
    ):
        before = told[-1]
        QTest.keyClick(editor.sheet, key)
        moved = told[-1]
        assert _sign(moved.latitude - before.latitude) == north
        assert _sign(moved.longitude - before.longitude) == east
    before = editor.sheet.place(told[-1])
    QTest.keyClick(editor.sheet, Qt.Key.Key_Right)
    far = editor.sheet.place(told[-1]).x() - before.x()
    before = editor.sheet.place(told[-1])
    QTest.keyClick(editor.sheet, Qt.Key.Key_Right, SHIFT)
    assert 0 < editor.sheet.place(told[-1]).x() - before.x() < far / 2


def test_a_listing_is_moved_on_the_map_undone_and_written(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        page = await opened(office, LISTINGS, await some_key(office, LISTINGS))
        qtbot.addWidget(page)
        page.body.edit()
        row = page.body.form.rows["location"]  # type: ignore[union-attr]
        assert isinstance(row.editor, Place)
        before = text_of(row)
        await until(row.editor.sheet.isVisible)
        row.editor.sheet.setFocus()
        QTest.keyClick(row.editor.sheet, Qt.Key.Key_Right)
        assert page.unsaved() == 1
        assert row.editor.wears().property("state") == "staged"
        page.body.changes.undo.undo()
        assert (page.unsaved(), text_of(row)) == (0, before)
        stored = geo.point(page.row["location"])
        assert row.editor.sheet.points == ({"": stored} if stored else {})
        page.body.changes.undo.redo()
        type_in(row, f"{LISBON.latitude}, {LISBON.longitude}")
        await written(page)
        kept = await office.desk.get(office.desk.panels[LISTINGS], page._key)
        assert geo.point(kept["location"]) == LISBON

    run(work)


def _sign(number: float) -> int:
    return (number > 1e-9) - (number < -1e-9)
