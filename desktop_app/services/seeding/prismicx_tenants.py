"""PrismicX's tenants, their databases, their categories and tasks; whose a user is.

A tenant with a dedicated database has it alone; the others share one for each region. The first
tenants are the large ones: a user's tenant follows from the user's number alone.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final, NamedTuple

from desktop_app.domain.tenants import database_name, short_name
from desktop_app.services.seeding.batch import Batches, DocumentBatch, World, sized

REGISTRY: Final = "tenant_registry.tenants"
DATABASES: Final = "tenant_registry.tenant_databases"
TASKS: Final = "task_repository.tasks"
CATEGORIES: Final = "category_repository.categories"
US: Final = "prismicx"
DAY: Final = timedelta(days=1)
MINUTE: Final = timedelta(minutes=1)
ROOTS: Final = 2

NAMES: Final = (
    "Harbor Foods", "Brightwater Energy", "Nordlys Shipping", "Casa Verde Homes", "Kestrel Air",
    "Lumen Optics", "Atlas Freight", "Juniper Health", "Redwood Timber", "Solano Wines",
    "Amber Textiles", "Polar Dairy", "Quarry Lane Stone", "Meridian Tours", "Ironbridge Steel",
    "Blue Heron Media", "Saffron Spices", "Copperfield Books", "Alpenglow Sport", "Delta Pumps",
    "Ginkgo Pharma", "Halcyon Hotels", "Larkspur Flowers", "Monsoon Tea", "Northstar Bank",
    "Olive & Thyme", "Pinecrest Schools", "Quill Stationery", "Ridgeline Bikes", "Silverbirch Care",
    "Tidewater Ports", "Umbra Lighting", "Verdant Farms", "Westwind Rentals", "Yarrow Cosmetics",
    "Zephyr Fans", "Anchor Insurance", "Basalt Roads", "Cinder Pottery", "Driftwood Design",
    "Ember Kitchens", "Fjord Seafood", "Granite Tools", "Hazel Toys", "Indigo Prints",
    "Jetstream Cargo", "Keystone Locks", "Lagoon Pools", "Marble Arch Law", "Nutmeg Bakeries",
    "Onyx Audio", "Prairie Grain", "Quartz Watches", "Rosewood Music", "Sequoia Parks",
    "Tundra Outdoor", "Uplift Cranes", "Vista Glass", "Willowbank Paper", "Xenia Events",
)  # fmt: skip
REGIONS: Final = ("eu-central", "us-east", "ap-southeast", "us-west", "eu-north")
TIERS: Final = ("enterprise", "business", "business", "starter")
LANGUAGES: Final = ("en", "de", "es", "en", "fr")
SERVICES: Final = (
    # the service, what it does, how long at most, and the payload's words
    ("report-service", "build_report", 240, ("weekly", "monthly", "quarterly")),
    ("mail-service", "send_mailing", 900, ("newsletter", "reminder", "invitation")),
    ("import-service", "import_contacts", 1_800, ("csv", "vcard", "spreadsheet")),
    ("insight-service", "refresh_insights", 600, ("all", "changed", "topics")),
    ("billing-service", "issue_invoices", 300, ("open", "overdue", "prepaid")),
)
ERRORS: Final = (
    ("timeout", "The service did not answer within its time."),
    ("bad_input", "Line 14 has no e-mail address."),
    ("quota", "The tenant's quota for this month is used up."),
)
TOPICS: Final = (
    ("Products", ("New arrivals", "Best sellers", "Spare parts", "Discontinued")),
    ("Customers", ("Leads", "Regulars", "Partners", "Former customers")),
    ("Support", ("Questions", "Complaints", "Returns", "Repairs")),
    ("Marketing", ("Campaigns", "Events", "Press", "Social media")),
    ("Documents", ("Contracts", "Invoices", "Manuals", "Certificates")),
)


class Tenant(NamedTuple):
    number: int
    tenant_id: str
    name: str
    region: str
    dedicated: bool

    @property
    def database(self) -> str:
        if self.dedicated:
            return database_name(self.tenant_id)
        return f"shared_{self.region.replace('-', '_')}"


def tenant(n: int) -> Tenant:
    name = NAMES[n]
    slug = name.lower().replace(" & ", "-").replace(" ", "-")
    return Tenant(n, slug, name, REGIONS[n % len(REGIONS)], n % 3 != 1)


def every_tenant() -> str:
    """The ids of all of seeding's tenants, at any size, as an SQL list."""
    return ", ".join(f"'{tenant(n).tenant_id}'" for n in range(len(NAMES)))


def tenant_of(world: World, user: int) -> Tenant:
    """Half of the users are with the first quarter of the tenants; the last one has none yet."""
    part = world.draw(201, user) & 0xFFFF
    return tenant(part * part * (world.count(REGISTRY) - 1) >> 32)


def _status(world: World, n: int) -> str:
    """The last one is being set up; of twenty, one is suspended and one has left."""
    if n == world.count(REGISTRY) - 1:
        return "provisioning"
    return {11: "suspended", 17: "inactive"}.get(n % 20, "active")


