"""What people write is shown as they wrote it, wherever it stands; it opens and calls nothing."""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.query import Op, Where
from desktop_app.domain.series import Line, Mark, Series, Unit
from desktop_app.services.board import Chart
from desktop_app.stack import Places
from desktop_app.ui.finder import Entry, Finder
from desktop_app.ui.notices import Notices
from desktop_app.ui.office import Office
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.tabs import _Bar
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone
from desktop_app.ui.trouble import Trouble
from desktop_app.ui.window import Window
from tests.ui.payloads import payloads, taken_for_more, untouched
from tests.ui.record_ground import opened
from tests.ui.test_charts import shown
from tests.ui.waiting import until

DEALS = "openmineral.deals"
MANY = [
    pytest.param(30, marks=pytest.mark.sample),
    pytest.param(500, marks=pytest.mark.long),
]
INTO = (
    "INSERT INTO openmineral.deals (title, commodity, quantity, price, counterparty, status)"
    " VALUES (%s, 'Hostile', 1, 1, %s, 'draft')"
)


@pytest.fixture
def servers(sampled: Places) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(sampled.postgres, autocommit=True) as connection:
        yield connection
        connection.execute("DELETE FROM openmineral.deals WHERE commodity = 'Hostile'")


@pytest.fixture
def lure(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A file and an address that are named in the texts; touched, the test fails."""
    file = tmp_path / "secret.png"
    with untouched(file) as url:
        yield file, url


def painted(widget: QWidget) -> QPixmap:
    return widget.grab()


@pytest.mark.parametrize("many", MANY)
def test_rows_of_the_store_are_letters_everywhere(
    qtbot: QtBot,
    office: Office,
    loop: asyncio.AbstractEventLoop,
    servers: psycopg.Connection[Any],
    lure: tuple[Path, str],
    many: int,
) -> None:
    """In the list, its filter and preview, and as records."""
    texts = payloads(many, *lure)
    assert len(set(texts)) == many
    with servers.cursor() as cursor:
        cursor.executemany(INTO, [(text, text[:100]) for text in texts])
    page = TablePage(office, office.desk.panels[DEALS])
    qtbot.addWidget(page)
    page.resize(1400, 900)
    page.show()

    async def work() -> None:
        page.toggle_preview()
        page.ask(Where("commodity", Op.EQUAL, "Hostile"))
        await until(lambda: len(page.model.rows) >= min(many, 200) and not page.reader.reads.names)
        for row in range(0, len(page.model.rows), 40):
            page.table.selectRow(row)
            page.table.scroll_to(row)
            await until(lambda: not page.reader.reads.names)
            painted(page)
        assert {row["title"] for row in page.model.rows} <= set(texts)
        assert page.model.text(0, page.model.names.index("title")).strip()
        for text in texts[:3]:
            page.ask(Where("title", Op.EQUAL, text))
            await until(lambda: not page.reader.reads.names)
            painted(page)
            assert not taken_for_more()
        page.ask(Where("commodity", Op.EQUAL, "Hostile"))
        await until(lambda: len(page.model.rows) > 3 and not page.reader.reads.names)
        for each in list(page.model.rows)[:: max(1, many // 4)]:
            record = await opened(office, DEALS, each["id"])
            qtbot.addWidget(record)
            record.resize(1200, 800)
            assert record.head.title.text() == record.title
            painted(record)
            assert not taken_for_more()
        tops = QApplication.topLevelWidgets()
        await until(lambda: not any(r.names for top in tops for r in top.findChildren(Reads)))

    loop.run_until_complete(work())


@pytest.mark.parametrize("many", MANY)
def test_what_the_window_says_is_letters_everywhere(
    qtbot: QtBot, dressed: QApplication, loop: object, lure: tuple[Path, str], many: int
) -> None:
    """Notices, troubles, tabs, the palette, and the words of charts."""
    texts = payloads(many, *lure)
    window = Window()
    qtbot.addWidget(window)
    window.show()
    notices, trouble, bar = Notices(window), Trouble(), _Bar()
    finder = Finder(window, "Found", "What")
    for widget in (trouble, bar):
        qtbot.addWidget(widget)
        widget.show()
    entries = [Entry(text, print, text, icon="info") for text in texts]
    finder.open()
    finder.show_entries(entries, texts[0])
    painted(finder)
    for text in texts:
        notices.tell(text, Tone.BAD)
        trouble.tell(text)
        assert text in [each.text() for each in trouble.findChildren(QLabel)]
        bar.name(bar.addTab(""), text)
    painted(window)
    painted(bar)
    painted(trouble)
    assert not taken_for_more()
    day = datetime(2026, 3, 1, tzinfo=UTC)
    for start in range(0, many, 25):
        some = texts[start : start + 25]
        words = Line(some[0], tuple(Mark(text, Decimal(1), None) for text in some))
        view = shown(qtbot, Chart.BARS, Series((words, Line(some[-1], ())), Unit.COUNT, day))
        view.step(1)
        painted(view)
    assert not taken_for_more()


def test_a_rich_text_would_be_seen(qtbot: QtBot, dressed: QApplication) -> None:
    """What looks for mistakes finds one of each kind."""
    wrong = QLabel("<b>bold</b>")
    qtbot.addWidget(wrong)
    wrong.setToolTip("<img src=x>")
    found = [each for each in taken_for_more() if "bold" in each or "src=x" in each]
    assert len(found) == 2


def test_a_file_that_is_opened_would_be_seen(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    with pytest.raises(AssertionError, match="was opened"), untouched(file):
        os.close(os.open(file, os.O_RDONLY))
