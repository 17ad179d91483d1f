"""What a page works with: the door to the data, the other places, and what a person arranged."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_app.ui.job_centre import JobCentre
from desktop_app.ui.memory import Memory
from desktop_app.ui.tasks import Writes
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.domain.query import Query
    from desktop_app.services.desk import Desk


@dataclass(frozen=True)
class Office:
    """`go` opens a place (an area, a panel, a record as `panel/key`) in a tab; `show` a question.

    `tell` says something in the window that needs no answer. `centre` has the long work.
    """

    desk: "Desk"
    writes: Writes
    memory: Memory
    go: Callable[[str], None]
    show: Callable[["Query"], None]
    tell: Callable[[str, Tone], None]
    centre: JobCentre = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "centre", JobCentre(self.desk, self.writes))