def _tenants(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    for n in range(start, stop):
        each, d = tenant(n), world.draw(202, n)
        founded = _founded(world, n)
        secret = (
            f"mongodb://{short_name(each.tenant_id)}:{d:016x}@"
            f"{each.region}.db.example.net:27017/{each.database}?tls=true"
        )
        place = f"{REGISTRY}.database_config.connection_string"
        sealed = world.seal("tenant", place, each.tenant_id, secret)
        yield {
            "tenant_id": each.tenant_id,
            "name": each.name,
            "database_config": {
                "type": "dedicated" if each.dedicated else "shared",
                "connection_string": sealed.masked,
                "connection_string_sealed": sealed.sealed,
                "connection_string_index": sealed.index,
                "database_name": each.database,
                **({} if each.dedicated else {"shard_key": "tenant_id"}),
            },
            "created_at": founded,
            "updated_at": founded + (world.now - founded) * ((d & 0xFF) / 256),
            "status": _status(world, n),
            "settings": {
                "language": LANGUAGES[d % len(LANGUAGES)],
                "session_minutes": 30 + d % 4 * 30,
                "two_factor": bool(d & 8),
            },
            "tier": TIERS[n * len(TIERS) // world.count(REGISTRY)],
            "region": each.region,
            "short_name": short_name(each.tenant_id),
        }


def _founded(world: World, n: int) -> Any:
    """Tenants are there before their first user; the one being set up has come just now."""
    if _status(world, n) == "provisioning":
        return world.now - 3 * DAY
    return world.joined(US, 0) - (n + 2) * DAY


def _databases(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    """A row for each dedicated database, then the shared ones, then some that have been left."""
    tenants = [tenant(n) for n in range(world.count(REGISTRY))]
    own = [each for each in tenants if each.dedicated]
    shared = sorted({each.region for each in tenants if not each.dedicated})
    for n in range(start, stop):
        d = world.draw(203, n)
        made = world.joined(US, 0) - (100 - n) * DAY
        row: dict[str, Any] = {"created_at": made, "server": f"db-{d % 12 + 1:02d}.example.net"}
        if n < len(own):
            each = own[n]
            row |= {
                "database_name": each.database,
                "type": "dedicated",
                "tenants": [each.tenant_id],
                "status": "active" if (each.number + 1) % world.count(REGISTRY) else "provisioning",
                "region": each.region,
            }
        elif n < len(own) + len(shared):
            region = shared[n - len(own)]
            there = [each for each in tenants if not each.dedicated and each.region == region]
            row |= {
                "database_name": there[0].database,
                "type": "shared",
                "tenants": [each.tenant_id for each in there],
                "status": "active",
                "region": region,
            }
        else:
            row |= {
                "database_name": f"retired_{n:03d}_db",
                "type": "dedicated",
                "tenants": [],
                "status": "archived" if n % 3 else "decommissioning",
                "region": REGIONS[n % len(REGIONS)],
            }
        yield row


def _tasks(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    count, tenants = world.count(TASKS), world.count(REGISTRY) - 1
    for n in range(start, stop):
        d, e = world.draw(204, n), world.draw(205, n)
        asked = world.moment(n, count)
        service, kind, longest, words = SERVICES[d % len(SERVICES)]
        recent = n * 40 >= count * 39
        standing = e % 100
        state = "completed" if standing < 88 else "failed" if standing < 95 else "cancelled"
        if recent and standing < 60:
            state = "pending" if standing < 35 else "running"
        begun = min(asked + timedelta(seconds=1 + d // 8 % 400), world.now)
        over = min(begun + timedelta(seconds=2 + d // 4_096 % longest), world.now)
        task: dict[str, Any] = {
            "task_id": f"task-{n:08d}",
            "tenant_id": tenant(d // 1_024 % tenants).tenant_id,
            "service_id": service,
            "type": kind,
            "status": state,
            "priority": float(1 + e // 128 % 9),
            "payload": {"what": words[e // 2_048 % len(words)], "rows": 10 + e // 8_192 % 5_000},
            "created_at": asked,
            "updated_at": asked,
        }
        if state != "pending":
            task |= {"started_at": begun, "updated_at": begun}
        if state not in ("pending", "running"):
            task |= {"completed_at": over, "updated_at": over}
        if state == "completed":
            task["result"] = {"rows": task["payload"]["rows"], "seconds": (over - begun).seconds}
        if state == "failed":
            code, said = ERRORS[e // 65_536 % len(ERRORS)]
            task["error"] = {"code": code, "message": said}
        yield task


def _categories(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    """Of each tenant a few roots; what comes after lies under them."""
    tenants = world.count(REGISTRY)
    for n in range(start, stop):
        at, number = divmod(n, tenants)
        root, child = at % ROOTS, at // ROOTS - 1
        name, parts = TOPICS[(root + number) % len(TOPICS)]
        made = _founded(world, number) + (at + 1) * 3 * MINUTE
        key = f"{tenant(number).tenant_id}-{name.lower()}"
        below = child >= 0
        title = parts[child % len(parts)] if below else name
        row: dict[str, Any] = {
            "category_id": f"{key}-{child + 1}" if below else key,
            "name": title,
            "description": f"{title} of {tenant(number).name}",
            "parent_id": key if below else None,
            "tenant_id": tenant(number).tenant_id,
            "attributes": [{"name": "visible", "value": bool(n % 7)}],
            "created_at": made,
            "updated_at": min(made + (world.draw(206, n) % 9_000) * MINUTE, world.now),
        }
        yield row


BATCHES: Final[Batches] = (
    DocumentBatch(REGISTRY, sized(REGISTRY), _tenants),
    DocumentBatch(DATABASES, sized(DATABASES), _databases),
    DocumentBatch(CATEGORIES, sized(CATEGORIES), _categories),
    DocumentBatch(TASKS, sized(TASKS), _tasks),
)
