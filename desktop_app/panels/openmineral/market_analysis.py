"""What the market of a commodity did, is doing and is thought to do.

Completed here: prices are US dollars per tonne; an index on timestamp, by which the list is read.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.mongo import Documents
from desktop_app.storage.shapes import Collection, Index, asc


class PriceData(BaseModel):
    current_price: Decimal | None = Field(None, json_schema_extra={"currency": "USD"})
    historical_prices: list[Any] | None = None
    volume: float | None = None


class Forecasts(BaseModel):
    short_term: dict[str, Any] | None = None
    medium_term: dict[str, Any] | None = None
    long_term: dict[str, Any] | None = None


class Analysis(BaseModel):
    trends: list[Any] | None = None
    factors: list[Any] | None = None
    recommendations: list[Any] | None = None


class MarketAnalysis(BaseModel):
    commodity: str
    timestamp: datetime
    price_data: PriceData | None = None
    forecasts: Forecasts | None = None
    analysis: Analysis | None = None


collection = Collection(
    "openmineral",
    "market_analysis",
    MarketAnalysis,
    indexes=(
        Index((("commodity", 1), ("timestamp", -1))),
        asc("timestamp", stated=False),
    ),
)

panel = Panel(
    area="Analytics",
    title="Market analysis",
    source=Documents(collection, searched=("commodity",)),
    named=("commodity", "timestamp"),
    writable=True,
    columns=(
        "commodity",
        "timestamp",
        "price_data.current_price",
        "price_data.volume",
        "price_data.historical_prices",
        "forecasts.short_term",
        "forecasts.medium_term",
        "forecasts.long_term",
        "analysis.trends",
        "analysis.factors",
        "analysis.recommendations",
    ),
    labels={
        "timestamp": "At",
        "price_data.current_price": "Price per tonne",
        "price_data.volume": "Volume",
        "price_data.historical_prices": "Earlier prices",
        "forecasts.short_term": "Short term",
        "forecasts.medium_term": "Medium term",
        "forecasts.long_term": "Long term",
        "analysis.trends": "Trends",
        "analysis.factors": "Factors",
        "analysis.recommendations": "Recommendations",
    },
    filters=(Filter("commodity"), Filter("timestamp")),
    sort="timestamp",
)
