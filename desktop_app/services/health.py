"""How the three stores are, asked with the person's own rights; what may not be seen says so."""

import shutil
from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.errors import OperationFailure, PyMongoError
from redis.exceptions import ConnectionError as RedisGone
from redis.exceptions import RedisError, ResponseError
from sqlalchemy import text

from desktop_app.domain.errors import NotAllowed, Refusal, Unreachable
from desktop_app.domain.query import Query, Row
from desktop_app.domain.standing import NAMES
from desktop_app.services.desk import Desk
from desktop_app.storage.refusals import translated

DUTIES = "backoffice.duties"


@dataclass(frozen=True, slots=True)
class Slow:
    """A statement without its values, and what it took since the server began to count."""

    said: str
    calls: int
    mean_ms: float
    total_ms: float
    rows: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a lock, behind whom, for how long."""

    login: str
    behind: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Replica:
    """`seconds` is how far it is behind; nothing while nothing is written."""

    name: str
    state: str
    seconds: float | None


@dataclass(frozen=True, slots=True)
class PostgresHealth:
    version: str
    started: datetime
    bytes: int
    most: int
    used: int
    active: int
    hit: float | None
    replicas: tuple[Replica, ...]
    waiting: tuple[Waiting, ...]
    undelivered: int
    oldest: float | None
    poison: int
    slow: tuple[Slow, ...] | None
    """Nothing where the server does not keep them, or keeps them from us."""
    pool: str


@dataclass(frozen=True, slots=True)
class OtherHealth:
    """MongoDB or Redis: staff's logins may ask little of them, and `unseen` says what not."""

    version: str
    role: str
    members: int
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class Disk:
    free: int
    whole: int
    least: int


async def postgres(desk: Desk) -> PostgresHealth:
    """Its own figures; only administrators are told."""
    with translated():
        async with desk.stores.reading() as connection:
            told = await connection.scalar(text("SELECT backoffice.health()"))
    slow = told.pop("slow")
    replicas, waiting = told.pop("replicas"), told.pop("waiting")
    return PostgresHealth(
        **{**told, "started": datetime.fromisoformat(told["started"])},
        replicas=tuple(Replica(**each) for each in replicas),
        waiting=tuple(Waiting(each["login"], each["behind"] or "", each["seconds"])
            for each in waiting),
        slow=None if slow is None else tuple(Slow(**each) for each in slow),
        pool=desk.stores.pool_use(),
    )  # fmt: skip


async def mongodb(desk: Desk) -> OtherHealth:
    desk.stores.care.demand("mongodb")
    admin = desk.stores.mongo.admin
    try:
        version = (await admin.command("buildInfo"))["version"]
        hello = await admin.command("hello")
    except OperationFailure as error:
        raise NotAllowed("MongoDB tells nothing of itself to your login.") from error
    except PyMongoError as error:
        raise _silent("mongodb", desk) from error
    members = hello.get("hosts") or []
    role = "primary" if hello.get("isWritablePrimary") else "secondary"
    unseen = "Its own counters need a login for monitoring."
    return OtherHealth(str(version), f"{role} of {hello.get('setName', 'no set')}", len(members),
        unseen)  # fmt: skip


async def redis(desk: Desk) -> OtherHealth:
    """HELLO tells a little; INFO is kept from staff's logins."""
    desk.stores.care.demand("redis")
    ask: Any = desk.stores.redis.execute_command
    try:
        told = await ask("HELLO")
    except ResponseError as error:
        raise NotAllowed("Redis tells nothing of itself to your login.") from error
    except (RedisGone, RedisError, OSError) as error:
        raise _silent("redis", desk) from error
    pairs = told if isinstance(told, dict) else dict(zip(told[::2], told[1::2], strict=True))
    said = {_word(name): _word(value) for name, value in pairs.items()}
    unseen = "Its own counters need a login for monitoring."
    return OtherHealth(f"{said.get('server', '')} {said.get('version', '')}".strip(),
        said.get("role", ""), 1, unseen)  # fmt: skip


async def duties(desk: Desk) -> Sequence[Row]:
    """What the worker does by itself, as its own list tells it."""
    panel = desk.panels[DUTIES]
    return (await desk.list(panel, Query(DUTIES, sort="name", limit=100))).rows


async def disk(desk: Desk) -> Disk | None:
    """Of this machine, where it has the servers' data."""
    here = desk.machine
    if here is None or not here.local:
        return None
    used = await to_thread(shutil.disk_usage, here.data_dir)
    return Disk(used.free, used.total, here.low_disk)


def _silent(store: str, desk: Desk) -> Refusal:
    desk.stores.care.doubt(store)
    return Unreachable(f"{NAMES[store]} does not answer.")


def _word(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
