"""Nexus Mint's tokenizations: the processes, their steps with what these require, their reports.

A process stands where its steps have brought it: launched tokens have completed ones, draft
tokens have ones that run or failed, properties without a token have ones that have hardly begun.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from desktop_app.services.seeding import drawing
from desktop_app.services.seeding.batch import Batch, Batches, Row, World, sized
from desktop_app.services.seeding.ids import row_id
from desktop_app.services.seeding.nexus_mint_facts import (
    DAY,
    MINUTE,
    TOKENS,
    launched,
    live,
    manager,
    property_id,
    property_of,
    started,
)

PROCESSES: Final = "nexus_mint.tokenization_processes"
STEPS: Final = "nexus_mint.tokenization_steps"
REPORTS: Final = "nexus_mint.tokenization_reports"
KINDS: Final = ("valuation", "legal", "compliance", "progress", "final")
FAILURES: Final = (
    "The land register names another owner.",
    "The appraisal is older than six months.",
    "The contract's audit found an open reentrancy.",
    "A creditor has not agreed to the transfer.",
)


class Stage(NamedTuple):
    name: str
    description: str
    requirements: tuple[str, ...]


STAGES: Final = (
    Stage(
        "Legal review",
        "Title, burdens and the company that will hold the property.",
        ("deed", "register extract", "articles of the holding company"),
    ),
    Stage(
        "Valuation",
        "What the property is worth, by somebody independent.",
        ("appraisal", "rent roll"),
    ),
    Stage(
        "Smart contract",
        "The token's contract, tried on a test network and audited.",
        ("contract source", "audit report", "prospectus"),
    ),
)


class Standing(NamedTuple):
    """A process: its status, the status of each step, when it began and ended."""

    status: str
    steps: tuple[str, ...]
    created: datetime
    started: datetime | None
    ended: datetime | None


def standing(world: World, n: int) -> Standing:
    created = property_of(world, n).created
    d = world.draw(141, n)
    if n < live(world):
        begun = started(world, n, created)
        skipped = "skipped" if d % 25 == 0 else "completed"
        steps = ("completed", skipped, "completed")
        return Standing("completed", steps, created, begun, launched(world, n, created) - DAY)
    begun = min(started(world, n, created), world.now - 30 * MINUTE)
    done = ("completed",) * (d % 3)
    rest = ("pending",) * (2 - d % 3)
    kind = d // 3 % 20
    if n >= world.count(TOKENS) and kind < 8:
        none = ("pending",) * len(STAGES)
        return Standing("draft" if kind < 6 else "cancelled", none, created, None, None)
    if kind < 3:
        return Standing("failed", (*done, "failed", *rest), created, begun, None)
    if kind == 3:
        return Standing("cancelled", (*done, "pending", *rest), created, begun, None)
    return Standing("in_progress", (*done, "in_progress", *rest), created, begun, None)


def _processes(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        each, d = standing(world, n), world.draw(142, n)
        settled = [status in ("completed", "skipped") for status in each.steps]
        done = [
            s.name for s, is_now in zip(STAGES, each.steps, strict=True) if is_now == "completed"
        ]
        current = next((s.name for s, over in zip(STAGES, settled, strict=True) if not over), None)
        last = each.ended or max(_moments(world, n, each, at)[2] for at in range(len(STAGES)))
        yield (
            row_id(PROCESSES, n), property_id(n), manager(world, d), each.status, current,
            100 * sum(settled) // len(STAGES), json.dumps(done),
            FAILURES[d % len(FAILURES)] if each.status == "failed" else None,
            each.started, each.ended, each.created, last,
        )  # fmt: skip


def _steps(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        process, at = divmod(n, len(STAGES))
        each, stage, d = standing(world, process), STAGES[at], world.draw(143, n)
        status = each.steps[at]
        begun, over, changed = _moments(world, process, each, at)
        wanted = list(stage.requirements)
        if status == "completed":
            met = wanted
        else:
            met = wanted[: d % len(wanted)] if status in ("in_progress", "failed") else []
        yield (
            row_id(STEPS, n), row_id(PROCESSES, process), at + 1, stage.name, stage.description,
            status, wanted, met, manager(world, d) if status != "pending" else None,
            FAILURES[world.draw(142, process) % len(FAILURES)] if status == "failed" else None,
            begun, over, each.created, changed,
        )  # fmt: skip


def _moments(
    world: World, process: int, each: Standing, at: int
) -> tuple[datetime | None, datetime | None, datetime]:
    """When a step began and was over, and when its row last changed."""
    status = each.steps[at]
    if each.started is None:
        return None, None, each.created
    end = each.ended or world.now - (1 + world.draw(144, process) % 1_500) * MINUTE
    end = max(end, each.started)
    part = (end - each.started) / len(STAGES)
    begun, over = each.started + at * part, each.started + (at + 1) * part
    if status == "pending":
        return None, None, each.created
    if status == "skipped":
        return None, over, over
    return begun, over if status == "completed" else None, over if status == "completed" else begun


def _reports(world: World, start: int, stop: int) -> Iterable[Row]:
    processes = world.count(PROCESSES)
    for n in range(start, stop):
        process = n % processes
        each, d = standing(world, process), world.draw(145, n)
        kind = KINDS[(n // processes + d) % len(KINDS)]
        if kind == "final" and each.status != "completed":
            kind = "progress"
        where = property_of(world, process)
        until = each.ended or world.now - MINUTE
        begun = each.started or each.created
        at = begun + (max(until, begun) - begun) * ((d >> 40 & 0xFF) / 256)
        findings = {"open": d // 16 % 4 if each.status != "completed" else 0, "pages": 4 + d % 40}
        if kind == "valuation":
            findings["value_usd"] = where.price * (96 + d // 64 % 9) // 100
        title = f"{kind.capitalize()} report, {where.kind} in {where.city.city}"
        summary = f"{findings['open'] or 'No'} open points on {findings['pages']} pages."
        path, digest = None, None
        if d % 10 < 7:
            path = f"tokenizations/{process:06d}/{kind}-{n:07d}.pdf"
            page = drawing.pdf(title, (summary, f"{at:%d %B %Y}"))
            of = f"{PROCESSES}/{row_id(PROCESSES, process)}"
            digest = world.keep("investment-documents", path, at, page, of).sha256
        yield (
            row_id(REPORTS, n), row_id(PROCESSES, process), kind, title, summary,
            json.dumps(findings), path, digest, manager(world, d // 256), at,
        )  # fmt: skip


BATCHES: Final[Batches] = (
    Batch(
        PROCESSES,
        (
            "id", "property_id", "user_id", "status", "current_step", "progress_percentage",
            "steps_completed", "failure_reason", "started_at", "completed_at", "created_at",
            "updated_at",
        ),
        sized(PROCESSES),
        _processes,
    ),
    Batch(
        STEPS,
        (
            "id", "process_id", "position", "name", "description", "status", "requirements",
            "requirements_met", "assigned_to", "failure_reason", "started_at", "completed_at",
            "created_at", "updated_at",
        ),
        sized(STEPS),
        _steps,
    ),
    Batch(
        REPORTS,
        (
            "id", "process_id", "kind", "title", "summary", "findings", "path", "sha256",
            "generated_by", "created_at",
        ),
        sized(REPORTS),
        _reports,
    ),
)  # fmt: skip
