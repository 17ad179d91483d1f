"""The schema of the named servers: up, down, where it stands, what is not as declared."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from redis.exceptions import RedisError

from desktop_app.services import (
    approvals_tables,
    audit,
    audit_heads,
    audit_tables,
    commands_done,
    key_choice,
    reveal_tables,
    rights_given,
    staff_elsewhere,
    staff_tables,
    tenant_staff,
    vault_keys,
    views,
)
from desktop_app.services.panel import Panel
from desktop_app.services.rights import by_place, in_the_database
from desktop_app.services.seeding import check as seeding_check
from desktop_app.services.seeding import ledger
from desktop_app.services.servers import quiet
from desktop_app.stack import Places, Secrets
from desktop_app.storage.connecting import unpooled
from desktop_app.storage.migrations import documents, history, last_walk
from desktop_app.storage.sql.generate import Rights

Panels = Mapping[str, Panel]
OWN_TABLES = (
    approvals_tables.carried,
    commands_done.table,
    audit.table,
    audit_tables.chain,
    staff_tables.staff,
    reveal_tables.table,
    rights_given.table,
    ledger.table,
    vault_keys.table,
    views.table,
)
"""The program's own tables: most have no panel, so naming them here declares them."""


def upgrade(
    places: Places, panels: Panels, *, to: str = "head", say: Callable[[str], None] = quiet
) -> None:
    """Both stores at the wanted step, with everything generated as declared now."""
    history.upgrade(places.postgres, places.mongodb, _rights(panels), to=to, say=say)
    if is_current(places):
        auditors = by_place(panels, "postgres")["backoffice.audit_log"]
        heads = (audit_heads.DATABASE, audit_heads.COLLECTION)
        documents.grant(places.mongodb, by_place(panels, "mongodb"), auditors, heads)
        tenant_staff.provide_all(places)
        _provide_keys(places)
        with suppress(RedisError):  # a cache that is down hears of it from the worker
            staff_elsewhere.renew_in_redis(places)
        last_walk.remember(places.postgres, places.mongodb)


def ensure(places: Places, panels: Panels, *, say: Callable[[str], None] = quiet) -> None:
    """The same for who starts: all of it is walked through once a day and after each change."""
    if not last_walk.was_today(places.postgres, places.mongodb):
        upgrade(places, panels, say=say)


def downgrade(places: Places, *, to: str = "base") -> None:
    if current(places) is not None:
        last_walk.forget(places.postgres)
    history.downgrade(places.postgres, places.mongodb, to=to)


def current(places: Places) -> str | None:
    return history.current(places.postgres)


def check(places: Places, panels: Panels) -> list[str]:
    """What is not as declared; when all is, which rule the rows themselves break."""
    found = history.check(places.postgres, places.mongodb, _rights(panels))
    found += tenant_staff.differences(places) if is_current(places) else []
    return found or _broken_rules(places)


def _provide_keys(places: Places) -> None:
    """What seals is there from the first day; a company's keys are made with the key service."""
    if provider := key_choice.of_administration(places, Secrets(places.data_dir)):
        with unpooled(places.postgres).begin() as connection:
            vault_keys.ensure_keys(connection, provider)


def _broken_rules(places: Places) -> list[str]:
    """Rules that triggers hold row by row, asked of whole tables; references across stores."""
    with (
        unpooled(places.postgres).connect() as connection,
        MongoClient[dict[str, Any]](places.mongodb, uuidRepresentation="standard") as mongo,
    ):
        return list(seeding_check.findings(connection, mongo))


def revision(places: Places, message: str) -> Path | None:
    return history.revision(places.postgres, places.mongodb, message)


def is_current(places: Places) -> bool:
    return current(places) == history.head()


def _rights(panels: Panels) -> Rights:
    return in_the_database(panels)
