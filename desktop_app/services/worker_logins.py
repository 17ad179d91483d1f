"""The worker's own logins: one of the same name in each store, with what its duties need.

Made by the administrator's account when a worker starts, each time to the same state, so that a
collection declared since is reachable. Nobody else writes to MongoDB or Redis.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
from psycopg import sql
from pymongo import MongoClient
from redis import Redis

from desktop_app.domain import cached
from desktop_app.domain.errors import Unreachable
from desktop_app.services.audit_heads import COLLECTION, FOLDER, SECRET, Signer
from desktop_app.services.sign_in import with_login
from desktop_app.stack import Places
from desktop_app.storage.delivery import APPLIED, DATABASE
from desktop_app.storage.files import BUCKETS
from desktop_app.storage.files import DATABASE as FILES
from desktop_app.storage.shapes import declared

LOGIN = "countinghouse_worker_login"
ROLE = "countinghouse_worker"
ONE_AT_A_TIME = 0x574F524C  # "WORL"


class Keeper(Protocol):
    """Where this machine keeps the worker's secrets: `stack.Secrets`, or a test's own."""

    def once(self, name: str) -> str: ...


@dataclass(frozen=True, repr=False)
class Logins:
    """URLs of the three stores as the worker, and the pen that signs the trail's heads.

    `administration` is the account that started the worker: it enrols, and renews secrets.
    """

    postgres: str
    mongodb: str
    redis: str
    signer: Signer
    administration: Places


def known(places: Places, keeper: Keeper) -> Logins:
    """The worker's URLs at these places."""
    postgres, mongodb, redis = (
        with_login(url, LOGIN, keeper.once(f"worker:{store}")) if url else ""
        for store, url in (
            ("postgres", places.postgres),
            ("mongodb", places.mongodb),
            ("redis", places.redis),
        )
    )
    signer = Signer(keeper.once(SECRET), places.data_dir / FOLDER)
    return Logins(postgres, mongodb, redis, signer, places)


def enrol(places: Places, keeper: Keeper) -> Logins:
    """Make the logins, or bring them to their declared rights."""
    try:
        _in_postgres(places.postgres, keeper.once("worker:postgres"))
    except psycopg.OperationalError as error:
        raise Unreachable("PostgreSQL does not answer. Is it running?") from error
    enrol_elsewhere(places, keeper)
    return known(places, keeper)


def enrol_elsewhere(places: Places, keeper: Keeper) -> None:
    _in_mongodb(places.mongodb, keeper.once("worker:mongodb"))
    if places.redis:
        _in_redis(places.redis, keeper.once("worker:redis"))


def _in_postgres(url: str, secret: str) -> None:
    with psycopg.connect(url, connect_timeout=5) as connection:
        make_login(connection, LOGIN, secret, ROLE)


def make_login(connection: "psycopg.Connection[Any]", login: str, secret: str, group: str) -> None:
    """A login of the program's own, or its secret anew; sent as a SCRAM verifier."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (ONE_AT_A_TIME,))
    encrypted = connection.pgconn.encrypt_password(
        secret.encode(), login.encode(), b"scram-sha-256"
    ).decode()
    there = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (login,)).fetchone()
    name, role = sql.Identifier(login), sql.Identifier(group)
    verb = sql.SQL("ALTER" if there is not None else "CREATE")
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, name, sql.Literal(encrypted))
    )
    connection.execute(sql.SQL("GRANT {} TO {}").format(role, name))


def _in_mongodb(url: str, secret: str) -> None:
    with MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=5000) as mongo:
        if APPLIED not in mongo[DATABASE].list_collection_names():
            mongo[DATABASE][APPLIED].create_index("at")
        roles = {role["role"] for role in mongo.admin.command("rolesInfo")["roles"]}
        verb = "updateRole" if ROLE in roles else "createRole"
        mongo.admin.command(verb, ROLE, privileges=_privileges(), roles=[])
        users = mongo.admin.command("usersInfo", LOGIN)["users"]
        verb = "updateUser" if users else "createUser"
        mongo.admin.command(verb, LOGIN, pwd=secret, roles=[{"role": ROLE, "db": "admin"}])


def _privileges() -> list[dict[str, Any]]:
    """Every declared collection; of those that each tenant has, the name in any database."""
    writes = ["find", "insert", "update", "remove"]
    places = [("" if c.per_tenant else c.database, c.name) for c in declared()]
    made: list[dict[str, Any]] = [
        {"resource": {"db": database, "collection": name}, "actions": writes}
        for database, name in [*places, (DATABASE, APPLIED)]
    ]
    watched = {place for kind in cached.KINDS.values() for place in kind.stale_by}
    made += [
        {"resource": {"db": c.database, "collection": c.name}, "actions": ["changeStream"]}
        for c in declared()
        if str(c) in watched
    ]
    made += [
        {"resource": {"db": FILES, "collection": f"{b}.{part}"}, "actions": ["find", *may]}
        for b in BUCKETS
        for part, may in (("files", ("insert", "update")), ("chunks", ("insert",)))
    ]
    heads = {"db": DATABASE, "collection": COLLECTION}
    made.append({"resource": heads, "actions": ["find", "insert"]})
    made.append({"resource": {"cluster": True}, "actions": ["listDatabases"]})
    return made


def _in_redis(url: str, secret: str) -> None:
    with Redis.from_url(url) as redis:
        redis.acl_setuser(
            LOGIN,
            enabled=True,
            reset=True,
            passwords=[f"+{secret}"],
            keys=["cache:*", "session:*"],
            commands=["+@read", "+@write", "+@connection", "-@dangerous"],
        )
        redis.acl_save()
