"""What the jobs' patterns come to, table by table: what the stores grant and what the desk says."""

from collections.abc import Mapping

from desktop_app.domain.access import Actor
from desktop_app.domain.roles import JOBS
from desktop_app.services.panel import Panel
from desktop_app.services.sealed_files import CLASSES
from desktop_app.services.sealing import sealed_of, secrets_of
from desktop_app.storage.files import Files
from desktop_app.storage.postgres import Sql
from desktop_app.storage.sql.rights import Access


def by_place(panels: Mapping[str, Panel], store: str) -> dict[str, Access]:
    """Place of a table or collection → the jobs that read and write it, and do its acts."""
    return {
        panel.source.place: _access(panel)
        for panel in panels.values()
        if panel.source.store == store
    }


def in_the_database(panels: Mapping[str, Panel]) -> dict[str, Access]:
    """What PostgreSQL is told: its own tables, and the acts of what lies elsewhere."""
    elsewhere = {
        f"{panel.source.store} {panel.key}": _access(panel)
        for panel in panels.values()
        if panel.source.store != "postgres"
    }
    return by_place(panels, "postgres") | elsewhere


def _access(panel: Panel) -> Access:
    acts = ("read", "write", *(action.name for action in panel.actions), *_reveals(panel))
    given = {act: _jobs_with(panel, act) for act in acts}
    given |= {f"seal_{each}": given["write"] for each in _sealed(panel)}
    sealed = {} if isinstance(panel.source, Sql) else {**sealed_of(panel), **_file(panel)}
    return Access(given["read"], given["write"], key=panel.key, acts=given, sealed=sealed)


def _file(panel: Panel) -> dict[str, str]:
    """A private file is opened by a recorded request for its content."""
    source = panel.source
    private = isinstance(source, Files) and source.private
    return {"content": CLASSES[source.bucket]} if isinstance(source, Files) and private else {}


def _reveals(panel: Panel) -> tuple[str, ...]:
    """Where there are secrets, showing one is a right of its own."""
    return ("reveal",) if secrets_of(panel) else ()


def actor(login: str, roles: frozenset[str], tenant: str | None) -> Actor:
    """A staff member with all the rights of the jobs held."""
    held = (JOBS[role].rights for role in roles if role in JOBS)
    return Actor(login, roles, frozenset().union(*held), tenant)


def _jobs_with(panel: Panel, act: str) -> frozenset[str]:
    if act == "write" and not panel.written:
        return frozenset()
    return frozenset(
        name for name in JOBS if actor(name, frozenset({name}), None).may(panel.right(act))
    )


def _sealed(panel: Panel) -> tuple[str, ...]:
    if isinstance(panel.source, Files):
        return (CLASSES[panel.source.bucket],) if panel.source.private else ()
    return tuple(sealed_of(panel).values())
