"""The map beside the listings: points, one selection, an area and a circle that narrow the list."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.domain.geo import Area, Circle, point
from desktop_app.domain.query import Op, Where, leaves
from desktop_app.ui.office import Office
from desktop_app.ui.shown.land import land
from desktop_app.ui.shown.map_view import MapView
from desktop_app.ui.table_page import TablePage
from tests.ui.conftest import Run
from tests.ui.shown_ground import beside
from tests.ui.waiting import until

PLACE = "multiverse.properties"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def run(at_rest: Run) -> Run:
    return at_rest


def test_cities_lie_on_land_and_oceans_do_not() -> None:
    """Far from any coast: the outlines are coarse."""
    dry = {"Paris": (2.3, 48.9), "Madrid": (-3.7, 40.4), "Denver": (-105, 39.7),
           "Delhi": (77, 28.6),
           "Nairobi": (36.8, -1.3), "Alice Springs": (133.9, -23.7),
           "Brasília": (-47.9, -15.8),
           "Moscow": (37.6, 55.8), "Birmingham": (-1.9, 52.5), "Kyoto": (135.8, 35)}  # fmt: skip
    wet = {"Atlantic": (-30, 30), "Pacific": (-150, 0), "Indian Ocean": (80, -30),
           "North Sea": (3, 56), "Mediterranean": (18, 35), "Caspian": (51, 42)}  # fmt: skip
    ground = land()
    assert [name for name, (x, y) in dry.items() if not ground.contains(QPointF(x, -y))] == []
    assert [name for name, (x, y) in wet.items() if ground.contains(QPointF(x, -y))] == []


def test_every_listing_in_hand_is_in_one_mark_and_one_selection_is_shared(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    gone: list[str] = []

    async def work() -> None:
        page, view = await beside(qtbot, replace(office, go=gone.append), PLACE)
        placed = [row for row in page.model.rows if point(row["location"])]
        assert placed
        assert len(view.sheet.points) == len(placed)
        assert sum(len(mark.keys) for mark in view.sheet.marks()) == len(placed)
        view.sheet.setFocus()
        QTest.keyClick(view.sheet, Qt.Key.Key_PageDown)
        QTest.keyClick(view.sheet, Qt.Key.Key_PageDown)
        here = page.model.key(page.table.currentIndex().row())
        await until(lambda: view.sheet.here == here and here in view.sheet.picked)
        assert "Enter opens it" in view.sheet.accessibleDescription()
        QTest.keyClick(view.sheet, Qt.Key.Key_Return)
        assert gone == [f"{PLACE}/{here}"]
        other = next(key for key in view.sheet.points if key != here)
        page.table.selectRow(page.model.where(other) or 0)
        await until(lambda: view.sheet.here == other)
        await _come_apart(view, here)
        mark = next(mark for mark in view.sheet.marks() if here in mark.keys)
        QTest.mouseClick(
            view.sheet, Qt.MouseButton.LeftButton, pos=QPoint(round(mark.x), round(mark.y))
        )
        await until(lambda: page.model.key(page.table.currentIndex().row()) in mark.keys)

    run(work)


def test_a_drawn_area_becomes_a_chip_of_the_filter(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        page, view = await beside(qtbot, office, PLACE)
        before = len(page.model.rows)
        key = next(iter(view.sheet.points))
        middle = view.sheet.place(view.sheet.points[key]).toPoint()
        QTest.keyClick(page.table, Qt.Key.Key_A, CTRL | SHIFT)
        for corner in ((-20, -20), (20, -20), (20, 20), (-20, 20)):
            QTest.mouseClick(view.sheet, Qt.MouseButton.LeftButton, pos=middle + QPoint(*corner))
        QTest.keyClick(view.sheet, Qt.Key.Key_Return)
        await until(lambda: _asked(page))
        area = _asked(page)[0]
        assert isinstance(area, Area)
        await until(lambda: 0 < len(page.model.rows) < before)
        inside = [point(row["location"]) for row in page.model.rows]
        assert all(place is not None and area.holds(place) for place in inside)
        assert len(page.filter._chips) == 1
        await until(lambda: list(view.sheet.asked) == [area])
        page.filter._chips[0].wished.emit("remove")
        await until(lambda: len(page.model.rows) == before)

    run(work)


def test_a_search_within_a_radius_takes_the_place_of_the_one_before(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        page, view = await beside(qtbot, office, PLACE)
        key = next(iter(view.sheet.points))
        await _come_apart(view, key)
        view.radius.put(300)
        view.sheet.setFocus()
        QTest.keyClick(view.sheet, Qt.Key.Key_R)
        await until(lambda: _asked(page))
        wide = _asked(page)[0]
        assert isinstance(wide, Circle)
        await until(lambda: view.sheet.asked and _held(page, wide))
        view.radius.put(0.1)
        QTest.keyClick(view.sheet, Qt.Key.Key_R)
        await until(lambda: _asked(page) and _asked(page)[0] != wide)
        assert len(_asked(page)) == 1

    run(work)


def test_an_area_is_drawn_by_keys_and_left(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        page, view = await beside(qtbot, office, PLACE)
        QTest.keyClick(page.table, Qt.Key.Key_A, CTRL | SHIFT)
        QTest.keyClick(view.sheet, Qt.Key.Key_Space)
        QTest.keyClick(view.sheet, Qt.Key.Key_Right)
        QTest.keyClick(view.sheet, Qt.Key.Key_Space)
        assert view.sheet.corners is not None
        assert len(view.sheet.corners) == 2
        assert view.sheet.corners[1].longitude > view.sheet.corners[0].longitude
        QTest.keyClick(view.sheet, Qt.Key.Key_Backspace)
        assert len(view.sheet.corners) == 1
        QTest.keyClick(view.sheet, Qt.Key.Key_Escape)
        assert view.sheet.corners is None
        assert not _asked(page)
        scale = view.sheet.scale
        QTest.keyClick(view.sheet, Qt.Key.Key_Plus)
        assert view.sheet.scale > scale
        QTest.keyClick(view.sheet, Qt.Key.Key_Home)
        assert view.sheet.scale == pytest.approx(scale)

    run(work)


async def _come_apart(view: MapView, key: Any) -> None:
    """The point in the middle, so near that it stands alone or with its own kind."""
    at = view.sheet.points[key]
    near = Circle(at, 1)
    assert near.holds(at)
    view.sheet.scale = 5_000.0
    view.sheet.middle = QPointF(at.longitude, -at.latitude)
    view.sheet.shift(0, 0)
    await until(lambda: any(key in mark.keys for mark in view.sheet.marks()))


def _held(page: TablePage, wide: Circle) -> bool:
    """The rows of the list are those of the circle."""
    found = [point(row["location"]) for row in page.model.rows]
    return bool(found) and all(place is not None and wide.holds(place) for place in found)


def _asked(page: TablePage) -> list[Area | Circle]:
    wanted = (Op.INSIDE, Op.WITHIN)
    every = [each for each in leaves(page.query.where) if isinstance(each, Where)]
    return [each.value for each in every if each.op in wanted]
