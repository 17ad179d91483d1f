"""A record that is to be made: the form of its panel, empty or filled from a removed one."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtWidgets import QVBoxLayout

from desktop_app.domain.query import Kind
from desktop_app.services import forms, places
from desktop_app.ui import icons
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.record_editing import RecordEditing
from desktop_app.ui.record_head import RecordHead
from desktop_app.ui.theme import Tone
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.domain.inputs import Input
    from desktop_app.services.desk import Done
    from desktop_app.services.panel import Panel

NEW = "new"


class RecordNew(Page):
    """`given` are values to begin with; what has only one possible start begins with it."""

    def __init__(self, office: Office, panel: "Panel", given: dict[str, Any] | None = None) -> None:
        title = f"New in {panel.title.lower()}"
        super().__init__(f"{panel.key}/{NEW}", title, icons.AREAS[panel.area])
        self._office, self._panel = office, panel
        asked = forms.inputs(panel)
        self.head = RecordHead(office, panel)
        self.head.say(title, "")
        self.head.listed.connect(lambda: office.go(panel.key))
        self.body = RecordEditing(office, panel, new=True)
        self.body.writing.wrote.connect(self._wrote)
        self._trouble = Trouble()
        self._trouble.offer(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.head, self._trouble, self.body):
            layout.addWidget(widget, stretch=int(widget is self.body))
        why_not = self.body.why_not() or forms.why_no_new(panel, asked)
        if why_not:
            self._trouble.tell(why_not)
            return
        self.body.changes.begin(_starts(panel, asked))
        self.body.edit()
        self.body.changes.stage_all(given or {}, "Fill in")
        self.body.look_for_lost()

    def unsaved(self) -> int:
        return self.body.unsaved()

    def _wrote(self, done: "Done") -> None:
        """What was made is opened; a document's key is the one that was given to it."""
        keys = [key for place, key in done.keys if place == self._panel.key]
        values = self.body.changes.base
        if not keys and all(values.get(n) is not None for n in self._panel.source.keyed):
            keys = [self._panel.source.key(values)]
        self.body.changes.begin(_starts(self._panel, forms.inputs(self._panel)))
        if keys and not done.waiting:
            self._office.go(places.written(self._panel, keys[0]))
        else:
            self._office.tell("It will be in its list once the other store has it.", Tone.INFO)


def _starts(panel: "Panel", asked: "tuple[Input, ...]") -> dict[str, Any]:
    """A state with one possible start, and the key of a document, which nobody makes up."""
    begun: dict[str, Any] = {}
    for each in asked:
        if each.closed:
            continue
        if each.kind == Kind.STATE and each.fixed and len(each.choices) == 1:
            begun[each.name] = each.choices[0]
        elif each.name in panel.source.keyed and each.tagged and each.made is str:
            begun[each.name] = str(uuid4())
    return begun
