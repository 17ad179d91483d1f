"""Unsaved work outlives the program: killed while typing, offered back where it was typed."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random
from time import sleep

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.domain.writes import Create, Edit
from desktop_app.services import places as at
from desktop_app.services.journal import Journal
from desktop_app.stack import Places, Secrets
from desktop_app.ui.office import Office
from desktop_app.ui.record_page import RecordPage
from tests.ui.conftest import Run
from tests.ui.record_ground import CITIES, OFFICE, another, opened, text_of, type_in
from tests.ui.typing_on import LOGIN, PLACE
from tests.ui.waiting import until

LOST = 2.0
"""Seconds of typing that a crash may cost: the promise itself, in the typist's own clock."""


@pytest.fixture
def run(at_rest: Run) -> Run:
    return at_rest


def killed(folder: Path, after: float) -> float:
    """Seconds of typing that were lost."""
    command = [sys.executable, "-m", "tests.ui.typing_on", str(folder)]
    typed = folder / "typed.txt"
    with typed.open("w") as out:
        program = subprocess.Popen(command, stdout=out, env={**os.environ})
        while not typed.read_text():
            sleep(0.05)
        sleep(after)
        program.kill()
        program.wait()
    told = [float(line) for line in typed.read_text().split("\n")[:-1]]
    with closing(Journal(folder, LOGIN, Secrets(folder))) as journal:
        kept = journal.found(PLACE)
    return told[-1] - (float(kept.values["name"]) if kept else told[0])


@pytest.mark.parametrize(
    "times",
    [pytest.param(5, marks=pytest.mark.sample), pytest.param(200, marks=pytest.mark.long)],
)
def test_a_kill_costs_two_seconds_of_typing_at_most(tmp_path: Path, times: int) -> None:
    chance = Random(times)
    lost = []
    for number in range(times):
        folder = tmp_path / str(number)
        folder.mkdir()
        lost.append(killed(folder, chance.uniform(0.0, 3.0)))
    sys.stdout.write(f"{times} kills: at most {max(lost):.2f} s of typing lost\n")
    assert max(lost) <= LOST


async def lost(office: Office, qtbot: QtBot, key: object) -> RecordPage:
    """A record in which two fields were typed before the program went away."""
    page = await opened(office, CITIES, key)
    qtbot.addWidget(page)
    page.body.edit()
    rows = page.body.form.rows  # type: ignore[union-attr]
    type_in(rows["city"], "Porto")
    type_in(rows["name"], "Câmara")
    machine = office.desk.machine
    assert machine
    assert machine.journal
    journal, place = machine.journal, at.written(office.desk.panels[CITIES], key)
    await until(lambda: (kept := journal.found(place)) is not None and kept.count == 2)
    page.body.journal._journal = None  # from here on it is as if it were gone
    again = await opened(office, CITIES, key)
    qtbot.addWidget(again)
    await until(again.body.journal.isVisible)
    return again


def test_what_was_lost_is_brought_back_upon_the_record_as_it_is_now(
    qtbot: QtBot, run: Run, office: Office, sampled: Places
) -> None:
    async def work() -> None:
        key = (await office.desk.do(Create(CITIES, OFFICE))).keys[0][1]
        page = await lost(office, qtbot, key)
        assert page.body.journal.told().startswith("You had 2 unsaved changes from ")
        assert page.unsaved() == 0
        async with another(sampled) as other:
            await other.do(Edit(CITIES, key, {"city": "Lisbon"}, {"city": "Braga"}))
        page.reload()
        await until(lambda: page.row["city"] == "Braga")
        page.body.journal.back.click()
        assert page.unsaved() == 2
        rows = page.body.form.rows  # type: ignore[union-attr]
        assert (text_of(rows["city"]), text_of(rows["name"])) == ("Porto", "Câmara")
        page.body.writing.save()
        await until(page.body.writing.conflict.isVisible)
        page.body.writing.conflict.pick("city", mine=True)
        page.body.writing.conflict.go.click()
        await until(lambda: page.body.writing.review.go.isEnabled())
        page.body.writing.write()
        await until(lambda: not page.unsaved())
        assert (await office.desk.get(office.desk.panels[CITIES], key))["city"] == "Porto"
        journal = office.desk.machine.journal  # type: ignore[union-attr]
        assert journal
        assert journal.found(at.written(office.desk.panels[CITIES], key)) is None

    run(work)


def test_what_is_discarded_is_not_offered_again(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        key = (await office.desk.do(Create(CITIES, OFFICE))).keys[0][1]
        page = await lost(office, qtbot, key)
        page.body.journal.away.click()
        assert not page.body.journal.isVisible()
        journal = office.desk.machine.journal  # type: ignore[union-attr]
        assert journal
        assert journal.found(at.written(office.desk.panels[CITIES], key)) is None
        assert page.unsaved() == 0

    run(work)
