"""Where a planted secret could come up again: every place, read as bytes."""

import contextlib
import threading
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from subprocess import run
from typing import Any
from uuid import uuid4

import bson
import psutil  # type: ignore[import-untyped]
from pymongo import MongoClient
from redis import Redis
from sqlalchemy.engine import make_url

from desktop_app.stack import Places

PG_DUMP = "pg_dump"


MARK = uuid4().hex[:14]
"""In every planted secret and in nothing else: so that gigabytes are read through only once."""


def token() -> str:
    return f"{MARK}{uuid4().hex[:18]}"


def spellings(word: str) -> list[bytes]:
    """As text, as PostgreSQL prints bytes, and within base64 wherever it may begin."""
    raw = word.encode()
    inside = (b64encode(b"x" * lead + raw)[4:-4] for lead in range(3))
    return [each.lower() for each in (raw, raw.hex().encode(), *inside)]


def found_in(content: bytes, others: Iterable[str] = ()) -> list[str]:
    """Which of the planted secrets: those with the mark, and `others` as they are."""
    small = content.lower()
    marked = [small[at : at + 64] for each in spellings(MARK) if (at := small.find(each)) >= 0]
    return [f"{each!r}" for each in marked] + [each for each in others if each.encode() in content]


def files(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Logs, crash reports, temporary files, journals, and the stores' own files."""
    for folder in folders:
        for path in folder.rglob("*"):
            with contextlib.suppress(OSError):
                if path.is_file() and "bin" not in path.relative_to(folder).parts:
                    yield f"{path}", path.read_bytes()


def dumps(places: Places, pg_dump: Path) -> Iterator[tuple[str, bytes]]:
    """Each store's data as a backup would have it; of MongoDB the operations log as well."""
    url = make_url(places.postgres)
    made = run(
        [pg_dump, "-d", url._replace(password=None).render_as_string()],
        env={"PGPASSWORD": str(url.password)}, capture_output=True, check=True,
    )  # fmt: skip
    yield "the dump of PostgreSQL", made.stdout
    with MongoClient[dict[str, Any]](places.mongodb) as mongo:
        for database in mongo.list_database_names():
            for name in mongo[database].list_collection_names(filter={"type": "collection"}):
                if name.startswith("system.") or (database == "local" and name != "oplog.rs"):
                    continue  # the server's own, which nobody may read
                held = b"".join(map(bson.encode, mongo[database][name].find()))
                yield f"MongoDB's {database}.{name}", held
    with Redis.from_url(places.redis) as redis:
        for key in redis.scan_iter():
            yield f"Redis's {key!r}", key + (redis.get(key) or b"")


@contextlib.contextmanager
def watched_processes() -> Iterator[list[str]]:
    """Arguments and environment of every process here, again and again while this lasts."""
    hits: list[str] = []
    over = threading.Event()
    mine = threading.Thread(target=_look, args=(hits, over))
    mine.start()
    try:
        yield hits
    finally:
        over.set()
        mine.join()


def _look(hits: list[str], over: threading.Event) -> None:
    while not over.wait(0.5):
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                told = " ".join([*process.cmdline(), *process.environ().values()])
                hits += found_in(told.encode())
