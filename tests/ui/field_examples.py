"""Values that a form of any panel takes: as other records have them, else one of the kind."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID, uuid4

from desktop_app.domain import inputs
from desktop_app.domain.geo import Point
from desktop_app.domain.inputs import Input, Unread
from desktop_app.domain.query import EVERYTHING, Condition, Kind, Op, Query, Where
from desktop_app.services.desk import Desk
from desktop_app.services.panel import Panel
from desktop_app.ui.fields.editor import typed
from desktop_app.ui.form import Form

LOOKED_AT = 100
NEVER_TAKEN = 10_000
NOTHING: tuple[object, ...] = (None, (), {}, [])

ONLY: Mapping[tuple[str, str], Condition] = {
    ("nexus_mint.property_returns", "investment_id"): Where("status", Op.EQUAL, "confirmed"),
    ("nexus_mint.tokenization_steps", "process_id"): Where("status", Op.EQUAL, "in_progress"),
    ("prismicx.user_insights", "tenant_id"): Where("status", Op.EQUAL, "active"),
}
"""Of a reference: which of the records it may name fit."""
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "management_system_repository.tenant_systems": ("system_id", "version_id"),
    "nexus_mint.investments": (
        "user_id", "property_id", "property_token_id", "payment_method_id",
    ),
    "passa.tickets": ("smart_contract_id", "event_id"),
}  # fmt: skip
"""Fields that one record has in common: taken from one record."""
LIKE: Mapping[tuple[str, str], Callable[[int], str]] = {
    ("nexus_mint.property_returns", "period"): lambda number: f"{2030 + number}-Q1",
    ("passa.permissions", "action"): lambda number: f"do{'_x' * number}",
    ("passa.permissions", "resource"): lambda number: f"thing{'_x' * number}",
    ("passa.smart_contracts", "address"): lambda number: f"0x{number:040x}",
    ("nexus_mint.tokenization_reports", "sha256"): lambda number: f"{number:064x}",
}
"""Texts of a shape that not every text has."""
WITH: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("multiverse.asset_transactions", "price"): {"currency": "ETH"},
    ("nexus_mint.property_audits", "status"): {"audited_on": date(2020, 1, 31)},
    ("nexus_mint.tokenization_reports", "path"): {"sha256": "0" * 64},
    ("nexus_mint.tokenization_reports", "sha256"): {"path": "reports/one.pdf"},
    ("passa.smart_contracts", "address"): {"network": "ethereum"},
    ("passa.attribution", "percentage_share"): {"fixed_amount": None},
    ("passa.attribution", "fixed_amount"): {"percentage_share": None},
}
"""What is to be said with a value, or taken back."""
CLEARED_WITH: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("nexus_mint.tokenization_reports", "path"): {"sha256": None},
    ("nexus_mint.tokenization_reports", "sha256"): {"path": None},
    ("passa.attribution", "percentage_share"): {"fixed_amount": Decimal(7)},
    ("passa.attribution", "fixed_amount"): {"percentage_share": Decimal("0.07")},
}
"""What has to stand, or go, with a value that is cleared."""
MADE_WITH: Mapping[str, Mapping[str, Any]] = {
    "passa.attribution": {"percentage_share": Decimal("0.0001")},
}
"""What a new record needs although no field of it does by itself."""


class Examples:
    def __init__(self, desk: Desk, panel: Panel) -> None:
        self._desk, self._panel = desk, panel
        self.rows: list[Mapping[str, Any]] = []
        self._keys: dict[str, list[Any]] = {}

    async def read(self, asked: tuple[Input, ...]) -> None:
        self.rows = await self._listed(self._panel)
        for each in asked:
            if each.refers in self._desk.panels:
                panel = self._desk.panels[each.refers]
                where = ONLY.get((self._panel.key, each.name), EVERYTHING)
                rows = await self._listed(panel, where)
                self._keys[each.name] = [panel.source.key(row) for row in rows]

    def of(self, each: Input, number: int = 0) -> Any:
        if each.name in TOGETHER.get(self._panel.key, ()) and self.rows:
            return self.fitting(number)[each.name]
        if like := LIKE.get((self._panel.key, each.name)):
            return like(number)
        if each.kind == Kind.REFERENCE and each.name in self._keys:
            keys = self._keys[each.name]
            return keys[number % len(keys)] if keys else None
        if each.secret:
            return f"A{uuid4().int % 10**9}" if each.kind == Kind.TEXT else _plain(each)
        there = [
            row[each.name] for row in self.rows if row.get(each.name) not in (None, (), {}, [])
        ]
        return there[number % len(there)] if there else _plain(each)

    def other(self, each: Input, number: int) -> Any:
        """For a new record; with each number another one, so that what is unique is in the end."""
        chance = Random(f"{each.name} {number}")
        if (self._panel.key, each.name) in LIKE:
            return self.of(each, number)
        if each.choices:
            return chance.choice(each.choices) if number else each.choices[0]
        if each.kind == Kind.YES_NO:
            return number % 2 == 0
        if each.kind == Kind.TEXT and each.made is str and number and not each.secret:
            return f"{uuid4().hex}{uuid4().hex}"[: each.longest or 12]
        if each.made is UUID and each.kind != Kind.REFERENCE:
            return uuid4()
        if each.made is int and each.kind == Kind.NUMBER and number:
            return NEVER_TAKEN + number
        return self.of(each, chance.randrange(LOOKED_AT) if number else 0)

    def fitting(self, number: int) -> dict[str, Any]:
        """What belongs together, as one record has it all."""
        names = TOGETHER.get(self._panel.key, ())
        whole = [row for row in self.rows if all(row.get(name) is not None for name in names)]
        return {name: whole[number % len(whole)][name] for name in names} if whole else {}

    def choices(self, each: Input) -> tuple[Any, ...]:
        if each.kind == Kind.YES_NO:
            return (True, False)
        return each.choices or (self.of(each),)

    async def _listed(self, panel: Panel, where: Condition = EVERYTHING) -> list[Mapping[str, Any]]:
        asked = Query(panel.key, where, panel.sort, panel.descending, limit=LOOKED_AT)
        return list((await self._desk.list(panel, asked)).rows)


def _plain(each: Input) -> Any:
    match each.kind:
        case Kind.NUMBER | Kind.MONEY:
            return each.made(1) if each.made in (int, float) else Decimal(1)
        case Kind.MOMENT:
            now = datetime.now(UTC).replace(microsecond=0)
            return now if each.zoned else now.replace(tzinfo=None)
        case Kind.DAY:
            return date(1990, 2, 28)
        case Kind.YES_NO:
            return True
        case Kind.GEO_POINT:
            return Point(38.7223, -9.1393)
        case Kind.LIST:
            return [{"a": 1}] if each.items is dict else [each.items("7")]
        case Kind.JSON:
            return {"a": 1}
    if each.made is UUID:
        return uuid4()
    return each.choices[0] if each.choices else f"x{uuid4().hex[:6]}"[: each.longest or None]


def put(form: Form, each: Input, value: Any) -> Any:
    """Type it; what is staged for it is that value again."""
    text = inputs.write(each, value)
    read = value if each.choices or each.kind == Kind.YES_NO else typed(each, text)
    assert not isinstance(read, Unread), (each.name, read)
    form.rows[each.name].editor.typed.emit(read)
    return read
