"""`python -m tests.benchmarks [NAME …] [--json]`"""

import argparse
import importlib
import json
import os
import pkgutil
import sys

from tests import benchmarks
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground

NOT_BENCHMARKS = ("__main__", "figures", "ground")


def main() -> int:
    os.environ.setdefault("COUNTINGHOUSE_KEYRING", "file")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    known = sorted(name for name in found if name not in NOT_BENCHMARKS)
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}; all")
    parser.add_argument("--json", action="store_true", help="one object a line")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(known):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; known are {', '.join(known)}")
    with Ground() as ground:
        for name in chosen.names or known:
            taken = importlib.import_module(f"tests.benchmarks.{name}").measure(ground)
            for figure in [taken] if isinstance(taken, Figure) else taken:
                said = json.dumps(figure.as_json()) if chosen.json else str(figure)
                sys.stdout.write(f"{said}\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
