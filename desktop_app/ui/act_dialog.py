"""The questions before an act, a removal, and before others are asked to agree."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_app.domain.inputs import Input, of_field
from desktop_app.domain.query import Kind, Row
from desktop_app.domain.writes import Act, Create, Remove, Write
from desktop_app.services import forms, names
from desktop_app.ui import ask_dialog, cells
from desktop_app.ui.ask_dialog import AskDialog, Question
from desktop_app.ui.office import Office
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.approvals import Asked
    from desktop_app.services.desk import Done
    from desktop_app.services.panel import Action, Panel

DECIDED_UPON = (Kind.STATE, Kind.MONEY, Kind.NUMBER, Kind.REFERENCE, Kind.YES_NO)
REASON = "reason"
WHY = Input(REASON, label="Reason", required=True)


def ask(
    office: Office, panel: "Panel", key: Any, row: Row, action: "Action", parent: QWidget
) -> AskDialog:
    """Ask for what the act needs, then take the step; what follows is told like any change."""
    subject = cells.clean(names.called(panel, row))
    kinds = panel.kinds()
    seen = {name: value for name, value in row.items() if kinds.get(name) in DECIDED_UPON}

    def write(values: Mapping[str, Any]) -> Act:
        return Act(panel.key, action.name, (key,), {**values, "seen": seen})

    def held(values: Mapping[str, Any]) -> None:
        given = {name: value for name, value in values.items() if value is not None}
        reason = given.get(REASON)
        title = f"Ask for “{action.title}”"
        ask_approval(office, title, subject, (write(given),), parent, reason=reason)

    return ask_dialog.ask(
        office,
        Question(
            title=action.title,
            subject=subject,
            button=action.title,
            sentence=action.confirm,
            fields=asked_of(action),
            destructive=action.destructive,
            work=lambda values, command: office.desk.do(write(values), command=command),
            then=partial(_told, office, f"{subject}: {action.title.lower()}, done."),
            held=held,
        ),
        parent,
    )


def ask_removal(office: Office, panel: "Panel", key: Any, row: Row, parent: QWidget) -> AskDialog:
    """A removal names what it destroys; it stands only while the record is as it was seen."""
    subject = cells.clean(names.called(panel, row))
    kinds = panel.kinds()
    seen = {name: value for name, value in row.items() if kinds.get(name) in DECIDED_UPON}
    write = Remove(panel.key, key, seen)

    def held(_: Mapping[str, Any]) -> None:
        ask_approval(office, "Ask for removal", subject, (write,), parent)

    return ask_dialog.ask(
        office,
        Question(
            title="Remove",
            subject=subject,
            button=f"Remove {subject}"[:60],
            sentence="The record is removed. Its history stays, and it can be made again from it.",
            destructive=True,
            work=lambda _, command: office.desk.do(write, command=command),
            then=partial(_told, office, f"{subject}: removed."),
            held=held,
        ),
        parent,
    )


def ask_again(
    office: Office, panel: "Panel", before: Row, parent: QWidget, then: Callable[["Done"], None]
) -> AskDialog:
    """A removed record is made anew from what the trail kept of it; its key is a new one."""
    subject = cells.clean(names.called(panel, before))
    write = Create(panel.key, forms.made_again(panel, before))

    def told(done: "Done") -> None:
        _told(office, f"{subject}: made again.", done)
        then(done)

    return ask_dialog.ask(
        office,
        Question(
            title="Make it again",
            subject=subject,
            button="Make it again",
            sentence="A new record with the values that the history kept. Secrets are not kept.",
            work=lambda _, command: office.desk.do(write, command=command),
            then=told,
        ),
        parent,
    )


def ask_approval(
    office: Office,
    title: str,
    subject: str,
    writes: tuple[Write, ...],
    parent: QWidget,
    *,
    reason: str | None = None,
) -> AskDialog:
    """A second person is asked, with a reason; the change waits in their inbox."""

    async def request(values: Mapping[str, Any], command: UUID) -> "Asked":
        return await office.desk.request(*writes, reason=str(values[REASON]), command=command)

    def asked(made: "Asked") -> None:
        office.tell(f"{subject}: asked for, due {cells.moment(made.due_at)}.", Tone.INFO)

    return ask_dialog.ask(
        office,
        Question(
            title=title,
            subject=subject,
            button="Ask for approval",
            sentence="Nothing is changed until somebody else has agreed.",
            fields=(WHY,),
            given={REASON: reason} if reason else {},
            work=request,
            then=asked,
        ),
        parent,
    )


def _told(office: Office, said: str, done: "Done") -> None:
    later = " The other store has not confirmed it yet." if done.waiting else ""
    office.tell(f"{said}{later}", Tone.WARN if done.waiting else Tone.GOOD)


def asked_of(action: "Action") -> tuple[Input, ...]:
    """What the act needs to know, and why."""
    asked = tuple(of_field(each) for each in action.fields)
    if action.reason == "none":
        return asked
    required = action.reason == "required"
    return (*asked, Input(REASON, label=action.reason_words, required=required))
