"""`countinghouse staff add|list|disable|enable|unlock|totp|enrol|join|credentials`: who works here.

Passwords come on standard input.
"""

import argparse
import getpass
import sys
from pathlib import Path

from desktop_app import paths
from desktop_app.commands.say import say, say_json
from desktop_app.commands.upgraded import upgraded
from desktop_app.domain.roles import JOBS
from desktop_app.services import (
    enrolment,
    staff,
    staff_codes,
    staff_credentials,
    staff_leaving,
    staff_returning,
)
from desktop_app.services.servers import joined
from desktop_app.stack import Secrets

CREDENTIALS = (
    "a person's own URLs as JSON; stdin brings their password, and a code on a second line"
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("staff", help="who works here, and in which role")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    for name, run, words in (
        ("add", add_staff, "make a login; its password is read from stdin"),
        ("list", list_staff, "everybody and their roles"),
        ("disable", disable_staff, "end somebody's sessions and shut their logins"),
        ("enable", enable_staff, "let somebody back who was disabled"),
        ("unlock", unlock_staff, "let somebody try again after ten wrong answers"),
        ("totp", give_codes, "ask somebody for the codes of an authenticator app"),
        ("enrol", enrol_staff, "a file that enrols one workstation, once"),
        ("join", join_workstation, "enrol this workstation by such a file"),
        ("credentials", print_credentials, CREDENTIALS),
    ):
        action = actions.add_parser(name, help=words)
        action.set_defaults(run=run)
        action.add_argument("--data-dir", metavar="D")
        action.add_argument("--json", action="store_true")
        if name == "join":
            action.add_argument("file", metavar="FILE", type=Path)
        elif name != "list":
            action.add_argument("login", metavar="LOGIN")
        if name == "add":
            action.add_argument("--role", action="append", required=True, metavar="ROLE",
                                help=f"one of {', '.join(JOBS)}; may be given again")  # fmt: skip
            action.add_argument("--tenant", metavar="T")
            action.add_argument("--name", default="")
        if name == "enrol":
            action.add_argument("--out", metavar="FILE", required=True, type=Path)
        if name == "totp":
            action.add_argument("--remove", action="store_true", help="ask for no code any more")


def add_staff(chosen: argparse.Namespace) -> int:
    password = _password()
    hire = staff.Hire(
        chosen.login, chosen.name, tuple(dict.fromkeys(chosen.role)), password, chosen.tenant
    )
    with upgraded(chosen.data_dir) as places:
        keeper = Secrets(paths.data_dir(chosen.data_dir))
        staff.add(places, hire, keeper)
        where = keeper.where
    if chosen.json:
        say_json({"login": hire.login, "roles": hire.roles, "tenant": hire.tenant})
    else:
        say(f"{hire.login} can sign in on this workstation. The login's secret is in {where}.")
    return 0


def list_staff(chosen: argparse.Namespace) -> int:
    with upgraded(chosen.data_dir) as places:
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
    with upgraded(chosen.data_dir) as places:
        staff_leaving.disable(places, chosen.login)
    told = f"{chosen.login} can no longer sign in; every session of theirs has ended."
    return _said(chosen, told, {"state": "disabled"})


def enable_staff(chosen: argparse.Namespace) -> int:
    with upgraded(chosen.data_dir) as places:
        staff_returning.enable(places, chosen.login)
    told = f"{chosen.login} can sign in again, with the password and workstation of before."
    return _said(chosen, told, {"state": "active"})


def unlock_staff(chosen: argparse.Namespace) -> int:
    with upgraded(chosen.data_dir) as places:
        wrong = staff_returning.unlock(places, chosen.login)
    told = f"{chosen.login} can try again; {wrong} wrong answers were counted."
    return _said(chosen, told, {"wrong_answers": wrong})


def give_codes(chosen: argparse.Namespace) -> int:
    """The address holds the secret and is printed this once; it is nowhere afterwards."""
    with upgraded(chosen.data_dir) as places:
        if chosen.remove:
            staff_codes.take_away(places, chosen.login)
            told = f"{chosen.login} is asked for no code any more."
            return _said(chosen, told, {"codes": False})
        given = staff_codes.give(places, chosen.login)
    told = (
        f"{given.uri}\n\nGive this to {chosen.login}'s authenticator app now; it is not shown "
        f"again. The app must show {given.code}. When it shows another code it does not know "
        "SHA-256: take another app. From now on every sign-in asks for a code."
    )
    return _said(chosen, told, {"codes": True, "uri": given.uri, "code": given.code})


def print_credentials(chosen: argparse.Namespace) -> int:
    """They are secrets, asked for by whoever proved the password; the local stack stays up."""
    password, code = _password(), _code()
    with joined(chosen.data_dir) as places:
        keeper = Secrets(paths.data_dir(chosen.data_dir))
        say_json(staff_credentials.credentials(places, chosen.login, password, keeper, code))
    return 0


def enrol_staff(chosen: argparse.Namespace) -> int:
    with upgraded(chosen.data_dir) as places:
        enrolment.issue(places, chosen.login, chosen.out)
    told = f"{chosen.out} enrols one workstation for {chosen.login}; earlier ones are shut out."
    return _said(chosen, told, {"file": str(chosen.out)})


def join_workstation(chosen: argparse.Namespace) -> int:
    """Needs no administration's account: the file is what opens."""
    with joined(chosen.data_dir) as places:
        keeper = Secrets(paths.data_dir(chosen.data_dir))
        chosen.login = enrolment.take(places, chosen.file, keeper)
    told = f"{chosen.login} can sign in on this workstation. The secret is in {keeper.where}."
    return _said(chosen, told, {"kept": keeper.where})


def _said(chosen: argparse.Namespace, told: str, as_json: dict[str, object]) -> int:
    if chosen.json:
        say_json({"login": chosen.login, **as_json})
    else:
        say(told)
    return 0


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")


def _code() -> str:
    """A second line; most people have none."""
    if sys.stdin.isatty():
        return getpass.getpass("Code of the authenticator app (empty if there is none): ")
    return sys.stdin.readline().rstrip("\n")
