"""The pages of operations: each shows what its source says, or says that it may not or cannot."""

from pathlib import Path

import psycopg
import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop_app import config
from desktop_app.commands.open_desk import Opened
from desktop_app.domain.access import Actor
from desktop_app.domain.errors import NotAllowed
from desktop_app.domain.roles import JOBS
from desktop_app.services import sample, sessions
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from desktop_app.storage.migrations import history
from desktop_app.ui import pages
from desktop_app.ui.ask_dialog import AskDialog
from desktop_app.ui.atlas import Atlas
from desktop_app.ui.memory import Memory
from desktop_app.ui.office import Office
from desktop_app.ui.pages.health import HealthPage
from desktop_app.ui.pages.migrations import MigrationsPage
from desktop_app.ui.pages.rights import RightsPage
from desktop_app.ui.pages.sessions import SessionsPage
from desktop_app.ui.pages.settings import SettingsPage
from desktop_app.ui.pages.verify import VerifyPage
from desktop_app.ui.tasks import Writes
from tests.faults.ground import proxied
from tests.faults.proxy import Fault
from tests.services.test_desk import at_the_desk
from tests.ui.conftest import Run
from tests.ui.waiting import until


def test_health_is_what_the_stores_say(
    qtbot: QtBot, house: Opened, office: Office, run: Run
) -> None:
    async def work() -> None:
        stores = house.desk.stores
        for store in ("postgres", "mongodb", "redis"):
            await stores.care.ask(store)
        page = HealthPage(office)
        qtbot.addWidget(page)
        await until(lambda: not page.reads.names)
        facts = {store: card.facts() for store, card in page.cards.items()}
        async with stores.reading() as connection:
            version = await connection.scalar(text("SHOW server_version"))
            most = await connection.scalar(text("SHOW max_connections"))
        mongo = (await stores.mongo.admin.command("buildInfo"))["version"]
        assert facts["postgres"]["Version"] == version
        assert f"of {most}," in facts["postgres"]["Connections"]
        assert facts["mongodb"]["Version"] == mongo
        assert facts["mongodb"]["Role"].startswith("primary")
        assert facts["redis"]["Role"] == "master"
        assert page.slow.said()
        assert not any(line[0].lower().startswith("create") for line in page.slow.said())
        page.look()
        await until(lambda: "Disk" in page.cards["postgres"].facts())
        await page.reads.ended()

    run(work)


def test_a_store_that_is_away_shows_no_old_figures(
    qtbot: QtBot, sampled: Places, qapp: QApplication, run: Run
) -> None:
    async def work() -> None:
        with proxied(sampled) as ground:
            async with ground.desk() as desk:
                page = HealthPage(_office(desk, qapp))
                qtbot.addWidget(page)
                await until(lambda: all(card.facts() for card in page.cards.values()))
                with ground.proxies["redis"].being(Fault.REFUSE):
                    await until(lambda: not desk.stores.care.states()[2].answers)
                    await until(lambda: not page.reads.names)
                    page.look()
                    await until(lambda: not page.reads.names)
                    assert page.cards["redis"].facts() == {}
                    assert "Redis" in page.cards["redis"].note()
                    assert "Version" in page.cards["postgres"].facts()
                await page.reads.ended()

    run(work)


def test_a_session_is_seen_and_ended(
    qtbot: QtBot, house: Opened, office: Office, sampled: Places, run: Run
) -> None:
    async def work() -> None:
        async with at_the_desk(sampled, sample.CHECKER) as other:
            async with other.stores.reading() as connection:
                theirs = await connection.scalar(text("SELECT backoffice.session_id()"))
            page = SessionsPage(office)
            qtbot.addWidget(page)
            await until(lambda: page.table.said())
            keys = [line.key for line in page.table.lines.lines]
            assert set(keys) == {each.session_id for each in await sessions.listed(house.desk)}
            own = next(n for n, line in enumerate(page.table.said()) if "this one" in line[0])
            page.table.stand(own)
            assert not page.end.isEnabled()
            page.table.stand(keys.index(theirs))
            page.end.click()
            (dialog,) = page.findChildren(AskDialog)
            dialog.submit()
            await until(lambda: theirs not in [line.key for line in page.table.lines.lines])
            with pytest.raises(NotAllowed):
                await sessions.listed(other)
            await page.reads.ended()

    run(work)


def test_the_matrix_is_what_the_database_was_told(
    qtbot: QtBot, office: Office, sampled: Places, run: Run
) -> None:
    with psycopg.connect(sampled.postgres) as connection:
        query = "SELECT place, act, job FROM backoffice.rights_given"
        given = {tuple(row) for row in connection.execute(query).fetchall()}

    async def work() -> None:
        page = RightsPage(office)
        qtbot.addWidget(page)
        checked = 0
        for line in page.table.lines.lines:
            for job, cell in zip(JOBS, line.cells[1:], strict=True):
                for act in ("read", "write"):
                    if any(place == line.key for place, _, _ in given):
                        assert (act in cell.said.split(", ")) == ((line.key, act, job) in given)
                        checked += 1
        assert checked > 500

    run(work)


