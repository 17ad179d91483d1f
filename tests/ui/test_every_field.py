"""Every field of every form: made, set to each of its words, cleared, removed, by the real rules.

A record is made through its form; then each of its fields is set and cleared upon it by what the
form stages, and rehearsed; at last it is removed.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Container, Mapping
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.domain.errors import Conflict, Refusal
from desktop_app.domain.inputs import Input
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Create, Edit, Remove, Write
from desktop_app.services import forms
from desktop_app.services.panel import Panel
from desktop_app.services.rehearsing import rehearse
from desktop_app.stack import Places
from desktop_app.ui.form import Form
from desktop_app.ui.office import Office
from desktop_app.ui.record_new import RecordNew
from desktop_app.ui.record_page import RecordPage
from desktop_app.ui.tasks import Reads
from tests.services.test_desk_documents import Delivering
from tests.ui.conftest import Run
from tests.ui.field_examples import CLEARED_WITH, MADE_WITH, WITH, Examples, put
from tests.ui.record_ground import opened
from tests.ui.waiting import until

ALL_THERE = {
    "nexus_mint.user_profiles": "Signing up makes the profile, one for each person.",
    "passa.user_roles": "Each name that a role may have is a role already.",
}
"""Nothing can be made anew; what is there is edited."""
NOT_BY_FORM = {
    "auth.users": "Their platform's sign-up makes them.",
    "multiverse.activity_logs": "The stores' own triggers write them.",
    "multiverse.auth_tokens": "Signing in on the platform makes them.",
    "nexus_mint.ai_interactions": "The platform's assistant writes them.",
    "nexus_mint.data_modifications": "The stores' own triggers write them.",
    "nexus_mint.payment_methods": "Only the person sets them, through their platform.",
    "nexus_mint.property_analytics": "It is computed from what happens.",
    "nexus_mint.user_role_assignments": "They follow what a role's act gives.",
    "openmineral.risk_assessment_history": "An assessment's override writes it.",
    "passa.audit_logs": "The stores' own triggers write them.",
    "passa.multisig_requests": "Acts ask for them.",
    "passa.multisig_signatures": "Acts sign them.",
    "passa.ticket_transfers": "Acts offer and accept them.",
    "passa.transactions": "The chain and the acts make them.",
    "passa.user_role_assignments": "They follow what a role's act gives.",
    "user_extensions.extension_metrics": "Extensions report them.",
}
"""Lists whose rows nobody writes by hand, and who does."""
ALONE = ("backoffice.", "files.", "redis.")
"""The program's own lists, and what lies there for other records."""
EVERY = {key: panel for key, panel in panels.load().items() if not key.startswith(ALONE)}
PANELS = {key: panel for key, panel in EVERY.items() if key not in NOT_BY_FORM}
SAMPLE = ("multiverse.city_resources", "passa.artists", "multiverse.business_models")
TRIES, PATIENCE = 30, 180
UNIQUE = "Another record already has"
Why = dict[tuple[str, str], str]


@pytest.fixture
def patiently(loop: asyncio.AbstractEventLoop, qapp: QApplication) -> Run:
    """With more patience than a test of one click needs."""

    async def rested(work: Callable[[], Awaitable[Any]]) -> None:
        await work()

        def resting() -> bool:
            tops = qapp.topLevelWidgets()
            return not any(each.names for top in tops for each in top.findChildren(Reads))

        await until(resting)

    return lambda work: loop.run_until_complete(asyncio.wait_for(rested(work), PATIENCE))


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
    assert page.body.form is not None
    for number in count():
        typed_in(page.body.form, panel, examples, number)
        assert not page.body.writing._wrong()
        write = page.body.writing._write()
        assert isinstance(write, Create)
        try:
            done = await office.desk.do(write)
        except Conflict:
            if number == TRIES:
                raise
            continue
        break
    page.body.discard()
    if done.keys:
        return done.keys[0][1]
    newest = Query(panel.key, sort="_id", limit=1)
    rows = (await office.desk.list(panel, newest)).rows
    told = panel.source.keyed[0] in write.values
    return panel.source.key(write.values if told else rows[0])


def typed_in(form: Form, panel: Panel, examples: Examples, number: int) -> None:
    """All that is required."""
    asked = {each.name: each for each in forms.inputs(panel) if not each.closed}
    needed = [name for name, each in asked.items() if each.required and not each.filled]
    values = {name: examples.other(asked[name], number) for name in needed}
    values |= examples.fitting(number) | dict(MADE_WITH.get(panel.key, {}))
    for name, value in values.items():
        put(form, asked[name], value)


