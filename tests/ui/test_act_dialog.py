"""Acts as a person meets them: offered by state, asked for, refused in the dialog, held back."""

from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.fields import Field
from desktop_app.domain.query import Op, Query, Row, Where
from desktop_app.services.panel import Action
from desktop_app.stack import Places
from desktop_app.ui import act_dialog
from desktop_app.ui.ask_dialog import AskDialog
from desktop_app.ui.office import Office
from tests.services.act_rows import Rows
from tests.services.approving import dear, policy
from tests.ui.conftest import Run
from tests.ui.record_ground import type_in
from tests.ui.waiting import until

DEALS = "openmineral.deals"
REQUESTS = "backoffice.approval_requests"


async def deal(office: Office, status: str) -> tuple[Any, Row]:
    panel = office.desk.panels[DEALS]
    where = Where("status", Op.EQUAL, status)
    page = await office.desk.list(panel, Query(DEALS, where, "id", limit=1))
    return page.rows[0]["id"], page.rows[0]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_only_what_the_state_allows_is_offered(run: Run, office: Office) -> None:
    async def work() -> None:
        panel = office.desk.panels[DEALS]
        offered = {}
        for status in ("pending", "completed"):
            _, row = await deal(office, status)
            offered[status] = {each.name for each in panel.actions if each.offered(row)}
        assert offered == {"pending": {"activate", "cancel"}, "completed": set()}

    run(work)


def test_an_act_waits_for_its_reason_and_is_carried_out(
    run: Run, office: Office, window: QWidget
) -> None:
    async def work() -> None:
        key, row = await deal(office, "pending")
        panel = office.desk.panels[DEALS]
        dialog = act_dialog.ask(office, panel, key, row, panel.action("cancel"), window)
        assert not dialog.go.isEnabled()
        dialog.submit()
        assert not office.writes.names
        type_in(dialog.rows["reason"], "The ship is late.")
        done: list[bool] = []
        dialog.accepted.connect(lambda: done.append(True))
        dialog.go.click()
        dialog.submit()
        await until(lambda: done)
        assert (await office.desk.get(panel, key))["status"] == "cancelled"

    run(work)


def test_a_refusal_stays_in_the_dialog(run: Run, office: Office, window: QWidget) -> None:
    async def work() -> None:
        key, row = await deal(office, "completed")
        panel = office.desk.panels[DEALS]
        dialog = act_dialog.ask(office, panel, key, row, panel.action("activate"), window)
        dialog.go.click()
        await until(dialog.trouble.isVisible)
        assert dialog.isVisible()
        assert "completed" in dialog.trouble.accessibleName()
        assert dialog.go.isEnabled()
        dialog.reject()

    run(work)


def test_what_is_held_back_is_asked_of_a_second_person(
    run: Run, office: Office, window: QWidget, sampled: Places
) -> None:
    async def work(rows: Rows) -> None:
        key = dear(rows)["id"]
        panel = office.desk.panels[DEALS]
        row = await office.desk.get(panel, key)
        dialog = act_dialog.ask(office, panel, key, row, panel.action("activate"), window)
        dialog.go.click()
        await until(dialog.trouble.isVisible)
        assert "Deals above a limit" in dialog.trouble.accessibleName()
        dialog.trouble.retry.emit()
        await until(lambda: len(asking(window)) == 1)
        (second,) = asking(window)
        type_in(second.rows["reason"], "The buyer waits.")
        done: list[bool] = []
        second.accepted.connect(lambda: done.append(True))
        second.go.click()
        await until(lambda: done)
        requests = await office.desk.list(office.desk.panels[REQUESTS], Query(sort="id", limit=1))
        assert requests.rows[0]["reason"] == "The buyer waits."
        assert (await office.desk.get(panel, key))["status"] == "pending"

    rows = Rows(sampled.postgres)
    with policy(rows):
        run(lambda: work(rows))
    rows.close()


def asking(window: QWidget) -> list[AskDialog]:
    found = window.findChildren(AskDialog)
    return [each for each in found if each.isVisible() and "approval" in each.go.text()]


def test_what_an_act_asks_for_stands_in_its_dialog(
    run: Run, office: Office, window: QWidget
) -> None:
    async def work() -> None:
        key, row = await deal(office, "pending")
        fields = (Field("level", required=True, choices=("low", "high")), Field("note"))
        action = Action(name="weigh", title="Weigh", fields=fields, reason="none")
        dialog = act_dialog.ask(office, office.desk.panels[DEALS], key, row, action, window)
        assert list(dialog.rows) == ["level", "note"]
        assert "Still needed: level." in dialog.go.toolTip()
        type_in(dialog.rows["level"], "high")
        assert dialog.go.isEnabled()
        dialog.reject()

    run(work)
