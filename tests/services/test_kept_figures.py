"""Figures that the database keeps ready: their age, renewing them, and who may see them."""

import asyncio
import secrets
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.errors import NotAllowed, Refusal
from desktop_app.domain.measures import COUNT, Figure, Measure, Of
from desktop_app.domain.series import Asked
from desktop_app.domain.writes import Change
from desktop_app.services import kept_figures, sign_in, staff
from desktop_app.services.desk import Desk
from desktop_app.services.kept_functions import MADE_OF
from desktop_app.services.series import kept
from desktop_app.stack import Places
from tests.services.test_board_series import _Kept
from tests.services.test_desk import run


def test_every_materialized_view_says_what_it_is_made_of(sampled: Places) -> None:
    with psycopg.connect(sampled.postgres) as connection:
        found = connection.execute(
            "SELECT schemaname || '.' || matviewname FROM pg_matviews"
        ).fetchall()
    assert {name for (name,) in found} == MADE_OF.keys()


def test_they_have_an_age_and_are_renewed_on_demand(sampled: Places) -> None:
    async def asking(desk: Desk) -> None:
        heard: list[Change] = []
        desk.subscribe(heard.append)
        before = await kept_figures.kept(desk, kept.OPPORTUNITIES)
        assert before.rows
        assert datetime.now(UTC) - before.stamp < timedelta(days=365)
        with psycopg.connect(sampled.postgres, autocommit=True) as connection:
            connection.execute(
                "UPDATE nexus_mint.properties SET title = title || '!' WHERE id = %s",
                (before.rows[0]["property_id"],),
            )
        again = await kept_figures.kept(desk, kept.OPPORTUNITIES)
        await asyncio.sleep(max(0, 2.1 - (datetime.now(UTC) - again.stamp).total_seconds()))
        assert (again.rows, again.stamp) == (before.rows, before.stamp)
        await kept.renew_funding(desk)
        after = await kept_figures.kept(desk, kept.OPPORTUNITIES)
        assert after.stamp > before.stamp
        assert sum(row["title"].endswith("!") for row in after.rows) == 1 + sum(
            row["title"].endswith("!") for row in before.rows
        )
        assert {change.panel for change in heard} == set(MADE_OF[kept.OPPORTUNITIES])

    run(asking, sampled)


def test_they_tell_what_the_rows_they_open_tell(sampled: Places) -> None:
    async def asking(desk: Desk) -> None:
        await kept.renew_trade(desk)
        amount, price = Figure(Of.SUM, "total_amount"), Figure(Of.MEAN, "price_per_token")
        told = (await kept.money_committed(desk, Asked())).lines[0]
        homes = {
            row["title"]: row for row in (await kept_figures.kept(desk, kept.OPPORTUNITIES)).rows
        }
        for mark in told.marks:
            assert mark.rows
            group = (await desk.measure(_of(mark.rows, amount, COUNT))).groups[0]
            row = homes.get(mark.at)
            assert row is None or group.figures == (row["total_invested"], row["total_investors"])
        for mark in (await kept.offered_and_paid(desk, Asked())).lines[0].marks:
            assert mark.rows
            mean = (await desk.measure(_of(mark.rows, price))).groups[0].figures[0]
            assert mean.quantize(kept.CENT) == mark.value
        for currency in ("USD", "ETH"):
            series = await kept.volume_by_day(desk, Asked(chosen=(currency,)))
            for mark in (mark for line in series.lines for mark in line.marks):
                assert mark.rows
                volume = (await desk.measure(_of(mark.rows, Figure(Of.SUM, "price")))).groups[0]
                assert volume.figures[0] == mark.value

    run(asking, sampled)


def _of(rows: object, *figures: Figure) -> Measure:
    assert hasattr(rows, "panel")
    assert hasattr(rows, "where")
    return Measure(rows.panel, (), figures, rows.where)


def test_who_may_not_read_the_tables_sees_and_renews_nothing(sampled: Places) -> None:
    """Mutation: without `demand_view` a trader reads what investors paid."""
    keeper, password = _Kept(), secrets.token_urlsafe(20)
    login = f"kept_{secrets.token_hex(4)}"
    staff.add(sampled, staff.Hire(login, "A trader", ("trader",), password), keeper)
    session = sign_in.open_session(sampled.postgres, login, keeper[f"login:{login}"], password)

    async def asking() -> None:
        stores = sign_in.stores(session, sampled.mongodb, sampled.redis)
        try:
            desk = Desk(stores, panels.load(), session.actor)
            with pytest.raises(NotAllowed, match=r"nexus_mint\.properties:read"):
                await kept_figures.kept(desk, kept.INSIGHTS)
            with pytest.raises(NotAllowed):
                await kept.renew_funding(desk)
            with pytest.raises(Refusal):
                await kept_figures.kept(desk, "pg_catalog.pg_authid")
        finally:
            await stores.close()

    asyncio.run(asking())
