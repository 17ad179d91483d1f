"""What the tests of broken states stand on: one server in one folder, and its one entry."""

import json
import os
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import psycopg
import redis
from pymongo import MongoClient

from desktop_app.stack import Places
from desktop_app.stack import folder as folders
from desktop_app.stack.folder import Folder
from desktop_app.stack.mongodb import MongoDB
from desktop_app.stack.postgres import Postgres
from desktop_app.stack.server import Recipe, Server
from desktop_app.stack.valkey import Valkey

SERVERS = ("postgres", "mongodb", "valkey")
ENTRY = "kept"


def quiet(_: str) -> None:
    """Progress is of no interest here."""


def recipe_of(data_dir: Path, name: str) -> Recipe:
    folder = Folder.at(data_dir)
    if name == "postgres":
        return Postgres(folder)
    return MongoDB(folder) if name == "mongodb" else Valkey(folder)


def copy(source: Path, target: Path) -> None:
    """With owners, and with holes for the empty parts of the servers' logs."""
    command = ["cp", "-a", "--sparse=always", str(source), str(target)]
    subprocess.run(command, check=True)


def supervise(data_dir: Path, name: str) -> Server:
    return Server(recipe_of(data_dir, name))


def mongo(url: str) -> "MongoClient[dict[str, Any]]":
    return MongoClient(url, serverSelectionTimeoutMS=5000)


def plant(places: Places) -> None:
    with psycopg.connect(places.postgres) as connection:
        connection.execute("CREATE TABLE entry (word text)")
        connection.execute("INSERT INTO entry VALUES (%s)", [ENTRY])
    with closing(mongo(places.mongodb)) as client:
        client.test.entry.insert_one({"word": ENTRY})
    with closing(redis.Redis.from_url(places.redis)) as client:
        client.set("entry", ENTRY)


def harvest(name: str, url: str) -> object:
    """The planted entry as the server gives it back, over the published URL."""
    if name == "postgres":
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT word FROM entry").fetchone()
            return row[0] if row else None
    if name == "mongodb":
        with closing(mongo(url)) as client:
            document = client.test.entry.find_one()
            return document["word"] if document else None
    with closing(redis.Redis.from_url(url, decode_responses=True)) as cache:
        return cache.get("entry")


@dataclass
class Ground:
    data_dir: Path
    name: str
    innocent: "subprocess.Popen[bytes]"

    def __post_init__(self) -> None:
        self.server = supervise(self.data_dir, self.name)
        self.data = self.data_dir / self.name
        self.record_file = self.data_dir / "run" / f"{self.name}.json"
        self.pid_expected = 0

    def start(self) -> None:
        """What a program does: look at the folder, then start this one server."""
        self.server = supervise(self.data_dir, self.name)
        folders.enter(self.server.recipe.folder)
        folders.prepare(self.server.recipe.folder)
        self.server.start(quiet)

    def kept(self) -> bool:
        return harvest(self.name, self.server.url()) == ENTRY

    def run_once(self) -> psutil.Process:
        self.start()
        process = self.server.process()
        assert process is not None
        return process

    def write_record(self, **change: object) -> None:
        facts: dict[str, object] = {
            "pid": 4194303, "created": 1.0, "program": "x", "port": 0,
            "ready": True, "version": "1", "failed": "",
        }  # fmt: skip
        self.record_file.write_text(json.dumps(facts | change))

    def give_away(self, path: Path) -> None:
        """Files of a server belong to the account it runs as."""
        owner = self.data_dir.stat()
        os.chown(path, owner.st_uid, owner.st_gid)
