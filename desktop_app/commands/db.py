"""`countinghouse db upgrade|downgrade|current|check|revision`: the schema of the servers."""

import argparse

from desktop_app import panels
from desktop_app.commands.say import say, say_json
from desktop_app.commands.upgraded import upgraded
from desktop_app.domain.errors import Conflict
from desktop_app.services import schema
from desktop_app.services.seeding import load
from desktop_app.services.servers import is_new, joined
from desktop_app.stack import Places


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("db", help="the schema: up, down, where it stands, is it whole")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    for name, run, words in (
        ("upgrade", upgrade, "run the missing steps, rebuild what is generated"),
        ("downgrade", downgrade, "take steps back; what they made goes with its data"),
        ("current", current, "print the step the servers are at"),
        ("check", check, "say what is not as declared"),
        ("revision", revision, "write the step for what was declared since"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("--data-dir", metavar="D")
        action.set_defaults(run=run)
        if name in ("upgrade", "downgrade"):
            told = "the newest" if name == "upgrade" else "base: nothing is left"
            action.add_argument("--to", metavar="STEP", help=f"the step to go to ({told})")
        if name in ("check", "current"):
            action.add_argument("--json", action="store_true")
        if name == "revision":
            action.add_argument("message", metavar="MESSAGE")


def upgrade(chosen: argparse.Namespace) -> int:
    with joined(chosen.data_dir, say) as places:
        schema.upgrade(places, panels.load(), to=chosen.to or "head", say=say)
        say(f"The databases are at step {schema.current(places)}.")
    return 0


def downgrade(chosen: argparse.Namespace) -> int:
    with joined(chosen.data_dir, say) as places:
        panels.load()
        if not chosen.to:
            _spare_rows_of_people(places)
        schema.downgrade(places, to=chosen.to or "base")
        say(f"The databases are at step {schema.current(places) or 'none'}.")
    return 0


def _spare_rows_of_people(places: Places) -> None:
    """Sample rows are made again in seconds; anybody else's go only if the step was named."""
    if schema.is_current(places) and (found := load.strangers(places)):
        raise Conflict(
            f"Rows that the sample did not make stand in {found} and would be lost. Nothing was "
            "taken back; say `countinghouse db downgrade --to base` if they may go."
        )


def current(chosen: argparse.Namespace) -> int:
    with joined(chosen.data_dir) as places:
        at = schema.current(places)
    if chosen.json:
        say_json({"step": at})
    else:
        say(at or "none")
    return 0


def check(chosen: argparse.Namespace) -> int:
    with joined(chosen.data_dir) as places:
        found = schema.check(places, panels.load())
    if chosen.json:
        say_json({"findings": found})
    else:
        say("\n".join(found) or "Everything is as declared, and no rule is broken.")
    return 1 if found else 0


def revision(chosen: argparse.Namespace) -> int:
    """A new folder is prepared for it; servers that are in use are brought up by nobody unasked."""
    panels.load()
    prepared = upgraded if is_new(chosen.data_dir) else joined
    with prepared(chosen.data_dir) as places:
        made = schema.revision(places, chosen.message)
    say(f"Written: {made}" if made else "Nothing is declared that the servers do not have.")
    return 0
