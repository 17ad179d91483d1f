"""Pictures of a record: a room as a plan, steps as a graph; staged, undone, written."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.access import Actor
from desktop_app.domain.frozen import freeze, thaw
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Create, Edit
from desktop_app.stack import Places
from desktop_app.ui.office import Office
from desktop_app.ui.record_page import RecordPage
from desktop_app.ui.shown.graph_view import GraphView
from desktop_app.ui.shown.plan_sheet import PlanSheet
from desktop_app.ui.shown.plan_view import PlanView
from tests.services.test_desk_documents import Delivering
from tests.ui.conftest import Run
from tests.ui.record_ground import opened, written
from tests.ui.shown_ground import at_an_end
from tests.ui.waiting import until

SPACES, FLOWS = "multiverse.virtual_spaces", "openmineral.workflow_definitions"
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def run(at_rest: Run) -> Run:
    return at_rest


async def _space(office: Office) -> Any:
    """A room of the sample in which something stands."""
    panel = office.desk.panels[SPACES]
    page = await office.desk.list(panel, Query(SPACES, sort=panel.sort))
    return panel.source.key(max(page.rows, key=lambda row: len(row.get("assets") or ())))


async def _plan(qtbot: QtBot, office: Office) -> tuple[RecordPage, PlanView]:
    page = await opened(office, SPACES, await _space(office))
    qtbot.addWidget(page)
    view = page.body.drawn.pictures["assets"]
    assert isinstance(view, PlanView)
    await until(lambda: view.sheet.names and not view.reads.names)
    return page, view


async def _flow(qtbot: QtBot, office: Office) -> tuple[RecordPage, GraphView]:
    steps = [{"name": name, "number": at} for at, name in enumerate(("Offer", "Check", "Sign"))]
    done = await office.desk.do(Create(FLOWS, {"name": "A flow", "steps": steps}))
    page = await opened(office, FLOWS, done.keys[0][1])
    qtbot.addWidget(page)
    view = page.body.drawn.pictures["steps"]
    assert isinstance(view, GraphView)
    return page, view


def _named(view: GraphView) -> list[str]:
    return [step.name for step in view.sheet.steps]


def test_an_asset_is_dragged_turned_typed_and_undone_one_by_one(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        page, view = await _plan(qtbot, office)
        first = view.sheet.standing[0]
        stored = page.body.changes.value("assets")
        at = view.sheet.to_screen(first.place.x, first.place.z).toPoint()
        QTest.mousePress(view.sheet, LEFT, pos=at)
        QTest.mouseMove(view.sheet, at + QPoint(30, 20))
        QTest.mouseMove(view.sheet, at + QPoint(40, 60))
        assert page.unsaved() == 0
        QTest.mouseRelease(view.sheet, LEFT, pos=at + QPoint(40, 60))
        here = view.sheet.here()
        assert here is not None
        assert here.place.x == pytest.approx(first.place.x + 40 / view.sheet.scale, abs=0.002)
        assert here.place.z == pytest.approx(first.place.z + 60 / view.sheet.scale, abs=0.002)
        assert here.place.y == first.place.y
        assert page.unsaved() == 1
        assert page.body.form is not None
        assert view.numbers["position", "x"].value() == here.place.x
        view.sheet.setFocus()
        QTest.keyClick(view.sheet, Qt.Key.Key_BracketLeft)
        view.numbers["scale", "z"].enter(2.5)
        now = view.sheet.here()
        assert now is not None
        assert (now.turn.y, now.scale.z) == ((first.turn.y + 15) % 360, 2.5)
        assert page.body.changes.undo.count() == 3
        assert page.body.changes.undo.undoText().startswith("Scale ")
        QTest.keyClick(view.sheet, Qt.Key.Key_Z, CTRL)
        QTest.keyClick(view.sheet, Qt.Key.Key_Z, CTRL)
        back = view.sheet.here()
        assert back is not None
        assert back == replace(here)
        QTest.keyClick(view.sheet, Qt.Key.Key_Z, CTRL)
        assert page.unsaved() == 0
        assert page.body.changes.value("assets") == stored

    run(work)


def test_what_would_be_written_of_a_room_is_the_move_alone(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        page, view = await _plan(qtbot, office)
        before = page.row["assets"]
        view.sheet.setFocus()
        QTest.keyClick(view.sheet, Qt.Key.Key_PageDown)
        here = view.sheet.here()
        assert here is not None
        QTest.keyClick(view.sheet, Qt.Key.Key_Right)
        QTest.keyClick(view.sheet, Qt.Key.Key_Right)
        write = page.body.writing._write()
        assert isinstance(write, Edit)
        assert (write.seen["assets"], set(write.values)) == (freeze(before), {"assets"})
        after = thaw(write.values["assets"])
        assert after[here.at]["position"]["x"] == pytest.approx(here.place.x + 0.2)
        kept = [n for n in range(len(before)) if n != here.at]
        assert [after[n] for n in kept] == [before[n] for n in kept]

    run(work)


def test_a_moved_asset_is_written_and_put_back_by_its_history(
    qtbot: QtBot, run: Run, office: Office, sampled: Places
) -> None:
    """In MongoDB, by the worker. Mutation: leave the plan's moves out of what is staged."""

    async def work() -> None:
        page, view = await _plan(qtbot, office)
        before = page.row["assets"]
        view.sheet.setFocus()
        QTest.keyClick(view.sheet, Qt.Key.Key_Right)
        moved = page.body.changes.value("assets")
        async with Delivering(sampled):
            await written(page)
            assert freeze(await _stored(office, page)) == freeze(moved) != freeze(before)
            page._restore({"assets": thaw(before)})
            await written(page)
        assert freeze(await _stored(office, page)) == freeze(before)
        await at_an_end(page)

    run(work)


