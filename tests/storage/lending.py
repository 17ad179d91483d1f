"""README's loans at work, from a tree that has them: two people, two stores, and a relay.

`python -m tests.storage.lending DATA_DIR`
"""

import asyncio
import sys
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from desktop_app import panels
from desktop_app.domain.approvals import Verdict
from desktop_app.domain.errors import Conflict, NeedsApproval, Refusal
from desktop_app.domain.writes import Act, Create
from desktop_app.services import sample
from desktop_app.services.desk import Desk
from desktop_app.stack import Places, Stack
from tests.services.act_rows import Rows
from tests.services.approving import policy
from tests.services.delivering import documents
from tests.services.test_desk import at_the_desk
from tests.services.test_desk_documents import Delivering

LOANS, ASSETS = "multiverse.asset_loans", "multiverse.digital_assets"


async def asked_for(desk: Desk, owner: UUID, lender: UUID) -> tuple[str, UUID]:
    """An asset that is for sale, and a loan of it."""
    asset = f"a-{uuid4().hex[:12]}"
    price = {"listing_price": Decimal("7.5"), "listing_currency": "EUR"}
    made = {"asset_id": asset, "name": "A", "owner_id": owner, "is_listed": True, **price}
    await desk.do(Create(ASSETS, made))
    done = await desk.do(Create(LOANS, {"asset_id": asset, "lender_id": lender}))
    return asset, done.keys[0][1]


async def state(desk: Desk, loan: UUID) -> object:
    return (await desk.get(desk.panels[LOANS], loan))["status"]


def for_sale(places: Places, asset: str) -> bool:
    """Listed and with a price, or neither."""
    with documents(places) as mongo:
        found = mongo.multiverse.digital_assets.find_one({"asset_id": asset})
    assert found is not None
    assert found["is_listed"] == (found["listing_price"] is not None)
    return bool(found["is_listed"])


def lend(loan: UUID, **values: object) -> Act:
    return Act(LOANS, "lend", (loan,), values)


async def agreed_by_two(places: Places, rows: Rows, maker: Desk, checker: Desk) -> None:
    lender, other = (rows.put("multiverse.users")["user_id"] for _ in range(2))
    asset, loan = await asked_for(maker, lender, lender)
    with policy(rows, "tenant_suspension", panel=LOANS, act="lend", condition=[]):
        with pytest.raises(NeedsApproval):
            await maker.do(lend(loan))
        asked = await maker.request(lend(loan, seen={"status": "asked"}), reason="Agreed.")
        with pytest.raises(Refusal):
            await maker.decide(asked.id, Verdict.APPROVE)
        assert (await state(maker, loan), for_sale(places, asset)) == ("asked", True)
        assert (await checker.decide(asked.id, Verdict.APPROVE)).state == "approved"
    assert (await state(maker, loan), for_sale(places, asset)) == ("lent", False)
    with pytest.raises(Conflict, match="Open now: take_back"):
        await maker.do(lend(loan))
    with pytest.raises(Conflict, match="changed status"):
        await maker.do(lend(loan, seen={"status": "asked"}))
    await maker.do(Act(LOANS, "take_back", (loan,)))
    assert await state(maker, loan) == "returned"
    await moved_meanwhile(places, maker, other, lender)


async def moved_meanwhile(places: Places, maker: Desk, owner: UUID, lender: UUID) -> None:
    """The asset is somebody else's by now: neither store moves. The same command has one effect."""
    asset, loan = await asked_for(maker, owner, lender)
    with pytest.raises(Conflict, match="Owner id"):
        await maker.do(lend(loan))
    assert (await state(maker, loan), for_sale(places, asset)) == ("asked", True)
    asset, loan = await asked_for(maker, owner, owner)
    command = uuid4()
    assert not (await maker.do(lend(loan), command=command)).again
    assert (await maker.do(lend(loan), command=command)).again
    assert (await state(maker, loan), for_sale(places, asset)) == ("lent", False)


async def work(places: Places) -> None:
    rows = Rows(places.postgres)
    try:
        async with (
            Delivering(places),
            at_the_desk(places) as maker,
            at_the_desk(places, sample.CHECKER) as checker,
        ):
            await agreed_by_two(places, rows, maker, checker)
    finally:
        rows.close()


def main(data_dir: str) -> None:
    panels.load()
    with Stack(Path(data_dir)).join() as places:
        sample.enrol(places)
        asyncio.run(work(places))


if __name__ == "__main__":
    main(sys.argv[1])
