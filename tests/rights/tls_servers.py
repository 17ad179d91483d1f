"""The three servers with TLS: Debian's PostgreSQL 15 and redis-server, and the wheel's mongod."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pymongo
from pymongo import MongoClient
from redis import Redis

from desktop_app.stack import programs
from desktop_app.stack.account import identity, servers_account
from desktop_app.stack.folder import Folder
from tests.rights.certificates import HERE, Authority

POSTGRES = Path("/usr/lib/postgresql/15/bin")
REDIS = shutil.which("redis-server", path="/usr/bin")
NAME = "ada"
RULES = "hostssl all all localhost scram-sha-256\nhostnossl all all localhost scram-sha-256\n"


@dataclass(frozen=True)
class Server:
    """`profile` is a company's URL, with the place for a port; `ask` connects and asks."""

    port: int
    plain: int
    profile: str
    ask: Callable[[str], object]
    asks_first: bool = False


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def postgres(folder: Path, authority: Authority) -> Iterator[Server]:
    port, secret, data = free_port(), secrets.token_hex(8), folder / "data"
    key = authority.certificate("postgres")
    (folder / "secret").write_text(secret)
    _own(folder, folder / "secret", key)
    options = ["-c", "fsync=off", "-c", f"port={port}", "-c", f"unix_socket_directories={folder}",
               "-c", "ssl=on", "-c", f"ssl_cert_file={key}", "-c", f"ssl_key_file={key}",
               "-c", "listen_addresses=localhost"]  # fmt: skip
    _run(POSTGRES / "initdb", "-D", data, "-U", NAME, "-A", "scram-sha-256", "--no-sync",
         f"--pwfile={folder / 'secret'}")  # fmt: skip
    (data / "pg_hba.conf").write_text(RULES)
    with _started([POSTGRES / "postgres", "-D", data, *options], port):
        url = f"postgresql://{NAME}:{secret}@{HERE}:{{}}/postgres?sslrootcert={authority.file}"
        yield Server(port, port, url, _ask_postgres, asks_first=True)


@contextlib.contextmanager
def redis(folder: Path, authority: Authority) -> Iterator[Server]:
    port, plain, secret = free_port(), free_port(), secrets.token_hex(8)
    key = authority.certificate("redis")
    _own(folder, key)
    words = ["--port", plain, "--tls-port", port, "--tls-cert-file", key, "--tls-key-file", key,
             "--tls-ca-cert-file", authority.file, "--tls-auth-clients", "no", "--dir", folder,
             "--save", "", "--bind", "127.0.0.1", "::1", "--requirepass", secret]  # fmt: skip
    with _started([REDIS, *words], port):
        url = f"rediss://:{secret}@{HERE}:{{}}/0?ssl_ca_certs={authority.file}"
        yield Server(port, plain, url, _ask_redis)


@contextlib.contextmanager
def mongodb(folder: Path, authority: Authority) -> Iterator[Server]:
    port, plain, secret = free_port(), free_port(), secrets.token_hex(8)
    key = authority.certificate("mongodb")
    program = programs.mongod(Folder.at(folder))
    tls = ["--tlsMode", "allowTLS", "--tlsCertificateKeyFile", key, "--tlsCAFile", authority.file,
           "--tlsAllowConnectionsWithoutCertificates", "--auth"]  # fmt: skip
    with ExitStack() as running:
        for at, more in ((port, tls), (plain, [])):
            data = folder / f"{at}"
            data.mkdir()
            _own(key, data)
            words = ["--dbpath", data, "--port", at, "--bind_ip", "localhost", "--ipv6", "--quiet",
                     "--unixSocketPrefix", data, *more]  # fmt: skip
            running.enter_context(_started([program.file, *words], at, program.libraries))
        with MongoClient[dict[str, object]](HERE, port, directConnection=True) as mongo:
            mongo.admin.command("createUser", NAME, pwd=secret, roles=["root"])
        url = (f"mongodb://{NAME}:{secret}@{HERE}:{{}}/?directConnection=true"
               f"&serverSelectionTimeoutMS=4000&tlsCAFile={authority.file}")  # fmt: skip
        yield Server(port, plain, url, _ask_mongodb)


def _ask_postgres(url: str) -> object:
    with psycopg.connect(url, connect_timeout=10) as connection:
        return connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")


def _ask_redis(url: str) -> object:
    with Redis.from_url(url) as client:
        return client.ping()


def _ask_mongodb(url: str) -> object:
    with pymongo.MongoClient[dict[str, object]](url) as mongo:
        return mongo.admin.command("listDatabases")


def _own(*paths: Path) -> None:
    if account := servers_account():
        for path in paths:
            os.chown(path, account.uid, account.gid)


def _run(*words: object) -> None:
    subprocess.run([f"{word}" for word in words], check=True, capture_output=True, timeout=120,
                   env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                   **identity(servers_account()))  # fmt: skip


@contextlib.contextmanager
def _started(words: list[object], port: int, libraries: Path | None = None) -> Iterator[None]:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    if libraries:
        environment["LD_LIBRARY_PATH"] = f"{libraries}"
    process = subprocess.Popen(
        [f"{word}" for word in words], env=environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, **identity(servers_account()),
    )  # fmt: skip
    try:
        _await(port, process)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection((HERE, port), 1):
            return
        assert process.poll() is None, "the server ended"
        time.sleep(0.1)
    raise AssertionError("the server does not listen")
