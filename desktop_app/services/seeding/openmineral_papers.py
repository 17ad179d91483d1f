"""OpenMineral's documents: papers of deals, what the market does, saved reports."""

import textwrap
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bson import Decimal128

from desktop_app.services.seeding import drawing
from desktop_app.services.seeding.batch import Batches, DocumentBatch, World, sized
from desktop_app.services.seeding.ids import number, object_id
from desktop_app.services.seeding.openmineral_facts import (
    DAY,
    DEALS,
    Commodity,
    analyst,
    commodities,
    company,
    deal,
    market,
    said,
)

PAPERS = "openmineral.documents"
BUCKET = "deal-documents"
MARKET = "openmineral.market_analysis"
REPORTS = "openmineral.reports"
TOLD = (*range(182, 7, -3), *range(7, 0, -1))
"""Days before an analysis of which it tells the price: half a year, the last week day by day."""
KINDS = ("deal", "risk", "compliance", "market")


def paper_documents(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    deals, papers = world.count(DEALS), said("papers")
    for n in range(start, stop):
        again, at = divmod(n, deals)
        each = deal(world, at)
        kind, name, content = papers[0 if again == 0 and at % 3 == 0 else n % len(papers)]
        uploaded = each.created + (each.updated - each.created) * 0.6
        text = content.format(
            tonnes=each.tonnes,
            commodity=f"{each.commodity.name} {each.commodity.grade}",
            price=each.price,
            port=each.port,
        )
        page = drawing.pdf(f"{name}-{number(at)}", textwrap.wrap(text, 90))
        path = f"{number(at)}/{n:06d}-{name}.pdf"
        yield {
            "deal_id": number(at),
            "filename": f"{name}-{number(at)}.pdf",
            "file_id": world.keep(BUCKET, path, uploaded, page, f"{DEALS}/{number(at)}").key,
            "file_type": kind,
            "uploaded_by": number(each.trader),
            "uploaded_at": uploaded,
            "content": text,
            "metadata": {
                "parties": ["OpenMineral Trading", company(world, each.company)],
                "effective_date": each.created + 2 * DAY,
                "expiration_date": each.created + 365 * DAY if kind == "contract" else None,
            },
        }


def market_documents(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    every, count = commodities(), world.count(MARKET)
    steps = -(-count // len(every))
    for n in range(start, stop):
        step, at = divmod(n, len(every))
        kind, draw = every[at], world.draw(41, n)
        when = world.since + (world.now - world.since) * ((step + 0.5) / steps)
        now, past = market(kind, when), market(kind, when - 30 * DAY)
        rising = now > past
        trends, advice = said("trends"), said("market_advice")
        yield {
            "commodity": kind.name,
            "timestamp": when,
            "price_data": {
                "current_price": _usd(now),
                "historical_prices": [
                    {"date": day, "price": _usd(market(kind, day))}
                    for day in (when - back * DAY for back in TOLD)
                ],
                "volume": float(kind.lots[1] * (3 + draw % 40)),
            },
            "forecasts": {
                name: _forecast(kind, when, days, draw)
                for name, days in (("short_term", 14), ("medium_term", 90), ("long_term", 365))
            },
            "analysis": {
                "trends": [
                    f"{'Above' if rising else 'Below'} the price of a month ago",
                    trends[draw % len(trends)],
                ],
                "factors": [trends[(draw >> 8) % len(trends)]],
                "recommendations": [advice[(draw >> 16) % len(advice)]],
            },
        }


def _forecast(kind: Commodity, when: datetime, days: int, draw: int) -> dict[str, Any]:
    """Near the made-up market, the farther away the less."""
    wrong = 1 + (draw % 21 - 10) / 1000 * days / 14
    return {
        "price": _usd(market(kind, when + days * DAY) * wrong),
        "days": days,
        "confidence": round(max(0.35, 0.92 - days / 800), 2),
    }


def _usd(value: float) -> Decimal128:
    return Decimal128(f"{value:.2f}")


def report_documents(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    count = world.count(REPORTS)
    for n in range(start, stop):
        kind, draw = KINDS[n % len(KINDS)], world.draw(42, n)
        made = world.moment(n, count)
        by = analyst(world, made, draw)
        named = commodities()[draw % len(commodities())].name
        month = f"{made:%B %Y}"
        title = f"{named if kind == 'market' else kind.capitalize()}, {month}"
        rows, name = 20 + draw % 900, f"{kind}-{made:%Y-%m}-{n:04d}.pdf"
        page = drawing.pdf(title, (f"{rows} rows, as of {made:%d %B %Y, %H:%M} UTC",))
        of = f"{REPORTS}/{object_id(n, world.now)}"
        file = world.keep(BUCKET, f"reports/{name}", made, page, of)
        yield {
            "kind": kind,
            "title": title,
            "query": {"panel": f"openmineral.{_panel(kind)}", "month": f"{made:%Y-%m}"},
            "stamp": {
                "at": made,
                "by": world.person("openmineral", by).username,
                "rows": rows,
            },
            "file": {
                "file_id": file.key,
                "filename": name,
                "media_type": file.kind,
                "sha256": file.sha256,
            },
            "created_by": number(by),
        }


def _panel(kind: str) -> str:
    return {
        "deal": "deals",
        "risk": "risk_assessments",
        "compliance": "compliance_checks",
        "market": "market_analysis",
    }[kind]


BATCHES: Batches = (
    DocumentBatch(PAPERS, sized(PAPERS), paper_documents),
    DocumentBatch(MARKET, sized(MARKET), market_documents),
    DocumentBatch(REPORTS, sized(REPORTS), report_documents),
)
