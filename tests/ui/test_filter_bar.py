"""The filter line as a person uses it: typed, chips by mouse and keys, mistakes, completion."""

import asyncio

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLayout, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.domain.filter_line import write
from desktop_app.domain.query import EVERYTHING, Condition, Op, Where
from desktop_app.ui.chips import Chip
from desktop_app.ui.filter_bar import FilterBar
from desktop_app.ui.memory import Memory
from tests.ui.conftest import Run

DEALS = panels.load()["openmineral.deals"]
PENDING = Where("status", Op.EQUAL, "pending")
Key = Qt.Key


class Asked(list[Condition]):
    """What the bar asked, in the order of asking."""

    @property
    def lines(self) -> list[str]:
        return [write(each) for each in self]


@pytest.fixture
def bar(qtbot: QtBot, dressed: object) -> FilterBar:
    made = FilterBar(DEALS, Memory())
    qtbot.addWidget(made)
    made.resize(900, 60)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.text.setFocus()
    return made


@pytest.fixture
def asked(bar: FilterBar) -> Asked:
    heard = Asked()
    bar.asked.connect(heard.append)
    return heard


def _enter(bar: FilterBar, line: str) -> None:
    bar.text.setText(line)
    QTest.keyClick(bar.text, Key.Key_Return)


def _chips(bar: FilterBar) -> list[Chip]:
    return bar._chips


def _laid_out(bar: FilterBar) -> QLayout:
    layout = bar.layout()
    assert layout is not None
    layout.activate()
    return layout


def test_enter_asks_and_makes_chips(bar: FilterBar, asked: Asked) -> None:
    _enter(bar, "status:pending quantity:>=7")
    assert asked.lines == ["status:pending quantity:>=7"]
    assert [chip.accessibleName() for chip in _chips(bar)] == ["status pending", "quantity (t) ≥ 7"]
    assert bar.text.text() == ""
    _enter(bar, "")
    assert len(asked) == 2


def test_a_chip_is_switched_inverted_edited_and_removed_by_keys(
    bar: FilterBar, asked: Asked, run: Run
) -> None:
    async def work() -> None:
        _enter(bar, "status:pending commodity:Copper")
        QTest.keyClick(bar.text, Key.Key_Left)
        assert bar.focusWidget() is _chips(bar)[1]
        QTest.keyClick(_chips(bar)[1], Key.Key_Left)
        first = _chips(bar)[0]
        assert bar.focusWidget() is first
        QTest.keyClick(first, Key.Key_Space)
        await asyncio.sleep(0.05)
        assert asked.lines[-1] == "commodity:Copper"
        assert bar.off == (PENDING,)
        assert first.accessibleName() == "status pending, switched off"
        QTest.keyClick(first, Key.Key_Space)
        await asyncio.sleep(0.05)
        QTest.keyClick(first, Key.Key_Minus)
        assert asked.lines[-1] == "-status:pending commodity:Copper"
        QTest.keyClick(_chips(bar)[0], Key.Key_Delete)
        assert asked.lines[-1] == "commodity:Copper"
        QTest.keyClick(_chips(bar)[0], Key.Key_Return)
        assert bar.text.text() == "commodity:Copper"
        assert bar.focusWidget() is bar.text
        assert _chips(bar) == []
        QTest.keyClick(bar.text, Key.Key_Escape)
        assert [chip.accessibleName() for chip in _chips(bar)] == ["commodity Copper"]

    run(work)


def test_backspace_walks_into_the_chips_and_takes_one_away(bar: FilterBar, asked: Asked) -> None:
    _enter(bar, "status:pending")
    QTest.keyClick(bar.text, Key.Key_Backspace)
    QTest.keyClick(_chips(bar)[0], Key.Key_Backspace)
    assert asked[-1] == EVERYTHING
    assert bar.focusWidget() is bar.text


def test_a_chip_by_mouse(bar: FilterBar, asked: Asked, run: Run) -> None:
    async def work() -> None:
        left = Qt.MouseButton.LeftButton
        _enter(bar, "status:pending commodity:Copper")
        _laid_out(bar)
        await asyncio.sleep(0.05)
        chip = _chips(bar)[0]
        QTest.mouseClick(chip, left, pos=QPoint(12, 10))
        await asyncio.sleep(0.05)
        assert bar.off == (PENDING,)
        QTest.mouseClick(chip, left, pos=QPoint(chip.width() - 12, 10))
        assert asked.lines[-1] == "commodity:Copper"
        assert not bar.off
        words = [entry.text() for entry in _chips(bar)[0].menu().actions()]
        assert words == ["Switch off\tSpace", "Invert\t-", "Edit\tEnter", "Remove\tDel"]

    run(work)


