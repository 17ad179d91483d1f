"""The checks of `doctor`: each asks one thing and hands what it saw to its judgment."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property, partial
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final

from desktop_app import config, paths
from desktop_app.config import Settings
from desktop_app.domain.errors import Refusal
from desktop_app.domain.profiles import verified

if TYPE_CHECKING:
    from psycopg import Connection

    from desktop_app.services.vault_keys import KeyProvider
    from desktop_app.stack import Stack, Status
from desktop_app.commands.doctor_findings import (
    IN_THE_OPEN,
    LOCAL_START,
    OPEN,
    Finding,
    attempt,
    of_connections,
    of_disk,
    of_folder,
    of_partitions,
    of_schema,
    of_server,
    of_settings,
    of_window,
    said,
)


class Machine:
    """What the checks look at, found out when the first of them asks."""

    def __init__(self, argument: str | None) -> None:
        self.data_dir = paths.data_dir(argument)
        self.config_file = paths.config_file(argument)
        self.silent: set[str] = set()

    @cached_property
    def settings(self) -> Settings:
        return config.load(self.config_file)

    @property
    def urls(self) -> dict[str, str]:
        """A company's servers; empty when the local ones are used."""
        of = self.settings
        named = {"PostgreSQL": of.postgres_url, "MongoDB": of.mongodb_url, "Redis": of.redis_url}
        given = {title: verified(url) if url else "" for title, url in named.items()}
        return given if any(given.values()) else {}

    @cached_property
    def stack(self) -> "Stack":
        from desktop_app.stack import Stack  # noqa: PLC0415

        return Stack(self.data_dir, low_disk=self.settings.low_disk_bytes)

    @cached_property
    def status(self) -> "Status":
        return self.stack.status()

    @property
    def postgres(self) -> str:
        """PostgreSQL's URL, empty while it does not answer. Never shown."""
        if self.urls:
            return "" if "PostgreSQL" in self.silent else self.urls["PostgreSQL"]
        places = self.stack.places() if self.status.server("postgres").state == "running" else None
        return places.postgres if places else ""

    @property
    def keys(self) -> "KeyProvider | None":
        """Who holds the master key, as the program chooses."""
        from desktop_app.services import key_choice  # noqa: PLC0415
        from desktop_app.stack import Places, Secrets  # noqa: PLC0415

        local, service = not self.urls, self.settings.keys_url
        places = Places(self.postgres, "", "", self.data_dir, local, service)
        return key_choice.of_administration(places, Secrets(self.data_dir))


Check = Callable[[Machine], Iterator[Finding]]
Asked = tuple[str, int, str]  # version, size, place


def settings(machine: Machine) -> Iterator[Finding]:
    yield from of_settings(machine.config_file, machine.config_file.exists(), machine.urls)


def data_folder(machine: Machine) -> Iterator[Finding]:
    yield of_folder(machine.data_dir)


def servers(machine: Machine) -> Iterator[Finding]:
    if not machine.urls:
        yield from (of_server(server) for server in machine.status.servers)
        return
    for title, url in machine.urls.items():
        if url:
            found = attempt(title, partial(_asked, title, url))
            if any(finding.stops for finding in found):
                machine.silent.add(title)
            yield from found


def _asked(title: str, url: str) -> Iterator[Finding]:
    """`ServerStatus` is the local stack's word for it; a company's server is told the same way."""
    from desktop_app.stack import ServerStatus  # noqa: PLC0415

    name, where = title.lower(), without_user(url)
    try:
        number, bytes_, place = ASK[title](url)
        open_ = OPEN if place.endswith(IN_THE_OPEN) else ""
        server = ServerStatus(name, title, "running", number, 0, place, bytes_, sentence=open_)
    except Exception as error:  # noqa: BLE001  # three drivers' errors; each says why not
        server = ServerStatus(name, title, "failed", place=where, sentence=f"{said(error)}.")
    yield of_server(server, local=False)


def _ask_postgres(url: str) -> Asked:
    with _connected(url) as connection:
        sql = "SELECT current_setting('server_version'), pg_database_size(current_database())"
        number, bytes_ = connection.execute(sql).fetchone() or ("", 0)
        info, tls = connection.info, connection.pgconn.ssl_in_use
        place = f"{info.host}:{info.port} {private(info.host, tls)}"
        if info.server_version < OLDEST_POSTGRES:
            raise Refusal(f"PostgreSQL {number} is too old: 15 to 18 are supported.")
    return number, bytes_, place


def _ask_mongodb(url: str) -> Asked:
    import pymongo  # noqa: PLC0415

    bytes_ = 0
    with pymongo.MongoClient[Any](url, serverSelectionTimeoutMS=3000, timeoutMS=8000) as client:
        hello, number = client.admin.command("hello"), client.server_info()["version"]
        if not hello.get("setName") and hello.get("msg") != "isdbgrid":
            raise Refusal("It is no replica set, without which no change is safe.")
        with suppress(pymongo.errors.OperationFailure):  # Not everybody may list the databases.
            bytes_ = int(client.admin.command("listDatabases")["totalSize"])
    where = without_user(url)
    tls = url.startswith("mongodb+srv:") or bool(re.search(r"[?&](tls|ssl)=true", url, re.I))
    return number, bytes_, f"{where} {private(where.partition('/')[0], tls)}"


def _ask_redis(url: str) -> Asked:
    import redis  # noqa: PLC0415

    with redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3) as client:
        facts = client.info()
    number = facts.get("valkey_version") or facts.get("redis_version", "")
    where, tls = without_user(url), url.startswith("rediss:")
    return str(number), int(facts["used_memory"]), f"{where} {private(where, tls)}"


