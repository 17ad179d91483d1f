"""A life-cycle is a table of data: which step leads from which state to which.

The button, the service and the database's trigger ask the same table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.domain.errors import Conflict


@dataclass(frozen=True)
class Lifecycle:
    """`next[state, step]` is the state that follows; `starts` are states a new row may have."""

    subject: str
    states: type[StrEnum]
    next: Mapping[tuple[StrEnum, StrEnum], StrEnum]
    starts: frozenset[StrEnum] = field(default_factory=frozenset)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(state.value for state in self.states)

    def can(self, state: str, step: StrEnum) -> bool:
        return (self.states(state), step) in self.next

    def after(self, state: str, step: StrEnum) -> str:
        """The state that follows, or a refusal that says which steps are open instead."""
        if not self.can(state, step):
            open_now = ", ".join(sorted(self.steps_from(state))) or "none"
            raise Conflict(
                f"“{step}” is not open to a {self.subject} that is {spoken(state)}. "
                f"Open now: {open_now}."
            )
        return self.next[self.states(state), step].value

    def steps_from(self, state: str) -> frozenset[str]:
        return frozenset(step.value for at, step in self.next if at == state)

    def moves(self) -> frozenset[tuple[str, str]]:
        """Every legal pair of states, as the database's trigger wants them."""
        return frozenset((at.value, to.value) for (at, _), to in self.next.items())


def spoken(state: str) -> str:
    """A stored word as people say it: `token_sold` reads “token sold”."""
    return state.replace("_", " ").lower()
