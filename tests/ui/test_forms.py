"""Every panel has its form, in which nothing that a store may hold does any harm."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.domain.access import Actor
from desktop_app.domain.inputs import Unread
from desktop_app.domain.query import Kind
from desktop_app.services import forms
from desktop_app.services.panel import Panel
from desktop_app.ui import record_layout
from desktop_app.ui.change_set import ChangeSet
from desktop_app.ui.fields.editor import typed
from desktop_app.ui.form import Form
from desktop_app.ui.record_new import RecordNew
from tests.ui import rows
from tests.ui.conftest import Run
from tests.ui.record_ground import type_in

PANELS = panels.load()
CITIES, DEALS = PANELS["multiverse.city_resources"], PANELS["openmineral.deals"]
every_panel = pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS.keys())
AREAS = {key: panel.area for key, panel in PANELS.items()}
HOSTILE = ("\0", "<b>x</b>", "9" * 600, "today+99999999", "{" * 200, "\u202e", "NaN", "-", "';--")


def _form(panel: Panel) -> tuple[Form, ChangeSet]:
    asked = forms.inputs(panel)
    changes = ChangeSet()
    groups = record_layout.groups(panel, AREAS, (each.name for each in asked))
    form = Form(rows.office(rows.desk(PANELS, {})), groups, asked, changes)
    changes.setParent(form)
    return form, changes


@every_panel
def test_every_field_of_every_panel_has_an_editor(qtbot: QtBot, run: Run, panel: Panel) -> None:
    async def work() -> None:
        form, changes = _form(panel)
        qtbot.addWidget(form)
        asked = forms.inputs(panel)
        if panel.source.store == "redis" or panel.key.startswith("files."):
            assert not asked
            assert not panel.writable
            return
        assert list(form.rows)
        assert form.rows.keys() == {each.name for each in asked}
        unseen = panel.kinds().keys() - form.rows.keys()
        kept_from_forms = ("_sealed", "_index")
        parents = {name.rpartition(".")[0] for name in panel.kinds()}
        assert all(n.endswith(kept_from_forms) or n in parents or n == "_id" for n in unseen)
        for found in rows.odd(panel):
            changes.begin(found)
        assert not changes.staged

    run(work)


@every_panel
def test_hostile_typing_is_refused_at_the_field_or_read_as_typed(
    qtbot: QtBot, run: Run, panel: Panel
) -> None:
    async def work() -> None:
        form, changes = _form(panel)
        qtbot.addWidget(form)
        for name, row in form.rows.items():
            if row.asked.kind in (Kind.STATE, Kind.YES_NO):
                continue
            for text in HOSTILE:
                row.editor.typed.emit(typed(row.asked, text))
                value = changes.value(name)
                if isinstance(value, Unread):
                    assert row.told() == value.why
                    assert value.why.endswith("."), value.why
                elif isinstance(value, str):
                    assert value == text

    run(work)


def test_the_required_stand_first_and_keys_are_not_asked_for(qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        form, _ = _form(DEALS)
        qtbot.addWidget(form)
        terms = list(form.rows)[:6]
        assert set(terms) == {"title", "commodity", "quantity", "price", "counterparty", "status"}

    run(work)


def test_undo_goes_back_by_field(qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        form, changes = _form(DEALS)
        qtbot.addWidget(form)
        changes.begin({"title": "Nickel", "commodity": "Nickel", "quantity": 5})
        type_in(form.rows["title"], "Copper")
        type_in(form.rows["quantity"], "many")
        assert changes.mistakes().keys() == {"quantity"}
        assert changes.undo.count() == 2
        assert changes.undo.undoText() == "Quantity (t)"
        changes.undo.undo()
        assert changes.values() == {"title": "Copper"}
        changes.undo.undo()
        assert not changes.staged
        changes.undo.redo()
        assert changes.value("title") == "Copper"
        type_in(form.rows["title"], "Nickel")
        assert not changes.staged

    run(work)


def test_a_staged_field_keeps_what_it_was_made_upon(qtbot: QtBot) -> None:
    changes = ChangeSet()
    changes.begin({"city": "Lisbon", "name": "A"})
    changes.stage("city", "Porto")
    changes.follow({"city": "Braga", "name": "B"})
    assert (changes.value("city"), changes.value("name")) == ("Porto", "B")
    assert changes.seen() == {"city": "Lisbon"}
    assert changes.theirs == {"city": "Braga"}
    changes.settle("city", "Braga", mine=True)
    assert (changes.seen(), changes.values()) == ({"city": "Braga"}, {"city": "Porto"})


def test_what_cannot_be_made_by_hand_says_why(qtbot: QtBot, run: Run) -> None:
    async def work() -> None:
        office = rows.office(rows.desk(PANELS, {}))
        page = RecordNew(office, PANELS["backoffice.audit_log"])
        qtbot.addWidget(page)
        assert page.body.form is None
        desk = rows.desk(PANELS, {})
        desk.actor = Actor("reader", frozenset(), frozenset({"*:read"}))
        page = RecordNew(replace(office, desk=desk), CITIES)
        qtbot.addWidget(page)
        assert "multiverse.city_resources:write" in page.body.why_not()

    run(work)
