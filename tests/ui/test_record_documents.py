"""Documents of a record as a person meets them: dropped, listed, looked at, named when broken."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from bson import ObjectId
from PySide6.QtCore import QBuffer, QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.domain.access import Actor
from desktop_app.domain.errors import Invalid
from desktop_app.services import documents
from desktop_app.services.documents import Document
from desktop_app.services.seeding import drawing
from desktop_app.stack import Places
from desktop_app.storage.files import DATABASE
from desktop_app.ui import sheets
from desktop_app.ui.ask_dialog import AskDialog
from desktop_app.ui.office import Office
from desktop_app.ui.record_documents import NONE, RecordDocuments
from desktop_app.ui.record_page import RecordPage
from tests.services.delivering import documents as mongo
from tests.services.test_desk_documents import Delivering
from tests.ui.conftest import Run
from tests.ui.record_ground import CITIES, made, opened
from tests.ui.waiting import until

PAPER = drawing.pdf("Found", ("Two lines", "of it"))


@pytest.fixture
def run(at_rest: Run) -> Run:
    return at_rest


async def at_documents(office: Office) -> tuple[RecordPage, RecordDocuments]:
    page = await opened(office, CITIES, await made(office))
    page.tabs.setCurrentIndex(page.tabs.count() - 2)
    await until(lambda: page.documents.notice.sentence == NONE)
    return page, page.documents


def dropped(here: RecordDocuments, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    here.dropEvent(event)


def picture(width: int = 60, height: int = 40) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    (tmp_path / "paper.pdf").write_bytes(PAPER)
    (tmp_path / "front.png").write_bytes(picture())
    return tmp_path


def test_files_are_dropped_listed_and_looked_at_by_keys(
    qtbot: QtBot, run: Run, office: Office, sampled: Places, papers: Path
) -> None:
    async def work() -> None:
        page, here = await at_documents(office)
        qtbot.addWidget(page)
        viewer = here.viewer
        async with Delivering(sampled):
            dropped(here, papers / "paper.pdf")
            await until(lambda: viewer.sheets is not None)
            dropped(here, papers / "front.png")
            await until(lambda: len(here.found) == 2)
        await until(lambda: viewer.name.text() == "front.png" and viewer.sheets)
        assert {line[0] for line in here.table.said()} == {"paper.pdf", "front.png"}
        await until(lambda: viewer._leaves[0].picture is not None)
        size = viewer._leaves[0].size()
        here.table.setFocus()
        await until(here.table.hasFocus)
        QTest.keyClick(here.table, Qt.Key.Key_BracketRight)
        await until(lambda: viewer.turned == 90)
        assert viewer._leaves[0].width() < viewer._leaves[0].height()
        for key, larger in ((Qt.Key.Key_Plus, True), (Qt.Key.Key_Minus, False)):
            before = viewer.scale
            QTest.keyClick(here.table, key)
            assert (viewer.scale > before) is larger
        QTest.keyClick(here.table, Qt.Key.Key_BracketLeft)
        QTest.keyClick(here.table, Qt.Key.Key_0)
        assert viewer._leaves[0].size() == size
        row = here.table.currentIndex().row()
        QTest.keyClick(here.table, Qt.Key.Key_PageUp if row else Qt.Key.Key_PageDown)
        await until(lambda: viewer.name.text() == "paper.pdf" and viewer.sheets)
        await until(lambda: viewer._leaves[0].picture is not None)
        shown = viewer._leaves[0].picture
        assert shown is not None
        colours = {
            shown.pixelColor(x, y).name()
            for x in range(0, shown.width(), 2)
            for y in (60, 70, 80, 90)
        }
        assert len(colours) > 1

    run(work)


def test_two_are_looked_at_side_by_side(
    qtbot: QtBot, run: Run, office: Office, sampled: Places, papers: Path
) -> None:
    async def work() -> None:
        page, here = await at_documents(office)
        qtbot.addWidget(page)
        async with Delivering(sampled):
            here.add_file(papers / "paper.pdf")
            await until(lambda: len(here.found) == 1)
            here.add_file(papers / "front.png")
            await until(lambda: here.viewer.name.text() == "front.png" and here.viewer.sheets)
            here.table.setFocus()
            QTest.keyClick(here.table, Qt.Key.Key_2)
            await until(lambda: here.viewer.name.text() == "paper.pdf" and here.viewer.sheets)
            assert here.held.isVisible()
            assert here.held.name.text() == "front.png"
            QTest.keyClick(here.table, Qt.Key.Key_BracketRight)
            assert (here.viewer.turned, here.held.turned) == (90, 0)
            here.held.setFocus()
            QTest.keyClick(here.held._scroll, Qt.Key.Key_BracketRight)
            assert (here.viewer.turned, here.held.turned) == (90, 90)
            QTest.keyClick(here.table, Qt.Key.Key_2)
            assert here.held.isHidden()
            assert here.held.sheets is None

    run(work)


async def asked(page: RecordPage, reason: str) -> None:
    """What the question that stands in the window is answered with."""
    (dialog,) = page.findChildren(AskDialog)
    if reason:
        assert not dialog.go.isEnabled()
        dialog.rows["reason"].editor.typed.emit(reason)
    dialog.submit()
    await until(lambda: not page.findChildren(AskDialog))


def test_a_document_is_removed_for_a_reason_and_put_back(
    qtbot: QtBot, run: Run, office: Office, sampled: Places, papers: Path
) -> None:
    async def work() -> None:
        page, here = await at_documents(office)
        qtbot.addWidget(page)
        async with Delivering(sampled):
            here.add_file(papers / "paper.pdf")
            await until(lambda: here.viewer.sheets)
            assert here.away.text() == "Remove…"
            here.table.setFocus()
            QTest.keyClick(here.table, Qt.Key.Key_Delete)
            await asked(page, "It is another person's.")
            await until(lambda: here.removed.isVisible() and not here.found)
            assert here.viewer.sheets is None
            assert (here.removed.text(), here.viewer.notice.sentence) == ("1 removed", NONE)
            here.removed.click()
            await until(lambda: here.viewer.sheets)
            ((_, _, when),) = here.table.said()
            assert when.startswith("removed ")
            assert here.away.text() == "Put back…"
            here.away.click()
            await asked(page, "")
            await until(lambda: here.found and here.found[0].removed is None)
        assert not here.removed.isVisible()
        assert here.away.text() == "Remove…"

    run(work)


def test_a_document_that_was_changed_is_named_and_nothing_of_it_is_shown(
    qtbot: QtBot, run: Run, office: Office, sampled: Places, tmp_path: Path
) -> None:
    (tmp_path / "paper.pdf").write_bytes(PAPER)

    async def work() -> None:
        page, here = await at_documents(office)
        qtbot.addWidget(page)
        async with Delivering(sampled):
            here.add_file(tmp_path / "paper.pdf")
            await until(lambda: here.viewer.sheets)
        (document,) = here.found
        bucket = office.desk.panels[document.panel].source.place.rpartition(".")[2]
        with mongo(sampled) as client:
            client[DATABASE][f"{bucket}.chunks"].update_one(
                {"files_id": document.key}, {"$set": {"data": b"\x01" + bytes(document.size - 1)}}
            )
        here._stood(document)
        await until(lambda: "paper.pdf" in here.viewer.notice.sentence)
        assert "SHA-256" in here.viewer.notice.sentence
        assert here.viewer.sheets is None

    run(work)


def test_who_may_not_add_is_told_which_permission_lacks(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    async def work() -> None:
        page, _ = await at_documents(office)
        qtbot.addWidget(page)
        office.desk.actor = Actor("ana", frozenset(), frozenset({"*:read"}))
        here = RecordDocuments(office, office.desk.panels[CITIES], f"{CITIES}/{uuid4()}")
        qtbot.addWidget(here)
        assert not here.add.isEnabled()
        home = documents.home(office.desk.panels[CITIES])
        assert f"{home}:write" in here.add.toolTip()
        here._show((Document(home, ObjectId(), "a.pdf", "application/pdf", 1, None),))
        await until(lambda: not here._reads.names)
        assert not here.away.isEnabled()
        assert f"{home}:remove" in here.away.toolTip()

    run(work)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"just words", "neither a PDF nor a picture"),
        (b"%PDF-1.7 and no more", "it is damaged"),
        (picture()[:60], "it is damaged or too large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither a PDF nor a picture"),
    ],
)
def test_what_cannot_be_shown_says_why(qapp: Any, content: bytes, why: str) -> None:
    with pytest.raises(Invalid, match=f"“x” is .*{why}"):
        sheets.read("x", content)


def test_every_document_knows_where_it_goes(office: Office) -> None:
    panels = office.desk.panels
    assert {documents.home(panel) for panel in panels.values()} <= panels.keys()
    assert documents.home(panels["openmineral.kyc_records"]) == "files.kyc_documents"
    assert documents.home(panels["nexus_mint.investments"]) == "files.investment_documents"
