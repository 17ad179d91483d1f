"""OpenMineral's deals with what stands beside them: companies, checks, risk, workflows."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from desktop_app.services.seeding import papers
from desktop_app.services.seeding.batch import FOUNDED, Batch, Batches, Row, World, sized
from desktop_app.services.seeding.ids import number
from desktop_app.services.seeding.openmineral_facts import (
    DAY,
    DEALS,
    IN_FORCE,
    Deal,
    analyst,
    company,
    deal,
    officer,
    said,
)
from desktop_app.services.seeding.shelf import MOST

COUNTERPARTIES = "openmineral.deal_counterparties"
CHECKS = "openmineral.compliance_checks"
RISKS = "openmineral.risk_assessments"
HISTORY = "openmineral.risk_assessment_history"
WORKFLOWS = "openmineral.workflow_definitions"
EXECUTIONS = "openmineral.workflow_executions"
HOUR = timedelta(hours=1)


def deal_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        each = deal(world, n)
        yield (
            number(n), f"{each.commodity.name}, {each.tonnes:,} t to {each.port}",
            f"{each.commodity.name} {each.commodity.grade}, discharged at {each.port}.",
            each.commodity.name, each.tonnes, Decimal(each.price), company(world, each.company),
            each.status, number(each.trader), each.created, each.updated,
        )  # fmt: skip


def counterparty_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    """First everybody's main counterparty, then the second ones of the first deals."""
    deals = world.count(DEALS)
    for n in range(start, stop):
        again, at = divmod(n, deals)
        each = deal(world, at)
        who = each.second if again and each.second is not None else each.company
        yield number(at), company(world, who), number(who), each.created


def check_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    """First everybody's latest check, then an earlier one of the first deals."""
    deals, rules = world.count(DEALS), said("regulations")
    for n in range(start, stop):
        earlier, at = divmod(n, deals)
        each, draw = deal(world, at), world.draw(36, n)
        status = "non_compliant" if earlier and draw & 1 else _verdict(each, draw)
        if earlier and status == "pending":
            status = "compliant"
        length = each.updated - each.created
        checked = each.created + length * (0.2 if earlier else 0.5)
        chosen = [rules[(draw + 5 * turn) % len(rules)] for turn in range(2 + draw % 3)]
        found = said("violations")[(draw >> 16) % len(said("violations"))]
        spoken = status != "pending"
        if spoken and n < MOST:
            papers.finding(world, f"{CHECKS}/{number(n)}", status, chosen, checked)
        yield (
            number(n), number(at), chosen, status, [found] if status == "non_compliant" else [],
            number(officer(world, checked, draw >> 8)) if spoken else None,
            checked if spoken else None,
        )  # fmt: skip


def _verdict(each: Deal, draw: int) -> str:
    if each.status in IN_FORCE:
        return "compliant"
    if each.status == "draft":
        return "pending"
    if each.status == "pending":
        return ("pending", "pending", "compliant")[draw % 3]
    return ("non_compliant", "compliant")[draw & 1]


def risk_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        each = deal(world, assessed(n))
        draw, made = world.draw(37, n), assessed_at(each)
        factors, computed = _scores(draw, each)
        overridden = draw % 25 == 0
        score = min(Decimal(10), computed + Decimal("0.8")) if overridden else computed
        yield (
            number(n), number(each.number), score, factors, _advice(draw, computed),
            number(analyst(world, made, draw >> 8)), made, computed,
            said("reasons")[draw % len(said("reasons"))] if score != computed else None,
        )  # fmt: skip


def history_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    """One earlier version of every so many assessments."""
    every = world.count(RISKS) // world.count(HISTORY)
    for n in range(start, stop):
        at = n * every
        each, draw = deal(world, assessed(at)), world.draw(38, n)
        replaced = assessed_at(each)
        made = each.created + (replaced - each.created) * 0.5
        factors, computed = _scores(draw, each)
        yield (
            number(at), 1, number(each.number), computed, computed, None, factors,
            _advice(draw, computed), number(analyst(world, made, draw >> 8)), made, replaced,
        )  # fmt: skip


