"""A record that others change as well: settled with them, told of them, made again after them."""

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Gone
from desktop_app.domain.writes import Edit, Remove
from desktop_app.services import history
from desktop_app.stack import Places
from desktop_app.ui.ask_dialog import AskDialog
from desktop_app.ui.office import Office
from desktop_app.ui.review import MET
from tests.ui.conftest import Run
from tests.ui.record_ground import (
    CITIES,
    another,
    made,
    opened,
    said,
    text_of,
    type_in,
)
from tests.ui.waiting import until


@pytest.fixture
def run(at_rest: Run) -> Run:
    return at_rest


@pytest.mark.parametrize("mine", [True, False])
def test_whoever_was_faster_is_shown_beside_mine(
    qtbot: QtBot, run: Run, office: Office, sampled: Places, mine: bool
) -> None:
    async def work() -> None:
        key = await made(office)
        page = await opened(office, CITIES, key)
        qtbot.addWidget(page)
        page.body.edit()
        rows = page.body.form.rows  # type: ignore[union-attr]
        type_in(rows["city"], "Porto")
        type_in(rows["name"], "Câmara")
        async with another(sampled) as other:
            await other.do(Edit(CITIES, key, {"city": "Lisbon"}, {"city": "Braga"}))
        page.body.writing.save()
        await until(page.body.writing.conflict.isVisible)
        shown = said(page.body.writing.conflict)
        assert "Lisbon" in shown
        assert any(text.startswith("by Sample") for text in shown), shown
        assert not page.body.writing.conflict.go.isEnabled()
        page.body.writing.conflict.pick("city", mine=mine)
        page.body.writing.conflict.go.click()
        await until(lambda: page.body.writing.review.told() == MET)
        page.body.writing.write()
        await until(lambda: not page.unsaved())
        row = await office.desk.get(office.desk.panels[CITIES], key)
        assert (row["city"], row["name"]) == ("Porto" if mine else "Braga", "Câmara")

    run(work)


def test_what_somebody_else_changes_is_told_and_never_written_over(
    qtbot: QtBot, run: Run, office: Office, sampled: Places
) -> None:
    async def work() -> None:
        following = asyncio.create_task(office.desk.follow())
        key = await made(office)
        page = await opened(office, CITIES, key)
        qtbot.addWidget(page)
        page.body.edit()
        rows = page.body.form.rows  # type: ignore[union-attr]
        type_in(rows["name"], "Câmara")
        async with another(sampled) as other:
            await other.do(Edit(CITIES, key, {"city": "Lisbon"}, {"city": "Braga"}))
            await until(lambda: "Lisbon → Braga" in page.notice.told())
        assert "Your edits stay." in page.notice.told()
        assert text_of(rows["city"]) == "Braga"
        assert text_of(rows["name"]) == "Câmara"
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)

    run(work)


def test_history_tells_and_restores(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        key = await made(office)
        await office.desk.do(Edit(CITIES, key, {"city": "Lisbon"}, {"city": "Porto"}))
        page = await opened(office, CITIES, key)
        qtbot.addWidget(page)
        page.tabs.setCurrentIndex(page.tabs.count() - 1)
        await until(lambda: len(page.history.entries) == 2)
        assert "Lisbon → Porto" in said(page.history)
        begun = page.history.entries[1].at
        assert history.as_of(page.row, page.history.entries, begun)["city"] == "Lisbon"  # type: ignore[index]
        type_in(page.history._moment, "2020-01-01")
        assert "It did not exist yet." in said(page.history)
        (back,) = (b for b in page.history.findChildren(QPushButton) if "Restore" in b.text())
        back.click()
        await until(lambda: page.body.writing.review.told() == MET)
        assert page.body.changes.values() == {"city": "Lisbon"}

    run(work)


def test_a_removed_record_says_by_whom_and_can_be_made_again(
    qtbot: QtBot, run: Run, office: Office, sampled: Places
) -> None:
    gone: list[str] = []

    async def work() -> None:
        key = await made(office, name="Finanças de Faro")
        async with another(sampled) as other:
            await other.do(Remove(CITIES, key, {}))
        page = await opened(replace(office, go=gone.append), CITIES, key)
        qtbot.addWidget(page)
        assert isinstance(page.refusal, Gone)
        await until(lambda: any("was removed by Sample" in text for text in said(page)))
        await until(lambda: [each.action for each in page.history.entries] == ["remove", "create"])
        (again,) = (b for b in page.history.findChildren(QPushButton) if "again" in b.text())
        again.click()
        (dialog,) = page.findChildren(AskDialog)
        dialog.go.click()
        await until(lambda: gone)
        panel = office.desk.panels[CITIES]
        row = await office.desk.get(panel, panel.source.key_of(gone[0].partition("/")[2]))
        assert (row["name"], row["city"]) == ("Finanças de Faro", "Lisbon")

    run(work)
