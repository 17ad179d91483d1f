"""Marks that lie too near one another to be told apart, drawn as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import floor, hypot
from typing import Any

Mark = tuple[Any, float, float]
"""A key, and where it lies on the screen."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """`x` and `y` are the middle of most of what it stands for."""

    keys: tuple[Any, ...]
    x: float
    y: float


def clusters(marks: Iterable[Mark], near: float) -> list[Cluster]:
    """Each mark in one cluster, and no two clusters nearer to one another than `near`."""
    squares: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        squares.setdefault((floor(mark[1] / near), floor(mark[2] / near)), []).append(mark)
    kept: list[Cluster] = []
    for found in sorted(map(_middle, squares.values()), key=lambda each: -len(each.keys)):
        close = next((n for n, other in enumerate(kept) if _away(found, other) < near), None)
        if close is None:
            kept.append(found)
        else:
            kept[close] = replace(kept[close], keys=kept[close].keys + found.keys)
    return kept


def _middle(held: Sequence[Mark]) -> Cluster:
    return Cluster(
        tuple(key for key, _, _ in held),
        sum(x for _, x, _ in held) / len(held),
        sum(y for _, _, y in held) / len(held),
    )


def _away(one: Cluster, other: Cluster) -> float:
    return hypot(one.x - other.x, one.y - other.y)


def told(length: float) -> float:
    """The roundest length that is not longer: 1, 2 or 5 with noughts."""
    size = 10.0 ** Decimal(length).adjusted()
    return next(size * times for times in (5, 2, 1) if size * times <= length)
