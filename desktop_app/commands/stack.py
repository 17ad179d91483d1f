"""`countinghouse stack start|stop|status`: the local servers from the command line."""

import argparse
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from desktop_app.commands.say import say, say_json
from desktop_app.domain import sizes
from desktop_app.domain.errors import Conflict
from desktop_app.paths import data_dir
from desktop_app.services import servers
from desktop_app.stack import ServerStatus, Stack, Status

Subparsers = argparse._SubParsersAction  # the type that argparse itself hands out


def add(subparsers: "Subparsers[argparse.ArgumentParser]") -> None:
    stack = subparsers.add_parser("stack", help="the local PostgreSQL, MongoDB and Valkey")
    verbs = stack.add_subparsers(dest="verb", required=True, metavar="start|stop|status")
    start = verbs.add_parser("start", help="start the servers; they stay until `stack stop`")
    stop = verbs.add_parser("stop", help="stop the servers unless a program still uses them")
    status = verbs.add_parser("status", help="how the servers are")
    stop.add_argument("--force", action="store_true", help="stop even while a program uses them")
    for parser, run in ((start, run_start), (stop, run_stop), (status, run_status)):
        parser.add_argument("--data-dir", metavar="D", help="the data folder")
        parser.add_argument("--json", action="store_true", help="print JSON for other programs")
        parser.set_defaults(run=run)


def run_start(args: argparse.Namespace) -> int:
    if servers.named(args.data_dir):
        raise Conflict(
            "Nothing local is started, because the settings name a company's servers: unset "
            "COUNTINGHOUSE_POSTGRES_URL, COUNTINGHOUSE_MONGODB_URL and COUNTINGHOUSE_REDIS_URL, "
            "or take them out of config.toml, to work with local ones."
        )
    stack = Stack(data_dir(args.data_dir))
    places = stack.start(pin=True, say=_aside)
    if args.json:
        say_json(
            {
                "postgres": places.postgres,
                "mongodb": places.mongodb,
                "redis": places.redis,
                "data_dir": places.data_dir,
            }
        )
        return 0
    _show(stack.status())
    say("They run until `countinghouse stack stop`; `--json` prints their URLs with passwords.")
    return 0


def run_stop(args: argparse.Namespace) -> int:
    stack = Stack(data_dir(args.data_dir))
    stack.stop(force=args.force)
    status = stack.status()
    if args.json:
        say_json(asdict(status))
    elif any(server.pid for server in status.servers):
        say(
            f"Still in use by {status.users} running program(s); the last one to end stops the "
            "servers, `stack stop --force` stops them now."
        )
    else:
        say("Stopped.")
    return 0


def run_status(args: argparse.Namespace) -> int:
    status = Stack(data_dir(args.data_dir)).status()
    if args.json:
        say_json(asdict(status))
    else:
        _show(status)
    return 0


def _show(status: Status) -> None:
    say(f"Data folder {status.data_dir}, {sizes.said(status.free)} free on its disk.")
    for server in status.servers:
        say(_line(server))
    if status.users or status.pinned:
        pinned = ", started to stay" if status.pinned else ""
        say(f"Used by {status.users} running program(s){pinned}.")
    say(f"Secrets are kept in {status.secrets}.")
    if status.sentence:
        say(status.sentence)


def _line(server: ServerStatus) -> str:
    facts = [server.version, server.place, sizes.said(server.size)]
    if server.pid:
        since = datetime.fromtimestamp(server.since, UTC)
        facts += [f"process {server.pid}", f"since {since:%Y-%m-%d %H:%M} UTC"]
    told = ", ".join(fact for fact in facts if fact)
    return f"{server.title:<11} {server.state:<8} {told} {server.sentence}".rstrip()


def _aside(text: str) -> None:
    """Progress goes to standard error, so that `--json` stays pure."""
    sys.stderr.write(f"{text}\n")
