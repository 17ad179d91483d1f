"""The database knows what each job may do where, and says so to a live session alone."""

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.roles import JOBS
from desktop_app.services.panel import Panel
from desktop_app.services.reveal import revealable
from desktop_app.services.rights import actor
from desktop_app.services.sealed_files import CLASSES
from desktop_app.services.sealing import sealed_of
from desktop_app.stack import Places
from desktop_app.storage.files import Files
from tests.services.act_people import People


def may(connection: psycopg.Connection[tuple[object, ...]], place: str, act: str) -> object:
    row = connection.execute("SELECT backoffice.may(%s, %s)", (place, act)).fetchone()
    assert row is not None
    return row[0]


def _reveals(panel: Panel) -> tuple[str, ...]:
    return ("reveal",) if revealable(panel) else ()


def _sealed(panel: Panel) -> tuple[str, ...]:
    """A private bucket's files are sealed with one class."""
    if isinstance(panel.source, Files):
        return (CLASSES[panel.source.bucket],) if panel.source.private else ()
    return tuple(sealed_of(panel).values())


def test_every_right_of_every_job_is_there_and_no_other(
    places: Places, administrator: psycopg.Connection[tuple[object, ...]]
) -> None:
    wanted = {
        (job, panel.key, act)
        for job in JOBS
        for panel in panels.load().values()
        for act in ("read", "write", *(a.name for a in panel.actions), *_reveals(panel))
        if actor(job, frozenset({job}), None).may(panel.right(act))
        and (act != "write" or panel.writable or isinstance(panel.source, Files))
    }
    sealing = {
        (job, key, f"seal_{data_class}")
        for job, key, act in wanted
        if act == "write"
        for data_class in _sealed(panels.load()[key])
    }
    query = "SELECT job, place, act FROM backoffice.rights_given"
    assert set(administrator.execute(query)) == wanted | sealing


def test_rights_follow_the_jobs_held_in_both_stores(people: People) -> None:
    assert may(people["compliance"], "openmineral.kyc_records", "approve")
    assert not may(people["trader"], "openmineral.kyc_records", "approve")
    assert may(people["trader"], "openmineral.deals", "activate")
    assert may(people["admin"], "prismicx.tenants", "write")
    assert not may(people["auditor"], "prismicx.tenants", "read")


def test_without_a_session_there_are_no_rights(people: People) -> None:
    with psycopg.connect(people.session("admin").postgres) as bare:
        assert not may(bare, "openmineral.deals", "read")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="Sign in again"):
            bare.execute("SELECT backoffice.demand('openmineral.deals', 'read')")


def test_a_refusal_names_the_right(people: People) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=r"“passa\.events:publish”"):
        people["trader"].execute("SELECT backoffice.demand('passa.events', 'publish')")


@pytest.mark.parametrize(
    "attack",
    [
        "INSERT INTO backoffice.rights_given VALUES ('trader', 'passa.events', 'publish')",
        "SELECT * FROM backoffice.rights_given",
        "SELECT backoffice.give_rights('{}')",
    ],
)
def test_nobody_gives_themselves_a_right(attack: str, people: People) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        people["admin"].execute(attack.encode())
