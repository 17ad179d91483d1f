"""Passa's high-value requests with their signatures, and the lines of its audit trail."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from desktop_app.services.seeding.batch import Batch, Batches, Row, World, sized
from desktop_app.services.seeding.ids import row_id, time_id
from desktop_app.services.seeding.passa_chain import contract_ids
from desktop_app.services.seeding.passa_facts import (
    CONTRACTS,
    DAY,
    EVENTS,
    HOUR,
    ORGANIZERS,
    US,
    event,
    event_id,
    holder_id,
)
from desktop_app.services.seeding.passa_people import WALLETS, first_wallets, wallet_holder
from desktop_app.services.seeding.sizes import SIZES, Size

REQUESTS: Final = "passa.multisig_requests"
SIGNATURES: Final = "passa.multisig_signatures"
AUDIT: Final = "passa.audit_logs"
COUNTS: Final = (12, 300, 3_000)
SIGNERS: Final = 3
REQUIRED: Final = 2
OPERATIONS: Final = (
    ("attribution_payout", "Pay the contributors of the event.", "event"),
    ("revenue_distribution", "Distribute what the event took in.", "event"),
    ("bulk_refund", "The event was called off; pay everybody back.", "event"),
    ("contract_deploy", "The audit of the new version is clean.", "contract"),
    ("contract_pause", "Two purchases came twice.", "contract"),
    ("contract_deprecate", "A newer version has taken over.", "contract"),
)
# Of twenty requests; and for each status what the first, second and third signer said.
STATUSES: Final = ("executed",) * 11 + (
    "authorized", "authorized", "collecting", "collecting", "collecting", "rejected", "rejected",
    "withdrawn", "expired",
)  # fmt: skip
SAID: Final[Mapping[str, tuple[tuple[str | None, ...], ...]]] = {
    "executed": (("approve", "approve", None), ("approve", "refuse", "approve")),
    "authorized": (("approve", "approve", None), ("approve", "approve", None)),
    "collecting": (("approve", None, None), (None, None, None)),
    "rejected": (("refuse", "refuse", None), ("approve", "refuse", "refuse")),
    "withdrawn": (("approve", None, None), (None, None, None)),
    "expired": ((None, None, None), ("approve", "refuse", None)),
}
DONE: Final[tuple[tuple[str, str, str | None, str | None], ...]] = (
    # act, on what, before, after
    ("auth.login", "users", None, '{"method":"password"}'),
    ("profile.update", "user_profiles", '{"language":"en"}', '{"language":"de"}'),
    ("wallet.verify", "wallets", '{"status":"unverified"}', '{"status":"verified"}'),
    ("auth.logout", "users", None, None),
    ("profile.update", "user_profiles", '{"newsletter":false}', '{"newsletter":true}'),
)
CREATED: Final[tuple[str, str, str | None, str | None]] = (
    "event.create",
    "events",
    None,
    '{"status":"draft"}',
)
PROGRAMS: Final = (
    "PassaApp/4.2 (iOS 19)",
    "PassaApp/4.1 (Android 16)",
    "Mozilla/5.0 (X11; Linux x86_64) Firefox/144.0",
    "Mozilla/5.0 (Macintosh) Safari/26.0",
)


def request_count(size: Size) -> int:
    return COUNTS[SIZES.index(size)]


def _moments(world: World, n: int, status: str) -> tuple[datetime, datetime | None, datetime]:
    """When a request was made, decided, and when it runs out."""
    made, d = world.moment(n, request_count(world.size)), world.draw(381, n)
    if status in ("collecting", "authorized"):
        made = max(made, world.now - (10 + d % 100) * HOUR)
        runs_out = made + 7 * DAY
        return made, None if status == "collecting" else made + (world.now - made) / 2, runs_out
    runs_out = made + 7 * DAY
    if status == "expired":
        made = min(made, world.now - 8 * DAY)
        return made, made + 7 * DAY, made + 7 * DAY
    return made, min(made + (1 + d % 120) * HOUR, world.now), runs_out


def _status(world: World, n: int) -> str:
    return STATUSES[(n + world.draw(382, n // 20)) % 20]


def _requests(world: World, start: int, stop: int) -> Iterable[Row]:
    every = request_count(world.size)
    for n in range(start, stop):
        status, d = _status(world, n), world.draw(383, n)
        made, decided, runs_out = _moments(world, n, status)
        operation, reason, about = OPERATIONS[d % len(OPERATIONS)]
        number = max(0, n * world.count(EVENTS) // every - 1)
        contract = n * world.count(CONTRACTS) // every
        details: dict[str, Any] = {"network": "stellar"}
        if about == "event":
            details = {"event": number + 1}
        yield (
            row_id(REQUESTS, n), operation, status, REQUIRED,
            5_000 + d // 64 % 900 * 100 if about == "event" else None,
            "USD", reason, json.dumps(details), event_id(number) if about == "event" else None,
            contract_ids(world)[contract] if about == "contract" else None,
            world.user_id(US, 1 + d % 5), runs_out, decided, made, decided or made,
        )  # fmt: skip


def _signatures(world: World, start: int, stop: int) -> Iterable[Row]:
    every = first_wallets(world)
    for n in range(start, stop):
        number, at = divmod(n, SIGNERS)
        status, d = _status(world, number), world.draw(384, n)
        made, decided, _ = _moments(world, number, status)
        said = SAID[status][number & 1][at]
        signed = None
        if said:
            signed = made + ((decided or world.now) - made) * (at + 1) / (SIGNERS + 1)
        wallet = (world.draw(385, number) + at * 7) % min(every, 40)
        signature = f"{d:016x}{world.draw(386, n):016x}" * 4
        yield (
            row_id(SIGNATURES, n), row_id(REQUESTS, number),
            world.user_id(US, wallet_holder(world, wallet)), row_id(WALLETS, wallet), said,
            signature if said else None, "The figures are not final." if said == "refuse" else None,
            signed, made,
        )  # fmt: skip


def _audit(world: World, start: int, stop: int) -> Iterable[Row]:
    every = world.count(AUDIT)
    for n in range(start, stop):
        at, d = world.moment(n, every), world.draw(387, n)
        if n % 6 == 0:
            number = max(0, n * world.count(EVENTS) // every - 1)
            user = holder_id(world, ORGANIZERS, event(world, number).organizer)
            line, thing = CREATED, event_id(number)
        else:
            thing = user = world.user_id(US, world.member(US, at, d))
            line = DONE[d // 16 % len(DONE)]
        act, on, old, new = line
        yield (
            time_id(AUDIT, n, at), user, act, on, thing, old, new,
            f"203.0.113.{d % 254 + 1}", PROGRAMS[d // 256 % len(PROGRAMS)], at,
        )  # fmt: skip


BATCHES: Final[Batches] = (
    Batch(
        REQUESTS,
        (
            "request_id", "operation", "status", "required_signatures", "amount", "currency",
            "reason", "details", "event_id", "smart_contract_id", "created_by", "expires_at",
            "decided_at", "created_at", "updated_at",
        ),
        request_count,
        _requests,
    ),
    Batch(
        SIGNATURES,
        (
            "signature_id", "request_id", "signer_user_id", "wallet_id", "decision", "signature",
            "note", "signed_at", "created_at",
        ),
        lambda size: SIGNERS * request_count(size),
        _signatures,
    ),
    Batch(
        AUDIT,
        (
            "log_id", "user_id", "action", "resource_type", "resource_id", "old_values",
            "new_values", "ip_address", "user_agent", "created_at",
        ),
        sized(AUDIT),
        _audit,
    ),
)  # fmt: skip
