"""The calendar beside a list of reservations: turned, walked, conflicts named, live."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.domain.query import EVERYTHING, Condition, Op, Query, Where
from desktop_app.domain.writes import Create, Remove
from desktop_app.ui.office import Office
from desktop_app.ui.shown.calendar_view import CalendarView
from tests.ui.conftest import Run
from tests.ui.shown_ground import at_an_end, beside
from tests.ui.waiting import until

PLACE = "multiverse.property_reservations"


@pytest.fixture
def run(at_rest: Run) -> Run:
    return at_rest


async def _row(office: Office, place: str, where: Condition = EVERYTHING) -> dict[str, Any]:
    panel = office.desk.panels[place]
    query = Query(place, where, panel.sort, limit=1)
    return dict((await office.desk.list(panel, query)).rows[0])


async def _held(office: Office, name: str, begin: datetime, days: int) -> Any:
    """A reservation of the first property that is for sale."""
    where = Where("status", Op.EQUAL, "available")
    held = {
        "property_id": (await _row(office, "multiverse.properties", where))["property_id"],
        "user_id": (await _row(office, "multiverse.users"))["user_id"],
        "reservation_start": begin,
        "reservation_end": begin + timedelta(days=days),
        "notes": name,
    }
    return (await office.desk.do(Create(PLACE, held))).keys[0][1]


def _conflicts(view: CalendarView) -> list[str]:
    found = view.findChildren(QPushButton, "conflict")
    return [each.text() for each in found if each.isVisible()]


async def _shown(view: CalendarView) -> None:
    await until(lambda: not view.reads.names)


def test_two_that_hold_the_same_property_are_a_conflict_with_names(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        page, view = await beside(qtbot, office, PLACE)
        begin = datetime(2031, 3, 10, 12, tzinfo=UTC)
        view.go_to(begin.date())
        await _shown(view)
        assert "No reservations" in view.note.text()
        one = await _held(office, "one", begin, 5)
        other = await _held(office, "other", begin + timedelta(days=4), 5)
        await until(lambda: len(view.stays) == 2)
        await _shown(view)
        await until(lambda: len(_conflicts(view)) == 1)
        assert "Mar" in _conflicts(view)[0]
        box, beside_it = view.grid.box(one), view.grid.box(other)
        assert box
        assert beside_it
        assert not box.intersects(beside_it)
        view.findChildren(QPushButton, "conflict")[0].click()
        assert view.grid.here is not None
        assert view.grid.here.stay.key == other
        QTest.keyClick(view.grid, Qt.Key.Key_Left)
        assert view.grid.here.stay.key == one
        assert "overlaps" in view.grid.accessibleDescription()
        await office.desk.do(Remove(PLACE, other, {}))
        await until(lambda: len(view.stays) == 1)
        await _shown(view)
        assert not _conflicts(view)
        await office.desk.do(Remove(PLACE, one, {}))
        await until(lambda: not view.stays)
        await at_an_end(page)

    run(work)


def test_it_is_turned_and_walked_by_keys_with_one_selection(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    gone: list[str] = []

    async def work() -> None:
        page, view = await beside(qtbot, replace(office, go=gone.append), PLACE)
        month = view.first
        assert view.stays
        assert {stay.key for stay in view.stays} <= set(view.rows)
        view.grid.setFocus()
        for _ in range(3):
            QTest.keyClick(view.grid, Qt.Key.Key_Down)
        here = view.grid.here
        assert here is not None
        assert page.model.key(page.table.currentIndex().row()) == here.stay.key
        other = next(s.key for s in view.stays if s.key != here.stay.key)
        page.table.selectRow(page.model.where(other) or 0)
        assert view.grid.here.stay.key == other
        QTest.keyClick(view.grid, Qt.Key.Key_Return)
        assert gone == [f"{PLACE}/{other}"]
        QTest.keyClick(view.grid, Qt.Key.Key_PageDown)
        assert view.first > month
        QTest.keyClick(view.grid, Qt.Key.Key_W)
        assert view.days == 7
        assert view.first.weekday() == 0
        QTest.keyClick(view.grid, Qt.Key.Key_M)
        QTest.keyClick(view.grid, Qt.Key.Key_Home)
        assert (view.first, view.days) == (month, view.days)
        await _shown(view)

    run(work)
