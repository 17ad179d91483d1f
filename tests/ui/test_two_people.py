"""Every pair of what two people may do to one record, in each store: who wins, and what is told.

The second person has the record open while the first one is faster. What both touched is told by
field, person and time, and nothing that was typed is lost; what they did not both touch stands.

Mutation: leave `seen` out of `RecordWriting._write`, or `_refuse_moved` out of `applying.edit`.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Gone
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.writes import Act, Create, Edit, Remove, Write
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from desktop_app.ui.ask_dialog import AskDialog
from desktop_app.ui.office import Office
from desktop_app.ui.record_page import RecordPage
from desktop_app.ui.record_writing import NOT_TRIED
from desktop_app.ui.review import MET
from tests.services.test_desk_documents import Delivering
from tests.ui.conftest import Run
from tests.ui.record_ground import another, opened, said
from tests.ui.test_every_field import patiently
from tests.ui.waiting import until

__all__ = ["patiently"]


class Does(StrEnum):
    SAME = "edits the same field"
    OTHER = "edits another field"
    REMOVE = "removes it"
    ACT = "moves it by an act"
    RESTORE = "restores what it was"


EDITS = (Does.SAME, Does.OTHER, Does.RESTORE)
BEGUN, NOW, THEIRS, MINE = (Decimal(n) for n in (10, 20, 30, 40))
WORDS = "What nobody else typed."
WHO = re.compile(r"Sample checker.* \d\d:\d\d")


@dataclass(frozen=True)
class Ground:
    """`both` is an amount that both may edit, `name` what only the faster one edits."""

    place: str
    both: str
    name: str
    act: str
    made: Mapping[str, Any]

    def write(self, key: Any, does: Does) -> Write:
        """What the faster one does."""
        match does:
            case Does.REMOVE:
                return Remove(self.place, key, {})
            case Does.ACT:
                return Act(self.place, self.act, (key,))
            case Does.OTHER:
                return Edit(self.place, key, {self.name: "Two"}, {self.name: "Three"})
        after = BEGUN if does == Does.RESTORE else THEIRS
        return Edit(self.place, key, {self.both: NOW}, {self.both: after})

    def clash(self, theirs: Does, mine: Does) -> str:
        """The field that both touched; a removal or an act rests upon amount and state."""
        if theirs in (Does.SAME, Does.RESTORE) and mine != Does.OTHER:
            agree = theirs == mine == Does.RESTORE
            return "" if agree else self.both
        return "status" if theirs == Does.ACT and mine in (Does.ACT, Does.REMOVE) else ""


DEALS = Ground(
    "openmineral.deals",
    "price",
    "title",
    "submit",
    {
        "title": "Two",
        "commodity": "zinc",
        "quantity": Decimal(1),
        "counterparty": "Vale",
        "status": "draft",
    },
)
PROJECTS = Ground(
    "multiverse.business_projects",
    "financials.initial_investment",
    "name",
    "start",
    {"name": "Two", "status": "planning"},
)


@dataclass(frozen=True)
class Second:
    """The slower person, at the page."""

    ground: Ground
    page: RecordPage

    async def does(self, what: Does) -> None:
        """All but what is decided once the answer is there."""
        panel = self.page._panel
        if what == Does.REMOVE:
            self.page._remove()
        elif what == Does.ACT:
            self.page._act(panel.action(self.ground.act))
        elif what == Does.RESTORE:
            self.page._restore({self.ground.both: BEGUN})
        else:
            self.page.body.edit()
            self.page.body.form.rows[self.field(what)].editor.typed.emit(self.typed(what))  # type: ignore[union-attr]
            self.page.body.writing.save()
        if dialog := self.dialog:
            if "reason" in dialog.rows:
                dialog.rows["reason"].editor.typed.emit(WORDS)
            dialog.submit()

    def field(self, what: Does) -> str:
        return "description" if what == Does.OTHER else self.ground.both

    def typed(self, what: Does) -> Any:
        return {Does.OTHER: WORDS, Does.RESTORE: BEGUN}.get(what, MINE)

    @property
    def dialog(self) -> AskDialog | None:
        return next(iter(self.page.findChildren(AskDialog)), None)

    def answered(self) -> bool:
        """Whether a no, a clash or a yes is on screen."""
        writing, dialog = self.page.body.writing, self.dialog
        if dialog is not None:
            return dialog.trouble.isVisible()
        trying = writing.review.isVisible() and not writing.review.told().endswith("…")
        return trying or writing.conflict.isVisible() or not writing.is_under_way

    def told(self) -> str:
        parts = (self.dialog, self.page.body.writing, self.page.trouble)
        return " ".join(text for part in parts if part for text in said(part))

    async def writes(self) -> None:
        """Nothing stands in the way: it is written."""
        met, page = (MET, NOT_TRIED), self.page
        await until(lambda: self.dialog is None)
        await until(lambda: not page.unsaved() or page.body.writing.review.told() in met)
        if page.unsaved():
            page.body.writing.write()
            await until(lambda: not page.unsaved())

    def lost_nothing(self, what: Does) -> None:
        if what in EDITS:
            assert self.page.body.changes.staged == {self.field(what): self.typed(what)}
        elif self.dialog and "reason" in self.dialog.rows:
            assert self.dialog._values["reason"] == WORDS


@pytest.mark.sample
@pytest.mark.parametrize(("theirs", "mine"), list(product(Does, Does)))
@pytest.mark.parametrize("ground", [DEALS, PROJECTS], ids=["table", "collection"])
def test_two_people_at_one_record(
    qtbot: QtBot,
    patiently: Run,
    office: Office,
    sampled: Places,
    ground: Ground,
    theirs: Does,
    mine: Does,
) -> None:
    async def work() -> None:
        async with Delivering(sampled), another(sampled) as other:
            key = await begun(office.desk, ground)
            page = await opened(office, ground.place, key)
            qtbot.addWidget(page)
            second = Second(ground, page)
            await other.do(ground.write(key, theirs))
            await second.does(mine)
            await until(second.answered)
            field = ground.clash(theirs, mine)
            if theirs == Does.REMOVE:
                page.reload()  # as the feed has it do
                await until(lambda: WHO.search(second.told()))
                second.lost_nothing(mine)
            elif field:
                told = second.told()
                assert spoken(field.rpartition(".")[2]) in told.lower()
                assert WHO.search(told), told
                assert (await stored(office.desk, ground, key)).items() >= left(ground, theirs)
                second.lost_nothing(mine)
            else:
                await second.writes()
                await both_stand(office.desk, ground, key, theirs, mine)

    patiently(work)


async def begun(desk: Desk, ground: Ground) -> Any:
    """The key of a record with an earlier value to restore."""
    key: Any = f"two-{uuid4()}"
    named = {} if ground is DEALS else {"project_id": key}
    done = await desk.do(Create(ground.place, {**ground.made, **named, ground.both: BEGUN}))
    key = done.keys[0][1] if done.keys else key
    await desk.do(Edit(ground.place, key, {ground.both: BEGUN}, {ground.both: NOW}))
    return key


async def stored(desk: Desk, ground: Ground, key: Any) -> dict[str, Any]:
    return dict(await desk.get(desk.panels[ground.place], key))


async def both_stand(desk: Desk, ground: Ground, key: Any, theirs: Does, mine: Does) -> None:
    """What both did, as they did not touch the same."""
    if mine == Does.REMOVE:
        with pytest.raises(Gone):
            await stored(desk, ground, key)
        return
    row, done = await stored(desk, ground, key), {theirs, mine}
    amount = THEIRS if theirs == Does.SAME else MINE if mine == Does.SAME else NOW
    assert row[ground.both] == (BEGUN if Does.RESTORE in done else amount)
    assert row[ground.name] == ("Three" if theirs == Does.OTHER else "Two")
    assert (row.get("description") == WORDS) is (mine == Does.OTHER)
    assert (row["status"] in ("draft", "planning")) is (Does.ACT not in done)


def left(ground: Ground, theirs: Does) -> Set[tuple[str, Any]]:
    """As the faster one left it."""
    amount = {Does.SAME: THEIRS, Does.RESTORE: BEGUN}.get(theirs, NOW)
    first, then = ("draft", "pending") if ground is DEALS else ("planning", "active")
    state = then if theirs == Does.ACT else first
    name = "Three" if theirs == Does.OTHER else "Two"
    return {ground.both: amount, ground.name: name, "status": state}.items()
