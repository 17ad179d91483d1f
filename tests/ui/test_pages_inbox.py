"""The inbox: what waits for me, seen before it is decided; a source that failed is told on top."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.commands.open_desk import Opened
from desktop_app.domain.query import Op, Query, Where
from desktop_app.stack import Places
from desktop_app.ui.memory import Memory
from desktop_app.ui.office import Office
from desktop_app.ui.pages.inbox import InboxPage
from desktop_app.ui.tasks import Writes
from tests.faults.ground import proxied
from tests.faults.proxy import Fault
from tests.services.act_people import Connection, People
from tests.services.act_rows import Rows
from tests.services.approving import DEALS, activate, ask, dear, policy
from tests.ui.conftest import Run
from tests.ui.waiting import until

REQUESTS = "backoffice.approval_requests"


@pytest.fixture
def held(sampled: Places) -> Iterator[Rows]:
    """Rows of the sample's servers, where dear deals need a second person."""
    made = Rows(sampled.postgres)
    with policy(made):
        yield made
    made.close()


@pytest.fixture
def trader(sampled: Places) -> Iterator[Connection]:
    """Somebody else, who asks."""
    people = People(sampled)
    yield people["trader"]
    people.close()


def _key(page: InboxPage, kind: str, request: UUID) -> int:
    return [line.key for line in page.table.lines.lines].index((kind, request))


def test_a_request_is_seen_and_then_approved(
    qtbot: QtBot,
    house: Opened,
    office: Office,
    held: Rows,
    trader: Connection,
    run: Run,
) -> None:
    async def work() -> None:
        deal, other = dear(held), dear(held)
        page = InboxPage(office)
        qtbot.addWidget(page)
        asked = UUID(ask(trader, activate(deal), reason="The <b>buyer</b> waits.")["id"])
        second = UUID(ask(trader, activate(other), reason="So does this one.")["id"])
        mine = (await house.desk.request(activate(dear(held)), reason="Mine.")).id
        page.look()
        await until(lambda: {("check", second), ("mine", mine)} <= page._requests.keys())
        assert ("check", mine) not in page._requests
        page.table.stand(_key(page, "mine", mine))
        page.table.stand(_key(page, "check", asked))
        assert not page.pane.approve.isEnabled()
        await until(lambda: page.pane.approve.isEnabled())
        assert ("Status", "pending", "active") in page.pane.changes.said()
        assert not page.pane.reject.isEnabled()
        page.pane.approve.click()
        await until(lambda: ("check", asked) not in page._requests)
        assert held.get(DEALS, deal, "status") == "active"
        page.table.stand(_key(page, "check", second))
        page.pane.reason.setText("Too dear.")
        await until(lambda: page.pane.reject.isEnabled())
        page.pane.reject.click()
        await until(lambda: ("check", second) not in page._requests)
        assert held.get(REQUESTS, {"id": second}, "state") == "rejected"
        page.table.stand(_key(page, "mine", mine))
        await until(lambda: page.pane.withdraw.isEnabled())
        assert not page.pane.approve.isVisibleTo(page)
        page.pane.withdraw.click()
        await until(lambda: held.get(REQUESTS, {"id": mine}, "state") == "withdrawn")
        await page.reads.ended()
        await page.pane.reads.ended()

    run(work)


def test_queues_are_counted_as_their_lists_count_them(
    qtbot: QtBot, house: Opened, office: Office, run: Run
) -> None:
    async def work() -> None:
        page = InboxPage(office)
        qtbot.addWidget(page)
        await until(lambda: page._queues)
        kyc = house.desk.panels["openmineral.kyc_records"]
        where = Where("status", Op.EQUAL, "pending")
        count = (await house.desk.count(kyc, Query(kyc.key, where), "exact")).rows
        said = [line[1] for line in page.table.said()]
        assert f"KYC records to decide: {count:,}" in said
        await page.reads.ended()

    run(work)


def test_a_source_that_failed_is_told_and_nothing_to_do_is_not(
    qtbot: QtBot, sampled: Places, qapp: QApplication, run: Run
) -> None:
    def nowhere(*_: object) -> None:
        """Nothing stands beside the page that is tested."""

    async def work() -> None:
        with proxied(sampled) as ground:
            async with ground.desk() as desk:
                with ground.proxies["postgres"].being(Fault.REFUSE):
                    office = Office(desk, Writes(qapp), Memory(), nowhere, nowhere, nowhere)
                    page = InboxPage(office)
                    qtbot.addWidget(page)
                    await until(lambda: page.frame.trouble.isVisibleTo(page))
                    assert "Requests for approval: " in page.frame.trouble.accessibleName()
                    assert "KYC records to decide: " in page.frame.trouble.accessibleName()
                    assert page.frame.shows_body
                    assert "Nothing waits" not in page.frame.notice.sentence
                await until(lambda: not page.frame.trouble.isVisibleTo(page))
                await page.reads.ended()

    run(work)
