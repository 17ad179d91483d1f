"""An intent on its way to another store: sent, then answered once and for all."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    SENT = "sent"
    DONE = "done"
    CONFLICT = "conflict"
    REFUSED = "refused"
    POISON = "poison"


class Step(StrEnum):
    DELIVER = "deliver"
    FIND_MOVED = "find moved"
    REFUSE = "refuse"
    GIVE_UP = "give up"
    RETRY = "retry"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.SENT, Step.DELIVER): State.DONE,
    (State.SENT, Step.FIND_MOVED): State.CONFLICT,
    (State.SENT, Step.REFUSE): State.REFUSED,
    (State.SENT, Step.GIVE_UP): State.POISON,
    (State.POISON, Step.RETRY): State.SENT,
}

LIFE = Lifecycle("delivery", State, NEXT, frozenset({State.SENT}))
MOST_TRIES = 10
MOST_WRITES = 500
"""How many writes travel as one intent, in one transaction of the other store."""
