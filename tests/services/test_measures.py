"""Figures, and the rows they stand for: no mark of a chart can disagree with what it opens."""

from decimal import Decimal

import pytest

from desktop_app.domain.errors import Invalid, NotAllowed
from desktop_app.domain.measures import COUNT, By, Every, Figure, Group, Measure, Of, rows_of
from desktop_app.domain.query import All, Op, Query, Where
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from tests.services.test_desk import run

DEALS, ASSETS = "openmineral.deals", "multiverse.digital_assets"
PRICES = (COUNT, Figure(Of.SUM, "price"), Figure(Of.MEAN, "price"), Figure(Of.LEAST, "price"))
MEASURES = (
    Measure(DEALS),
    Measure(DEALS, (By("status"),), PRICES),
    Measure(DEALS, (By("created_at", Every.MONTH), By("commodity"))),
    Measure(
        DEALS, (By("price", width=Decimal(500)),), where=Where("status", Op.NOT_EQUAL, "draft")
    ),
    Measure(DEALS, (By("commodity"),), (COUNT, Figure(Of.MOST, "created_at")), top=3),
    Measure("nexus_mint.investments", (By("property_id"),)),
    Measure("passa.tickets", (By("ticket_status"), By("created_at", Every.WEEK))),
    Measure("multiverse.properties", (By("address.city"),), PRICES),
    Measure(ASSETS, (By("blockchain_data.blockchain"), By("is_listed"))),
    Measure(ASSETS, (By("created_at", Every.QUARTER),), (COUNT, Figure(Of.SUM, "listing_price"))),
    Measure(ASSETS, (By("listing_price", width=Decimal(1000)),)),
    Measure("prismicx.tasks", (By("status"), By("created_at", Every.DAY))),
)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: f"{m.panel}-{len(m.by)}")
def test_every_group_counts_the_rows_that_it_opens(sampled: Places, measure: Measure) -> None:
    async def work(desk: Desk) -> None:
        panel, number = desk.panels[measure.panel], measure.figures.index(COUNT)
        groups = (await desk.measure(measure)).groups
        assert groups
        for group in groups[:10]:
            opened = await desk.count(panel, rows_of(measure, group), "exact")
            assert opened.rows == group.figures[number], group
        whole = await desk.count(panel, Query(where=All((measure.where,))), "exact")
        counted = sum(group.figures[number] for group in groups)
        assert counted == whole.rows if not measure.top else counted < whole.rows

    run(work, sampled)


def test_figures_are_those_of_the_rows(sampled: Places) -> None:
    """Against plain Python over the rows themselves, in both stores."""

    async def work(desk: Desk) -> None:
        for place, by, money in (
            (DEALS, "commodity", "price"),
            (ASSETS, "asset_type", "listing_price"),
        ):
            asked = tuple(Figure(of, money) for of in (Of.SUM, Of.MEAN, Of.LEAST, Of.MOST))
            told = await desk.measure(Measure(place, (By(by),), asked))
            rows = (
                await desk.list(desk.panels[place], Query(sort=desk.panels[place].sort, limit=2000))
            ).rows
            for group in told.groups:
                values = [
                    r[money] for r in rows if r.get(by) == group.at[0] and r.get(money) is not None
                ]
                assert group.figures[0] == (sum(values) if values else None)
                assert group.figures[2:] == (min(values, default=None), max(values, default=None))
                if values:
                    assert abs(group.figures[1] - sum(values) / len(values)) < Decimal("0.0001")

    run(work, sampled)


def test_nothing_to_measure_is_zero_and_not_missing(sampled: Places) -> None:
    async def work(desk: Desk) -> None:
        for place in (DEALS, ASSETS):
            name = desk.panels[place].columns[0]
            none = Where(name, Op.EQUAL, "no such")
            told = await desk.measure(Measure(place, where=none))
            assert told.groups == (Group((), (0,)),)

    run(work, sampled)


def test_what_is_masked_or_no_figure_is_not_measured(sampled: Places) -> None:
    async def work(desk: Desk) -> None:
        refused = (
            (NotAllowed, Measure("openmineral.kyc_records", (By("id_number"),))),
            (Invalid, Measure(DEALS, (By("created_at"),))),
            (Invalid, Measure(DEALS, (By("status"),), (Figure(Of.SUM, "commodity"),))),
            (Invalid, Measure(DEALS, (By("status; DROP TABLE"),))),
        )
        for why, measure in refused:
            with pytest.raises(why):
                await desk.measure(measure)

    run(work, sampled)
