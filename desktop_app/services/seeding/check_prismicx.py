"""The rules of PrismicX that triggers keep, and what its documents say of each other."""

from collections.abc import Iterable
from typing import Any, Final

from pymongo import MongoClient
from pymongo.collection import Collection
from sqlalchemy import Connection, text

from desktop_app.domain.errors import Invalid
from desktop_app.domain.tenants import database_name, short_name
from desktop_app.services.seeding.check_asking import Rule, broken

Mongo = MongoClient[dict[str, Any]]
Documents = Collection[dict[str, Any]]
AT_ONCE: Final = 5_000
RULES: Final = (
    Rule(
        "{n} rows of PrismicX were changed before they were made.",
        """
        SELECT FROM user_data.users WHERE updated_at < created_at
        UNION ALL SELECT FROM user_extensions.extensions WHERE updated_at < created_at
        UNION ALL SELECT FROM user_extensions.extension_metrics WHERE updated_at < created_at
        UNION ALL SELECT FROM user_preferences.preferences WHERE updated_at < created_at
        """,
    ),
)


def findings(connection: Connection, mongo: Mongo) -> list[str]:
    tenants = {
        str(each["tenant_id"])
        for each in mongo["tenant_registry"]["tenants"].find({}, {"tenant_id": 1})
    }
    return [
        *broken(connection, RULES),
        *_names(mongo),
        *_categories(mongo["category_repository"]["categories"]),
        *_tasks(mongo["task_repository"]["tasks"]),
        *_insights(connection, mongo, tenants),
    ]


def _names(mongo: Mongo) -> Iterable[str]:
    wrong = [
        each["tenant_id"]
        for each in mongo["tenant_registry"]["tenants"].find({}, {"tenant_id": 1, "short_name": 1})
        if not _named(each)
    ]
    if wrong:
        yield f"{len(wrong)} tenants have a short name that is not made of their id ({wrong[0]})."


def _named(tenant: dict[str, Any]) -> bool:
    try:
        return tenant.get("short_name") in (None, short_name(tenant["tenant_id"]))
    except Invalid:
        return False


def _categories(there: Documents) -> Iterable[str]:
    found = {
        each["category_id"]: (each.get("parent_id"), each["tenant_id"])
        for each in there.find({}, {"category_id": 1, "parent_id": 1, "tenant_id": 1})
    }
    apart = [
        key
        for key, (parent, tenant) in found.items()
        if parent is not None and (parent not in found or found[parent][1] != tenant)
    ]
    if apart:
        yield f"{len(apart)} categories lie under none of their tenant's ({apart[0]})."
    rings = [key for key in found if _in_ring(key, found)]
    if rings:
        yield f"{len(rings)} categories lie within themselves ({rings[0]})."


def _in_ring(key: str, found: dict[str, tuple[str | None, str]]) -> bool:
    seen: set[str] = set()
    at: str | None = key
    while at is not None and at in found and at not in seen:
        seen.add(at)
        at = found[at][0]
    return at == key


def _tasks(there: Documents) -> Iterable[str]:
    begun = {"$ifNull": ["$started_at", "$created_at"]}
    over = {"$ifNull": ["$completed_at", begun]}
    backwards = {"$or": [{"$lt": [begun, "$created_at"]}, {"$lt": [over, begun]}]}
    if wrong := there.count_documents({"$expr": backwards}):
        yield f"{wrong:,} tasks began before they were asked for, or ended before they began."


def _insights(connection: Connection, mongo: Mongo, tenants: set[str]) -> Iterable[str]:
    for tenant in sorted(tenants):
        there = mongo[database_name(tenant)]["user_insights"]
        if strange := there.count_documents({"tenant_id": {"$ne": tenant}}):
            yield f"{strange:,} insights in {database_name(tenant)} are another tenant's."
        users = [str(each["user_id"]) for each in there.find({}, {"user_id": 1})]
        missing = 0
        for start in range(0, len(users), AT_ONCE):
            some = users[start : start + AT_ONCE]
            missing += len(some) - _known_users(connection, tenant, some)
        if missing:
            yield f"{missing:,} insights in {database_name(tenant)} are about nobody of the tenant."


def _known_users(connection: Connection, tenant: str, users: list[str]) -> int:
    query = text(
        "SELECT count(*) FROM user_data.users "
        "WHERE tenant_id = :tenant AND id = ANY(CAST(:users AS uuid[]))"
    )
    return int(connection.execute(query, {"tenant": tenant, "users": users}).scalar_one())