def staged(panel: Panel, page: RecordPage, each: Input, value: Any) -> tuple[Any, list[Write]]:
    """What was typed, and the writes that set it and clear it again."""
    form, changes = page.body.form, page.body.changes
    assert form is not None
    read = put(form, each, value)
    along = WITH.get((panel.key, each.name), {})
    for name, other in along.items():
        form.rows[name].editor.typed.emit(other)
    writes: list[Write] = []
    if each.name in changes.staged:
        writes.append(page.body.writing._write())
    changes.revert(*changes.staged)
    if not each.required and not each.secret and read is not None:
        instead = CLEARED_WITH.get((panel.key, each.name), {})
        seen = {each.name: read, **{name: along.get(name) for name in instead}}
        writes.append(Edit(panel.key, page._key, seen, {each.name: None, **instead}))
    return read, writes


async def in_a_table(office: Office, panel: Panel, page: RecordPage, examples: Examples) -> Why:
    """Each value by itself, set and cleared, and nothing kept."""
    why: Why = {}
    for each in open_fields(panel):
        for value in examples.choices(each):
            if value is None:
                continue
            refused = {}
            for number in range(TRIES):
                again = examples.other(each, number) if number else value
                _, writes = staged(panel, page, each, again)
                refused = await rehearse(office.desk, writes)
                if UNIQUE not in str(refused.get(0)):  # an example is another record's value
                    break
            if refused:
                why[panel.key, each.name] = str(refused[min(refused)])
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
        if why := await _kept(office, panel, page, examples, seen, values):
            return why
        seen |= {n: v for n, v in values.items() if not fields[n].secret}
    cleared = {n: None for n, e in fields.items() if not e.required and not e.secret}
    return await _kept(office, panel, page, examples, {}, cleared) if cleared else {}


async def _kept(
    office: Office,
    panel: Panel,
    page: RecordPage,
    examples: Examples,
    seen: dict[str, Any],
    values: dict[str, Any],
) -> Why:
    """Written; what another record has already is typed differently."""
    told = {name: seen[name] for name in values if name in seen}
    fields = {each.name: each for each in open_fields(panel)}
    for number in range(1, TRIES):
        try:
            await office.desk.do(Edit(panel.key, page._key, told, values))
        except Refusal as refusal:
            if UNIQUE not in str(refusal) or refusal.field not in values:
                return {(panel.key, refusal.field): str(refusal)}
            again = examples.other(fields[refusal.field], number)
            values[refusal.field], _ = staged(panel, page, fields[refusal.field], again)
        else:
            return {}
    return {(panel.key, ""): f"Tried {TRIES} times."}


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


def every_list(sample: Container[str]) -> pytest.MarkDecorator:
    """Each list whose rows people write; those of the sample in its short run too."""
    short = {key: [pytest.mark.sample] if key in sample else [] for key in PANELS}
    return pytest.mark.parametrize(
        "panel",
        [
            pytest.param(panel, id=key, marks=[pytest.mark.long, *short[key]])
            for key, panel in PANELS.items()
        ],
    )


@asynccontextmanager
async def to_try(
    office: Office, places: Places, panel: Panel, qtbot: QtBot
) -> AsyncIterator[tuple[Any, Examples, bool]]:
    """A record's key, what may be typed into it, and whether it was made for this alone."""
    made = not forms.why_no_new(panel, forms.inputs(panel)) and panel.key not in ALL_THERE
    examples = Examples(office.desk, panel)
    await examples.read(forms.inputs(panel))
    async with delivering(places, panel):
        key = panel.source.key(examples.rows[0])
        if made:
            key = await made_by_form(office, panel, examples, qtbot)
        yield key, examples, made
        if made:
            await office.desk.do(Remove(panel.key, key, {}))


@every_list(SAMPLE)
def test_every_field_is_set_and_cleared_and_the_record_made_and_removed(
    qtbot: QtBot, patiently: Run, office: Office, sampled: Places, panel: Panel
) -> None:
    async def work() -> None:
        async with to_try(office, sampled, panel, qtbot) as (key, examples, _):
            assert not await all_tried(office, panel, key, examples, qtbot)

    patiently(work)


def test_every_list_of_the_platforms_is_tried_or_says_who_writes_it() -> None:
    assert {key for key, panel in EVERY.items() if not panel.writable} == set(NOT_BY_FORM)
    assert ALL_THERE.keys() <= PANELS.keys()
