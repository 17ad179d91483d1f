"""PostgreSQL: its data folder, settings and what it takes to be served by it."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import SIGINT, SIGTERM
from urllib.parse import quote

import psycopg
from psycopg import sql

from desktop_app.domain.errors import Refusal
from desktop_app.stack import making, programs, words
from desktop_app.stack.account import identity, own
from desktop_app.stack.folder import Folder, explain, write_atomically
from desktop_app.stack.process import Mark, environment

ROOT = "countinghouse_root"
DATABASE = "countinghouse"
MAJOR = 18
SOCKET_PORT = 5432
QUIT = 3

SETTINGS: Mapping[str, str] = {
    "max_connections": "200",
    "password_encryption": "scram-sha-256",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "effective_io_concurrency": "16",
    "jit": "off",
    "synchronous_commit": "on",
    "wal_level": "logical",
    "archive_mode": "on",
    "archive_command": "true" if sys.platform != "win32" else "cd .",
    "max_wal_size": "2GB",
    "min_wal_size": "80MB",
    "max_replication_slots": "10",
    "max_wal_senders": "10",
    "shared_preload_libraries": "pg_stat_statements",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
    "log_min_messages": "warning",
    "lc_messages": "C",
}


class Postgres:
    """The recipe for PostgreSQL. It listens on a Unix socket only, where there are any."""

    name = "postgres"
    title = "PostgreSQL"
    stop_steps: Sequence[tuple[int, float]] = ((SIGINT, 30.0), (QUIT, 10.0), (9, 5.0))

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.data = folder.path / "postgres"
        self.wants_port = sys.platform == "win32"
        if sys.platform == "win32":
            self.stop_steps = ((SIGTERM, 30.0), (SIGTERM, 5.0), (SIGTERM, 5.0))

    @property
    def mark(self) -> Mark:
        return Mark(("postgres", "postgres.exe"), (str(self.data),), self.data)

    def installed(self) -> None:
        programs.demand_postgres()

    def check(self) -> None:
        programs.postgres(self.folder)
        making.demand(self.data, "PG_VERSION", self.title)
        if making.is_to_be_made(self.data):
            return
        self._password()
        written = (self.data / "PG_VERSION").read_text("ascii", "replace").strip()
        making.demand(self.data, "global/pg_control", self.title)
        if written == str(MAJOR):
            return
        if written.isdigit() and int(written) > MAJOR:
            raise Refusal(
                f"{self.data} was written by the newer PostgreSQL {written} and this program "
                f"brings {MAJOR}; update the program."
            )
        raise Refusal(
            f"{self.data} was written by PostgreSQL {written or '(unknown)'} and this program "
            f"brings {MAJOR}; move it with pg_dumpall, or restore a backup."
        )

    def make(self) -> None:
        if making.is_to_be_made(self.data):
            self.folder.secrets.once("postgres")
            making.begin(self.folder, self.data)
            self._initdb()
            making.finish(self.folder, self.data)
        self.data.chmod(0o700)
        lines = "".join(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
        settings = self.data / "countinghouse.conf"
        if not settings.exists() or settings.read_text("utf-8") != lines:
            write_atomically(settings, lines, self.folder.account)

    def sweep(self) -> None:
        """Lock files that are torn, or name a number that is by now some other process's, stop
        PostgreSQL itself. The caller has found no server on this folder; one that is still
        dying is told by its shared memory, which PostgreSQL looks for besides."""
        stale = [self.data / "postmaster.pid"]
        if sockets := self.folder.sockets():
            stale += [sockets / f".s.PGSQL.{SOCKET_PORT}", sockets / f".s.PGSQL.{SOCKET_PORT}.lock"]
        for file in stale:
            file.unlink(missing_ok=True)

    def settle(self, port: int) -> None:
        """The port is on the command line and nowhere else."""

    def command(self, port: int) -> list[str]:
        program = programs.postgres(self.folder) / "postgres"
        sockets = self.folder.sockets()
        where = ("", str(sockets)) if sockets else ("127.0.0.1", "")
        return [
            str(program), "-D", str(self.data), "-p", str(port or SOCKET_PORT),
            "-c", f"listen_addresses={where[0]}", "-c", f"unix_socket_directories={where[1]}",
        ]  # fmt: skip

    def environment(self) -> Mapping[str, str]:
        return {}

    def answer(self, port: int) -> str | None:
        try:
            connection = self.connect(port)
        except psycopg.OperationalError as error:
            return self._not_yet(str(error))
        with connection:
            try:
                self._complete(connection)
            except psycopg.Error as error:
                said = [str(error).splitlines()[0]]
                raise words.failure(
                    self.title, self.folder.logs, said, self.folder.path, self.folder.free()
                ) from error
            version = connection.info.server_version
            return f"{version // 10000}.{version % 10000}"

    def connect(self, port: int) -> psycopg.Connection:
        return psycopg.connect(
            host=self._host(), port=port or SOCKET_PORT, dbname="postgres", user=ROOT,
            password=self._password(), connect_timeout=3, autocommit=True,
        )  # fmt: skip

    def _not_yet(self, said: str) -> str | None:
        """What a refused connection means: not yet, wrong secret, or merely a full house."""
        if "password authentication failed" in said:
            raise Refusal(
                f"PostgreSQL of {self.folder.path} does not accept this program's secret: put "
                "back the keyring or secrets.json that belongs to this folder."
            )
        if "too many clients" in said or "connection slots" in said:
            return str(MAJOR)
        return None

    def place(self, port: int) -> str:
        return f"127.0.0.1:{port}" if self.wants_port else str(self.folder.sockets() or "")

    def url(self, port: int) -> str:
        start = f"postgresql://{ROOT}:{quote(self._password())}@"
        if self.wants_port:
            return f"{start}127.0.0.1:{port}/{DATABASE}"
        return f"{start}/{DATABASE}?host={quote(self._host(), safe='/')}"

    def _host(self) -> str:
        return "127.0.0.1" if self.wants_port else str(self.folder.sockets())

    def _password(self) -> str:
        return self.folder.secrets.demand("postgres", self.title)

    def _complete(self, connection: psycopg.Connection) -> None:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(ROOT)
                )
            )

    def _initdb(self) -> None:
        """A password file because a pipe of root's cannot be opened by the servers' account."""
        secret = self.folder.run / "initdb.secret"
        write_atomically(secret, self._password(), self.folder.account)
        program = programs.postgres(self.folder) / "initdb"
        command = [
            str(program), "-D", str(self.data), "-U", ROOT, f"--pwfile={secret}",
            "--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        ]  # fmt: skip
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=300,
                cwd=self.folder.path, env=environment({}), **identity(self.folder.account),
            )  # fmt: skip
        except OSError as error:
            raise explain(error, self.folder.path) from error
        finally:
            secret.unlink(missing_ok=True)
        log = self.folder.logs / "initdb.log"
        log.write_text(done.stdout + done.stderr, "utf-8")
        if done.returncode:
            lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
            raise words.failure("PostgreSQL", log, lines, self.folder.path, self.folder.free())
        _include(self.data / "postgresql.conf")
        own(self.data / "postgresql.conf", self.folder.account)


def _include(settings: Path) -> None:
    """Ours come before `postgresql.auto.conf`, so ALTER SYSTEM still wins over them."""
    with settings.open("a", encoding="utf-8") as stream:
        stream.write("\ninclude_if_exists = 'countinghouse.conf'\n")
