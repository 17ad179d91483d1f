"""A job: many writes of one person, each carried out once, whatever ends the program meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from desktop_app.domain.lifecycle import Lifecycle

TOGETHER = 500
"""How many items share one transaction."""
MOST_TITLE = 200


class State(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class Step(StrEnum):
    FINISH = "finish"
    CANCEL = "cancel"
    RESUME = "resume"
    RETRY = "retry"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.RUNNING, Step.FINISH): State.FINISHED,
    (State.RUNNING, Step.CANCEL): State.CANCELLED,
    (State.CANCELLED, Step.RESUME): State.RUNNING,
    (State.CANCELLED, Step.RETRY): State.RUNNING,
    (State.FINISHED, Step.RETRY): State.RUNNING,
}
LIFE = Lifecycle("job", State, NEXT, frozenset({State.RUNNING}))


class Ended(StrEnum):
    """Where an item stands; `sent` is on its way to another store."""

    WAITING = "waiting"
    SENT = "sent"
    DONE = "done"
    GONE = "gone"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that was refused, and the sentence that says why."""

    number: int
    key: Any
    sentence: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its store knows it: every figure is counted there, none by the program that runs it.

    `at_work` says that some program carries it out just now; a running job that nobody is at
    was interrupted and can be resumed. `rate` is items a second since it was last taken up.
    """

    id: UUID
    title: str
    panel: str
    login: str
    state: State
    asked: int
    done: int
    gone: int
    refused: int
    sent: int
    at: datetime
    moved_at: datetime
    ended_at: datetime | None
    rate: float
    at_work: bool

    @property
    def left(self) -> int:
        """Not yet settled one way or the other."""
        return self.asked - self.done - self.gone - self.refused

    @property
    def fraction(self) -> float:
        return 1 - self.left / self.asked if self.asked else 1.0

    @property
    def interrupted(self) -> bool:
        return self.state == State.RUNNING and not self.at_work

    @property
    def seconds_left(self) -> float | None:
        return self.left / self.rate if self.rate and self.state == State.RUNNING else None

    @property
    def told(self) -> str:
        """“asked 1,000, done 997, already gone 2, refused 1”."""
        parts = [f"asked {self.asked:,}", f"done {self.done:,}"]
        rest = (("already gone", self.gone), ("refused", self.refused), ("left", self.left))
        return ", ".join([*parts, *(f"{words} {count:,}" for words, count in rest if count)])


@dataclass(frozen=True, slots=True)
class Plan:
    """What a job would come to: how many records it is asked for, and how many are open to it.

    `open` is smaller where an act is no legal step for some; `refusal` says why the person may
    not do it at all, or is empty.
    """

    asked: int
    open: int
    refusal: str = ""
