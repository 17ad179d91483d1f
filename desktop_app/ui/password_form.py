"""A login and its password, as a person types them: Enter goes on, Caps Lock is noticed."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui import theme
from desktop_app.ui.labels import label
from desktop_app.ui.trouble import Trouble

CODE = "Code of your app, if you use one"
CAPS = "Caps Lock is on."


class PasswordForm(QWidget):
    """`sent` carries login, password and code; `of` is whose password it is, where that is known.

    What was typed as a password is gone as soon as it was refused.
    """

    sent = Signal(str, str, str)

    def __init__(self, go: str, of: str = "") -> None:
        super().__init__()
        self._go = go
        self.login, self.password, self.code = QLineEdit(of), QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.installEventFilter(self)
        self.caps = label(CAPS, "second")
        self.caps.setProperty("tone", theme.Tone.WARN.value)
        self.button = QPushButton(go)
        self.button.setProperty("look", "primary")
        self.trouble = Trouble()
        self.trouble.offer(again=False)
        self.button.clicked.connect(self._send)
        self.login.returnPressed.connect(self._send)
        self.password.returnPressed.connect(self._send)
        self.code.returnPressed.connect(self._send)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self.trouble)
        for name, line in (("Login", self.login), ("Password", self.password), (CODE, self.code)):
            line.setAccessibleName(name)
            if line is not self.login or not of:
                layout.addWidget(label(name, "second"))
                layout.addWidget(line)
                layout.addSpacing(theme.PAD)
        layout.addWidget(self.caps)
        layout.addWidget(self.button)
        self._caps(on=False)
        self.setFocusProxy(self.password if of else self.login)

    def wait(self, waiting: bool) -> None:
        """While the answer is awaited nothing can be sent twice."""
        for each in (self.login, self.password, self.code, self.button):
            each.setEnabled(not waiting)
        self.button.setText("One moment…" if waiting else self._go)
        if waiting:
            self.trouble.hide()

    def refuse(self, sentence: str) -> None:
        self.wait(waiting=False)
        self.password.clear()
        self.code.clear()
        self.trouble.tell(sentence)
        self.password.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt does not tell how Caps Lock stands; a letter that is not as Shift has it does."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            typed = event.text()
            if typed.isalpha() and typed.upper() != typed.lower():
                shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._caps(on=typed.isupper() is not shifted)
        elif event.type() == QEvent.Type.FocusOut:
            self._caps(on=False)
        return False

    def _caps(self, *, on: bool) -> None:
        self.caps.setVisible(on)

    def _send(self) -> None:
        """Enter in the first field goes to the second, as long as that is empty."""
        if not self.login.text().strip():
            self.login.setFocus()
        elif not self.password.text():
            self.password.setFocus()
        else:
            code = self.code.text().strip()
            self.sent.emit(self.login.text().strip(), self.password.text(), code)
