"""The command line: arguments in, one command run, an exit status out.

0 done, 1 a refusal (one sentence on stderr), 2 wrong usage.
"""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence

from desktop_app import commands
from desktop_app.domain.errors import Refusal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the named command; without one, open the window."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="countinghouse",
        description="The back office of five platforms. Without a command it opens its window.",
    )
    parser.add_argument("--data-dir", metavar="D", help="the folder of the local servers")
    parser.set_defaults(run=_open_window)
    named = parser.add_subparsers(title="commands", metavar="COMMAND")
    for found in sorted(pkgutil.iter_modules(commands.__path__), key=lambda found: found.name):
        module = importlib.import_module(f"{commands.__name__}.{found.name}")
        if hasattr(module, "add"):
            module.add(named)
    return parser


def _open_window(chosen: argparse.Namespace) -> int:
    window = importlib.import_module("desktop_app.commands.window")
    return int(window.run(chosen))
