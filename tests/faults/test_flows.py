"""Eight faults of the network, three stores, twenty flows: nothing hangs, what can work works,
and once the network is well again so is everything, without anybody's help."""

import asyncio
from collections.abc import Sequence

import pytest

from desktop_app.domain.errors import Refusal, Unreachable
from desktop_app.domain.standing import NAMES
from desktop_app.services.desk import Desk
from tests.faults.flows import FLOWS, Flow
from tests.faults.ground import Ground, well
from tests.faults.proxy import Fault

HANGS = 60.0
"""Far beyond any deadline of ours, on a busy machine too."""
RECOVERED = 10.0
SAMPLE = {
    (Fault.BLACK_HOLE, "postgres"),
    (Fault.REFUSE, "mongodb"),
    (Fault.HALF, "redis"),
}
CASES = [
    pytest.param(
        fault,
        store,
        marks=[pytest.mark.long, *([pytest.mark.sample] if (fault, store) in SAMPLE else [])],
    )
    for store in NAMES
    for fault in Fault
]


async def tried(desk: Desk, flow: Flow) -> Refusal | None:
    """The refusal that it ended with, if it did; anything else is a bug."""
    try:
        async with asyncio.timeout(HANGS):
            await flow.run(desk)
    except Refusal as refusal:
        return refusal
    return None


async def all_work(desk: Desk, flows: Sequence[Flow]) -> None:
    refused = [(flow.name, said) for flow in flows if (said := await tried(desk, flow))]
    assert not refused


@pytest.mark.parametrize(("fault", "store"), CASES)
def test_a_fault_costs_no_more_than_it_must(fault: Fault, store: str, ground: Ground) -> None:
    troubled = [flow for flow in FLOWS if flow.needs == store]
    others = [flow for flow in FLOWS if flow.needs != store]

    async def work() -> None:
        async with ground.desk() as desk:
            with ground.proxies[store].being(fault):
                trouble = asyncio.gather(*(tried(desk, flow) for flow in troubled))
                await all_work(desk, others)
                for refusal in await trouble:
                    assert refusal is None or not fault.harmless
                    assert isinstance(refusal, Unreachable | None)
                    assert str(refusal).endswith(("None", "."))
            async with asyncio.timeout(RECOVERED):
                await well(desk)
            await all_work(desk, FLOWS)

    asyncio.run(work())
