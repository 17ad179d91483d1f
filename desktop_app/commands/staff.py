"""`countinghouse staff add|list|disable|enrol|credentials`: who works here.

Passwords come on standard input.
"""

import argparse
import getpass
import sys
from pathlib import Path

from desktop_app import panels, paths
from desktop_app.commands.say import say, say_json
from desktop_app.domain.roles import JOBS
from desktop_app.services import enrolment, schema, staff, staff_credentials, staff_leaving
from desktop_app.services.servers import joined
from desktop_app.stack import Secrets


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("staff", help="who works here, and in which role")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    hire = actions.add_parser("add", help="make a login; its password is read from stdin")
    hire.add_argument("login", metavar="LOGIN")
    hire.add_argument("--role", action="append", required=True, metavar="ROLE",
                      help=f"one of {', '.join(JOBS)}; may be given again")  # fmt: skip
    hire.add_argument("--tenant", metavar="T")
    hire.add_argument("--name", default="")
    hire.set_defaults(run=add_staff)
    leaving = actions.add_parser("disable", help="end somebody's sessions and shut their logins")
    leaving.add_argument("login", metavar="LOGIN")
    leaving.set_defaults(run=disable_staff)
    own = actions.add_parser(
        "credentials", help="a person's own URLs as JSON; their password is read from stdin"
    )
    own.add_argument("login", metavar="LOGIN")
    own.set_defaults(run=print_credentials)
    moving = actions.add_parser("enrol", help="a file that enrols one workstation, once")
    moving.add_argument("login", metavar="LOGIN")
    moving.add_argument("--out", metavar="FILE", required=True, type=Path)
    moving.set_defaults(run=enrol_staff)
    everybody = actions.add_parser("list", help="everybody and their roles")
    everybody.set_defaults(run=list_staff)
    for action in (hire, leaving, own, moving, everybody):
        action.add_argument("--data-dir", metavar="D")
        action.add_argument("--json", action="store_true")


def add_staff(chosen: argparse.Namespace) -> int:
    password = _password()
    hire = staff.Hire(
        chosen.login, chosen.name, tuple(dict.fromkeys(chosen.role)), password, chosen.tenant
    )
    with joined(chosen.data_dir) as places:
        schema.upgrade(places, panels.load())
        keeper = Secrets(paths.data_dir(chosen.data_dir))
        staff.add(places, hire, keeper)
        where = keeper.where
    if chosen.json:
        say_json({"login": hire.login, "roles": hire.roles, "tenant": hire.tenant})
    else:
        say(f"{hire.login} can sign in on this workstation. The login's secret is in {where}.")
    return 0


def list_staff(chosen: argparse.Namespace) -> int:
    with joined(chosen.data_dir) as places:
        schema.upgrade(places, panels.load())
        people = staff.listed(places)
    if chosen.json:
        say_json([{**person, "created_at": str(person["created_at"])} for person in people])
        return 0
    for person in people:
        bound = f", tenant {person['tenant']}" if person["tenant"] else ""
        say(f"{person['login']:24} {', '.join(person['roles'])}{bound} ({person['state']})")
    if not people:
        say("Nobody yet. Add the first: countinghouse staff add LOGIN --role admin")
    return 0


def disable_staff(chosen: argparse.Namespace) -> int:
    with joined(chosen.data_dir) as places:
        schema.upgrade(places, panels.load())
        staff_leaving.disable(places, chosen.login)
    if chosen.json:
        say_json({"login": chosen.login, "state": "disabled"})
    else:
        say(f"{chosen.login} can no longer sign in; every session of theirs has ended.")
    return 0


def print_credentials(chosen: argparse.Namespace) -> int:
    """They are secrets, asked for by whoever proved the password; the local stack stays up."""
    password = _password()
    with joined(chosen.data_dir) as places:
        keeper = Secrets(paths.data_dir(chosen.data_dir))
        say_json(staff_credentials.credentials(places, chosen.login, password, keeper))
    return 0


def enrol_staff(chosen: argparse.Namespace) -> int:
    with joined(chosen.data_dir) as places:
        schema.upgrade(places, panels.load())
        enrolment.issue(places, chosen.login, chosen.out)
    if chosen.json:
        say_json({"login": chosen.login, "file": str(chosen.out)})
    else:
        say(f"{chosen.out} enrols one workstation for {chosen.login}; earlier ones are shut out.")
    return 0


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")
