"""A record's facts: in two columns where there is room, below each other where there is not."""

from functools import partial

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.ui import record_layout, theme
from desktop_app.ui.facts import Facts

PLACE = "openmineral.deals"


@pytest.mark.parametrize("beside", [True, False])
def test_people_stand_beside_the_terms_where_there_is_room(
    beside: bool, dressed: QApplication, qtbot: QtBot
) -> None:
    """Mutation: without `resizeEvent` both widths look alike."""
    loaded = panels.load()
    panel, areas = loaded[PLACE], {key: each.area for key, each in loaded.items()}
    facts = Facts(panel, whole=True)
    qtbot.addWidget(facts)
    names = record_layout.fields(panel)
    facts.show_row(record_layout.groups(panel, areas, names), dict.fromkeys(names))
    facts.resize(2 * theme.FACTS + (100 if beside else -100), 900)
    facts.show()
    terms, people = partial(_title, facts, "TERMS"), partial(_title, facts, "PEOPLE")
    qtbot.waitUntil(lambda: (terms().y() == people().y()) is beside)
    assert (people().x() >= terms().x() + theme.FACTS) is beside


def _title(facts: Facts, text: str) -> QPoint:
    (found,) = (each for each in facts.findChildren(QLabel) if each.text() == text)
    return found.mapTo(facts, QPoint())
