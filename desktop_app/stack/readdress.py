"""Moves mongod's replica set to a new port while nobody is served.

A replica set knows its member by address, and a mongod that starts with another address
first asks the old one whether it is itself. Where some other program now holds that port
and keeps silent, that question takes 30 s. So the address is changed in the data beforehand
by a mongod of its own: alone, reachable only by a socket in our 0700 folder, gone at once.
"""

import socket
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from signal import SIGTERM
from typing import Any
from urllib.parse import quote_plus

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from desktop_app.stack import process as processes
from desktop_app.stack.folder import Folder
from desktop_app.stack.process import Mark

STEPS = ((SIGTERM, 20.0), (9, 5.0))
PATIENCE = 30.0


def readdress(
    folder: Folder, program: str, environment: Mapping[str, str], data: Path, host: str
) -> None:
    """Best effort: where it fails, the running server is reconfigured instead, which is slow."""
    door = _door(folder)
    if door is None:
        return
    running = processes.begin(
        [
            program, "--dbpath", str(data), "--bind_ip", str(door), "--port", "27017",
            "--setParameter", "diagnosticDataCollectionEnabled=false",
            "--unixSocketPrefix", str(door.parent),
        ],
        log=folder.logs / "mongodb-address.log",
        folder=folder.path, account=folder.account, extra=environment,
    )  # fmt: skip
    try:
        limit = time.monotonic() + PATIENCE
        while processes.is_alive(running) and time.monotonic() < limit:
            if _listens(door):
                _write(door, host)
                return
            time.sleep(0.02)
    finally:
        processes.end(running, STEPS)
        door.unlink(missing_ok=True)


def sweep(folder: Folder, programs: tuple[str, ...], data: Path) -> None:
    """End one that was left behind when its program was killed."""
    door = _door(folder)
    if door is None:
        return
    left = processes.find(None, Mark(programs, (str(data), str(door))))
    if left is not None:
        processes.end(left, STEPS)


def _door(folder: Folder) -> Path | None:
    sockets = folder.sockets()
    return sockets / "mongodb-own.sock" if sockets else None


def _listens(door: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(str(door)) == 0


def _write(door: Path, host: str) -> None:
    client: MongoClient[dict[str, Any]] = MongoClient(
        f"mongodb://{quote_plus(str(door))}/", directConnection=True, serverSelectionTimeoutMS=5000
    )
    with closing(client):
        try:
            client.local["system.replset"].update_one(
                {}, {"$set": {"members.0.host": host}, "$inc": {"version": 1}}
            )
        except PyMongoError:
            return
