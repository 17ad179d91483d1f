"""Servers tried before they are kept: whether each answers at all, without anybody's login."""

from collections.abc import Callable, Mapping

import psycopg
from psycopg.conninfo import make_conninfo
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError
from redis import Redis
from redis.exceptions import AuthenticationError, RedisError, ResponseError

from desktop_app.domain.errors import Invalid, Unreachable

SECONDS = 5
SILENT = (psycopg.pq.Ping.NO_RESPONSE, psycopg.pq.Ping.NO_ATTEMPT)


def tried(urls: Mapping[str, str]) -> None:
    """Whoever does not answer is named, all of them at once; a password in a URL is not said."""
    silent = [name for key, (name, answers) in STORES.items() if not answers(urls.get(key, ""))]
    if silent:
        do, their = ("does", "its") if len(silent) == 1 else ("do", "their")
        raise Unreachable(
            f"{' and '.join(silent)} {do} not answer within {SECONDS} seconds. "
            f"Check {their} address, and whether this machine may reach it."
        )


def _postgresql(url: str) -> bool:
    """It says whether it takes connections before it asks who one is."""
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        written = make_conninfo(plain, connect_timeout=SECONDS)
    except psycopg.ProgrammingError as error:
        said = "The address of PostgreSQL cannot be read."
        raise Invalid(said, field="postgres_url") from error
    return psycopg.pq.PGconn.ping(written.encode()) not in SILENT


def _mongodb(url: str) -> bool:
    try:
        with MongoClient[dict[str, object]](url, serverSelectionTimeoutMS=SECONDS * 1000) as client:
            client.admin.command("hello")
    except OperationFailure:  # it knows that one is nobody
        return True
    except (PyMongoError, ValueError):
        return False
    return True


def _redis(url: str) -> bool:
    try:
        with Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as client:
            client.ping()
    except (AuthenticationError, ResponseError):
        return True
    except (RedisError, OSError, ValueError):
        return False
    return True


STORES: dict[str, tuple[str, Callable[[str], bool]]] = {
    "postgres_url": ("PostgreSQL", _postgresql),
    "mongodb_url": ("MongoDB", _mongodb),
    "redis_url": ("Redis", _redis),
}
