"""The sample profile of a local stack: believable rows and two people who can sign in."""

import secrets
from collections.abc import Callable

import psycopg

from desktop_app.services import staff
from desktop_app.services.seeding import ledger, load
from desktop_app.stack import Places, Secrets

ADMIN = "sample_admin"
CHECKER = "sample_checker"


def provide(places: Places, say: Callable[[str], None]) -> bool:
    """Make what is missing; a stack that somebody else filled is left alone. Are there new rows?"""
    with psycopg.connect(places.postgres) as connection:
        people = connection.execute("SELECT login FROM backoffice.staff").fetchall()
        done = ledger.entries(connection).get(ledger.WHOLE)
    if not people:
        say("Enrolling the sample administrator…")
        enrol(places)
    lacking = not done or done.state != "done"
    if wanted := lacking and {login for (login,) in people} <= {ADMIN, CHECKER}:
        say("Making sample data…")
        load.seed(places, "small", tell=lambda at: say(_so_far(at)))
    return wanted


def _so_far(at: load.Progress) -> str:
    platform, _, name = at.place.partition(".")
    what = f"{name.replace('_', ' ')} of {platform}"
    return f"Making sample data: {what}, {at.rows:,} of {at.of:,} rows…"


def enrol(places: Places) -> None:
    """The two sample logins, with random passwords that only this workstation keeps."""
    keeper = Secrets(places.data_dir)
    for login, name in ((ADMIN, "Sample administrator"), (CHECKER, "Sample checker")):
        password = secrets.token_urlsafe(24)
        roles = ("admin", "compliance")
        hire = staff.Hire(login, name, roles, password, sample=True)
        staff.add(places, hire, keeper)
        keeper.put(f"password:{login}", password)
