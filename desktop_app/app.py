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
    words = sys.argv[1:] if arguments is None else arguments
    try:
        if not words:  # the window stands the sooner, as nothing is loaded to read them
            return _open_window(argparse.Namespace(data_dir=None))
        chosen = _parser(words).parse_args(words)
        return int(chosen.run(chosen))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="countinghouse",
        description="The back office of five platforms. Without a command it opens its window.",
    )
    parser.add_argument("--data-dir", metavar="D", help="the folder of the local servers")
    parser.set_defaults(run=_open_window)
    named = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in _needed(arguments):
        module = importlib.import_module(f"{commands.__name__}.{name}")
        if hasattr(module, "add"):
            module.add(named)
    return parser


def _needed(arguments: Sequence[str]) -> list[str]:
    """The modules to import: the one that is named, none for the window, all for `--help`."""
    known = sorted(found.name for found in pkgutil.iter_modules(commands.__path__))
    own = argparse.ArgumentParser(prog="countinghouse", add_help=False)
    own.add_argument("--data-dir")
    _, rest = own.parse_known_args(arguments)
    plain = [word for word in rest if not word.startswith("-")]
    if called := [word for word in plain if word in known]:
        return called[:1]
    asks = any(word in ("-h", "--help") for word in arguments)
    return known if asks or plain else []


def _open_window(chosen: argparse.Namespace) -> int:
    window = importlib.import_module("desktop_app.commands.window")
    return int(window.run(chosen))
