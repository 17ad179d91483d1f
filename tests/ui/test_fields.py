"""Lists of words, documents and lists of documents as they are typed: nothing loses its kind."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain import leaves
from desktop_app.domain.inputs import Input, Unread
from desktop_app.domain.query import Kind
from desktop_app.ui.fields.editor import Editor
from desktop_app.ui.fields.nested import TABLE, TEXT, TREE, Nested
from desktop_app.ui.fields.nested_tree import NAME, VALUE, Node
from desktop_app.ui.fields.word_list import WordList

SKILLS = Input("skills", Kind.LIST, "Skills", made=object)
STREAMS = Input(
    "revenue_streams", Kind.LIST, "Revenue streams", made=object, items=dict, tagged=True,
    parts=("name", "amount"),
)  # fmt: skip
FEATURES = Input("features", Kind.JSON, "Features", made=object, tagged=True)


def shown(qtbot: QtBot, editor: Editor, value: Any) -> list[Any]:
    """What the editor tells from now on."""
    told: list[Any] = []
    qtbot.addWidget(editor)
    editor.put(value)
    editor.show()
    editor.typed.connect(told.append)
    return told


def view(editor: Nested, words: str) -> None:
    editor.views.setCurrentIndex((TABLE, TREE, TEXT).index(words))


def node(editor: Nested, *names: str) -> Node:
    found = editor.tree._root
    for name in names:
        found = next(part for part in found.parts() if part.text(NAME) == name)
    editor.tree.setCurrentItem(found)
    return found


def test_words_are_added_and_taken_away_by_keys(qtbot: QtBot, dressed: QApplication) -> None:
    editor = WordList(SKILLS)
    told = shown(qtbot, editor, ("Solidity", "R&D"))
    QTest.keyClicks(editor.wears(), "UX")
    assert told[-1] == ["Solidity", "R&D", "UX"]
    QTest.keyClick(editor.wears(), Qt.Key.Key_Return)
    assert len(editor._chips) == 3
    QTest.keyClick(editor.wears(), Qt.Key.Key_Backspace)
    assert told[-1] == ["Solidity", "R&D"]
    editor._chips[0].click()
    editor._chips[0].click()
    assert told[-1] is None
    editor.put(("again",))
    assert [chip.accessibleName() for chip in editor._chips] == ["Take away again"]


def test_a_number_among_numbers_is_refused_in_words(qtbot: QtBot, dressed: QApplication) -> None:
    editor = WordList(Input("years", Kind.LIST, "Years", made=object, items=int))
    told = shown(qtbot, editor, (1999,))
    QTest.keyClicks(editor.wears(), "soon")
    assert isinstance(told[-1], Unread)
    assert "cannot stand in years" in told[-1].why
    QTest.keyClick(editor.wears(), Qt.Key.Key_Return)
    assert len(editor._chips) == 1


def test_lines_of_a_table_keep_the_kind_of_every_cell(qtbot: QtBot, dressed: QApplication) -> None:
    editor = Nested(STREAMS)
    value = [{"name": "7", "amount": Decimal("1.50"), "monthly": True}, {"name": "Sponsors"}]
    told = shown(qtbot, editor, value)
    assert editor.views.tabText(editor.views.currentIndex()) == TABLE
    editor.table.item(0, 0).setText("8")  # type: ignore[union-attr]
    editor.table.item(0, 1).setText("2.25")  # type: ignore[union-attr]
    editor.table.item(1, 1).setText("3")  # type: ignore[union-attr]
    assert told[-1] == [
        {"name": "8", "amount": Decimal("2.25"), "monthly": True},
        {"name": "Sponsors", "amount": Decimal(3)},
    ]
    assert type(told[-1][1]["amount"]) is Decimal
    editor.table.item(0, 2).setText("perhaps")  # type: ignore[union-attr]
    assert told[-1].why == "“perhaps” is neither yes nor no."
    editor.table.item(0, 2).setText("")  # type: ignore[union-attr]
    assert "monthly" not in told[-1][0]
    editor.table.setCurrentCell(0, 0)
    editor.table.remove()
    assert [line["name"] for line in told[-1]] == ["Sponsors"]
    editor.put(None)
    assert editor.table.columnCount() == 2
    editor.table.add()
    editor.table.item(0, 0).setText("First")  # type: ignore[union-attr]
    assert told[-1] == [{"name": "First"}]


def test_a_tree_keeps_kinds_and_parts_are_added_turned_and_removed(
    qtbot: QtBot, dressed: QApplication
) -> None:
    editor = Nested(FEATURES)
    told = shown(qtbot, editor, {"rooms": 4, "no": "12", "at": {"price": Decimal("1.5")}})
    view(editor, TREE)
    node(editor, "no").setText(VALUE, "14")
    node(editor, "rooms").setText(VALUE, "5")
    node(editor, "at", "price").setText(VALUE, "2.50")
    assert told[-1] == {"rooms": 5, "no": "14", "at": {"price": Decimal("2.50")}}
    assert type(told[-1]["rooms"]) is int
    node(editor, "rooms").setText(VALUE, "many")
    assert told[-1].why == "“many” is not a number."
    node(editor, "rooms").setText(VALUE, "6")
    node(editor, "no")
    editor.tree.make(leaves.NUMBER)
    assert told[-1]["no"] == 14
    node(editor, "at")
    editor.tree.add()
    assert told[-1]["at"] == {"price": Decimal("2.50"), "name": ""}
    node(editor, "at", "name").setText(NAME, "price")
    assert told[-1].why == "Two parts are called “price”."
    editor.tree.remove()
    assert told[-1] == {"rooms": 6, "no": 14, "at": {"price": Decimal("2.50")}}


def test_the_ways_of_looking_at_it_show_one_value(qtbot: QtBot, dressed: QApplication) -> None:
    editor = Nested(FEATURES)
    told = shown(qtbot, editor, {"rooms": 4})
    view(editor, TEXT)
    text = editor.text.wears()
    text.setPlainText('{"rooms": 5, "price": {"$decimal": "1.50"}}')  # type: ignore[attr-defined]
    view(editor, TREE)
    assert node(editor, "price").kind == leaves.EXACT
    node(editor, "price").setText(VALUE, "1.75")
    assert told[-1] == {"rooms": 5, "price": Decimal("1.75")}
    view(editor, TEXT)
    assert '"$decimal": "1.75"' in text.toPlainText()  # type: ignore[attr-defined]
    text.setPlainText("{")  # type: ignore[attr-defined]
    assert isinstance(told[-1], Unread)
