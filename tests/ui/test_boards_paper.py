"""Boards on paper: a printer's file read back by another program's reader."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from desktop_app.domain.series import Asked, Series
from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.desk import Desk
from desktop_app.ui import start
from desktop_app.ui.board_page import BoardPage
from desktop_app.ui.office import Office
from tests.ui.charted import DEALS, SERIES, WORDS
from tests.ui.conftest import Run
from tests.ui.waiting import until


def printed(path: Path) -> tuple[list[str], list[Any]]:
    """The words of each page, and a picture of it."""
    document = pypdfium2.PdfDocument(path)
    try:
        words = [page.get_textpage().get_text_bounded() for page in document]
        return words, [page.render(scale=2, rev_byteorder=True).to_numpy() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.sample)])
def test_a_board_is_printed_card_by_card_from_what_it_shows(
    qtbot: QtBot, office: Office, run: Run, tmp_path: Path, scheme: str
) -> None:
    """Mutations: the first card alone; figures of another stamp; a dark chart upon white."""

    async def prices(_desk: Desk, _asked: Asked) -> Series:
        return SERIES

    async def deals(_desk: Desk, _asked: Asked) -> Series:
        return WORDS

    start.application(scheme)
    cards = (
        Card("Prices", prices, Chart.LINE, (DEALS,)),
        Card("Deals", deals, Chart.BARS, (DEALS,)),
    )
    page = BoardPage(office, Board(title="Mine", key="boards.mine", cards=cards))
    qtbot.addWidget(page)
    page.show()

    async def drawn() -> None:
        await until(lambda: all(each.series for each in page.cards))

    run(drawn)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "board.pdf"))
    page.print_on(printer, page.cards)
    start.application("light")
    words, pictures = printed(tmp_path / "board.pdf")
    assert len(words) == 2
    for told in ("Prices", "Mine · range 1 y · as of 2026-03-01 00:00 UTC", "2026-03-03", "7.00"):
        assert told in words[0].replace("\u00a0", " ")
    assert "Deals" in words[1]
    assert "sample_admin" in words[1]
    teal = (0x0B, 0x6E, 0x69)
    assert all((abs(picture.astype(int) - teal).sum(axis=2) < 12).any() for picture in pictures)
