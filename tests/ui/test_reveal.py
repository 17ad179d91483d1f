"""Secrets on a record's page: masked, shown for a reason and a minute, then known to nobody."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.access import Actor
from desktop_app.domain.query import Query
from desktop_app.services import sample
from desktop_app.services.reveal import Revealed
from desktop_app.stack import Places, Secrets
from desktop_app.ui.ask_dialog import AskDialog
from desktop_app.ui.office import Office
from desktop_app.ui.record_page import RecordPage
from desktop_app.ui.revealed import SecretValue
from tests.ui.conftest import Run
from tests.ui.record_ground import opened, type_in
from tests.ui.waiting import until

KYC = "openmineral.kyc_records"
TRAIL = (
    "SELECT login, reason, after - 'reveal' FROM backoffice.audit_log"
    " WHERE place = %s AND row_key = %s AND action = 'event' ORDER BY number DESC LIMIT 1"
)
PROVED_LATELY = (
    "INSERT INTO backoffice.attribute_rules (name, panel, act, attribute, value)"
    " VALUES ('reveal_proved', %s, 'reveal', 'step_up', %s)"
)


@pytest.fixture
def run(at_rest: Run) -> Run:
    return at_rest


def asked(page: RecordPage) -> AskDialog:
    return [each for each in page.window().findChildren(AskDialog) if each.isVisible()][-1]


def secret(page: RecordPage, name: str) -> SecretValue:
    return page.body.facts._masked[name][1]


async def revealed(page: RecordPage, name: str) -> SecretValue:
    shown = secret(page, name)
    shown.show_it.click()
    type_in(asked(page).rows["reason"], "the person calls")
    asked(page).go.click()
    await opened_up(page, name)
    return shown


async def sealed_one(office: Office) -> Any:
    """The sample's oldest: what other tests put there later has no secrets that a key opens."""
    panel = office.desk.panels[KYC]
    page = await office.desk.list(panel, Query(KYC, sort="id", descending=False, limit=1))
    return panel.source.key(page.rows[0])


async def opened_up(page: RecordPage, name: str) -> None:
    """Whoever waits in vain hears what the person was told instead."""
    try:
        await until(lambda: secret(page, name).is_open)
    except TimeoutError:
        told = [each.text() for each in page.window().findChildren(QLabel) if each.isVisible()]
        raise AssertionError(told) from None


def everywhere(page: QWidget) -> str:
    """All that a person, a screen reader or a tooltip could be told, but the labels' own text."""
    told: list[str] = []
    for each in (page, *page.findChildren(QWidget)):
        told += [each.toolTip(), each.accessibleName(), each.accessibleDescription()]
    return "\n".join([*told, QApplication.clipboard().text()])


def test_a_secret_is_shown_for_a_reason_and_a_minute(
    qtbot: QtBot, run: Run, office: Office, sampled: Places, caplog: Any
) -> None:
    async def work() -> None:
        key = await sealed_one(office)
        page = await opened(office, KYC, key)
        qtbot.addWidget(page)
        shown = secret(page, "id_number")
        assert shown.told() == page.row["id_number"]
        shown.show_it.click()
        assert not asked(page).go.isEnabled()
        asked(page).reject()
        await revealed(page, "id_number")
        value = shown.told()
        assert value[-4:] == page.row["id_number"][-4:]
        assert "•" not in value
        assert any("masked again in" in each.text() for each in shown.findChildren(QLabel))
        assert value not in everywhere(page)
        assert value not in repr(page.body.changes.base)
        assert shown._said.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction
        page.reload()
        await until(lambda: not page._reads.names)
        assert shown.told() == value
        page.tabs.setCurrentIndex(page.tabs.count() - 1)
        await until(lambda: not shown.is_open)
        assert value not in "\n".join(each.text() for each in page.findChildren(QLabel))
        assert value not in caplog.text
        with psycopg.connect(sampled.postgres) as connection:
            trail = connection.execute(TRAIL, (KYC, str(key))).fetchone()
        said = {"what": "reveal", "column": "id_number"}
        assert trail == (office.desk.actor.name, "the person calls", said)

    run(work)


def test_a_guarded_value_is_shown_likewise(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        page = await opened(office, KYC, await sealed_one(office))
        qtbot.addWidget(page)
        assert "date_of_birth" not in page.row
        shown = await revealed(page, "date_of_birth")
        assert shown.told().count("-") == 2
        shown.hide_it.click()
        assert shown.told() == "••••"

    run(work)


def test_after_its_time_it_is_masked_again(qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        shown = SecretValue("id number", "••••0815")
        qtbot.addWidget(shown)
        shown.show()
        shown.reveal(Revealed("X-0815", datetime.now(UTC) + timedelta(seconds=1)))
        assert shown.told() == "X-0815"
        await until(lambda: shown.told() == "••••0815")

    run(work)


def test_who_may_not_is_told_which_permission_lacks(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        key = await sealed_one(office)
        office.desk.actor = Actor("ana", frozenset(), frozenset({"*:read"}))
        page = await opened(office, KYC, key)
        qtbot.addWidget(page)
        shown = secret(page, "id_number")
        assert not shown.show_it.isEnabled()
        assert f"{KYC}:reveal" in shown.show_it.toolTip()

    run(work)


def test_a_password_proved_too_long_ago_is_asked_for(
    qtbot: QtBot, run: Run, office: Office, sampled: Places
) -> None:
    """A rule may demand that it was proved within so many minutes; here, before now."""
    with psycopg.connect(sampled.postgres) as connection:
        connection.execute(PROVED_LATELY, (KYC, json.dumps(-1)))

    async def work() -> None:
        page = await opened(office, KYC, await sealed_one(office))
        qtbot.addWidget(page)
        secret(page, "id_number").show_it.click()
        asking = asked(page)
        type_in(asking.rows["reason"], "the person calls")
        asking.go.click()
        await until(lambda: asking.findChildren(AskDialog))
        proving = asking.findChildren(AskDialog)[0]
        type_in(proving.rows["password"], "not it")
        proving.go.click()
        await until(lambda: not office.writes.names)
        assert not secret(page, "id_number").is_open
        with psycopg.connect(sampled.postgres) as connection:
            connection.execute("DELETE FROM backoffice.attribute_rules WHERE panel = %s", (KYC,))
        password = Secrets(sampled.data_dir).get(f"password:{sample.ADMIN}") or ""
        type_in(proving.rows["password"], password)
        proving.go.click()
        await opened_up(page, "id_number")

    run(work)
