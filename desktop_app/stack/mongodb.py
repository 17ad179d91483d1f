"""MongoDB: a one-node replica set with users, because transactions and change streams need
one. Its address is part of the replica set, so a changed port is a changed configuration."""

import json
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from signal import SIGTERM
from typing import Any
from urllib.parse import quote, quote_plus

from pymongo import MongoClient
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError

from desktop_app.domain.errors import Refusal
from desktop_app.stack import making, programs, readdress
from desktop_app.stack.folder import Folder, write_atomically
from desktop_app.stack.process import Mark

ROOT = "countinghouse_root"
REPLICA_SET = "countinghouse"
PROGRAMS = ("mongod", "mongod.exe")
UNAUTHORIZED, AUTHENTICATION_FAILED, ALREADY_INITIALIZED = 13, 18, 23
Client = MongoClient[dict[str, Any]]


class MongoDB:
    """The recipe for mongod."""

    name = "mongodb"
    title = "MongoDB"
    wants_port = True
    stop_steps: Sequence[tuple[int, float]] = ((SIGTERM, 30.0), (9, 10.0))

    def __init__(self, folder: Folder, *, cache_gb: float = 0.5) -> None:
        self.folder = folder
        self.data = folder.path / "mongodb"
        self._cache_gb = cache_gb

    @property
    def mark(self) -> Mark:
        return Mark(PROGRAMS, (str(self.data), "--replSet"))

    def installed(self) -> None:
        programs.demand_mongodb()

    def check(self) -> None:
        program = programs.mongod(self.folder)
        making.demand(self.data, "WiredTiger", self.title)
        if making.is_to_be_made(self.data):
            return
        self._password()
        written = self._written()
        if written <= programs.OLDEST_MONGOD:
            return
        ours = programs.mongod_version(str(program.file), str(program.libraries or ""))
        if written > ours > (0, 0):
            raise Refusal(
                f"{self.data} was written by the newer MongoDB {written[0]}.{written[1]} and "
                f"this program brings {ours[0]}.{ours[1]}; update the program, or put the newer "
                "mongod on the PATH."
            )

    def make(self) -> None:
        if making.is_to_be_made(self.data):
            self.folder.secrets.once("mongodb")
            making.begin(self.folder, self.data)
        write_atomically(self._key_file, self.folder.secrets.once("mongodb.key"),
                         self.folder.account)  # fmt: skip

    def sweep(self) -> None:
        readdress.sweep(self.folder, PROGRAMS, self.data)
        if sockets := self.folder.sockets():
            for file in sockets.glob("mongodb-*.sock"):
                file.unlink(missing_ok=True)

    def settle(self, port: int) -> None:
        known = self.folder.kept_port(self.name)
        if known in (0, port) or making.marker_of(self.data).exists():
            return
        program = str(programs.mongod(self.folder).file)
        readdress.readdress(self.folder, program, self.environment(), self.data, self._host(port))

    def command(self, port: int) -> list[str]:
        sockets = self.folder.sockets()
        where = ["--unixSocketPrefix", str(sockets)] if sockets else []
        return [
            str(programs.mongod(self.folder).file), "--dbpath", str(self.data),
            "--bind_ip", "127.0.0.1", "--port", str(port), *where,
            "--replSet", REPLICA_SET, "--keyFile", str(self._key_file),
            "--wiredTigerCacheSizeGB", str(self._cache_gb), "--oplogSize", "1024", "--quiet",
            # no log files laid out in advance: 200 MB less, and the first start is faster
            "--wiredTigerEngineConfigString", "log=(prealloc=false)",
            "--setParameter", "diagnosticDataCollectionEnabled=false",
            "--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100",
        ]  # fmt: skip

    def environment(self) -> Mapping[str, str]:
        libraries = programs.mongod(self.folder).libraries
        return {"LD_LIBRARY_PATH": str(libraries)} if libraries else {}

    def answer(self, port: int) -> str | None:
        if not self._listens(port):
            return None
        try:
            if marked := making.marker_of(self.data).exists():
                self._initiate(port)
            with closing(self._client(port, signed_in=True)) as client:
                if not self._is_primary(client, port):
                    return None
                version = str(client.server_info()["version"])
                self._note_version(client)
        except ConnectionFailure:
            return None
        except OperationFailure as error:
            if error.code == AUTHENTICATION_FAILED:
                raise Refusal(
                    f"MongoDB of {self.folder.path} does not accept this program's secret: put "
                    "back the keyring or secrets.json that belongs to this folder."
                ) from error
            return None
        if marked:
            making.finish(self.folder, self.data)
        return version

    def place(self, port: int) -> str:
        return f"127.0.0.1:{port}"

    def url(self, port: int) -> str:
        return (
            f"mongodb://{ROOT}:{quote(self._password())}@127.0.0.1:{port}/"
            f"?authSource=admin&replicaSet={REPLICA_SET}&directConnection=true"
        )

    @property
    def _key_file(self) -> Path:
        return self.folder.run / "mongodb.key"

    @property
    def _version_file(self) -> Path:
        return self.folder.run / "mongodb.version.json"

    def _password(self) -> str:
        return self.folder.secrets.demand("mongodb", self.title)

    def _written(self) -> tuple[int, int]:
        """The version whose features the data uses, as noted after the last start."""
        try:
            major, minor = json.loads(self._version_file.read_text("ascii"))
            return int(major), int(minor)
        except (OSError, ValueError, TypeError):
            return (0, 0)

    def _note_version(self, client: Client) -> None:
        name = "featureCompatibilityVersion"
        said = client.admin.command({"getParameter": 1, name: 1})[name]["version"]
        written = tuple(int(part) for part in str(said).split(".")[:2])
        if written != self._written():
            write_atomically(self._version_file, json.dumps(written))

    def _host(self, port: int) -> str:
        return f"127.0.0.1:{port}"

    def _address(self, port: int) -> str | tuple[str, int]:
        sockets = self.folder.sockets()
        return str(sockets / f"mongodb-{port}.sock") if sockets else ("127.0.0.1", port)

    def _listens(self, port: int) -> bool:
        """A bare connection first: a client of pymongo waits half a second between tries."""
        address = self._address(port)
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            return probe.connect_ex(address) == 0

    def _client(self, port: int, *, signed_in: bool) -> Client:
        address = self._address(port)
        host = quote_plus(address) if isinstance(address, str) else f"127.0.0.1:{port}"
        who = f"{ROOT}:{quote(self._password())}@" if signed_in else ""
        return MongoClient(
            f"mongodb://{who}{host}/?authSource=admin" if who else f"mongodb://{host}/",
            directConnection=True, serverSelectionTimeoutMS=2000, socketTimeoutMS=10000,
        )  # fmt: skip

    def _initiate(self, port: int) -> None:
        """Replica set and administrator, through the exception that mongod makes for a local
        connection as long as it has no user. Each step may have been done before a crash."""
        with closing(self._client(port, signed_in=False)) as client:
            member = {"_id": 0, "host": self._host(port)}
            try:
                client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
            except OperationFailure as error:
                if error.code not in (ALREADY_INITIALIZED, UNAUTHORIZED):
                    raise
            _await_primary(client)
            try:
                client.admin.command(
                    "createUser", ROOT, pwd=self._password(), roles=["root"],
                    mechanisms=["SCRAM-SHA-256"],
                )  # fmt: skip
            except OperationFailure as error:
                if error.code != UNAUTHORIZED:
                    raise

    def _is_primary(self, client: Client, port: int) -> bool:
        """Whether it takes writes under the address we publish; heals the address if not."""
        config = client.admin.command("replSetGetConfig")["config"]
        wanted = self._host(port)
        if [member["host"] for member in config["members"]] != [wanted]:
            config["members"] = [{"_id": 0, "host": wanted}]
            config["version"] += 1
            client.admin.command("replSetReconfig", config, force=True)
        return bool(client.admin.command("hello").get("isWritablePrimary"))


def _await_primary(client: Client, seconds: float = 15.0) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            if client.admin.command("hello").get("isWritablePrimary"):
                return
        except PyMongoError:
            pass
        time.sleep(0.01)
