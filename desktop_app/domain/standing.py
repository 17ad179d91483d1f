"""How a store stands with this program: whether it answers, how well, and since when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NAMES = {"postgres": "PostgreSQL", "mongodb": "MongoDB", "redis": "Redis"}
SLOW_FROM = timedelta(seconds=1)
OFFLINE_FROM = timedelta(seconds=8)


class State(StrEnum):
    UNASKED = "unasked"
    CONNECTED = "connected"
    SLOW = "slow"
    RECONNECTING = "reconnecting"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Standing:
    """`since` is when this began: for a store that is silent, when it was first found so."""

    store: str
    state: State
    since: datetime

    @property
    def answers(self) -> bool:
        return self.state in (State.CONNECTED, State.SLOW)

    def answered(self, took: timedelta, now: datetime) -> "Standing":
        return self._as(State.SLOW if took >= SLOW_FROM else State.CONNECTED, now)

    def silent(self, now: datetime) -> "Standing":
        """It did not answer: soon again perhaps, or for so long that it counts as gone."""
        if self.state not in (State.RECONNECTING, State.OFFLINE):
            return Standing(self.store, State.RECONNECTING, now)
        over = now - self.since >= OFFLINE_FROM
        return Standing(self.store, State.OFFLINE, self.since) if over else self

    def _as(self, state: State, now: datetime) -> "Standing":
        return self if state is self.state else Standing(self.store, state, now)
