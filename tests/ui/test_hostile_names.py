"""Names of files, titles of windows and reasons why not: whatever they are made of, letters."""

import ast
import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMessageBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app import ui
from desktop_app.commands.open_desk import Opened
from desktop_app.domain.query import Op, Where
from desktop_app.ui import asking
from desktop_app.ui.actions import action, allow, why_not
from desktop_app.ui.ask_dialog import AskDialog, Question
from desktop_app.ui.exporting import ExportDialog
from desktop_app.ui.labels import tip
from desktop_app.ui.memory import Memory
from desktop_app.ui.notices import Notices
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.pages.jobs import JobsPage
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.tasks import Writes
from desktop_app.ui.torn import Torn
from desktop_app.ui.window import Window
from desktop_app.ui.workspace import Workspace
from tests.ui.payloads import payloads, taken_for_more, untouched
from tests.ui.waiting import until

PLACE = "openmineral.workflow_definitions"
MANY = [
    pytest.param(30, marks=pytest.mark.sample),
    pytest.param(500, marks=pytest.mark.long),
]
TELLS = {"setToolTip", "setTabToolTip", "setStatusTip", "setWhatsThis", "setWindowTitle"}


@pytest.fixture
def lure(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    file = tmp_path / "secret.png"
    with untouched(file) as url:
        yield file, url


@pytest.mark.parametrize("many", MANY)
def test_a_file_may_be_called_anything(
    qtbot: QtBot,
    house: Opened,
    qapp: QApplication,
    loop: asyncio.AbstractEventLoop,
    lure: tuple[Path, str],
    tmp_path: Path,
    many: int,
) -> None:
    """Typed, written, told in a notice, listed among the jobs: it is the file of that name."""
    window, told = Window(), list[str]()
    notices = Notices(window)
    qtbot.addWidget(window)

    def nowhere(*_: object) -> None:
        """Nothing is opened from here."""

    def tell(said: str, tone: object) -> None:
        told.append(said)
        notices.tell(said, tone)  # type: ignore[arg-type]

    office = Office(house.desk, Writes(qapp), Memory(), nowhere, nowhere, tell)
    page = TablePage(office, office.desk.panels[PLACE])
    qtbot.addWidget(page)
    folder = tmp_path / "written"
    folder.mkdir()

    async def work() -> None:
        page.ask(Where("name", Op.EMPTY))
        for count, text in enumerate(payloads(many, *lure), 1):
            dialog = page.top.ask_export()
            dialog.path.setText(text)
            dialog.grab()
            name = text.replace("/", "∕").replace("\n", " ").strip()
            dialog.path.setText(str(folder / name))
            assert dialog.go.isEnabled() == (len(name.encode()) <= 230)
            if not dialog.go.isEnabled():
                dialog.reject()
                continue
            dialog.go.click()
            await until(lambda: len(told) == count or not office.writes.names)  # noqa: B023
            assert (folder / name).is_file(), told[-1:]
            window.grab()
        jobs = JobsPage(office)
        qtbot.addWidget(jobs)
        jobs.show()
        await until(lambda: not jobs.reads.names and not page.reader.reads.names)
        jobs.grab()
        assert not taken_for_more()

    loop.run_until_complete(work())
    assert all(each.name.removesuffix(".json") for each in folder.iterdir())


@pytest.mark.parametrize("many", MANY)
def test_a_window_may_be_called_anything(
    qtbot: QtBot,
    office: Office,
    loop: asyncio.AbstractEventLoop,
    lure: tuple[Path, str],
    many: int,
) -> None:
    """Tabs in a window of their own, a question with its sentence, a thing to do."""
    parent = QWidget()
    qtbot.addWidget(parent)
    torn = Torn(Workspace(lambda _tab: Page("deals", "Deals", "info")), parent)
    qtbot.addWidget(torn)
    parent.show()
    torn.show()

    async def work() -> None:
        for text in [*payloads(many, *lure), "[*]", "a [*] b"]:
            torn.workspace.stood.emit(Page("deal", text, "info", parent))
            assert torn.windowTitle().replace("[*][*]", "[*]") == f"{text} · Countinghouse"
            assert ("[*]" in text) == ("[*][*]" in torn.windowTitle())
            answering = asyncio.ensure_future(asking.choose(parent, text, text, ["Yes"], "No"))
            await asyncio.sleep(0)
            box = parent.findChild(QMessageBox)
            assert isinstance(box, QMessageBox)
            said = [each.text() for each in box.findChildren(QLabel)]
            assert said.count(text) == 2
            box.grab()
            assert not taken_for_more()
            box.reject()
            assert await answering == asking.KEEP
            ask = AskDialog(office, _question(text), parent)
            ask.open()
            ask.grab()
            assert not taken_for_more()
            ask.reject()

    loop.run_until_complete(work())


def _question(text: str) -> Question:
    return Question(title=text, subject=text, button=text, work=never, then=print, sentence=text)


async def never(*_: object) -> None:
    """Nothing is done."""


def test_a_reason_why_not_is_letters(qtbot: QtBot, dressed: QApplication) -> None:
    """On the button and in the menu that the action stands in; the palette has it word for word."""
    page, said = QWidget(), "<b>Deals</b> & <img src=x> cannot be written."
    qtbot.addWidget(page)
    made = action(page, "test.write", "<i>Write</i>", print)
    button, menu = QToolButton(page), QMenu(page)
    menu.setToolTipsVisible(True)
    menu.addAction(made)
    button.setDefaultAction(made)
    page.show()
    for reason in ("", said):
        allow(made, reason)
        assert why_not(made) == reason
        assert button.toolTip() == made.toolTip() == tip(reason or "<i>Write</i>")
        assert not taken_for_more()
    made.setEnabled(False)
    allow(made)
    assert not why_not(made)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        ".",
        "..",
        "/",
        "//",
        "\0",
        "a\0b",
        "x" * 240,
        "x" * 300,
        "é" * 200,
        "/nowhere/at/all",
        "\ud800",
    ],
)
def test_what_is_no_name_of_a_file_is_said_so(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path, name: str
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    dialog = ExportDialog("Deals", "5", "", over)
    dialog.path.setText(name)
    assert not dialog.go.isEnabled()
    assert "name" in dialog._note.text().lower()
    for form in dialog._forms.buttons():
        form.click()
    dialog.path.setText(str(tmp_path / "deals.csv"))
    assert dialog.go.isEnabled()
    assert not dialog._note.text()


def test_every_tooltip_and_title_is_made_plain_in_one_way() -> None:
    """What is not a word of the program goes through `tip` or `heading`."""
    raw = [
        f"{path.name}:{call.lineno} {ast.unparse(call)}"
        for path in sorted(Path(ui.__file__).parent.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in TELLS
        and not _plain(call.args[-1])
    ]
    assert not raw, "\n".join(raw)


def _plain(said: ast.expr) -> bool:
    match said:
        case ast.Constant(value=str(words)):
            return "<" not in words
        case ast.IfExp(body=one, orelse=other):
            return _plain(one) and _plain(other)
        case ast.Name(id=name):
            return name.isupper()
        case ast.Call(func=ast.Name(id="tip" | "heading")):
            return True
    return False
