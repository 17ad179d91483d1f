"""`countinghouse db upgrade|downgrade|current|check|revision`: the schema of the servers."""

import argparse

from desktop_app import panels
from desktop_app.commands.say import say, say_json
from desktop_app.services import schema
from desktop_app.services.servers import joined


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
            default = "head" if name == "upgrade" else "base"
            action.add_argument("--to", metavar="STEP", default=default)
        if name in ("check", "current"):
            action.add_argument("--json", action="store_true")
        if name == "revision":
            action.add_argument("message", metavar="MESSAGE")


def upgrade(chosen: argparse.Namespace) -> int:
    with joined(chosen.data_dir, say) as places:
        schema.upgrade(places, panels.load(), to=chosen.to, say=say)
        say(f"The databases are at step {schema.current(places)}.")
    return 0


def downgrade(chosen: argparse.Namespace) -> int:
    with joined(chosen.data_dir, say) as places:
        panels.load()
        schema.downgrade(places, to=chosen.to)
        say(f"The databases are at step {schema.current(places) or 'none'}.")
    return 0


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
    panels.load()
    with joined(chosen.data_dir) as places:
        made = schema.revision(places, chosen.message)
    say(f"Written: {made}" if made else "Nothing is declared that the servers do not have.")
    return 0
