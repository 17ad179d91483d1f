"""MongoDB's part of a numbered step: its collections, made and dropped, safely repeatable.

Validators and indexes are generated objects (`documents.py`); a step only says that a
collection is there. Collections that every tenant has of its own are made with the tenant.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from alembic import op
from alembic.autogenerate import comparators, renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrateOperation
from alembic.operations.ops import UpgradeOps
from alembic.util import PriorityDispatchResult
from pymongo import MongoClient

from desktop_app.storage.shapes import declared


def client() -> MongoClient[dict[str, Any]] | None:
    """The MongoDB server of this migration; none when only SQL is wanted."""
    config = op.get_context().config
    return config.attributes.get("mongo") if config else None


def create_collection(place: str) -> None:
    """`place` reads `database.collection`."""
    if mongo := client():
        database, _, name = place.partition(".")
        if name not in mongo[database].list_collection_names():
            mongo[database].create_collection(name)


def drop_collection(place: str) -> None:
    if mongo := client():
        database, _, name = place.partition(".")
        mongo[database].drop_collection(name)


def missing(mongo: MongoClient[dict[str, Any]]) -> Iterable[str]:
    """Declared collections that no step has made yet."""
    for collection in declared():
        if not collection.per_tenant:
            present = mongo[collection.database].list_collection_names()
            if collection.name not in present:
                yield str(collection)


class CreateCollection(MigrateOperation):
    """What `db revision` writes for a collection that is declared and not yet there."""

    def __init__(self, place: str) -> None:
        self.place = place

    def reverse(self) -> "DropCollection":
        return DropCollection(self.place)

    def to_diff_tuple(self) -> tuple[str, str]:
        return ("add_collection", self.place)


class DropCollection(CreateCollection):
    def reverse(self) -> "DropCollection":
        return self


@cache
def register() -> None:
    """Teach Alembic to compare, write and run steps over collections."""
    comparators.dispatch_for("schema")(_compare)
    renderers.dispatch_for(CreateCollection, replace=True)(_render_create)
    renderers.dispatch_for(DropCollection, replace=True)(_render_drop)


def _render_create(context: AutogenContext, operation: CreateCollection) -> str:
    return _rendered(context, "create_collection", operation)


def _render_drop(context: AutogenContext, operation: DropCollection) -> str:
    return _rendered(context, "drop_collection", operation)


def _rendered(context: AutogenContext, name: str, operation: CreateCollection) -> str:
    context.imports.add(f"from desktop_app.storage.migrations.collections import {name}")
    return f"{name}({operation.place!r})"


def _compare(context: AutogenContext, upgrade: UpgradeOps, _schemas: Any) -> Any:
    mongo = context.opts.get("mongo") if context.opts else None
    if mongo is not None:
        upgrade.ops.extend(CreateCollection(place) for place in missing(mongo))
    return PriorityDispatchResult.CONTINUE
