"""What an act asks of the person who gives it, beside the record and a reason."""

from dataclasses import dataclass

from desktop_app.domain.query import Kind


@dataclass(frozen=True, slots=True)
class Field:
    """`words` is how a person is asked for it; `choices`, when given, are all it may be.

    `refers` is the list in which a reference is found by its name.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    words: str = ""
    choices: tuple[str, ...] = ()
    refers: str = ""

    @property
    def label(self) -> str:
        return self.words or self.name.replace("_", " ").capitalize()