def assessed(n: int) -> int:
    """The deal of the n-th assessment: three of every four deals have one."""
    return n // 3 * 4 + n % 3


def assessed_at(each: Deal) -> datetime:
    return each.created + (each.updated - each.created) * 0.4


def _scores(draw: int, each: Deal) -> tuple[dict[str, float], Decimal]:
    dire = 2 if each.status == "cancelled" else 0
    tenths = [
        min(100, 8 + (draw >> 10 * turn) % 60 + 10 * dire) for turn in range(len(said("factors")))
    ]
    factors = {name: value / 10 for name, value in zip(said("factors"), tenths, strict=True)}
    return factors, Decimal(round(sum(tenths) / len(tenths))) / 10


def _advice(draw: int, score: Decimal) -> list[str]:
    advice = said("advice")
    count = 1 + int(score > 3) + int(score > 5)
    return [advice[(draw + 2 * turn) % len(advice)] for turn in range(count)]


def workflow_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    named = said("workflows")
    for n in range(start, stop):
        name, steps = named[n % len(named)]
        version = n // len(named) + 1
        made = FOUNDED + 20 * DAY * n
        yield (
            number(n), name if version == 1 else f"{name}, version {version}",
            f"{len(steps)} steps from the first contact to the last.",
            [{"name": step, "number": at} for at, step in enumerate(steps)],
            number(0), min(made, world.since - DAY),
        )  # fmt: skip


def execution_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    named, every = said("workflows"), world.count(WORKFLOWS)
    for n in range(start, stop):
        each, draw = deal(world, n), world.draw(39, n)
        flow = draw % every
        last = len(named[flow % len(named)][1]) - 1
        status, step = {
            "draft": ("paused" if draw & 1 else "active", 0),
            "pending": ("active", 1 + (draw >> 8) % 2),
            "active": ("paused" if draw % 6 == 0 else "active", last - 1),
            "completed": ("completed", last),
            "cancelled": ("failed", 1 + (draw >> 8) % (last - 1)),
        }[each.status]
        started = each.created + (each.updated - each.created) * 0.1
        done = each.updated if status == "completed" else None
        yield number(n), number(flow), number(n), step, status, started, done


BATCHES: Batches = (
    Batch(
        DEALS,
        (
            "id", "title", "description", "commodity", "quantity", "price", "counterparty",
            "status", "created_by", "created_at", "updated_at",
        ),
        sized(DEALS),
        deal_rows,
    ),
    Batch(
        COUNTERPARTIES,
        ("deal_id", "counterparty", "kyc_record_id", "created_at"),
        sized(COUNTERPARTIES),
        counterparty_rows,
        keys_of=DEALS,
    ),
    Batch(
        CHECKS,
        ("id", "deal_id", "regulations", "status", "violations", "checked_by", "checked_at"),
        sized(CHECKS),
        check_rows,
    ),
    Batch(
        RISKS,
        (
            "id", "deal_id", "overall_score", "risk_factors", "recommendations", "assessed_by",
            "assessed_at", "computed_score", "override_reason",
        ),
        sized(RISKS),
        risk_rows,
    ),
    Batch(
        HISTORY,
        (
            "assessment_id", "version", "deal_id", "overall_score", "computed_score",
            "override_reason", "risk_factors", "recommendations", "assessed_by", "assessed_at",
            "replaced_at",
        ),
        sized(HISTORY),
        history_rows,
        keys_of=RISKS,
    ),
    Batch(
        WORKFLOWS,
        ("id", "name", "description", "steps", "created_by", "created_at"),
        sized(WORKFLOWS),
        workflow_rows,
    ),
    Batch(
        EXECUTIONS,
        (
            "id", "workflow_id", "deal_id", "current_step", "status", "started_at",
            "completed_at",
        ),
        sized(EXECUTIONS),
        execution_rows,
    ),
)  # fmt: skip
