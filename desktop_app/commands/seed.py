"""`countinghouse seed`: believable rows for every table and collection of the five platforms."""

import argparse
import sys
import time
from dataclasses import asdict

from desktop_app import panels
from desktop_app.commands.say import say, say_json
from desktop_app.services import schema
from desktop_app.services.seeding.load import Progress, seed
from desktop_app.services.seeding.sizes import SIZES
from desktop_app.services.servers import joined

WIDTH = 30
EVERY = 0.1


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("seed", help="fill the platforms with sample rows")
    parser.add_argument("--size", choices=SIZES, default="small",
                        help="about 5,000, 1,000,000 or 16,000,000 rows")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1, metavar="N",
                        help="another number gives other rows (1)")  # fmt: skip
    parser.add_argument("--data-dir", metavar="D")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    bar = _Bar(shown=sys.stderr.isatty())
    with joined(chosen.data_dir, _aside) as places:
        schema.ensure(places, panels.load(), say=_aside)
        try:
            made = seed(places, chosen.size, chosen.seed, tell=bar.tell)
        finally:
            bar.end()
        schema.ensure(places, panels.load())  # tenants that came have databases of their own
    rate = made.rows / made.seconds if made.seconds else 0.0
    if chosen.json:
        say_json({**asdict(made), "rows_per_second": round(rate)})
    else:
        before = " What an earlier run had finished was kept." if made.went_on else ""
        say(
            f"Wrote {made.rows:,} rows to {made.places} tables and collections in "
            f"{made.seconds:.1f} s: {rate:,.0f} rows/s.{before}"
        )
    return 0


class _Bar:
    """One line on a terminal, rewritten in place; nothing elsewhere."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._next = 0.0

    def tell(self, at: Progress) -> None:
        now = time.monotonic()
        if not self._shown or now < self._next:
            return
        self._next = now + EVERY
        full = WIDTH * at.rows // at.of if at.of else WIDTH
        left = f"{at.left // 60:.0f}:{at.left % 60:02.0f}"
        line = (
            f"{'█' * full}{'░' * (WIDTH - full)} {at.rows:,} of {at.of:,} rows, "
            f"{at.rate:,.0f}/s, {left} left, {at.place}"
        )
        sys.stderr.write(f"\r{line[:110]:<110}")
        sys.stderr.flush()

    def end(self) -> None:
        if self._shown and self._next:
            sys.stderr.write(f"\r{'':110}\r")


def _aside(sentence: str) -> None:
    """Standard output stays pure for `--json`."""
    sys.stderr.write(f"{sentence}\n")
