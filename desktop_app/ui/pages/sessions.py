"""Sessions: who is signed in from where, since when; an administrator may end one."""

import importlib
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from desktop_app.domain.errors import Refusal
from desktop_app.ui import ask_dialog, cells
from desktop_app.ui.ask_dialog import Question
from desktop_app.ui.frame import Frame
from desktop_app.ui.job_words import moment
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.pages import MadePage
from desktop_app.ui.small_table import Cell, Column, Line, SmallTable
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.sessions import Session

LOOK_MS = 5_000
COLUMNS = (
    Column("Who"),
    Column("Signed in", right=True),
    Column("Last sign of life", right=True),
    Column("Ends at the latest", right=True),
    Column("From"),
    Column("With", stretch=True),
)


class SessionsPage(Page):
    def __init__(self, office: Office) -> None:
        super().__init__("sessions", "Sessions", "users-three")
        self._office = office
        # Imported only now: who looks at lists does not need it.
        self._services: Any = importlib.import_module("desktop_app.services.sessions")
        self._sessions: dict[Any, Session] = {}
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self.table = SmallTable("Sessions", COLUMNS)
        self.table.stood.connect(self._stood)
        note = "A session ends by itself after 15 minutes without a sign of life, or 12 hours."
        self.frame = Frame(self, self.table, note)
        self.frame.again.connect(self.look)
        self.end = self.frame.button("End this session", self._ask)
        self.end.setEnabled(False)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self.look()

    def look(self) -> None:
        self.frame.asked()
        self.reads.start("sessions", partial(self._services.listed, self._office.desk), self._came)

    def _tick(self) -> None:
        if self.isVisible():
            self.look()

    def _came(self, sessions: "tuple[Session, ...]") -> None:
        self._sessions = {each.session_id: each for each in sessions}
        self.table.show_lines([_line(each) for each in sessions])
        self.frame.answered()
        self._stood(self.table.key)

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self.frame.refused(refusal)

    def _stood(self, key: Any) -> None:
        session = self._sessions.get(key)
        self.end.setEnabled(session is not None and not session.mine)
        own = session is not None and session.mine
        self.end.setToolTip("This is your own: sign out instead." if own else "")

    def _ask(self) -> None:
        session = self._sessions[self.table.key]
        who = cells.clean(session.login)
        ask_dialog.ask(
            self._office,
            Question(
                title="End this session",
                subject=f"{who}, signed in {moment(session.opened_at).said}",
                button=f"End the session of {who}"[:60],
                sentence="Whatever is not saved there is lost. The person may sign in again.",
                destructive=True,
                work=lambda _values, _command: self._services.end(
                    self._office.desk, session.session_id
                ),
                then=partial(self._ended, who),
            ),
            self,
        )

    def _ended(self, who: str, _answer: object) -> None:
        self._office.tell(f"The session of {who} has ended.", Tone.GOOD)
        self.look()


def _line(session: "Session") -> Line:
    who = cells.clean(session.login)
    return Line(
        session.session_id,
        (
            Cell(f"{who} (this one)" if session.mine else who),
            moment(session.opened_at),
            moment(session.touched_at),
            moment(session.ends_at),
            Cell(cells.clean(session.client or "this machine")),
            Cell(cells.clean(session.application or cells.NOTHING)),
        ),
    )


page = MadePage(
    area="Operations",
    title="Sessions",
    icon="users-three",
    make=SessionsPage,
    right="backoffice.staff:read",
)
