"""How far the work of staff is: KYC, deals, tenants."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from desktop_app.domain.measures import COUNT, By, Every, Figure, Measure, Measured, Of
from desktop_app.domain.query import All, Not, Op, Query, Row, Where
from desktop_app.domain.series import Asked, Line, Mark, Series, Unit
from desktop_app.services.desk import Desk
from desktop_app.services.series.measured import (
    MOST_BARS,
    during,
    in_range,
    one_line,
    ranked,
    stacked,
)
from desktop_app.services.series.reading import newest

KYC, USERS = "openmineral.kyc_records", "openmineral.users"
DEALS, RISKS = "openmineral.deals", "openmineral.risk_assessments"
SYSTEMS = "management_system_repository.tenant_systems"
VERSIONS = "management_system_repository.system_versions"
TASKS, TENANTS = "prismicx.tasks", "prismicx.tenants"
OPEN_KYC = All((Where("status", Op.EQUAL, "pending"), Not(Where("submitted_at", Op.EMPTY))))
STANDING = Where("status", Op.IN, ("pending", "active"))
AGES = (
    ("Under 1 week", 0, 7),
    ("1 to 4 weeks", 7, 28),
    ("4 to 12 weeks", 28, 84),
    ("Over 12 weeks", 84, 0),
)
"""Days that a record waits: from, and below; 0 for no end."""
STAGES = ("pending", "approved", "rejected", "expired")


async def kyc_stages(desk: Desk, asked: Asked) -> Series:
    """Records by status, in the order in which they go through it."""
    told = await one_line(
        desk, Measure(KYC, (By("status"),)), asked, "submitted_at", "Records", Unit.COUNT
    )
    order = {name: n for n, name in enumerate(STAGES)}
    marks = sorted(told.lines[0].marks, key=lambda each: order.get(each.at.lower(), len(order)))
    return replace(told, lines=(Line("Records", tuple(marks)),))


async def kyc_ageing(desk: Desk, asked: Asked) -> Series:
    """Records that still wait, by how long."""
    measure = Measure(KYC, (By("submitted_at", Every.DAY),), (COUNT,), OPEN_KYC)
    told = await desk.measure(in_range(measure, asked, ""))
    today = told.stamp.replace(hour=0, minute=0, second=0, microsecond=0)
    marks = tuple(_waiting(told, today, *age) for age in AGES) if told.groups else ()
    return Series((Line("Waiting", marks),), Unit.COUNT, told.stamp, of=COUNT)


async def kyc_reviewers(desk: Desk, asked: Asked) -> Series:
    """Decisions of each reviewer."""
    decided = Not(Where("reviewed_by", Op.EMPTY))
    measure = Measure(KYC, (By("reviewed_by"),), (COUNT,), decided)
    return await ranked(desk, measure, asked, "reviewed_at", USERS, "Decided", Unit.COUNT)


async def kyc_decided(desk: Desk, asked: Asked) -> Series:
    """Decisions of each month, by what was decided."""
    decided = Not(Where("reviewed_at", Op.EMPTY))
    measure = Measure(KYC, (By("reviewed_at", Every.MONTH), By("status")), (COUNT,), decided)
    return await stacked(desk, measure, asked, "reviewed_at")


async def deals_by_month(desk: Desk, asked: Asked) -> Series:
    measure = Measure(DEALS, (By("created_at", Every.MONTH), By("status")))
    return await stacked(desk, measure, asked, "created_at")


async def tonnes_by_month(desk: Desk, asked: Asked) -> Series:
    """Agreed each month, whatever became of it, by commodity."""
    by = (By("created_at", Every.MONTH), By("commodity"))
    measure = Measure(DEALS, by, (Figure(Of.SUM, "quantity"),))
    return await stacked(desk, measure, asked, "created_at", Unit.NUMBER)


async def deal_risks(desk: Desk, asked: Asked) -> Series:
    """How many assessments have each score."""
    measure = Measure(RISKS, (By("overall_score", width=Decimal(1)),))
    return await one_line(desk, measure, asked, "assessed_at", "Assessments", Unit.COUNT)


async def by_counterparty(desk: Desk, asked: Asked) -> Series:
    return await _exposure(desk, asked, "counterparty")


async def by_commodity(desk: Desk, asked: Asked) -> Series:
    return await _exposure(desk, asked, "commodity")


async def deal_statuses(desk: Desk, asked: Asked) -> Series:
    """Deals of each commodity, by status."""
    return await stacked(desk, Measure(DEALS, (By("commodity"), By("status"))), asked, "created_at")


async def systems(desk: Desk, asked: Asked) -> Series:
    """Installed versions, by how the installation is."""
    measure = Measure(SYSTEMS, (By("version_id"), By("status")))
    return await stacked(desk, measure, asked, "", places=(VERSIONS, ""))


async def tasks(desk: Desk, asked: Asked) -> Series:
    """Tasks of each week, by status."""
    measure = Measure(TASKS, (By("created_at", Every.WEEK), By("status")))
    return await stacked(desk, measure, asked, "created_at")


async def tasks_of_tenants(desk: Desk, asked: Asked) -> Series:
    """Tenants and the states of their tasks, as strong as there are many."""
    measure = Measure(TASKS, (By("status"), By("tenant_id")))
    return await stacked(desk, measure, asked, "created_at", places=("", TENANTS))


async def task_statuses(desk: Desk, asked: Asked) -> Series:
    measure = Measure(TASKS, (By("status"),))
    return await one_line(desk, measure, asked, "created_at", "Tasks", Unit.COUNT)


async def _exposure(desk: Desk, asked: Asked, column: str) -> Series:
    """Quantity times price of all deals that stand; one without a price adds nothing."""
    where = during(asked, DEALS, "created_at", STANDING)
    rows, remarks = await newest(desk, DEALS, where)
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row[column]] = sums.get(row[column], Decimal(0)) + _worth(row)
    largest = sorted(sums, key=lambda name: -sums[name])[:MOST_BARS]
    cut = (f"The {MOST_BARS} largest.",) if len(sums) > MOST_BARS else ()
    marks = (
        Mark(name, sums[name], Query(DEALS, All((where, Where(column, Op.EQUAL, name)))))
        for name in largest
    )
    lines = (Line("Exposure", tuple(marks)),) if sums else ()
    return Series(lines, Unit.MONEY, datetime.now(UTC), remarks=(*cut, *remarks))


def _waiting(told: Measured, today: datetime, name: str, least: int, most: int) -> Mark:
    """In whole days: what was handed in today has waited for none."""
    until = today - timedelta(days=least - 1) if least else datetime.max.replace(tzinfo=UTC)
    since = today - timedelta(days=most - 1) if most else datetime.min.replace(tzinfo=UTC)
    many = sum(group.figures[0] for group in told.groups if since <= group.at[0] < until)
    edges = ((Op.FROM, since, most), (Op.BELOW, until, least))
    asked = (Where("submitted_at", op, moment) for op, moment, edge in edges if edge)
    return Mark(name, many, Query(KYC, All((told.measure.where, *asked))))


def _worth(row: Row) -> Decimal:
    return Decimal(row.get("quantity") or 0) * Decimal(row.get("price") or 0)
