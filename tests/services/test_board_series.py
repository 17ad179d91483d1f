"""What boards tell of time, names and money, and what to whom."""

import asyncio
import json
import secrets
from typing import Any

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.errors import NotAllowed
from desktop_app.domain.measures import By, Measure
from desktop_app.domain.moments import Ago
from desktop_app.domain.query import Query
from desktop_app.domain.series import Asked, Unit
from desktop_app.services import sign_in, staff
from desktop_app.services.desk import Desk
from desktop_app.services.series import funding, measured, trade, work
from desktop_app.stack import Places
from tests.services.test_boards import rows
from tests.services.test_desk import run

TENANT = "harbor-foods"
STATEMENT = b"SELECT backoffice.measured_statement(%s, %s::jsonb)"
COUNTED = f"SELECT count(*) FROM {work.DEALS}"


def test_the_range_leaves_out_what_was_before(sampled: Places) -> None:
    async def asking(desk: Desk) -> None:
        whole = await trade.property_deals(desk, Asked())
        year = await trade.property_deals(desk, Asked(Ago(1, "y")))
        none = await trade.property_deals(desk, Asked(Ago(0, "d")))
        sums = [sum(m.value or 0 for n in s.lines for m in n.marks) for s in (whole, year, none)]
        assert sums[0] > sums[1] > sums[2] == 0
        grown = await funding.invested(desk, Asked(Ago(1, "y")))
        all_of_it = await funding.total_invested(desk, Asked())
        assert grown.lines[0].marks[-1].value == all_of_it.lines[0].marks[0].value

    run(asking, sampled)


def test_staff_are_answered_by_parallel_workers_too(sampled: Places) -> None:
    """Mutation: `live()` unsafe, so that nothing is parallel."""

    async def told(connection: psycopg.AsyncConnection[Any]) -> tuple[str, Any]:
        async with connection.transaction():
            for cheap in ("parallel_setup_cost", "parallel_tuple_cost"):
                await connection.execute(f"SET LOCAL {cheap} = 0".encode())
            await connection.execute("SET LOCAL min_parallel_table_scan_size = 0")
            plan = await (await connection.execute(f"EXPLAIN {COUNTED}".encode())).fetchall()
            rows = await (await connection.execute(COUNTED.encode())).fetchall()
        return "\n".join(line for (line,) in plan), rows[0][0]

    async def asking(desk: Desk) -> None:
        plan, many = await desk.stores.copy.read(told)
        assert "Gather" in plan
        measure = Measure(work.DEALS)
        assert many == (await desk.measure(measure)).groups[0].figures[0] > 0

    run(asking, sampled)


def test_what_is_cut_by_time_is_gathered_as_it_is_read(sampled: Places) -> None:
    """A few groups are thought of, and several workers. Mutation: cut where it is gathered."""
    by = [{"column": "created_at", "every": "month"}]
    cut = {"by": by, "figures": [{"of": "count"}], "where": {"all": []}, "most": 9}

    async def told(connection: psycopg.AsyncConnection[Any]) -> str:
        async with connection.transaction():
            for cheap in ("parallel_setup_cost", "parallel_tuple_cost"):
                await connection.execute(f"SET LOCAL {cheap} = 0".encode())
            await connection.execute("SET LOCAL min_parallel_table_scan_size = 0")
            asked = ("passa.transactions", json.dumps(cut))
            made = await connection.execute(STATEMENT, asked)
            (statement,) = await made.fetchone() or ("",)
            plan = await connection.execute(f"EXPLAIN {statement}".encode())
            return "\n".join(line for (line,) in await plan.fetchall())

    async def asking(desk: Desk) -> None:
        plan = await desk.stores.copy.read(told)
        assert "rows=200 " in plan, plan
        assert "Gather" in plan, plan

    run(asking, sampled)


def test_what_waits_is_told_by_how_long(sampled: Places) -> None:
    """Every record that waits is in one age. Mutations: an age cut a day off; one left out."""

    async def asking(desk: Desk) -> None:
        waiting = await rows(desk, Query(work.KYC, work.OPEN_KYC))
        told = await work.kyc_ageing(desk, Asked())
        today = told.stamp.date()
        found = []
        for mark, (_, least, most) in zip(told.lines[0].marks, work.AGES, strict=True):
            assert mark.rows is not None
            mine = await rows(desk, mark.rows)
            ages = [(today - row["submitted_at"].date()).days for row in mine]
            assert len(mine) == mark.value
            assert all(least <= age and (not most or age < most) for age in ages)
            found += [row["id"] for row in mine]
        assert sorted(found) == sorted(row["id"] for row in waiting) != []

    run(asking, sampled)


def test_a_tenant_is_called_by_its_name(sampled: Places) -> None:
    async def asking(desk: Desk) -> None:
        told = await work.tasks_of_tenants(desk, Asked())
        assert "Harbor Foods" in [line.name for line in told.lines]

    run(asking, sampled)


def test_the_first_currency_is_one_in_which_something_was_paid(sampled: Places) -> None:
    """Mutation: the one with most trades, most of which carry no price."""

    async def asking(desk: Desk) -> None:
        for of, told in (
            (trade.trade_currencies, trade.trade_volume),
            (trade.ticket_currencies, trade.ticket_sales),
        ):
            first = (await of(desk))[:1]
            assert any(line.marks for line in (await told(desk, Asked(chosen=first))).lines)

    run(asking, sampled)


def test_no_card_groups_what_is_masked(sampled: Places) -> None:
    async def asking(desk: Desk) -> None:
        for column in ("id_number", "date_of_birth", "address"):
            with pytest.raises(NotAllowed):
                await measured.one_line(
                    desk, Measure(work.KYC, (By(column),)), Asked(), "", "x", Unit.COUNT
                )

    run(asking, sampled)


def test_staff_of_a_tenant_see_figures_of_their_tenant_alone(sampled: Places) -> None:
    kept, password = _Kept(), secrets.token_urlsafe(20)
    hire = staff.Hire("boards_tenant", "Of a tenant", ("tenant_admin",), password, TENANT)
    staff.add(sampled, hire, kept)
    session = sign_in.open_session(
        sampled.postgres, hire.login, kept["login:boards_tenant"], password
    )

    async def asking() -> None:
        stores = sign_in.stores(session, sampled.mongodb, sampled.redis)
        try:
            desk = Desk(stores, panels.load(), session.actor)
            # The tasks of all tenants are one collection, read through a view of their own.
            for told in (work.systems, work.task_statuses):
                marks = [m for line in (await told(desk, Asked())).lines for m in line.marks]
                found = [row for m in marks if m.rows for row in await rows(desk, m.rows)]
                assert len(found) == sum(m.value or 0 for m in marks) > 0
                assert {row["tenant_id"] for row in found} == {TENANT}
            with pytest.raises(NotAllowed):
                await work.deals_by_month(desk, Asked())
        finally:
            await stores.close()

    asyncio.run(asking())


class _Kept(dict[str, str]):
    def put(self, name: str, value: str) -> None:
        self[name] = value
