"""One store on the health page: how it stands, how fast it answers, what it tells of itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from desktop_app.domain.standing import NAMES, Standing
from desktop_app.ui import theme
from desktop_app.ui.job_words import moment
from desktop_app.ui.labels import label, tip
from desktop_app.ui.light import Light
from desktop_app.ui.sparkline import Sparkline
from desktop_app.ui.theme import Tone

POINTS = 60
TOP_LEFT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
Fact = tuple[str, str, Tone | None]
"""A label, its value, and what the value means if it means trouble."""


class StoreCard(QFrame):
    def __init__(self, store: str) -> None:
        super().__init__()
        self.setObjectName("storeCard")
        self.setAccessibleName(NAMES[store])
        self._light = Light(NAMES[store])
        self._since, self._latency = label(look="hint"), label(look="hint")
        self._line = Sparkline(POINTS)
        self._said = label(look="hint", wrap=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(theme.SPACE)
        self._facts.setVerticalSpacing(theme.GAP + 2)
        self._facts.setColumnMinimumWidth(0, theme.LABEL)
        self._facts.setColumnStretch(1, 1)
        self._shown: dict[str, tuple[QLabel, QLabel]] = {}
        self._compose()

    def stand(self, standing: Standing) -> None:
        self._light.stand(standing)
        since = moment(standing.since)
        self._since.setText(f"since {since.said}")
        self._since.setToolTip(tip(since.whole))

    def answers_in(self, took: Sequence[float | None]) -> None:
        self._line.show_values(took)
        last = took[-1] if took else None
        none = "no answer" if took else ""
        self._latency.setText(none if last is None else f"{last * 1000:,.1f} ms")

    def tell(self, facts: Sequence[Fact], note: str = "") -> None:
        """All of them; a fact that is no longer told goes."""
        told = {name for name, _, _ in facts}
        for name in [each for each in self._shown if each not in told]:
            for each in self._shown.pop(name):
                self._facts.removeWidget(each)
                each.hide()
                each.deleteLater()
        for name, value, tone in facts:
            _, shown = self._shown.get(name) or self._row(name)
            if shown.text() != value or shown.property("tone") != (tone.value if tone else ""):
                shown.setText(value)
                shown.setProperty("tone", tone.value if tone else "")
                shown.style().unpolish(shown)
                shown.style().polish(shown)
        self._said.setText(note)
        self._said.setVisible(bool(note))

    def facts(self) -> dict[str, str]:
        """What is told, by its label."""
        return {name: shown.text() for name, (_, shown) in self._shown.items()}

    def note(self) -> str:
        return self._said.text()

    def _row(self, name: str) -> tuple[QLabel, QLabel]:
        said, shown = label(name, "second"), label(wrap=True)
        said.setBuddy(shown)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAlignment(TOP_LEFT)
        row = self._facts.rowCount()
        self._facts.addWidget(said, row, 0, TOP_LEFT)
        self._facts.addWidget(shown, row, 1)
        self._shown[name] = (said, shown)
        return said, shown

    def _compose(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._light)
        head.addStretch()
        head.addWidget(self._since)
        foot.addWidget(label("Last answers", "hint"))
        foot.addStretch()
        foot.addWidget(self._latency)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.SPACE, theme.WIDE, theme.SPACE)
        layout.setSpacing(theme.PAD)
        layout.addLayout(head)
        layout.addWidget(self._line)
        layout.addLayout(foot)
        layout.addLayout(self._facts)
        layout.addWidget(self._said)
        layout.addStretch()
