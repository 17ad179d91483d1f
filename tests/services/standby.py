"""A standby of a test's own PostgreSQL, streamed from it."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from desktop_app.stack import Places
from desktop_app.stack.account import identity, servers_account
from desktop_app.stack.folder import Folder
from desktop_app.stack.programs import postgres

PORT = 5433


class Standby:
    """`url` is the administrator's way in, with which also a login's own can be made."""

    def __init__(self, places: Places, folder: Path) -> None:
        self._program = postgres(Folder.at(Path(places.data_dir)))
        self._data = folder / "postgres"
        known = conninfo_to_dict(places.postgres)
        self.url = (
            f"postgresql://{known['user']}:{known['password']}@/countinghouse"
            f"?host={folder}&port={PORT}"
        )
        there = make_conninfo(places.postgres, dbname="")
        self._run(
            "pg_basebackup", "-d", there, "-D", str(self._data), "-R", "-X", "stream", "-c", "fast"
        )
        self.start()

    def start(self) -> None:
        folder = self._data.parent
        self._pg_ctl(
            "start", "-l", str(folder / "log"),
            "-o", f"-p {PORT} -c listen_addresses= -c unix_socket_directories={folder}",
        )  # fmt: skip

    def stop(self) -> None:
        self._pg_ctl("stop", "-m", "immediate")

    def tell(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []

    def _pg_ctl(self, *words: str) -> None:
        self._run("pg_ctl", *words, "-w", "-D", str(self._data))

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [str(self._program / program), *words], check=True, timeout=120,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
            cwd=self._data.parent, **identity(servers_account()),
        )  # fmt: skip


@contextmanager
def standby(places: Places) -> Iterator[Standby]:
    folder = Path(tempfile.mkdtemp(prefix="countinghouse-standby-", dir="/var/tmp"))
    account = servers_account()
    if account:
        shutil.chown(folder, account.uid, account.gid)
    try:
        made = Standby(places, folder)
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder)