def test_the_settings_are_checked_and_kept(
    qtbot: QtBot, house: Opened, office: Office, run: Run
) -> None:
    machine = house.desk.machine
    assert machine
    file = machine.settings_file

    async def work() -> None:
        page = SettingsPage(office)
        qtbot.addWidget(page)
        await until(lambda: page.frame.shows_body)
        assert set(page.editors) == {each.key for each in config.declared()}
        assert not page.save.isEnabled()
        rows = page.editors["page_rows"]
        rows.setText("5")  # type: ignore[union-attr]
        assert page.unsaved() == 1
        page.save.click()
        await until(lambda: not office.writes.names)
        assert "between 20 and 2000" in page._told["page_rows"].text()
        assert not file.exists() or config.load(file, environment={}).page_rows == 200
        rows.setText("150")  # type: ignore[union-attr]
        page.save.click()
        await until(lambda: page.unsaved() == 0 and not page.reads.names)
        assert config.load(file, environment={}).page_rows == 150
        config.save(file, {"page_rows": None})

    run(work)


def test_an_amount_of_bytes_is_read_and_written_in_words(
    qtbot: QtBot, house: Opened, office: Office, run: Run
) -> None:
    machine = house.desk.machine
    assert machine
    file = machine.settings_file

    async def work() -> None:
        page = SettingsPage(office)
        qtbot.addWidget(page)
        await until(lambda: page.frame.shows_body)
        disk = page.editors["low_disk_bytes"]
        assert isinstance(disk, QLineEdit)
        assert (disk.text(), disk.accessibleName()) == ("1 GiB", "Low disk")
        for written, told in (("5 apples", "an amount of bytes"), ("1 MiB", "at least 64 MiB")):
            disk.setText(written)
            page.save.click()
            await until(lambda: not office.writes.names)
            assert told in page._told["low_disk_bytes"].text()
        disk.setText("2.5 gb")
        page.save.click()
        await until(lambda: page.unsaved() == 0 and not page.reads.names)
        assert disk.text() == "2.5 GiB"
        assert config.load(file, environment={}).low_disk_bytes == 5 * 2**29
        config.save(file, {"low_disk_bytes": None})

    run(work)


def test_the_steps_are_those_of_the_history(
    qtbot: QtBot, office: Office, sampled: Places, run: Run
) -> None:
    async def work() -> None:
        page = MigrationsPage(office)
        qtbot.addWidget(page)
        await until(lambda: page.table.said())
        current = history.current(sampled.postgres)
        done = [step for state, step, _ in page.table.said() if state == "done"]
        assert max(done) == current == history.head()
        assert len(page.table.said()) == len(history.steps())

    run(work)


def test_the_trail_is_verified_beside_the_window(
    qtbot: QtBot, office: Office, sampled: Places, run: Run
) -> None:
    with psycopg.connect(sampled.postgres) as connection:
        query = "SELECT count(*) FROM backoffice.audit_chain"
        (entries,) = connection.execute(query).fetchone() or (0,)

    async def work() -> None:
        page = VerifyPage(office)
        qtbot.addWidget(page)
        page.verify()
        await until(lambda: page.go.isEnabled())
        said = [each.text() for each in page.findChildren(type(page.far)) if each.text()]
        assert {"Unaltered", "Complete"} <= set(said)
        assert f"{entries:,} entries were made again and compared." in said
        assert not page.faults.said()

    run(work)


@pytest.mark.parametrize("job", ["auditor", "trader"])
def test_who_lacks_the_right_is_not_led_there(house: Opened, qapp: QApplication, job: str) -> None:
    actor = Actor("somebody", frozenset({job}), JOBS[job].rights)
    atlas = Atlas(_office(Desk(house.desk.stores, house.desk.panels, actor), qapp))
    for name in ("health", "sessions", "rights", "settings", "migrations"):
        with pytest.raises(NotAllowed):
            atlas.find(name)
    assert atlas.knows("verify") == (job == "auditor")
    assert atlas.knows("jobs")
    assert set(pages.load()) >= {"inbox", "health", "jobs"}


def test_a_url_with_a_password_is_never_written(
    qtbot: QtBot, house: Opened, office: Office, run: Run
) -> None:
    machine = house.desk.machine
    assert machine
    file: Path = machine.settings_file

    async def work() -> None:
        page = SettingsPage(office)
        qtbot.addWidget(page)
        await until(lambda: page.frame.shows_body)
        page.editors["postgres_url"].setText("postgresql://a:secret@db/x")  # type: ignore[union-attr]
        page.save.click()
        await until(lambda: not office.writes.names)
        assert "holds a password" in page._told["postgres_url"].text()
        assert "secret" not in page._told["postgres_url"].text()

    run(work)
    assert not file.exists() or "secret" not in file.read_text()


def _office(desk: Desk, owner: QApplication) -> Office:
    def nowhere(*_: object) -> None:
        """Nothing stands beside the page that is tested."""

    return Office(desk, Writes(owner), Memory(), nowhere, nowhere, nowhere)
