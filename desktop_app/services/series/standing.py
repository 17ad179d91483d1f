"""How each area stands: how many rows wait for somebody, and what came lately.

The figures are of now, whatever the board's range; those of a list that the person may not see are
left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

from desktop_app.domain.measures import COUNT, By, Every, Measure
from desktop_app.domain.query import Condition, Op, Where
from desktop_app.domain.series import Asked, Line, Mark, Series, Unit
from desktop_app.services.board import WIDE, Card, Chart
from desktop_app.services.desk import Desk
from desktop_app.services.series import trade, work
from desktop_app.services.series.measured import in_range, mark, stacked

USERS, FANS = "multiverse.users", "passa.users"
ORGANIZERS, PROJECTS = "passa.organizers", "multiverse.business_projects"
BOOKED, ON_CHAIN = "multiverse.property_reservations", "passa.transactions"
INVESTED, TRACKS = "nexus_mint.investments", "nexus_mint.tokenization_processes"
AUDITS, RETURNS = "nexus_mint.property_audits", "nexus_mint.property_returns"
CHECKS, RUNS = "openmineral.compliance_checks", "openmineral.workflow_executions"
TRANSFERS, DEAR = "passa.ticket_transfers", "passa.multisig_requests"
HIGH = Decimal(7)


@dataclass(frozen=True, slots=True)
class Heap:
    """Rows that somebody should know of, and what they are called."""

    words: str
    panel: str
    where: Condition


def _heap(words: str, panel: str, column: str, *values: object) -> Heap:
    if len(values) > 1:
        return Heap(words, panel, Where(column, Op.IN, values))
    return Heap(words, panel, Where(column, Op.EQUAL, values[0]))


OF_USERS = (
    _heap("Not verified", USERS, "is_verified", False),
    _heap("Switched off", USERS, "is_active", False),
    _heap("KYC waiting", work.KYC, "status", "pending"),
    _heap("Organizers unverified", ORGANIZERS, "is_verified", False),
    _heap("Passa pending", FANS, "status", "pending"),
    _heap("Passa suspended", FANS, "status", "suspended"),
)
OF_PROPERTIES = (
    _heap("Reservations pending", BOOKED, "status", "pending"),
    _heap("Sales pending", trade.SALES, "status", "pending"),
    _heap("Investments pending", INVESTED, "status", "pending"),
    _heap("Tokenizations open", TRACKS, "status", "in_progress"),
    _heap("Audits failed", AUDITS, "status", "failed"),
    _heap("Returns due", RETURNS, "status", "due"),
)
OF_ASSETS = (
    _heap("Transactions pending", trade.TRADES, "status", "pending"),
    _heap("Transactions failed", trade.TRADES, "status", "failed"),
    _heap("Listed for sale", trade.ASSETS, "is_listed", True),
    _heap("Projects planned", PROJECTS, "status", "planning"),
    _heap("Projects active", PROJECTS, "status", "active"),
)
OF_DEALS = (
    _heap("Drafts", work.DEALS, "status", "draft"),
    _heap("Pending", work.DEALS, "status", "pending"),
    _heap("Not compliant", CHECKS, "status", "non_compliant"),
    Heap("Risk of 7 and more", work.RISKS, Where("overall_score", Op.FROM, HIGH)),
    _heap("KYC waiting", work.KYC, "status", "pending"),
    _heap("Workflows halted", RUNS, "status", "paused", "failed"),
)
OF_TICKETS = (
    _heap("Events in draft", trade.EVENTS, "status", "draft"),
    _heap("Events postponed", trade.EVENTS, "status", "postponed"),
    _heap("Tickets reserved", trade.TICKETS, "ticket_status", "reserved"),
    _heap("Transfers offered", TRANSFERS, "status", "offered"),
    _heap("Shares to approve", trade.SHARES, "status", "pending"),
    _heap("To be signed", DEAR, "status", "collecting"),
    _heap("Chain unconfirmed", ON_CHAIN, "status", "pending"),
)
OF_TENANTS = (
    _heap("Provisioning", work.TENANTS, "status", "provisioning"),
    _heap("Suspended", work.TENANTS, "status", "suspended"),
    _heap("Systems failed", work.SYSTEMS, "status", "failed"),
    _heap("Systems upgrading", work.SYSTEMS, "status", "upgrading"),
    _heap("Tasks failed", work.TASKS, "status", "failed"),
    _heap("Tasks waiting", work.TASKS, "status", "pending"),
)


def now(heaps: Sequence[Heap]) -> Card:
    """How many rows each heap has, for whoever may read the first of them."""
    first, *others = dict.fromkeys(heap.panel for heap in heaps)
    told = partial(counted, heaps=heaps)
    return Card("Now", told, Chart.FIGURE, (first,), span=WIDE, also=tuple(others))


async def users_by_month(desk: Desk, asked: Asked) -> Series:
    """People who came to the exchange each month, by what they came for."""
    return await _monthly(desk, asked, USERS, "user_type")


async def fans_by_month(desk: Desk, asked: Asked) -> Series:
    """People who came to Passa each month, by how their account is."""
    return await _monthly(desk, asked, FANS)


async def booked_by_month(desk: Desk, asked: Asked) -> Series:
    return await _monthly(desk, asked, BOOKED)


async def trades_by_month(desk: Desk, asked: Asked) -> Series:
    return await _monthly(desk, asked, trade.TRADES)


async def events_by_month(desk: Desk, asked: Asked) -> Series:
    """Events by the month in which they begin."""
    return await _monthly(desk, asked, trade.EVENTS, moment="start_datetime")


async def _monthly(
    desk: Desk, asked: Asked, panel: str, by: str = "status", moment: str = "created_at"
) -> Series:
    measure = Measure(panel, (By(moment, Every.MONTH), By(by)))
    return await stacked(desk, measure, asked, moment)


async def counted(desk: Desk, asked: Asked, heaps: Sequence[Heap]) -> Series:
    """One figure for each heap, of those lists that the person may see."""
    marks: list[Mark] = []
    stamp = datetime.now(UTC)
    for heap in heaps:
        if not desk.actor.may(desk.panels[heap.panel].right("read")):
            continue
        measure = in_range(Measure(heap.panel, (), (COUNT,), heap.where), asked, "")
        told = await desk.measure(measure)
        stamp = min(stamp, told.stamp)
        marks += [mark(told, group, heap.words) for group in told.groups]
    return Series((Line("Rows", tuple(marks)),), Unit.COUNT, stamp, of=COUNT)
