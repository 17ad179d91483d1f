"""What these tests share."""

from typing import Any

from pymongo import MongoClient

from desktop_app.services.seeding.batch import World
from desktop_app.services.seeding.sizes import Size
from desktop_app.services.vault import CLASSES, DataKeys, Vault

Mongo = MongoClient[dict[str, Any]]


def world(size: Size = "small", seed: int = 1) -> World:
    """A world with keys of its own, for rows that no server sees."""
    keys = {each: DataKeys({1: bytes(32)}, {1: bytes(range(32))}) for each in CLASSES}
    return World(seed, size, Vault(keys))
