"""An act over two stores: both are moved or none, also when the program is another by then."""

import json
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from desktop_app.domain.writes import Act, Create, Edit
from desktop_app.services.worker_logins import Logins
from tests.services.delivering import Mongo, Sender, deliver
from tests.services.test_outbox_rights import ASSETS, TRADES

FINISHING = ("multiverse.asset_trade_delivered", "multiverse.asset_transactions_complete_delivered")
"""Every name that a delivery under way may have noted; one that is changed becomes `formerly`."""


@pytest.fixture
def trade(administrator: psycopg.Connection[Any], staff: Sender, worker: Logins) -> Any:
    """An asset, its owner, and a sale of it that waits to be completed."""
    seller, buyer, asset = uuid4(), uuid4(), f"a-{uuid4().hex[:8]}"
    for each in (seller, buyer):
        administrator.execute(
            "INSERT INTO multiverse.users (user_id, email, password_hash, full_name, "
            "user_type) VALUES (%s, %s, 'x', 'x', 'buyer')",
            (each, f"{each.hex}@example.org"),
        )
    row = administrator.execute(
        "INSERT INTO multiverse.asset_transactions (asset_id, seller_id, buyer_id, "
        "transaction_type) VALUES (%s, %s, %s, 'sale') RETURNING transaction_id",
        (asset, seller, buyer),
    ).fetchone()
    administrator.commit()
    assert row is not None
    staff.send(Create(ASSETS, {"asset_id": asset, "name": "A", "owner_id": seller,
                                "is_listed": True}))  # fmt: skip
    deliver(worker)
    return row[0], asset, seller, buyer


def status(administrator: psycopg.Connection[Any], key: Any) -> str:
    row = administrator.execute(
        "SELECT status FROM multiverse.asset_transactions WHERE transaction_id = %s", (key,)
    ).fetchone()
    administrator.rollback()
    assert row is not None
    return str(row[0])


def test_a_trade_is_completed_in_both_stores(
    trade: Any, staff: Sender, worker: Logins, mongo: Mongo,
    administrator: psycopg.Connection[Any],
) -> None:  # fmt: skip
    key, asset, _, buyer = trade
    command = uuid4()
    sent = staff.send(Act(TRADES, "complete", (key,)), command=command)
    assert staff.send(Act(TRADES, "complete", (key,)), command=command) == sent
    with pytest.raises(psycopg.DatabaseError, match="already waits"):
        staff.send(Act(TRADES, "complete", (key,)))
    with pytest.raises(psycopg.DatabaseError, match="waits for its delivery"):
        staff.connection.execute(
            "SELECT multiverse.asset_transactions_act(%s, 'fail', 'No', '{}', '{}')",
            (json.dumps({"transaction_id": str(key)}),),
        )
    staff.connection.rollback()
    assert status(administrator, key) == "pending"
    deliver(worker)
    assert staff.outcome(sent)[0] == "done"
    assert status(administrator, key) == "completed"
    found = mongo.multiverse.digital_assets.find_one({"asset_id": asset})
    assert found is not None
    assert (found["owner_id"], found["is_listed"]) == (buyer, False)


def test_a_trade_of_another_ones_asset_is_undone(
    trade: Any, staff: Sender, worker: Logins, mongo: Mongo,
    administrator: psycopg.Connection[Any],
) -> None:  # fmt: skip
    key, asset, _, _ = trade
    thief = uuid4()
    mongo.multiverse.digital_assets.update_one({"asset_id": asset}, {"$set": {"owner_id": thief}})
    rehearsed = staff.send(Act(TRADES, "complete", (key,)), rehearsal=True)
    sent = staff.send(Act(TRADES, "complete", (key,)))
    deliver(worker)
    assert staff.outcome(rehearsed)[0] == "conflict"
    state, told = staff.outcome(sent)
    assert (state, told["field"]) == ("conflict", "owner_id")
    assert status(administrator, key) == "pending"
    plain = staff.send(Edit(ASSETS, asset, {}, {"owner_id": uuid4()}))
    deliver(worker)
    assert staff.outcome(plain)[0] == "refused"


@pytest.mark.parametrize("name", FINISHING)
def test_a_trade_under_way_is_finished_after_an_upgrade(
    name: str, trade: Any, staff: Sender, worker: Logins, administrator: psycopg.Connection[Any]
) -> None:
    """Mutation: take the name out of `formerly`, and it is never finished."""
    key, *_ = trade
    sent = staff.send(Act(TRADES, "complete", (key,)))
    administrator.execute("UPDATE backoffice.outbox SET follows = %s WHERE id = %s", (name, sent))
    administrator.commit()
    deliver(worker)
    assert staff.outcome(sent)[0] == "done"
    assert status(administrator, key) == "completed"


def test_every_name_that_finishes_a_delivery_is_listed(
    administrator: psycopg.Connection[Any],
) -> None:
    """Whoever adds an act adds its name here, and from then on it is kept."""
    rows = administrator.execute(
        "SELECT p.oid::regproc::text FROM pg_proc p WHERE p.proname LIKE '%\\_delivered' "
        "AND pg_get_function_identity_arguments(p.oid) = 'held text, login text' ORDER BY 1"
    ).fetchall()
    assert tuple(row[0] for row in rows) == FINISHING
