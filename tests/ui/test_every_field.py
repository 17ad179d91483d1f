"""Every field of every form: made, set to each of its words, cleared, removed, by the real rules.

A record is made through its form; then each of its fields is set and cleared upon it by what the
form stages, and rehearsed; at last it is removed. The lists in `BESIDE` are not tried yet.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.domain import inputs
from desktop_app.domain.errors import Conflict, Refusal
from desktop_app.domain.geo import Point
from desktop_app.domain.inputs import Input, Unread
from desktop_app.domain.query import Kind, Query
from desktop_app.domain.writes import Create, Edit, Remove, Write
from desktop_app.services import forms
from desktop_app.services.desk import Desk
from desktop_app.services.panel import Panel
from desktop_app.services.rehearsing import rehearse
from desktop_app.stack import Places
from desktop_app.ui.fields.editor import typed
from desktop_app.ui.form import Form
from desktop_app.ui.office import Office
from desktop_app.ui.record_new import RecordNew
from desktop_app.ui.record_page import RecordPage
from desktop_app.ui.tasks import Reads
from tests.services.test_desk_documents import Delivering
from tests.ui.conftest import Run
from tests.ui.record_ground import opened
from tests.ui.waiting import until

BESIDE = frozenset(
    (
        "management_system_repository.tenant_systems",
        "multiverse.asset_transactions",
        "nexus_mint.investments",
        "nexus_mint.property_audits",
        "nexus_mint.property_returns",
        "nexus_mint.tokenization_reports",
        "nexus_mint.tokenization_steps",
        "nexus_mint.user_profiles",
        "openmineral.compliance_checks",
        "openmineral.reports",
        "openmineral.risk_assessments",
        "passa.attribution",
        "passa.events",
        "passa.permissions",
        "passa.smart_contracts",
        "passa.tickets",
        "passa.user_roles",
        "passa.users",
        "passa.wallets",
        "prismicx.tasks",
        "prismicx.tenants",
        "prismicx.user_insights",
    )
)
"""Their records need more than one example a field: others made beside them, or fields that fit."""
PANELS = {
    key: panel
    for key, panel in panels.load().items()
    if panel.writable and not key.startswith("backoffice.") and key not in BESIDE
}
SAMPLE = ("multiverse.city_resources", "passa.artists", "multiverse.business_models")
LOOKED_AT, TRIES, PATIENCE = 100, 12, 120
UNIQUE = "Another record already has"
Why = dict[tuple[str, str], str]


@pytest.fixture
def patiently(loop: asyncio.AbstractEventLoop, qapp: QApplication) -> Run:
    """With more patience than a test of one click needs."""

    async def rested(work: Callable[[], Awaitable[Any]]) -> None:
        await work()
        tops = qapp.topLevelWidgets()
        await until(lambda: not any(r.names for top in tops for r in top.findChildren(Reads)))

    return lambda work: loop.run_until_complete(asyncio.wait_for(rested(work), PATIENCE))


class Examples:
    """Values that fit: as other records have them, else one of the kind."""

    def __init__(self, desk: Desk, panel: Panel) -> None:
        self._desk, self._panel = desk, panel
        self._rows: list[Mapping[str, Any]] = []
        self._keys: dict[str, list[Any]] = {}

    async def read(self, asked: tuple[Input, ...]) -> None:
        self._rows = await self._listed(self._panel)
        for each in asked:
            if each.refers in self._desk.panels and each.refers not in self._keys:
                panel = self._desk.panels[each.refers]
                self._keys[each.refers] = [
                    panel.source.key(row) for row in await self._listed(panel)
                ]

    def of(self, each: Input, number: int = 0) -> Any:
        if each.kind == Kind.REFERENCE and each.refers in self._keys:
            keys = self._keys[each.refers]
            return keys[number % len(keys)] if keys else None
        if each.secret:
            return f"A{uuid4().int % 10**9}" if each.kind == Kind.TEXT else _plain(each)
        there = [row[each.name] for row in self._rows if row.get(each.name) not in (None, (), {})]
        return there[number % len(there)] if there else _plain(each)

    def choices(self, each: Input) -> tuple[Any, ...]:
        if each.kind == Kind.YES_NO:
            return (True, False)
        return each.choices or (self.of(each),)

    async def _listed(self, panel: Panel) -> list[Mapping[str, Any]]:
        asked = Query(panel.key, sort=panel.sort, descending=panel.descending, limit=LOOKED_AT)
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


@asynccontextmanager
async def delivering(places: Places, panel: Panel) -> AsyncIterator[None]:
    if panel.source.store == "mongodb":
        async with Delivering(places):
            yield
    else:
        yield


async def made_by_form(office: Office, panel: Panel, examples: Examples, qtbot: QtBot) -> Any:
    """The key of a new record; what another record has already is typed differently."""
    page = RecordNew(office, panel)
    qtbot.addWidget(page)
    page.show()
    form = page.body.form
    assert form is not None
    differently: dict[str, int] = {}
    fields = {e.name: e for e in forms.inputs(panel) if not e.closed and e.required}
    for attempt in count():
        for each in fields.values():
            if each.filled and each.name not in differently:
                continue
            put(form, each, _other(examples, each, differently.get(each.name, 0)))
        write = page.body.writing._ready()
        assert isinstance(write, Create), page.body.writing._wrong()
        try:
            done = await office.desk.do(write)
        except Conflict as refusal:
            name = refusal.field if refusal.field in fields else ""
            yes_no = [n for n, each in fields.items() if each.kind == Kind.YES_NO]
            again = (name, *yes_no) if name else tuple(fields)
            differently.update({n: differently.get(n, 0) + 1 for n in again})
            if attempt == TRIES:
                raise
            continue
        break
    page.body.discard()
    if done.keys:
        return done.keys[0][1]
    newest = Query(panel.key, sort="_id", limit=1)
    rows = (await office.desk.list(panel, newest)).rows
    assert write is not None
    told = panel.source.keyed[0] in write.values
    return panel.source.key(write.values if told else rows[0])


def _other(examples: Examples, each: Input, number: int) -> Any:
    if each.choices:
        return each.choices[0]
    if each.kind == Kind.YES_NO:
        return number % 2 == 0
    if each.kind == Kind.TEXT and each.made is str and number and not each.secret:
        return f"{uuid4().hex}{uuid4().hex}"[: each.longest or 12]
    if each.made is UUID and each.kind != Kind.REFERENCE:
        return uuid4()
    return examples.of(each, number)


def staged(panel: Panel, page: RecordPage, each: Input, value: Any) -> tuple[Any, list[Write]]:
    """What was typed, and the writes that set it and clear it again."""
    assert page.body.form is not None
    read = put(page.body.form, each, value)
    writes: list[Write] = []
    if each.name in page.body.changes.staged:
        writes.append(page.body.writing._write())
        page.body.changes.revert(each.name)
    if not each.required and not each.secret and read is not None:
        writes.append(Edit(panel.key, page._key, {each.name: read}, {each.name: None}))
    return read, writes


async def in_a_table(office: Office, panel: Panel, page: RecordPage, examples: Examples) -> Why:
    """Each value by itself, set and cleared, and nothing kept."""
    why: Why = {}
    for each in open_fields(panel):
        for value in examples.choices(each):
            if value is None:
                continue
            _, writes = staged(panel, page, each, value)
            for refusal in (await rehearse(office.desk, writes)).values():
                if UNIQUE in str(refusal):  # an example is another record's value
                    continue
                why[panel.key, each.name] = str(refusal)
    return why


async def in_a_collection(
    office: Office, panel: Panel, page: RecordPage, examples: Examples
) -> Why:
    """All fields at once, each of their words in turn: another store is slow to be asked."""
    seen: dict[str, Any] = {}
    fields = {e.name: e for e in open_fields(panel)}
    most = max(len(examples.choices(each)) for each in fields.values())
    for turn in range(most):
        values: dict[str, Any] = {}
        for name, each in fields.items():
            value = examples.choices(each)[turn % len(examples.choices(each))]
            if value is not None and each.name not in _beneath(fields, name):
                values[name], _ = staged(panel, page, each, value)
        told = {name: seen[name] for name in values if name in seen}
        try:
            await office.desk.do(Edit(panel.key, page._key, told, values))
        except Refusal as refusal:
            return {(panel.key, refusal.field): str(refusal)}
        seen |= {n: v for n, v in values.items() if not fields[n].secret}
    cleared = {n: None for n, e in fields.items() if not e.required and not e.secret}
    try:
        await office.desk.do(Edit(panel.key, page._key, {}, cleared))
    except Refusal as refusal:
        return {(panel.key, refusal.field): str(refusal)}
    return {}


def _beneath(fields: Mapping[str, Input], name: str) -> tuple[str, ...]:
    return tuple(each for each in fields if name.startswith(f"{each}."))


def open_fields(panel: Panel) -> tuple[Input, ...]:
    return tuple(each for each in forms.inputs(panel) if not each.fixed)


async def all_tried(
    office: Office, panel: Panel, key: Any, examples: Examples, qtbot: QtBot
) -> Why:
    page = await opened(office, panel.key, key)
    qtbot.addWidget(page)
    page.body.edit()
    if page.body.form is None:
        return {}
    one_by_one = panel.source.store != "mongodb"
    work = in_a_table if one_by_one else in_a_collection
    why = await work(office, panel, page, examples)
    page.body.discard()
    page.body.stop()
    return why


@pytest.mark.parametrize(
    "panel",
    [
        pytest.param(
            panel,
            id=key,
            marks=[pytest.mark.long, *([pytest.mark.sample] if key in SAMPLE else [])],
        )
        for key, panel in PANELS.items()
    ],
)
def test_every_field_is_set_and_cleared_and_the_record_made_and_removed(
    qtbot: QtBot, patiently: Run, office: Office, sampled: Places, panel: Panel
) -> None:
    async def work() -> None:
        desk = office.desk
        examples = Examples(desk, panel)
        await examples.read(forms.inputs(panel))
        async with delivering(sampled, panel):
            if forms.why_no_new(panel, forms.inputs(panel)):
                key = panel.source.key(examples._rows[0])
            else:
                key = await made_by_form(office, panel, examples, qtbot)
            why = await all_tried(office, panel, key, examples, qtbot)
            assert not why
            if not forms.why_no_new(panel, forms.inputs(panel)):
                await desk.do(Remove(panel.key, key, {}))

    patiently(work)
