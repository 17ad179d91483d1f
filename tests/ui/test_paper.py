"""A list on paper: what is on the pages, read back from the file by another program's reader."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.domain.errors import Refusal
from desktop_app.ui import theme
from desktop_app.ui.office import Office
from desktop_app.ui.paper import MOST_ROWS, Printed
from desktop_app.ui.table_page import TablePage
from tests.ui.conftest import Run
from tests.ui.waiting import until

DEALS, PROJECTS = "openmineral.deals", "multiverse.business_projects"
WHEN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
COLUMNS = ("title", "status", "price", "created_at")


def printed(lines: list[dict[str, object]], question: str = "status:pending") -> bytes:
    """The deals as the export hands them over."""
    made = Printed(
        panels.load()[DEALS], COLUMNS, (200, 90, 90, 90), question, "Ada", theme.font().family()
    )
    file = BytesIO()
    with made.book(file, WHEN) as book:
        chunk = "".join(f"{json.dumps(each)}\n" for each in lines)
        book.write(chunk.encode(), len(lines))
    return file.getvalue()


def deal(number: int) -> dict[str, object]:
    return {
        "title": f"Deal {number} {'of much copper ' * 30}", "status": "pending", "price": 1234.5,
        "currency": "USD", "created_at": "2024-02-29T12:30:00+02:00",
    }  # fmt: skip


@contextmanager
def pages(pdf: bytes) -> Iterator[list[str]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_every_page_has_its_head_and_its_number(dressed: QApplication) -> None:
    """Mutation: with a head on the first page alone, “Created at” is missing on the others."""
    with pages(printed([deal(number) for number in range(100)])) as told:
        assert len(told) > 2
        for number, page in enumerate(told, start=1):
            assert f"Page {number} of {len(told)}" in page
            assert "Created at" in page
        assert "100 rows · status:pending" in told[0]
        assert "Ada · 2026-03-01 09:30 UTC" in told[0]
        all_of_it = "\n".join(told)
        assert all(f"Deal {number} of" in all_of_it for number in range(100))
        assert "2024-02-29 10:30" in told[0]
        assert "$\u00a01,234.50" in told[0] or "$ 1,234.50" in told[0]


def test_no_rows_are_a_page_that_says_so(dressed: QApplication) -> None:
    with pages(printed([], "")) as told:
        assert "No rows." in told[0]
        assert "0 rows · everything" in told[0]
        assert "Page 1 of 1" in told[0]


def test_more_rows_than_fit_are_refused_in_words(dressed: QApplication) -> None:
    with pytest.raises(Refusal, match="at most 5,000 rows"):
        printed([deal(number) for number in range(MOST_ROWS + 1)])


@pytest.mark.parametrize("panel", [DEALS, PROJECTS])
@pytest.mark.parametrize("form", ["xlsx", "jsonl", "parquet", "pdf"])
def test_the_dialog_writes_every_form(
    office: Office, run: Run, tmp_path: Path, panel: str, form: str, qtbot: QtBot
) -> None:
    async def work() -> None:
        page = TablePage(office, office.desk.panels[panel])
        qtbot.addWidget(page)
        page.resize(1200, 700)
        page.show()
        page.reload()
        await until(lambda: page.model.rows)
        rows = page.model.rowCount()
        dialog = page.top.ask_export()
        next(each for each in dialog._forms.buttons() if each.objectName() == form).click()
        path = tmp_path / f"list.{form}"
        dialog.path.setText(str(path))
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        await until(path.exists)
        side = json.loads((tmp_path / f"list.{form}.json").read_text())
        assert (side["format"], side["columns"]) == (form, list(page.model.names))
        assert side["rows"] >= rows
        assert read(path, form) == side["rows"]
        await until(lambda: office.centre.files[0].ended)

    run(work)


def read(path: Path, form: str) -> int:
    """How many rows another program finds in it."""
    match form:
        case "xlsx":
            book = openpyxl.load_workbook(path, read_only=True)
            count = sum(1 for _ in book.worksheets[0].iter_rows()) - 1
            book.close()
            return count
        case "jsonl":
            return len([json.loads(line) for line in path.read_text("utf-8").splitlines()])
        case "parquet":
            return int(pyarrow.parquet.read_metadata(path).num_rows)
    with pages(path.read_bytes()) as told:
        return int(told[0].split(" rows ·")[0].split()[-1].replace(",", ""))
