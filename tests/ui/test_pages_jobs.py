"""The job centre: what runs, what it came to, files that are written; bulk acts from a list."""

import asyncio
from functools import partial
from pathlib import Path

from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop_app.commands.open_desk import Opened
from desktop_app.domain.exports import Format
from desktop_app.domain.query import Op, Query, Where
from desktop_app.domain.writes import Act
from desktop_app.services.transfer import export
from desktop_app.ui.ask_dialog import AskDialog
from desktop_app.ui.office import Office
from desktop_app.ui.pages.jobs import JobsPage
from desktop_app.ui.table_page import TablePage
from tests.ui.conftest import Run
from tests.ui.waiting import until

DEALS = "openmineral.deals"


def test_a_job_is_told_as_its_store_counts_it(
    qtbot: QtBot, house: Opened, office: Office, run: Run
) -> None:
    jobs = office.centre.jobs

    async def work() -> None:
        page = JobsPage(office)
        qtbot.addWidget(page)
        over = Query(DEALS, Where("status", Op.IN, ("pending", "completed")), sort="id")
        job = await jobs.start(Act(DEALS, "submit", ()), over, title="Submit <b>all</b>")
        office.centre.carry_out(job.id)
        assert office.centre.carries_out(job.id)
        await until(lambda: not office.centre.carries_out(job.id))
        ended = await jobs.get(job.id)
        async with house.desk.stores.reading() as connection:
            query = text("SELECT refused, asked FROM backoffice.jobs WHERE id = :id")
            stored = (await connection.execute(query, {"id": job.id})).one()
        assert stored.refused == stored.asked > 0
        assert f"asked {stored.asked:,}, done 0, refused {stored.refused:,}" == ended.told
        await until(lambda: any(ended.told in line for line in page.table.said()))
        page.table.stand([each.key for each in page.table.lines.lines].index(job.id))
        await until(lambda: len(page.refusals.table.said()) == stored.refused)
        assert all("is not open to a deal" in line[2] for line in page.refusals.table.said())
        assert ended.told in page.told.text()
        assert page.retry.isVisibleTo(page)
        assert not page.cancel.isVisibleTo(page)
        page.retry.click()
        await until(lambda: office.centre.carries_out(job.id))
        await until(lambda: not office.centre.carries_out(job.id))
        assert (await jobs.get(job.id)).refused == stored.refused

    run(work)


def test_one_that_waits_can_be_cancelled_and_carried_on(
    qtbot: QtBot, house: Opened, office: Office, run: Run
) -> None:
    jobs = office.centre.jobs

    async def work() -> None:
        page = JobsPage(office)
        qtbot.addWidget(page)
        over = Query(DEALS, Where("status", Op.EQUAL, "completed"), sort="id")
        job = await jobs.start(Act(DEALS, "submit", ()), over)
        page.reload()
        await until(lambda: any(line[0] == "interrupted" for line in page.table.said()))
        page.table.stand([each.key for each in page.table.lines.lines].index(job.id))
        assert page.resume.isVisibleTo(page)
        office.centre.cancel(job.id)
        await until(lambda: "Cancelled: " in page.told.text())
        assert page.resume.isVisibleTo(page)
        page.resume.click()
        await until(lambda: "Finished: " in page.told.text())

    run(work)


def test_a_file_is_followed_and_a_stopped_one_leaves_nothing(
    qtbot: QtBot, house: Opened, office: Office, run: Run, tmp_path: Path
) -> None:
    panel = house.desk.panels["multiverse.properties"]

    def write(path: Path, name: str) -> bool:
        query = Query(panel.key, sort=panel.sort)
        work = partial(export, house.desk, panel, query, (), Format.CSV, path)
        return office.centre.write(name, panel.title, path, work, lambda _: None)

    async def work() -> None:
        page = JobsPage(office)
        qtbot.addWidget(page)
        whole, half = tmp_path / "whole.csv", tmp_path / "half.csv"
        assert write(half, "export half")
        await asyncio.sleep(0)
        page.table.stand(0)
        assert page.cancel.isVisibleTo(page)
        page.cancel.click()
        assert write(whole, "export whole")
        await until(lambda: any(line[0] == "written" for line in page.table.said()))
        assert sorted(line[0] for line in page.table.said())[-2:] == ["not written", "written"]
        assert whole.exists()
        await until(lambda: sorted(each.name for each in tmp_path.iterdir()) == [
            "whole.csv", "whole.csv.json"
        ])  # fmt: skip
        rows = (await house.desk.count(panel, Query(panel.key), "exact")).rows
        assert any(f"{rows:,} rows" in line for line in page.table.said())

    run(work)


def test_what_is_picked_is_planned_before_it_is_done(
    qtbot: QtBot, house: Opened, office: Office, run: Run
) -> None:
    panel = house.desk.panels[DEALS]
    page = TablePage(office, panel, Where("status", Op.EQUAL, "completed"))
    qtbot.addWidget(page)

    async def work() -> None:
        page.reload()
        await until(lambda: page.model.rows)
        page.picking.everything()
        submit = next(each for each in panel.actions if each.name == "submit")
        page.top.bulk.plan(submit)
        await until(lambda: page.findChildren(AskDialog))
        (dialog,) = page.findChildren(AskDialog)
        asked = (await house.desk.count(panel, page.query, "exact")).rows
        assert dialog._question.subject.startswith(f"{asked:,} selected")
        assert f"open to 0 of them; {asked:,} are in a state" in dialog._question.sentence
        dialog.submit()
        await until(lambda: any(name.startswith("job ") for name in office.writes.names))
        await until(lambda: not office.writes.names)
        (newest, *_) = await office.centre.jobs.list()
        assert newest.told == f"asked {asked:,}, done 0, refused {asked:,}"

    run(work)
