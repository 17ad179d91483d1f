"""Approvals through the desk: what is held back says so, is asked for, seen and decided."""

import asyncio
from uuid import uuid4

import pytest

from desktop_app.domain.approvals import Verdict, payload_hash
from desktop_app.domain.errors import Conflict, NeedsApproval, NotAllowed
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Act, Change
from desktop_app.services import sample
from desktop_app.stack import Places
from tests.services.act_rows import Rows
from tests.services.approving import DEALS, POLICY, activate, dear, policy
from tests.services.test_desk import at_the_desk

REQUESTS = "backoffice.approval_requests"


def test_from_the_refusal_to_the_change(places: Places, rows: Rows) -> None:
    async def work() -> None:
        heard: list[Change] = []
        key = dear(rows)
        async with at_the_desk(places) as maker, at_the_desk(places, sample.CHECKER) as checker:
            for keep in (True, False):
                with pytest.raises(NeedsApproval, match="Deals above a limit") as held:
                    await maker.do(activate(key), keep=keep)
                assert held.value.policies == (POLICY,)
            command = uuid4()
            asked = await maker.request(activate(key), reason="The buyer waits.", command=command)
            again = await maker.request(activate(key), reason="The buyer waits.", command=command)
            assert again == asked
            assert asked.payload == payload_hash(1, (activate(key),))
            with pytest.raises(NotAllowed, match="asked for themselves"):
                await maker.decide(asked.id, Verdict.APPROVE)
            listed = await checker.list(checker.panels[REQUESTS], Query(sort="id"))
            (mine,) = [row for row in listed.rows if row["id"] == asked.id]
            assert (mine["state"], mine["reason"]) == ("waiting", "The buyer waits.")
            shown = await checker.requested(asked.id)
            assert shown["writes"][0]["rows"][0]["now"]["price"] == 1000
            checker.subscribe(heard.append)
            done = await checker.decide(asked.id, Verdict.APPROVE, payload=asked.payload)
            assert done.state == "approved"
            assert Change(DEALS, key["id"]) in heard
            with pytest.raises(Conflict):
                await checker.decide(asked.id, Verdict.APPROVE)
            assert (await checker.get(checker.panels[DEALS], key["id"]))["status"] == "active"

    with policy(rows):
        asyncio.run(work())


def test_withdrawn_and_brought_again(places: Places, rows: Rows) -> None:
    async def work() -> None:
        key = dear(rows)
        async with at_the_desk(places) as maker:
            draft = await maker.request(activate(key), reason="Later.", draft=True)
            assert draft.state == "draft"
            asked = await maker.rebase(draft.id)
            assert (asked.state, asked.version) == ("waiting", 2)
            assert (await maker.withdraw(asked.id)).state == "withdrawn"

    with policy(rows):
        asyncio.run(work())


def test_what_goes_to_another_store_is_sent_by_the_last_vote(places: Places, rows: Rows) -> None:
    """Without a worker it is accepted; the intent is the checker's, the trail names the maker."""

    async def work() -> None:
        write = Act("prismicx.tenants", "suspend", ("tenant-9",), {"reason": "Unpaid."})
        async with at_the_desk(places) as maker, at_the_desk(places, sample.CHECKER) as checker:
            with pytest.raises(NeedsApproval):
                await maker.do(write)
            asked = await maker.request(write, reason="Unpaid for a year.")
            done = await checker.decide(asked.id, Verdict.APPROVE)
            assert done.state == "approved"
            sent = rows.run(
                "SELECT login, state FROM backoffice.outbox WHERE id = %s", str(done.sent[0])
            )
            assert sent == (sample.CHECKER, "sent")
            trail = rows.run(
                "SELECT maker FROM backoffice.audit_log WHERE place = 'backoffice.outbox' "
                "AND row_key = %s",
                str(done.sent[0]),
            )
            assert trail == (sample.ADMIN,)

    with policy(rows, "tenant_suspension"):
        asyncio.run(work())
    rows.run("UPDATE backoffice.outbox SET state = 'done' WHERE state = 'sent' RETURNING 1")