def schema(machine: Machine) -> Iterator[Finding]:
    if not machine.postgres:
        words = "Not asked, because PostgreSQL does not answer."
        advice = "See what is said of PostgreSQL." if machine.urls else LOCAL_START
        yield Finding("schema", True, False, words, advice)
        return
    from desktop_app.storage.migrations import history  # noqa: PLC0415

    current = history.current(machine.postgres)
    yield of_schema(current, history.head(), local=not machine.urls)


def connections(machine: Machine) -> Iterator[Finding]:
    if not machine.postgres:
        return
    with _connected(machine.postgres) as connection:
        most, kept_back, used = connection.execute(CONNECTIONS).fetchone() or (0, 0, 0)
        people = 1
        if _has(connection, "backoffice.staff"):
            active = "SELECT count(*) FROM backoffice.staff WHERE state = 'active'"
            people = max(1, int((connection.execute(active).fetchone() or (0,))[0]))
    yield of_connections(most, kept_back, used, people)


def partitions(machine: Machine) -> Iterator[Finding]:
    if not machine.postgres:
        return
    with _connected(machine.postgres) as connection:
        parts = connection.execute(DEFAULT_PARTITIONS).fetchall()
        filled = [name for name, part in parts if _filled(connection, part)]
    yield of_partitions(filled)


def secrets(machine: Machine) -> Iterator[Finding]:
    yield Finding("secrets", True, False, f"Secrets are kept in {machine.status.secrets}.")


def sealing(machine: Machine) -> Iterator[Finding]:
    """Whether the master key opens the keys that data is sealed with, whoever holds it."""
    if not machine.postgres:
        return
    if (keys := machine.keys) is None:
        words = "The keys are with a key service, which is not asked: it knows its administration."
        yield Finding("sealing", True, False, words)
        return
    with _connected(machine.postgres) as connection:
        if not _has(connection, "backoffice.data_keys"):
            yield Finding("sealing", True, False, "Nothing is sealed yet.")
            return
        kept = connection.execute(KEYS).fetchall()
    from desktop_app.services.vault_keys import KeyName  # noqa: PLC0415

    for data_class, number, purpose, wrapped in kept:
        keys.unwrap(KeyName(data_class, number, purpose), wrapped)
    yield Finding("sealing", True, False, f"The master key opens all {len(kept)} data keys.")


def disk(machine: Machine) -> Iterator[Finding]:
    from desktop_app.stack.folder import LEAST_FREE  # noqa: PLC0415

    free, limit = machine.status.free, machine.settings.low_disk_bytes
    yield of_disk(machine.data_dir, free, LEAST_FREE, limit, local=not machine.urls)


def window(_machine: Machine) -> Iterator[Finding]:
    from desktop_app.ui import preflight  # noqa: PLC0415

    try:
        qt = version("PySide6-Essentials")
    except PackageNotFoundError:
        qt = ""
    missing = preflight.missing_libraries() if qt else []
    yield of_window(qt, missing, None if missing or not qt else preflight.display_sentence())


def private(hosts: str, tls: bool) -> str:
    """How the connection is kept from others: decisions.md 26."""
    near = all(LOOPBACK.match(host) for host in hosts.split(","))
    return "over TLS" if tls else "on this machine" if near else IN_THE_OPEN


def without_user(url: str) -> str:
    """Only where it leads: no name, no password, no parameters."""
    return re.sub(r"://.*@", "://", url).partition("?")[0].partition("://")[2].rstrip("/")


def _connected(url: str) -> "Connection[tuple[Any, ...]]":
    import psycopg  # noqa: PLC0415

    waits = "-c statement_timeout=8s -c default_transaction_read_only=on"
    plain = url.replace("+psycopg", "", 1)
    return psycopg.connect(plain, connect_timeout=3, options=waits, application_name="doctor")


def _has(connection: "Connection[tuple[Any, ...]]", table: str) -> bool:
    found = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
    return bool(found and found[0])


def _filled(connection: "Connection[tuple[Any, ...]]", part: str) -> bool:
    """`part` comes quoted from the catalog (`oid::regclass`)."""
    asked = f"SELECT EXISTS (SELECT FROM {part})".encode()
    return bool((connection.execute(asked).fetchone() or (False,))[0])


LOOPBACK: Final = re.compile(r"/|%2F|(localhost|127\.0\.0\.1|\[?::1\]?)([:/]|$)", re.I)
OLDEST_POSTGRES: Final = 150000
CONNECTIONS: Final = """
    SELECT current_setting('max_connections')::int,
           current_setting('superuser_reserved_connections')::int
           + coalesce(current_setting('reserved_connections', true), '0')::int,
           (SELECT count(*) FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid())
"""
DEFAULT_PARTITIONS: Final = """
    SELECT i.inhparent::regclass::text, c.oid::regclass::text
    FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid
    WHERE c.relispartition AND c.relkind = 'r'
      AND pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT'
    ORDER BY 1
"""
KEYS: Final = "SELECT data_class, number, purpose, wrapped FROM backoffice.data_keys"
ASK: Final[dict[str, Callable[[str], Asked]]] = {
    "PostgreSQL": _ask_postgres,
    "MongoDB": _ask_mongodb,
    "Redis": _ask_redis,
}
CHECKS: Final[tuple[tuple[str, Check], ...]] = (
    ("settings", settings),
    ("data folder", data_folder),
    ("servers", servers),
    ("schema", schema),
    ("connections", connections),
    ("partitions", partitions),
    ("secrets", secrets),
    ("sealing", sealing),
    ("disk", disk),
    ("window", window),
)
