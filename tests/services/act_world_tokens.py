"""Rows of Nexus Mint and PrismicX in any state: tokens, investments, tokenizations, systems."""

from typing import Any
from uuid import uuid4

from tests.services.act_rows import NOW, Key, Rows


def nexus_user(rows: Rows) -> Any:
    return rows.put("auth.users")["id"]


def token(rows: Rows, state: str, step: str = "") -> Key:
    place = rows.put("nexus_mint.properties", tokens_issued=10)["id"]
    rows.put(
        "nexus_mint.tokenization_processes",
        property_id=place,
        user_id=nexus_user(rows),
        status="completed",
        completed_at=NOW,
        started_at=NOW,
    )
    return rows.put(
        "nexus_mint.property_tokens",
        property_id=place,
        status=state,
        total_supply=100,
        available_supply=90,
    )


def investment(rows: Rows, state: str, step: str = "") -> Key:
    of = token(rows, "active")
    return rows.put(
        "nexus_mint.investments",
        user_id=nexus_user(rows),
        property_token_id=of["id"],
        property_id=rows.get("nexus_mint.property_tokens", of, "property_id"),
        status=state,
        payment_method="bank transfer",
    )


def returned(rows: Rows, state: str, step: str) -> Key:
    return rows.put(
        "nexus_mint.property_returns",
        investment_id=investment(rows, "confirmed")["id"],
        period="2026-Q1",
        status=state,
        paid_at=NOW if state == "paid" else None,
    )


def process(rows: Rows, state: str, step: str = "") -> Key:
    ended = state == "completed"
    made = rows.put(
        "nexus_mint.tokenization_processes",
        property_id=rows.put("nexus_mint.properties")["id"],
        user_id=nexus_user(rows),
        status=state,
        completed_at=NOW if ended else None,
        failure_reason="it broke" if state == "failed" else None,
    )
    rows.put(
        "nexus_mint.tokenization_steps",
        process_id=made["id"],
        status="completed",
        completed_at=NOW,
    )
    return made


def process_step(rows: Rows, state: str, step: str) -> Key:
    return rows.put(
        "nexus_mint.tokenization_steps",
        process_id=process(rows, "in_progress")["id"],
        position=2,
        status=state,
        failure_reason="it broke" if state == "failed" else None,
    )


def system(rows: Rows, state: str, step: str) -> Key:
    kind = rows.put("management_system_repository.management_systems")["system_id"]
    at = "management_system_repository.system_versions"
    first, _ = (rows.put(at, system_id=kind, version_id=f"{kind}-{n}") for n in (1, 2))
    return rows.put(
        "management_system_repository.tenant_systems",
        tenant_id=f"t{uuid4().hex[:8]}",
        system_id=kind,
        version_id=first["version_id"],
        status=state,
    )
