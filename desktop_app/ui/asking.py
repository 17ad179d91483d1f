"""A question that must be answered before work goes on; the window stays alive meanwhile."""

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app.ui.labels import heading

KEEP = ""


async def choose(
    over: QWidget, title: str, sentence: str, answers: Sequence[str], stay: str
) -> str:
    """The answer that was pressed; `KEEP` for `stay`, for Escape and for closing the question."""
    answered: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    box = QMessageBox(over)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(heading(title))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(title)
    box.setInformativeText(sentence)
    for answer in answers:
        box.addButton(answer, QMessageBox.ButtonRole.ActionRole)
    staying = box.addButton(stay, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(staying)
    box.setEscapeButton(staying)

    def told(_result: int) -> None:
        if not answered.done():
            pressed = box.clickedButton()
            answered.set_result(pressed.text() if pressed and pressed is not staying else KEEP)

    box.finished.connect(told)
    box.open()
    try:
        return await answered
    finally:
        if not answered.done() or answered.cancelled():
            box.close()
