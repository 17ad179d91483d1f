"""Verify: is the audit trail unaltered, is it complete, and if not, where first."""

import importlib
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.domain.errors import NotAllowed, Refusal
from desktop_app.ui import cells, theme
from desktop_app.ui.facts import Section
from desktop_app.ui.frame import Frame
from desktop_app.ui.labels import icon, label
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.pages import MadePage
from desktop_app.ui.small_table import Cell, Column, Line, SmallTable
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.audit_report import Report

NOTE = (
    "Every entry is made again from its row and compared, and the chain must lead to every signed "
    "head in PostgreSQL, in MongoDB and in the file. It runs beside the window."
)
COPIES = {"postgresql": "PostgreSQL", "mongodb": "MongoDB", "file": "File"}
FAULTS = (Column("Entry", right=True), Column("What is wrong", stretch=True))


class VerifyPage(Page):
    def __init__(self, office: Office) -> None:
        super().__init__("verify", "Verify the trail", "shield-check")
        self._desk = office.desk
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("How far the verification is")
        self.far, self.first = label(look="hint"), label(look="strong", wrap=True)
        self.faults = SmallTable("What is wrong", FAULTS)
        self._verdicts, self._counts = QVBoxLayout(), QVBoxLayout()
        body = QWidget()
        self._compose(body)
        self.frame = Frame(self, body, NOTE)
        self.frame.again.connect(self.verify)
        self.go = self.frame.button("Verify now", self.verify, primary=True)
        self.frame.nothing("shield-check", "Nothing has been verified since this was opened.")
        if self._desk.machine is None:
            self.go.setEnabled(False)

    def verify(self) -> None:
        if self._desk.machine is None:
            self._refused("", NotAllowed("The trail cannot be verified from this program."))
            return
        # Imported only now: it is much to load for who does not verify.
        verified = importlib.import_module("desktop_app.services.audit_beside").verified
        self.go.setEnabled(False)
        self._clear()
        self.progress.setRange(0, 0)
        self.progress.show()
        self.far.setText("Reading the copies of the heads…")
        self.frame.answered()
        self.reads.start(
            "verify", partial(verified, self._desk.machine.trail, self._far), self._came
        )

    def _far(self, done: int, everything: int) -> None:
        """Qt counts in 32 bits; a trail may not."""
        self.progress.setRange(0, 1000)
        self.progress.setValue(1000 * done // max(1, everything))
        self.far.setText(f"{done:,} of {everything:,} entries")

    def _came(self, report: "Report") -> None:
        self._ended()
        self.far.setText(f"{report.entries:,} entries were made again and compared.")
        self._verdict("Unaltered", report.unaltered, "Something was altered")
        self._verdict("Complete", report.complete, "Something is missing")
        self.first.setText(f"The first bad entry: {report.first.sentence}" if report.first else "")
        self.first.setVisible(report.first is not None)
        self._tell(report)
        faults = sorted(report.faults, key=lambda each: each.entry)
        self.faults.show_lines([
            Line(number, (Cell(f"{each.entry:,}"), Cell(cells.clean(each.sentence))))
            for number, each in enumerate(faults)
        ])  # fmt: skip
        self.faults.setVisible(bool(faults))
        self.settled.emit()

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self._ended()
        self.far.setText("")
        self.frame.refused(refusal)

    def _ended(self) -> None:
        self.go.setEnabled(True)
        self.progress.hide()

    def _verdict(self, good: str, so: bool, bad: str) -> None:
        mark, said = icon("check-circle" if so else "x-circle", theme.RECORD), label(look="record")
        said.setText(good if so else bad)
        for each in (mark, said):
            each.setProperty("tone", (Tone.GOOD if so else Tone.BAD).value)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD)
        row.addWidget(mark)
        row.addWidget(said, stretch=1)
        self._verdicts.addWidget(line)

    def _tell(self, report: "Report") -> None:
        section = Section("What was looked at")
        section.pair("Entries", label(f"{report.entries:,}"))
        pending = "all are chained" if not report.pending else (
            f"{report.pending:,} not chained yet: of them nothing is proved"
        )  # fmt: skip
        section.pair("Pending", label(pending, wrap=True))
        section.pair("Bulk entries", label(f"{report.bulk:,}"))
        section.pair("Erased", label(f"{report.erased:,}"))
        section.pair("Archived", label(f"{report.archived:,}"))
        for name, words in COPIES.items():
            count = report.heads.get(name)
            said = "could not be asked" if count is None else f"{count:,} signed heads"
            section.pair(words, label(said))
        vouched = "by a key of this machine" if report.vouched else (
            "only PostgreSQL names the key: compare it with the worker's"
        )  # fmt: skip
        section.pair("Vouched for", label(vouched if report.keys else cells.NOTHING, wrap=True))
        for key in report.keys:
            shown = label(key)
            shown.setFont(theme.fixed())
            section.pair("Key", shown)
        self._counts.addWidget(section)

    def _clear(self) -> None:
        self.first.hide()
        self.faults.hide()
        for layout in (self._verdicts, self._counts):
            while (item := layout.takeAt(0)) is not None:
                if widget := item.widget():
                    widget.hide()
                    widget.deleteLater()

    def _compose(self, body: QWidget) -> None:
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, theme.PAD, theme.SPACE, theme.WIDE)
        layout.setSpacing(theme.PAD)
        layout.addWidget(self.progress)
        layout.addWidget(self.far)
        layout.addLayout(self._verdicts)
        layout.addWidget(self.first)
        layout.addLayout(self._counts)
        layout.addWidget(self.faults, stretch=1)
        layout.addStretch()


page = MadePage(
    area="Audit",
    title="Verify the trail",
    icon="shield-check",
    make=VerifyPage,
    right="backoffice.audit_log:read",
)
