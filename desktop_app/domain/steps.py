"""Steps and what each leads to: a list of JSON read as a graph, and written back as a list.

A step leads to the one after it in the list, unless its `next` names others by their numbers.
What else a step holds is kept as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from desktop_app.domain.errors import Invalid

NAME, NUMBER, NEXT = "name", "number", "next"


@dataclass(frozen=True, slots=True)
class Step:
    """`rest` is what the list held there: an object, or a bare name."""

    name: str
    leads: tuple[int, ...] = ()
    rest: Any = field(default_factory=dict)


Steps = tuple[Step, ...]


def read(value: Any) -> Steps:
    """The graph behind a list; what is no list of steps is refused."""
    if value is None:
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise Invalid("These steps are no list, so they cannot be drawn. Edit them as text.")
    if not all(isinstance(each, str | Mapping) for each in value):
        raise Invalid("A step is neither a name nor an object, so they cannot be drawn.")
    count = len(value)
    return tuple(
        Step(_name(each, at), _leads(each, at, count), each) for at, each in enumerate(value)
    )


def written(steps: Steps) -> list[Any]:
    return [_written(step, at, len(steps)) for at, step in enumerate(steps)]


def added(steps: Steps, after: int | None, name: str) -> Steps:
    """One more, between a step and what that leads to; after none, at the end."""
    if after is None:
        return (*_leading_on(steps), Step(name))
    at = after + 1
    shifted = [replace(s, leads=tuple(n + (n >= at) for n in s.leads)) for s in steps]
    one = Step(name, shifted[after].leads)
    shifted[after] = replace(shifted[after], leads=(at,))
    return (*shifted[:at], one, *shifted[at:])


def removed(steps: Steps, at: int) -> Steps:
    """What led there leads to what it led to."""
    gone = steps[at].leads
    made: list[Step] = []
    for number, step in enumerate(steps):
        if number == at:
            continue
        ahead = [n for each in step.leads for n in (gone if each == at else (each,))]
        kept = (n for n in dict.fromkeys(ahead) if n not in (at, number))
        made.append(replace(step, leads=tuple(n - (n > at) for n in kept)))
    return tuple(made)


def renamed(steps: Steps, at: int, name: str) -> Steps:
    return _with(steps, at, replace(steps[at], name=name))


def joined(steps: Steps, one: int, other: int) -> Steps:
    """Lead from one to another, or no longer if it does."""
    if one == other:
        raise Invalid("A step cannot lead to itself.")
    leads = steps[one].leads
    now = tuple(n for n in leads if n != other) if other in leads else (*leads, other)
    return _with(steps, one, replace(steps[one], leads=tuple(sorted(now))))


def layers(steps: Steps) -> tuple[tuple[int, ...], ...]:
    """The numbers of the steps, column by column: each stands after all that lead on to it."""
    rank = dict.fromkeys(range(len(steps)), 0)
    for at, step in enumerate(steps):
        for ahead in step.leads:
            if ahead > at:  # what leads back moves nothing
                rank[ahead] = max(rank[ahead], rank[at] + 1)
    last = max(rank.values(), default=-1)
    return tuple(tuple(n for n in rank if rank[n] == layer) for layer in range(last + 1))


def moved(before: Steps, after: Steps) -> bool:
    """Whether a step has another number now than it had."""
    return any(one.rest != other.rest for one, other in zip(before, after, strict=False)) or (
        len(after) < len(before)
    )


def _with(steps: Steps, at: int, step: Step) -> Steps:
    return (*steps[:at], step, *steps[at + 1 :])


def _leading_on(steps: Steps) -> Iterable[Step]:
    """The last one leads to the one that comes."""
    *before, last = steps or (None,)
    if last is None:
        return ()
    ahead = len(steps)
    return (*(step for step in before if step), replace(last, leads=(*last.leads, ahead)))


def _name(said: Any, at: int) -> str:
    name = said if isinstance(said, str) else said.get(NAME)
    return str(name) if name not in (None, "") else f"Step {at + 1}"


def _leads(said: Any, at: int, count: int) -> tuple[int, ...]:
    ahead = said.get(NEXT) if isinstance(said, Mapping) else None
    if not isinstance(ahead, Sequence) or isinstance(ahead, str):
        return _usual(at, count)
    whole = (n for n in ahead if isinstance(n, int) and not isinstance(n, bool))
    return tuple(sorted({n for n in whole if 0 <= n < count and n != at}))


def _usual(at: int, count: int) -> tuple[int, ...]:
    return (at + 1,) if at + 1 < count else ()


def _written(step: Step, at: int, count: int) -> Any:
    usual = step.leads == _usual(at, count)
    if isinstance(step.rest, str) and usual:
        return step.name
    rest = dict(step.rest) if isinstance(step.rest, Mapping) else {}
    if _name(step.rest, at) != step.name or not step.rest or isinstance(step.rest, str):
        rest[NAME] = step.name
    if NUMBER in rest or not step.rest:
        rest[NUMBER] = at
    rest.pop(NEXT, None)
    return rest if usual else {**rest, NEXT: list(step.leads)}
