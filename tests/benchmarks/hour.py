"""A working day by script: the longest gaps of the loop, by its own work, and memory that is flat.

`COUNTINGHOUSE_HOUR_SECONDS` says how long it takes; five minutes if it says nothing. By the clock
the gaps are those of a machine that does nothing else; what it was doing is told as a comment.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from desktop_app.commands import house
from desktop_app.services.servers import quiet
from tests import hour
from tests.benchmarks import lists
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground

SECONDS = float(os.environ.get("COUNTINGHOUSE_HOUR_SECONDS", "300"))
PEOPLE = 100_000
MOST_P99_MS, MOST_MS, MOST_GROWN = 8.0, 50.0, 0.05


def measure(ground: Ground) -> Iterator[Figure]:
    house.provide(ground.places, quiet)
    lists.people(ground.places, PEOPLE)
    with tempfile.TemporaryDirectory(prefix="countinghouse-hour-", dir="/var/tmp") as folder:
        told = hour.run(ground.places, SECONDS, Path(folder))
    sys.stderr.write(f"{told}\n")
    for name, gaps in (("hour, own work", told.work), ("hour, by the clock", told.clock)):
        yield _within(f"{name} p99", gaps.at(0.99), MOST_P99_MS, "ms")
        yield _within(f"{name} longest", gaps.longest, MOST_MS, "ms")
    yield _within("hour, memory grown", told.grown * 100, MOST_GROWN * 100, "%")


def _within(name: str, taken: float, most: float, unit: str) -> Figure:
    return Figure(name, taken / most, 1.0, most, unit, taken, taken, taken)
