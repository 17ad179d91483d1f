"""What a value is entered with, one widget a kind."""

from desktop_app.domain.inputs import Input
from desktop_app.domain.query import Kind
from desktop_app.ui.fields.choice import Choice
from desktop_app.ui.fields.editor import Editor
from desktop_app.ui.fields.line import Line, Prose
from desktop_app.ui.fields.nested import Nested, is_nested
from desktop_app.ui.fields.place import Place
from desktop_app.ui.fields.reference import Reference
from desktop_app.ui.fields.secret import Secret
from desktop_app.ui.fields.word_list import WordList
from desktop_app.ui.office import Office

__all__ = ["Editor", "editor"]


def editor(asked: Input, office: Office) -> Editor:
    """The one place that says what a kind is entered with."""
    if asked.secret:
        return Secret(asked)
    match asked.kind:
        case Kind.STATE | Kind.YES_NO if asked.choices or asked.kind == Kind.YES_NO:
            return Choice(asked)
        case Kind.REFERENCE if asked.refers in office.desk.panels:
            return Reference(asked, office)
        case Kind.GEO_POINT:
            return Place(asked)
        case Kind.LIST | Kind.JSON:
            return Nested(asked) if is_nested(asked) else WordList(asked)
    return Prose(asked) if asked.lines else Line(asked)
