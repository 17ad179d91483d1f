"""Whether a list costs the same however long it is.

The same questions to a list of fifty thousand people and to the large one, on servers of their
own, in turns, so that what else the machine does meets both.
"""

import asyncio
from collections.abc import Iterator

from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground
from tests.benchmarks.lists import against, asks, people, signed_in

FEW = 50_000
GOAL = 1.3


def measure(ground: Ground) -> Iterator[Figure]:
    with Ground() as other, asyncio.Runner() as runner:
        people(ground.places)
        people(other.places, FEW)
        many, few = (runner.run(signed_in(each.places)) for each in (ground, other))
        try:
            short = runner.run(asks(few))
            for name, ask in runner.run(asks(many)).items():
                yield runner.run(against(f"flat, {name}", ask, short[name], GOAL))
        finally:
            runner.run(few.close())
            runner.run(many.close())
