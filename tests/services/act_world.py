"""One row of every table with acts, in any state, with what it hangs on.

`MAKE[place](rows, state, step)` returns the key of a row on which the step goes through if the
life-cycle allows it.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import Table

from desktop_app.storage.sql.acts import declared
from desktop_app.storage.tables import metadata
from tests.services.act_rows import EARLIER, LATER, NOW, Key, Rows
from tests.services.act_world_tokens import (
    investment,
    process,
    process_step,
    returned,
    system,
    token,
)

Make = Callable[[Rows, str, str], Key]


def om_user(rows: Rows) -> int:
    return int(rows.put("openmineral.users")["id"])


def kyc(rows: Rows, state: str, step: str = "") -> Key:
    decided: dict[str, Any] = {}
    if state != "pending":
        decided = {"reviewed_at": NOW, "reviewed_by": om_user(rows)}
    return rows.put("openmineral.kyc_records", status=state, user_id=om_user(rows), **decided)


def deal(rows: Rows, state: str, step: str = "") -> Key:
    name = f"Company {uuid4().hex[:8]}"
    made = rows.put("openmineral.deals", status=state, counterparty=name, created_by=om_user(rows))
    rows.put("openmineral.compliance_checks", deal_id=made["id"], status="compliant")
    rows.put("openmineral.risk_assessments", deal_id=made["id"])
    papers = kyc(rows, "approved")["id"]
    rows.put(
        "openmineral.deal_counterparties",
        deal_id=made["id"],
        counterparty=name,
        kyc_record_id=papers,
    )
    return made


def check(rows: Rows, state: str, step: str) -> Key:
    made = rows.put("openmineral.deals", status="pending", created_by=om_user(rows))
    return rows.put("openmineral.compliance_checks", deal_id=made["id"], status=state)


def execution(rows: Rows, state: str, step: str) -> Key:
    definition = rows.put("openmineral.workflow_definitions", steps=[{"name": "a"}, {"name": "b"}])
    return rows.put(
        "openmineral.workflow_executions",
        workflow_id=definition["id"],
        status=state,
        current_step=1,
        completed_at=NOW if state == "completed" else None,
    )


def mv_user(rows: Rows) -> Any:
    return rows.put("multiverse.users", full_name="Ada Field")["user_id"]


def listing(rows: Rows, state: str, step: str = "") -> Key:
    return rows.put("multiverse.properties", status=state, owner_id=mv_user(rows))


def reservation(rows: Rows, state: str, step: str) -> Key:
    over = step == "expire"
    return rows.put(
        "multiverse.property_reservations",
        status=state,
        property_id=listing(rows, "reserved" if state == "confirmed" else "available")[
            "property_id"
        ],
        user_id=mv_user(rows),
        reservation_start=EARLIER - timedelta(days=1),
        reservation_end=EARLIER if over else LATER,
    )


def sale(rows: Rows, state: str, step: str = "") -> Key:
    place = listing(rows, "available")
    return rows.put(
        "multiverse.property_transactions",
        status=state,
        transaction_type="sale",
        property_id=place["property_id"],
        seller_id=rows.get("multiverse.properties", place, "owner_id"),
        buyer_id=mv_user(rows),
    )


def trade(rows: Rows, state: str, step: str) -> Key:
    return rows.put("multiverse.asset_transactions", status=state)


def passa_user(rows: Rows) -> Any:
    return rows.put("passa.users")["user_id"]


def event(rows: Rows, state: str, step: str = "") -> Key:
    host = rows.put("passa.organizers", user_id=passa_user(rows), is_verified=True, verified_at=NOW)
    over = step == "complete"
    return rows.put(
        "passa.events",
        status=state,
        organizer_user_id=host["user_id"],
        start_datetime=EARLIER if over else LATER,
        end_datetime=(EARLIER if over else LATER) + timedelta(hours=2),
    )


def ticket(rows: Rows, state: str, step: str = "") -> Key:
    sold = state in ("purchased", "used", "refunded", "cancelled")
    return rows.put(
        "passa.tickets",
        event_id=event(rows, "published")["event_id"],
        ticket_status=state,
        owner_user_id=passa_user(rows) if sold or state == "reserved" else None,
        purchase_date=NOW if sold else None,
        used_at=NOW if state == "used" else None,
    )


def transfer(rows: Rows, state: str, step: str) -> Key:
    held = ticket(rows, "purchased")
    return rows.put(
        "passa.ticket_transfers",
        ticket_id=held["ticket_id"],
        status=state,
        from_user_id=rows.get("passa.tickets", held, "owner_user_id"),
        to_user_id=passa_user(rows),
        from_consented_at=NOW,
        to_consented_at=NOW if state in ("accepted", "completed") else None,
        expires_at=EARLIER if step == "expire" else None,
        completed_at=NOW if state == "completed" else None,
    )


def share(rows: Rows, state: str, step: str) -> Key:
    return rows.put(
        "passa.attribution",
        event_id=event(rows, "published")["event_id"],
        user_id=passa_user(rows),
        fixed_amount=Decimal(10),
        status=state,
        paid_at=NOW if state == "paid" else None,
    )


def contract(rows: Rows, state: str, step: str) -> Key:
    return rows.put(
        "passa.smart_contracts",
        status=state,
        network="other",
        address=f"at-{uuid4().hex}",
        deployed_at=NOW if state in ("active", "paused") else None,
    )


def chain(rows: Rows, state: str, step: str) -> Key:
    there = state == "confirmed" or step == "confirm"
    return rows.put(
        "passa.transactions",
        status=state,
        transaction_hash="0xab" if there else None,
        block_number=7 if there else None,
        confirmed_at=NOW if state == "confirmed" else None,
    )


def wallet(rows: Rows, state: str, step: str) -> Key:
    when = NOW if state == "verified" else None
    return rows.put("passa.wallets", user_id=passa_user(rows), status=state, verified_at=when)


def multisig(rows: Rows, state: str, step: str) -> Key:
    made = rows.put(
        "passa.multisig_requests",
        status=state,
        decided_at=None if state == "collecting" else NOW,
        expires_at=EARLIER if step == "expire" else None,
        created_by=passa_user(rows),
    )
    for _ in range(2):
        rows.put(
            "passa.multisig_signatures",
            request_id=made["request_id"],
            signer_user_id=passa_user(rows),
            decision="approve",
            signed_at=NOW,
        )
    return made


MAKE: dict[str, Make] = {
    "openmineral.kyc_records": kyc,
    "openmineral.deals": deal,
    "openmineral.compliance_checks": check,
    "openmineral.workflow_executions": execution,
    "multiverse.properties": listing,
    "multiverse.property_reservations": reservation,
    "multiverse.property_transactions": sale,
    "multiverse.asset_transactions": trade,
    "passa.events": event,
    "passa.tickets": ticket,
    "passa.ticket_transfers": transfer,
    "passa.attribution": share,
    "passa.smart_contracts": contract,
    "passa.transactions": chain,
    "passa.wallets": wallet,
    "passa.multisig_requests": multisig,
    "nexus_mint.property_tokens": token,
    "nexus_mint.investments": investment,
    "nexus_mint.property_returns": returned,
    "nexus_mint.tokenization_processes": process,
    "nexus_mint.tokenization_steps": process_step,
    "management_system_repository.tenant_systems": system,
}


def details(rows: Rows, place: str, step: str, key: Key) -> dict[str, Any]:
    """What the step asks for beside a reason."""
    match place, step:
        case "openmineral.compliance_checks", "fail":
            return {"violations": ["no licence"]}
        case "passa.events", "reschedule":
            ends = LATER + timedelta(hours=1)
            return {"start_datetime": LATER.isoformat(), "end_datetime": ends.isoformat()}
        case "passa.tickets", "reserve":
            return {"owner_user_id": str(passa_user(rows))}
        case "nexus_mint.property_returns", "pay":
            return {"payment_reference": "SEPA 17"}
        case "management_system_repository.tenant_systems", "upgrade" | "roll_back":
            return {"version_id": f"{key['system_id']}-2"}
    return {}


def with_acts() -> list[Table]:
    """Of the platforms; the back office's own are tried where they are used."""
    tables = (metadata.tables[place] for place in sorted(metadata.tables))
    return [table for table in tables if declared(table) and table.schema != "backoffice"]
