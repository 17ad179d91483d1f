"""The window locked: its work stays as it is, unseen, until the person proves to be back."""

from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QPushButton, QStackedWidget, QWidget

from desktop_app.domain.errors import Refusal
from desktop_app.ui.centred import Centred
from desktop_app.ui.labels import label
from desktop_app.ui.password_form import PasswordForm
from desktop_app.ui.tasks import Reads

Prove = Callable[[str, str], Awaitable[object]]
STAYS = "window.close"
KEPT = "What is open stays as it is."


class LockPage(Centred):
    """`out` asks to go to the sign-in page instead."""

    proved = Signal()
    out = Signal()

    def __init__(self, who: str, prove: Prove, *, needs_no_password: bool) -> None:
        super().__init__("Locked", f"{who} is signed in. {KEPT}")
        self._prove = prove
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self.form = PasswordForm("Unlock", of=who)
        self.form.sent.connect(self.try_it)
        other = QPushButton("Sign out, or come in as somebody else")
        other.clicked.connect(self.out)
        sample = QPushButton("Unlock without a password")
        sample.clicked.connect(lambda: self.try_it(who, "", ""))
        said = label("Sample data: this person needs no password here.", "second", wrap=True)
        self.fill([self.form, *([said, sample] if needs_no_password else []), other])
        self.setFocusProxy(self.form)

    def try_it(self, _who: str, password: str, code: str) -> None:
        self.form.wait(waiting=True)
        self.reads.start(
            "prove", partial(self._prove, password, code), lambda _: self.proved.emit()
        )

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self.form.refuse(str(refusal))


class Lock(QObject):
    """`stand` is where the page of the lock stands; `beside` is hidden while it does."""

    out = Signal()

    def __init__(self, window: QMainWindow, stand: QStackedWidget, beside: QWidget) -> None:
        super().__init__(window)
        self._window, self._stand, self._beside = window, stand, beside
        self._page: LockPage | None = None
        self._before: QWidget | None = None
        self._hidden: list[QWidget] = []
        self._off: list[QAction] = []

    @property
    def is_on(self) -> bool:
        return self._page is not None

    def on(self, who: str, prove: Prove, *, needs_no_password: bool) -> None:
        """Cover everything; of the window's actions only closing it remains."""
        if self._page is not None:
            return
        self._before = self._stand.currentWidget()
        self._off = [
            made
            for owner in (self._window, *self._others())
            for made in owner.actions()
            if made.isEnabled() and made.objectName() != STAYS
        ]
        for made in self._off:
            made.setEnabled(False)
        self._hidden = [each for each in (*self._over(), *self._others()) if each.isVisible()]
        for each in (*self._hidden, self._beside):
            each.hide()
        self._page = LockPage(who, prove, needs_no_password=needs_no_password)
        self._page.proved.connect(self.off)
        self._page.out.connect(self.out)
        self._stand.addWidget(self._page)
        self._stand.setCurrentWidget(self._page)
        self._page.form.password.setFocus()

    def off(self) -> None:
        page, self._page = self._page, None
        if page is None or self._before is None:
            return
        self._stand.setCurrentWidget(self._before)
        self._stand.removeWidget(page)
        page.deleteLater()
        for each in (*self._hidden, self._beside):
            each.show()
        for made in self._off:
            made.setEnabled(True)
        self._hidden, self._off = [], []
        self._before.setFocus()

    def _others(self) -> list[QWidget]:
        """Windows of their own: tabs torn off, dialogs, questions."""
        every = self._window.findChildren(QWidget)
        return [each for each in every if each.isWindow() and each.isVisible()]

    def _over(self) -> list[QWidget]:
        """What lies over the window without being a part of it: palette, notices, quick open."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        shell = self._window.centralWidget()
        every = self._window.findChildren(QWidget, options=direct)
        return [each for each in every if each is not shell and not each.isWindow()]
