"""The tree beside a list: moved by mouse and keys, undone, reviewed, written."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from desktop_app.domain.access import Actor
from desktop_app.domain.query import Words
from desktop_app.domain.writes import Create, Remove
from desktop_app.stack import Places
from desktop_app.ui.office import Office
from desktop_app.ui.record_writing import NOT_TRIED
from desktop_app.ui.review import MET
from desktop_app.ui.shown.tree_view import TreeView
from tests.services.test_desk_documents import Delivering
from tests.ui.conftest import Run
from tests.ui.shown_ground import at_an_end, beside
from tests.ui.waiting import until

EVENTS, TENANTS = "passa.event_categories", "prismicx.categories"
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def run(at_rest: Run) -> Run:
    return at_rest


def _roots(view: TreeView) -> list[str]:
    tree = view.tree
    return [item.text(0) for n in range(tree.topLevelItemCount()) if (item := tree.topLevelItem(n))]


def _movable(view: TreeView) -> tuple[str, str]:
    """One that lies beneath nothing of its own, and where it may lie instead."""
    parents = view.parents()
    leaves = [name for name in parents if name not in parents.values()]
    pairs = ((name, over) for name in leaves for over in parents if over != parents[name])
    return next((n, over) for n, over in pairs if not view._why_not_there(n, over))


def _leaf_and_root(view: TreeView) -> tuple[str, str]:
    """One that has nothing beneath it, and an outermost that it does not lie beneath."""
    parents = view.parents()
    leaf = next(name for name in parents if name not in parents.values())
    away = {leaf, parents[leaf]}
    return leaf, next(n for n, p in parents.items() if p is None and n not in away)


def test_a_move_is_staged_undone_reviewed_and_written(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        panel = office.desk.panels[EVENTS]
        done = await office.desk.do(Create(EVENTS, {"name": "Matinées"}))
        key = done.keys[0][1]
        page, view = await beside(qtbot, office, EVENTS)
        name = str(key)
        over = next(n for n, p in view.parents().items() if p is None and n != name)
        view.tree.stand(name)
        view.tree.setFocus()
        QTest.keyClick(view.tree, Qt.Key.Key_X, CTRL)
        assert any("taken" in said for said in _roots(view))
        view.tree.stand(over)
        QTest.keyClick(view.tree, Qt.Key.Key_V, CTRL)
        assert view.parents()[name] == over
        assert page.unsaved() == 1
        QTest.keyClick(view.tree, Qt.Key.Key_Z, CTRL)
        assert view.parents()[name] is None
        assert page.unsaved() == 0
        QTest.keyClick(view.tree, Qt.Key.Key_Y, CTRL)
        assert (await office.desk.get(panel, key))["parent_category_id"] is None
        QTest.keyClick(view.tree, Qt.Key.Key_S, CTRL)
        await until(lambda: view.edits.review.told() == MET)
        QTest.keyClick(view.edits.review.go, Qt.Key.Key_Return, CTRL)
        await until(lambda: not view.unsaved())
        row = await office.desk.get(panel, key)
        assert str(row["parent_category_id"]) == over
        await office.desk.do(Remove(EVENTS, key, {}))
        await until(lambda: name not in view.rows)
        await at_an_end(page)

    run(work)


def test_a_row_is_dropped_beneath_another_but_not_beneath_its_own(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        _, view = await beside(qtbot, office, EVENTS)
        leaf, other = _leaf_and_root(view)
        view.tree.stand(leaf)
        _drop(view, other)
        assert view.parents()[leaf] == other
        view.tree.stand(other)
        _drop(view, leaf)
        assert view.parents()[other] is None
        assert view.unsaved() == 1
        QTest.keyClick(view.tree, Qt.Key.Key_Z, CTRL)
        assert view.unsaved() == 0

    run(work)


def test_one_selection_with_the_list(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        page, view = await beside(qtbot, office, EVENTS)
        view.tree.setFocus()
        QTest.keyClick(view.tree, Qt.Key.Key_Down)
        row = page.table.currentIndex().row()
        assert str(page.model.key(row)) == view.tree.here()
        page.table.selectRow((row + 1) % page.model.rowCount())
        assert str(page.model.key(page.table.currentIndex().row())) == view.tree.here()

    run(work)


@pytest.mark.parametrize("place", [EVENTS, TENANTS])
def test_moves_outlive_the_program_and_a_narrower_filter(
    qtbot: QtBot, run: Run, office: Office, place: str
) -> None:
    """In both stores: what was moved and not written is offered back, and undone as it was."""

    async def work() -> None:
        page, view = await beside(qtbot, office, place)
        machine = office.desk.machine
        assert machine
        assert machine.journal
        journal = machine.journal
        name, over = _movable(view)
        assert view.put_beneath(name, over)
        await until(lambda: journal.found(f"{place}/tree"))
        page.ask(Words("nothing is called so"))
        await until(lambda: not page.reader.reads.names)
        view.look()
        await until(lambda: not view.reads.names)
        assert (page.unsaved(), set(view.rows)) == (1, {name})
        view.journal._journal = None  # from here on it is as if the program were gone
        other, again = await beside(qtbot, office, place)
        await until(lambda: not again.journal.isHidden())
        assert again.unsaved() == 0
        again.journal.back.click()
        assert again.parents()[name] == over
        again.changes.undo.undo()
        assert again.unsaved() == 0
        await until(lambda: not journal.found(f"{place}/tree"))
        await at_an_end(page)
        await at_an_end(other)

    run(work)


def test_a_category_is_moved_in_the_other_store(
    qtbot: QtBot, run: Run, office: Office, sampled: Places
) -> None:
    async def work() -> None:
        panel = office.desk.panels[TENANTS]
        page, view = await beside(qtbot, office, TENANTS)
        name, over = _movable(view)
        before = view.parents()[name]
        for parent in (over, before):
            assert view.put_beneath(name, parent)
            async with Delivering(sampled):
                view.edits.review_them()
                await until(lambda: view.edits.review.told() in (MET, NOT_TRIED))
                view.edits.write()
                await until(lambda: not view.unsaved())
                await until(lambda: not office.writes.names)
            row = await office.desk.get(panel, view.keys[name])
            assert row["parent_id"] == (view.keys[parent] if parent else None)
        await at_an_end(page)

    run(work)


def test_a_category_stays_with_its_tenant(qtbot: QtBot, run: Run, office: Office) -> None:
    told: list[str] = []

    async def work() -> None:
        lone = replace(office, tell=lambda said, _tone: told.append(said))
        _, view = await beside(qtbot, lone, TENANTS)
        rows = view.rows
        name = next(n for n in rows if rows[n]["parent_id"])
        away = next(n for n in rows if rows[n]["tenant_id"] != rows[name]["tenant_id"])
        near = next(n for n, r in rows.items() if not view._why_not_there(name, n))
        assert not view.put_beneath(name, away)
        assert "another tenant" in told[-1]
        assert view.put_beneath(name, near)

    run(work)


def test_who_may_not_write_moves_nothing(qtbot: QtBot, run: Run, office: Office) -> None:
    async def work() -> None:
        office.desk.actor = Actor("a_reader", frozenset(), frozenset({f"{EVENTS}:read"}))
        _, view = await beside(qtbot, office, EVENTS)
        leaf, other = _leaf_and_root(view)
        view.tree.stand(leaf)
        QTest.keyClick(view.tree, Qt.Key.Key_Right, ALT)
        assert not view.put_beneath(leaf, other)
        assert not view.tree.dragEnabled()
        assert view.unsaved() == 0

    run(work)


def _drop(view: TreeView, onto: str) -> None:
    """As a mouse lets go over a row."""
    tree = view.tree
    item: QTreeWidgetItem = tree._items[onto]
    place = QPointF(tree.visualItemRect(item).center())
    event = QDropEvent(
        place, Qt.DropAction.MoveAction, QMimeData(), Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    tree.dropEvent(event)
