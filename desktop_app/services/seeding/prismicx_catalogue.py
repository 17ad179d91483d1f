"""PrismicX's catalogue of management systems, and what of it is installed for which tenant."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Final, NamedTuple

from desktop_app.services.seeding.batch import Batch, Batches, Row, World, fixed, sized
from desktop_app.services.seeding.prismicx_tenants import (
    DAY,
    REGISTRY,
    US,
    every_tenant,
    tenant,
)

SCHEMA: Final = "management_system_repository"
SYSTEMS: Final = f"{SCHEMA}.management_systems"
VERSIONS: Final = f"{SCHEMA}.system_versions"
MIGRATIONS: Final = f"{SCHEMA}.schema_migrations"
INSTALLED: Final = f"{SCHEMA}.tenant_systems"


class System(NamedTuple):
    system_id: str
    name: str
    kind: str
    vendor: str
    description: str
    table: str


CATALOGUE: Final = (
    System("contactwise", "ContactWise", "crm", "Wisefield Software", "Contacts, companies and "
           "what was said to them.", "contacts"),
    System("dealflow", "DealFlow", "sales", "Wisefield Software", "Offers from the first call to "
           "the signature.", "deals"),
    System("campaigner", "Campaigner", "marketing", "Northlight Labs", "Campaigns by mail and on "
           "the web.", "campaigns"),
    System("deskline", "Deskline", "support", "Northlight Labs", "Questions and complaints, and "
           "who answers them.", "tickets"),
    System("stockroom", "Stockroom", "inventory", "Palletworks", "What lies where, and when to "
           "order more.", "items"),
    System("payround", "PayRound", "finance", "Ledgerline", "Invoices, payments, reminders.",
           "invoices"),
    System("crewplan", "CrewPlan", "hr", "Ledgerline", "Shifts, holidays and absences.", "shifts"),
    System("classic-crm", "Classic CRM", "crm", "Oldstone Systems", "The predecessor of "
           "ContactWise.", "customers"),
)  # fmt: skip
RELEASES: Final = (("1.0.0", 1, 900), ("1.4.0", 2, 500), ("2.0.0", 3, 160))
NOTES: Final = ("The first release.", "Faster lists, and an export.", "New screens; a new schema.")
FIRST_STATES: Final = ("installing", "upgrading", "failed", "removed")


def version_id(system: System, at: int) -> str:
    return f"{system.system_id}-{RELEASES[at][0]}"


def _systems(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        each = CATALOGUE[n]
        made = world.joined(US, 0) - (60 + n) * DAY
        old = each.system_id == "classic-crm"
        yield (
            each.system_id, each.name, each.description, each.kind, each.vendor,
            "deprecated" if old else "active", made, made + 300 * DAY if old else made,
            json.dumps({"support": f"https://{each.system_id}.example.com"}),
        )  # fmt: skip


def _versions(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        system, at = CATALOGUE[n // len(RELEASES)], n % len(RELEASES)
        version, schema, age = RELEASES[at]
        released = world.now - (age + n // len(RELEASES) * 3) * DAY + timedelta(hours=9)
        yield (
            version_id(system, at), system.system_id, version, NOTES[at], schema,
            at == len(RELEASES) - 1, released, released, '{"postgresql":">=15"}',
            json.dumps({"upgrade_from": [RELEASES[at - 1][0]] if at else []}),
        )  # fmt: skip


def _migrations(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        system, at = CATALOGUE[n // 2], n % 2
        (old, old_schema, _), (new, new_schema, age) = RELEASES[at : at + 2]
        column = ("exported_at timestamptz", "owner text")[at]
        yield (
            f"{system.system_id}-{old}-{new}", system.system_id, old, new, old_schema, new_schema,
            f"ALTER TABLE {system.table} ADD COLUMN {column};",
            f"ALTER TABLE {system.table} DROP COLUMN {column.split()[0]};",
            f"From {old} to {new}.", world.now - (age + n // 2 * 3) * DAY,
        )  # fmt: skip


def _installations(world: World, start: int, stop: int) -> Iterable[Row]:
    tenants = world.count(REGISTRY) - 1
    for n in range(start, stop):
        later, number = divmod(n, tenants)
        d = world.draw(221, n)
        system = CATALOGUE[(number + later * 3) % len(CATALOGUE)]
        at = d % len(RELEASES)
        standing = d // 4 % 40
        state = FIRST_STATES[standing] if standing < len(FIRST_STATES) else "active"
        made = world.now - (RELEASES[-1][2] - 30 - d // 256 % 100) * DAY
        if at < len(RELEASES) - 1:
            made -= 300 * DAY * (len(RELEASES) - 1 - at)
        changed = made if state == "installing" else made + (world.now - made) * 0.4
        yield (
            tenant(number).tenant_id, system.system_id, version_id(system, at), state, made,
            changed, json.dumps({"seats": 5 + d // 1_024 % 200, "region": tenant(number).region}),
            json.dumps(["export", "api"][: 1 + d // 64 % 2]),
            "The database was full." if state == "failed" else None,
        )  # fmt: skip


def _known(column: str, words: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


KNOWN: Final = _known("system_id", [each.system_id for each in CATALOGUE])

BATCHES: Final[Batches] = (
    Batch(
        SYSTEMS,
        (
            "system_id", "name", "description", "type", "vendor", "status", "created_at",
            "updated_at", "metadata",
        ),
        fixed(len(CATALOGUE)),
        _systems,
        known=KNOWN,
    ),
    Batch(
        VERSIONS,
        (
            "version_id", "system_id", "version", "release_notes", "schema_version", "is_latest",
            "release_date", "created_at", "dependencies", "compatibility",
        ),
        fixed(len(CATALOGUE) * len(RELEASES)),
        _versions,
        known=KNOWN,
    ),
    Batch(
        MIGRATIONS,
        (
            "migration_id", "system_id", "version_from", "version_to", "schema_version_from",
            "schema_version_to", "migration_sql", "rollback_sql", "description", "created_at",
        ),
        fixed(len(CATALOGUE) * (len(RELEASES) - 1)),
        _migrations,
        known=KNOWN,
    ),
    Batch(
        INSTALLED,
        (
            "tenant_id", "system_id", "version_id", "status", "installed_at", "updated_at",
            "configurations", "features_enabled", "error_message",
        ),
        sized(INSTALLED),
        _installations,
        known=f"tenant_id IN ({every_tenant()})",
    ),
)  # fmt: skip
