"""The page of an import, on the real servers: file, columns, trial, import, taken back."""

from pathlib import Path
from uuid import uuid4

from pytestqt.qtbot import QtBot

from desktop_app.domain.jobs import Job, State
from desktop_app.domain.query import Op, Query, Where
from desktop_app.ui.import_page import ImportPage
from desktop_app.ui.office import Office
from tests.ui.conftest import Run
from tests.ui.waiting import until

CITIES = "multiverse.city_resources"
HEAD = "Office;City;State;Resource type;Url"


async def here(office: Office, city: str) -> int:
    query = Query(CITIES, Where("city", Op.EQUAL, city), "city")
    return (await office.desk.count(office.desk.panels[CITIES], query, "exact")).rows


def test_a_file_is_brought_in_and_taken_back(
    qtbot: QtBot, run: Run, office: Office, tmp_path: Path
) -> None:
    city = f"City {uuid4().hex[:12]}"
    path = tmp_path / "offices.csv"
    rows = [f"Office {n};{city};LX;{'palace' if n == 7 else 'tax'};https://x" for n in range(20)]
    path.write_text("\n".join([HEAD, *rows]), "utf-8")

    async def work() -> None:
        page = ImportPage(office, CITIES)
        qtbot.addWidget(page)
        assert not page.trying.isEnabled()
        page.open_file(path)
        await until(lambda: page.sheet)
        assert [str(box.currentData()) for box in page.columns.boxes] == [
            "", "city", "state", "resource_type", "url",
        ]  # fmt: skip
        box = page.columns.boxes[0]
        box.setCurrentIndex(box.findData("name"))
        box.activated.emit(box.currentIndex())
        page.rehearse()
        await until(lambda: page.lines)
        assert page.told.text() == "Of 20 lines would be: 19 new, 1 wrong."
        assert page.table.said()[0][:2] == ("9", "wrong")
        assert not page.whole.isEnabled()
        assert await here(office, city) == 0
        page.run()
        await until(lambda: page.done)
        assert await here(office, city) == 19
        assert not page.go.isEnabled()
        ended: list[Job] = []
        office.centre.moved.connect(lambda job: ended.append(job))
        page.take_back()
        await until(lambda: ended and ended[-1].state == State.FINISHED)
        await until(lambda: not office.writes.names)
        assert await here(office, city) == 0
        again = ImportPage(office, CITIES)
        qtbot.addWidget(again)
        again.open_file(path)
        await until(lambda: again.sheet)
        assert again.columns.boxes[0].currentData() == "name"

    run(work)


def test_a_file_that_cannot_be_read_says_so(
    qtbot: QtBot, run: Run, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04")

    async def work() -> None:
        page = ImportPage(office, CITIES)
        qtbot.addWidget(page)
        page.open_file(path)
        await until(lambda: not page.reads.names)
        assert "is no workbook" in page.frame.trouble.accessibleName()
        assert not page.trying.isEnabled()

    run(work)