def test_a_mistake_is_underlined_where_it_is_and_mended_by_a_click(
    bar: FilterBar, asked: Asked
) -> None:
    _enter(bar, "status:pendin commodity:Copper")
    assert asked == []
    said = [label.text() for label in bar._wrong.findChildren(QLabel)]
    assert said == ["“pendin” is none of its values. Did you mean “pending”?"]
    offer = bar._wrong.findChild(QPushButton)
    assert isinstance(offer, QPushButton)
    QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert bar.text.text() == "status:pending commodity:Copper"
    assert not bar._wrong.isVisible()
    QTest.keyClick(bar.text, Key.Key_Return)
    assert asked.lines == ["status:pending commodity:Copper"]


def test_what_parses_is_asked_while_it_is_typed(bar: FilterBar, asked: Asked, run: Run) -> None:
    async def work() -> None:
        QTest.keyClicks(bar.text, "vale")
        assert asked == []
        await asyncio.sleep(0.4)
        assert asked.lines == ["vale"]
        QTest.keyClicks(bar.text, " status:")
        await asyncio.sleep(0.4)
        assert asked.lines == ["vale"]
        assert not bar._wrong.isVisible()
        assert bar.focusWidget() is bar.text
        QTest.keyClick(bar.text, Key.Key_Escape)
        QTest.keyClick(bar.text, Key.Key_Escape)
        assert asked[-1] == EVERYTHING
        assert bar.text.text() == ""

    run(work)


def test_a_mistake_that_is_done_with_is_shown_while_typing(bar: FilterBar, run: Run) -> None:
    async def work() -> None:
        QTest.keyClicks(bar.text, "statis:pending x")
        await asyncio.sleep(0.4)
        assert bar._wrong.isVisible()

    run(work)


def test_fields_and_values_are_completed_by_keys(bar: FilterBar, asked: Asked) -> None:
    QTest.keyClicks(bar.text, "stat")
    QTest.keyClick(bar.text, Key.Key_Tab)
    assert bar.text.text() == "status:"
    offered = bar.text._completion
    assert offered.isVisible()
    assert [offered.item(row).text() for row in range(3)] == ["draft", "pending", "active"]
    QTest.keyClick(bar.text, Key.Key_Down)
    QTest.keyClick(bar.text, Key.Key_Down)
    QTest.keyClick(bar.text, Key.Key_Return)
    assert bar.text.text() == "status:pending"
    assert not offered.isVisible()
    QTest.keyClick(bar.text, Key.Key_Return)
    assert asked == [PENDING]


def test_values_of_the_rows_at_hand_are_offered(bar: FilterBar) -> None:
    bar.text.at_hand = lambda column: ("Nickel", "Bauxite", "Nickel") if column else ()
    QTest.keyClicks(bar.text, "commodity:")
    offered = bar.text._completion
    assert [offered.item(row).text() for row in range(2)] == ["Bauxite", "Nickel"]


def test_what_was_asked_before_is_offered_again(bar: FilterBar, asked: Asked) -> None:
    _enter(bar, "status:pending")
    bar.show_condition(EVERYTHING)
    assert bar.recent() == ("status:pending",)
    QTest.keyClick(bar.text, Key.Key_Down)
    QTest.keyClick(bar.text, Key.Key_Return)
    assert bar.text.text() == "status:pending"


def test_a_ready_made_filter_is_chosen_and_taken_away(bar: FilterBar, asked: Asked) -> None:
    bar.choose("status", "pending")
    bar.choose("status", "active")
    assert asked.lines == ["status:pending", "status:active"]
    bar.choose("status", "active")
    assert asked[-1] == EVERYTHING


def test_many_chips_take_more_lines_and_none_is_cut(bar: FilterBar) -> None:
    _enter(bar, " ".join(f"quantity:>={number}" for number in range(1000, 1016)))
    bar.resize(500, _laid_out(bar).heightForWidth(500))
    _laid_out(bar)
    assert len({chip.mapTo(bar, QPoint(0, 0)).y() for chip in _chips(bar)}) > 2
    assert all(chip.width() >= chip.sizeHint().width() for chip in _chips(bar))
    assert bar.rect().contains(_chips(bar)[-1].geometry().translated(0, 10))