async def _stored(office: Office, page: RecordPage) -> Any:
    return (await office.desk.get(office.desk.panels[SPACES], page._key))["assets"]


def test_steps_are_added_named_joined_and_removed_by_keys(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        page, view = await _flow(qtbot, office)
        sheet = view.sheet
        sheet.setFocus()
        QTest.keyClick(sheet, Qt.Key.Key_Insert)
        assert _named(view) == ["Offer", "New step", "Check", "Sign"]
        view.name.setText("Price")
        QTest.keyClick(view.name, Qt.Key.Key_Return)
        assert _named(view)[1] == "Price"
        sheet.setFocus()
        QTest.keyClick(sheet, Qt.Key.Key_Left)
        assert sheet.here == 0
        QTest.keyClick(sheet, Qt.Key.Key_C)
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        assert sheet.leading < 0
        QTest.keyClick(sheet, Qt.Key.Key_C)
        QTest.keyClick(sheet, Qt.Key.Key_Right)
        QTest.keyClick(sheet, Qt.Key.Key_Right)
        QTest.keyClick(sheet, Qt.Key.Key_Return)
        assert sheet.steps[0].leads == (1, 2)
        assert "Offer, leads to Price, Check" not in sheet.accessibleDescription()
        QTest.keyClick(sheet, Qt.Key.Key_Delete)
        assert _named(view) == ["Offer", "Price", "Sign"]
        assert sheet.steps[0].leads == (1, 2)
        QTest.keyClick(sheet, Qt.Key.Key_Z, CTRL)
        assert _named(view) == ["Offer", "Price", "Check", "Sign"]
        await written(page)
        panel = office.desk.panels[FLOWS]
        stored = (await office.desk.get(panel, page._key))["steps"]
        assert stored == [
            {"name": "Offer", "number": 0, "next": [1, 2]},
            {"name": "Price", "number": 1},
            {"name": "Check", "number": 2},
            {"name": "Sign", "number": 3},
        ]
        await at_an_end(page)

    run(work)


def test_a_drag_from_box_to_box_joins_and_the_list_parts_them(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        _, view = await _flow(qtbot, office)
        sheet = view.sheet
        boxes = [sheet.box(at) for at in range(3)]
        places = [box.center().toPoint() for box in boxes if box]
        QTest.mousePress(sheet, LEFT, pos=places[0])
        QTest.mouseMove(sheet, places[0] + QPoint(10, 10))
        QTest.mouseMove(sheet, places[2])
        QTest.mouseRelease(sheet, LEFT, pos=places[2])
        assert list(sheet.steps[0].leads) == [1, 2]
        item = view.leads.item(1)
        assert item is not None
        assert item.text().endswith("Sign")
        item.setCheckState(Qt.CheckState.Unchecked)
        assert list(sheet.steps[0].leads) == [1]

    run(work)


def test_who_may_not_write_looks_only(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        office.desk.actor = Actor("reader", frozenset(), frozenset({"*:read"}))
        page, view = await _plan(qtbot, office)
        view.sheet.setFocus()
        QTest.keyClick(view.sheet, Qt.Key.Key_Right)
        first = view.sheet.standing[0]
        at = view.sheet.to_screen(first.place.x, first.place.z).toPoint()
        QTest.mousePress(view.sheet, LEFT, pos=at)
        QTest.mouseMove(view.sheet, at + QPoint(30, 40))
        QTest.mouseRelease(view.sheet, LEFT, pos=at + QPoint(30, 40))
        assert page.unsaved() == 0
        assert view.sheet.standing[0] == first
        assert "permission" in view.note.text()

    run(work)


@pytest.mark.parametrize("room", [(1e300, 10.0), (1e9, 1e300), (0.001, 0.001)])
def test_a_room_of_any_size_is_drawn(
    qtbot: QtBot, dressed: QApplication, room: tuple[float, float]
) -> None:
    """Mutation: a line each ten metres, however wide the room is; it is never done."""
    sheet = PlanSheet("Plan")
    qtbot.addWidget(sheet)
    sheet.show_room((), room)
    assert not sheet.grab().isNull()
