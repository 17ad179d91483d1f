"""The same edit upon many records, on the real servers: planned, refused row by row, measured."""

from typing import Any
from uuid import uuid4

from pytestqt.qtbot import QtBot

from desktop_app.domain.jobs import Job, State
from desktop_app.domain.query import Op, Query, Where
from desktop_app.domain.writes import Create
from desktop_app.ui.bulk_dialog import CLEAR, SET, BulkDialog
from desktop_app.ui.office import Office
from desktop_app.ui.table_page import TablePage
from tests.ui.conftest import Run
from tests.ui.waiting import until

CATEGORIES, CITIES = "passa.event_categories", "multiverse.city_resources"


async def listed(qtbot: QtBot, office: Office, panel: str, where: Where) -> TablePage:
    page = TablePage(office, office.desk.panels[panel], where)
    qtbot.addWidget(page)
    page.reload()
    await until(lambda: page.model.rows)
    return page


async def opened(page: TablePage) -> BulkDialog:
    page.top.edit.ask()
    dialog = page.top.edit.dialog
    assert dialog is not None
    await until(lambda: not dialog.reads.names)
    return dialog


def choose(dialog: BulkDialog, name: str, mode: str, value: Any = None) -> None:
    field = dialog.fields[name]
    field.mode.setCurrentText(mode)
    if mode == SET:
        field.editor.put(value)
        field.editor.typed.emit(value)


async def carried_out(office: Office, dialog: BulkDialog) -> Job:
    ended: list[Job] = []
    office.centre.moved.connect(lambda job: ended.append(job))
    dialog.submit()
    await until(lambda: ended and ended[-1].state == State.FINISHED)
    await until(lambda: not office.writes.names)
    return ended[-1]


def test_fields_are_kept_set_and_cleared_in_all_that_is_picked(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    city = f"City {uuid4().hex[:12]}"
    base = {"city": city, "state": "LX", "resource_type": "tax", "url": "https://tax.example"}

    async def work() -> None:
        rows = [base | {"name": f"Office {n % 2}", "description": "Old"} for n in range(30)]
        await office.desk.do(*(Create(CITIES, row) for row in rows))
        page = await listed(qtbot, office, CITIES, Where("city", Op.EQUAL, city))
        page.picking.everything()
        dialog = await opened(page)
        assert not dialog.plan.isEnabled()
        assert dialog.fields["name"].now.toolTip() or "mixed" in dialog.fields["name"].now.text()
        choose(dialog, "state", SET, "ZZ")
        choose(dialog, "description", CLEAR)
        assert dialog.fields["name"].mode.findText(CLEAR) < 0
        assert not dialog.go.isEnabled()
        dialog.ask_plan()
        await until(lambda: dialog.go.isEnabled())
        assert dialog.told.text() == "30 rows; none would be refused."
        job = await carried_out(office, dialog)
        assert job.told == "asked 30, done 30"
        query = Query(CITIES, Where("city", Op.EQUAL, city), "city")
        found = (await office.desk.list(office.desk.panels[CITIES], query)).rows
        assert {(r["state"], r["description"]) for r in found} == {("ZZ", None)}
        assert {r["name"] for r in found} == {"Office 0", "Office 1"}

    run(work)


def test_a_row_that_is_refused_is_told_before_and_after_and_costs_no_other(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    """Two categories of one parent cannot have one name: the second is refused."""
    mark = uuid4().hex

    async def work() -> None:
        done = await office.desk.do(Create(CATEGORIES, {"name": f"Parent {mark}"}))
        parent = done.keys[0][1]
        rows = [
            {"name": f"{mark} 1", "parent_category_id": parent},
            {"name": f"{mark} 2", "parent_category_id": parent},
            {"name": f"{mark} 3"},
        ]
        await office.desk.do(*(Create(CATEGORIES, row) for row in rows))
        page = await listed(qtbot, office, CATEGORIES, Where("name", Op.STARTS, mark))
        page.picking.everything()
        dialog = await opened(page)
        choose(dialog, "name", SET, f"{mark} same")
        dialog.ask_plan()
        await until(lambda: dialog.go.isEnabled())
        told = dialog.told.text()
        assert told.startswith("3 rows; 1 refused because: ")
        assert dialog.go.text() == "Edit 2"
        job = await carried_out(office, dialog)
        assert job.told == "asked 3, done 2, refused 1"
        refused = await office.centre.jobs.refusals(job.id)
        assert refused[0].sentence in told

    run(work)
