"""Who comes in: a login with its password, or on sample data one of the sample people."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.domain.errors import Refusal
from desktop_app.ui.centred import Centred
from desktop_app.ui.labels import label
from desktop_app.ui.password_form import PasswordForm
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.ui.way_in import People

HINT = "Never been here? An administrator hands out an enrolment file for this workstation."


class SignInPage(Centred):
    """`came` carries what was opened."""

    came = Signal(object)

    def __init__(self, people: "People") -> None:
        super().__init__("Sign in", f"The servers answer. Environment: {people.environment}.")
        self._people = people
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self.form = PasswordForm("Sign in")
        self.form.sent.connect(self.sign_in)
        self.samples = [self._sample(login) for login in people.samples]
        said = [label("Sample data: these people need no password here.", "second", wrap=True)]
        below: list[QWidget] = [*said, *self.samples] if self.samples else []
        self.fill([self.form, *below, label(HINT, "second", wrap=True)])
        self.setFocusProxy(self.form)

    def sign_in(self, login: str, password: str, code: str = "") -> None:
        self._wait(waiting=True)
        work = partial(asyncio.to_thread, self._people.let_in, login, password, code)
        self.reads.start("sign in", work, self.came.emit)

    def _sample(self, login: str) -> QPushButton:
        button = QPushButton(f"Come in as {login}")
        button.clicked.connect(lambda: self.sign_in(login, ""))
        return button

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self._wait(waiting=False)
        self.form.refuse(str(refusal))

    def _wait(self, *, waiting: bool) -> None:
        self.form.wait(waiting)
        for button in self.samples:
            button.setEnabled(not waiting)
