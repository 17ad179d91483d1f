"""Values of records: keys letter by letter, names for keys, and nothing cut at the edge."""

from datetime import UTC, datetime
from uuid import UUID

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.services import names
from desktop_app.ui import record_layout, theme
from desktop_app.ui.facts import Facts
from desktop_app.ui.json_tree import JsonTree
from desktop_app.ui.labels import Link, OneWord, tip
from desktop_app.ui.office import Office
from desktop_app.ui.tabs import _Bar
from tests.ui.conftest import Run
from tests.ui.record_ground import opened, some_key
from tests.ui.waiting import until

DEALS, TOKENS = "openmineral.deals", "nexus_mint.property_tokens"
ROW = {"id": 7, "title": "Ore", "status": "draft", "created_at": datetime(2026, 3, 1, tzinfo=UTC)}
HASH = "91c56676469054416d15b3588d54072eab325abf76405a4ab244ab0892acc673"


def _shown(qtbot: QtBot, *, whole: bool) -> Facts:
    panel = panels.load()[DEALS]
    facts = Facts(panel, whole=whole)
    qtbot.addWidget(facts)
    facts.show_row(record_layout.groups(panel, {}, tuple(ROW)), ROW)
    facts.show()
    return facts


def test_a_key_is_read_letter_by_letter_and_a_word_is_never_broken(
    qtbot: QtBot, dressed: QApplication
) -> None:
    facts = _shown(qtbot, whole=True)
    said = {each.text(): each for each in facts.findChildren(QLabel)}
    assert said["7"].font().family() == theme.fixed().family()
    assert said["Ore"].font().family() != theme.fixed().family()
    assert isinstance(said["Ore"], OneWord)


def test_what_is_too_long_gives_way_and_is_told_whole(qtbot: QtBot, dressed: QApplication) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    word, link = OneWord(), Link(HASH)
    word.say(HASH)
    link.name(f"{HASH} & <b>more</b>")
    for each in (word, link):
        each.setParent(row)
        each.resize(80, 20)
        assert each.minimumSizeHint().width() <= theme.LABEL
        each.grab()
    assert word.text() == HASH
    assert word.toolTip() == tip(HASH)
    assert link.toolTip() == tip(f"{HASH} & <b>more</b>")
    assert link.accessibleName() == f"{HASH} & <b>more</b>"


def test_a_record_is_called_after_others_by_their_names(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    """A token is called after its property: by its name, not by its id."""

    async def work() -> None:
        page = await opened(office, TOKENS, await some_key(office, TOKENS))
        qtbot.addWidget(page)
        panel, owner = office.desk.panels[TOKENS], page.row["property_id"]
        assert isinstance(owner, UUID)
        assert str(owner) not in names.called(panel, page.row)
        found = await names.names(office.desk, "nexus_mint.properties", [owner])
        await until(lambda: found[owner] in page.title)
        assert page.head.title.text() == page.title

    run(work)


def test_years_are_years_and_flat_documents_stand_at_the_edge(
    qtbot: QtBot, dressed: QApplication
) -> None:
    flat, deep = JsonTree({"year_built": 1990, "rooms": 1990}), JsonTree({"inside": {"rooms": 2}})
    for each in (flat, deep):
        qtbot.addWidget(each)
    said = [flat.model().index(row, 1).data() for row in range(2)]
    assert said == ["1990", "1,990"]
    assert not flat.rootIsDecorated()
    assert deep.rootIsDecorated()


def test_tabs_keep_enough_of_their_titles(qtbot: QtBot, dressed: QApplication) -> None:
    bar = _Bar()
    qtbot.addWidget(bar)
    for _ in range(20):
        bar.name(bar.addTab(""), "115 Airport Road, Accra Greater Accra")
    bar.resize(600, theme.TABS)
    bar.show()
    assert min(bar.tabRect(number).width() for number in range(20)) >= theme.TAB_LEAST
