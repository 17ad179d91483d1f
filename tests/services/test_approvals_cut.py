"""Asking and deciding while the connection is cut around COMMIT: what is told is what became."""

import asyncio
from collections.abc import Awaitable

import pytest

from desktop_app.domain.approvals import Verdict
from desktop_app.domain.errors import Conflict
from desktop_app.services import sample
from desktop_app.services.approvals import Asked
from desktop_app.services.unsure import NOTHING
from desktop_app.stack import Places
from tests.faults.ground import Ground, cut_next, proxied
from tests.faults.proxy import Cut
from tests.services.act_rows import Rows
from tests.services.approving import DEALS, activate, dear, policy


async def told(work: Awaitable[Asked]) -> str:
    try:
        return (await work).state
    except Conflict as refusal:
        return str(refusal)


async def cut_off(ground: Ground, rows: Rows, cut: Cut) -> None:
    """Each step is told either as done or as not done, and the next one builds upon it."""
    key = dear(rows)
    async with ground.desk() as maker, ground.desk(sample.CHECKER) as checker:

        def state(column: str = "state") -> object:
            return rows.run(
                f"SELECT (SELECT {column} FROM backoffice.approval_requests "
                "WHERE base->0->0->0->>'id' = %s ORDER BY made_at DESC LIMIT 1)",
                str(key["id"]),
            )[0]

        await cut_next(maker, ground, cut)
        said = await told(maker.request(activate(key), reason="The buyer waits."))
        assert said == (state() or NOTHING)
        asked = await maker.request(activate(key), reason="The buyer waits, again.")
        await cut_next(maker, ground, cut)
        said = await told(maker.rebase(asked.id))
        assert said == ("waiting" if state("version") == 2 else NOTHING)
        await cut_next(checker, ground, cut)
        said = await told(checker.decide(asked.id, Verdict.APPROVE))
        assert said == ("approved" if state() == "approved" else NOTHING)
        assert rows.get(DEALS, key, "status") == ("active" if said == "approved" else "pending")
        other = await maker.request(activate(dear(rows)), reason="Another.")
        await cut_next(maker, ground, cut)
        said = await told(maker.withdraw(other.id))
        now = rows.get("backoffice.approval_requests", {"id": other.id}, "state")
        assert said == ("withdrawn" if now == "withdrawn" else NOTHING)


@pytest.mark.parametrize("cut", Cut)
def test_a_lost_answer_is_asked_for(cut: Cut, places: Places, rows: Rows) -> None:
    with proxied(places) as ground, policy(rows):
        asyncio.run(cut_off(ground, rows, cut))
