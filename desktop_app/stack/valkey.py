"""Valkey: cache and sessions, every acknowledged write on disk."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import SIGTERM
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from desktop_app.domain.errors import Refusal
from desktop_app.stack import making, programs
from desktop_app.stack.folder import Folder, write_atomically
from desktop_app.stack.process import Mark

ROOT = "countinghouse_root"
SETTINGS = """\
bind 127.0.0.1
port {port}
unixsocket "{socket}"
unixsocketperm 700
protected-mode yes
dir "{data}"
aclfile "{data}/users.acl"
daemonize no
set-proc-title no
save ""
appendonly yes
appendfsync always
aof-load-truncated yes
maxmemory 512mb
maxmemory-policy volatile-ttl
"""


class Valkey:
    """The recipe for Valkey. Programs are given its port; we ourselves use its socket."""

    name = "valkey"
    title = "Valkey"
    wants_port = True
    stop_steps: Sequence[tuple[int, float]] = ((SIGTERM, 20.0), (9, 5.0))

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.data = folder.path / "valkey"

    @property
    def mark(self) -> Mark:
        return Mark(("valkey-server",), (str(self._settings),), self.data)

    def installed(self) -> None:
        programs.demand_valkey()

    def check(self) -> None:
        programs.valkey(self.folder)

    def make(self) -> None:
        fresh = making.is_to_be_made(self.data)
        if fresh:
            making.begin(self.folder, self.data)
        self._write_users()
        if fresh:
            making.finish(self.folder, self.data)

    def sweep(self) -> None:
        self._socket().unlink(missing_ok=True)

    def settle(self, port: int) -> None:
        text = SETTINGS.format(port=port, socket=self._socket(), data=self.data)
        write_atomically(self._settings, text, self.folder.account)

    def command(self, port: int) -> list[str]:
        return [str(programs.valkey(self.folder).file), str(self._settings)]

    def environment(self) -> Mapping[str, str]:
        return {}

    def answer(self, port: int) -> str | None:
        """Over the socket in our own folder: the password is never sent to a port that
        somebody else may have taken."""
        client = redis.Redis(
            unix_socket_path=str(self._socket()), username=ROOT, password=self._password(),
            socket_timeout=3, decode_responses=True, retry=Retry(NoBackoff(), 0),
        )  # fmt: skip
        try:
            client.ping()
            facts = client.info("server")
            return str(facts.get("valkey_version") or facts["redis_version"])
        except (redis.BusyLoadingError, redis.TimeoutError):
            return None
        except redis.AuthenticationError as error:
            raise Refusal(
                f"Valkey of {self.folder.path} does not accept this program's secret: stop it "
                "and start again."
            ) from error
        except redis.ConnectionError:
            return None
        finally:
            client.close()

    def place(self, port: int) -> str:
        return f"127.0.0.1:{port}"

    def url(self, port: int) -> str:
        return f"redis://{ROOT}:{quote(self._password())}@127.0.0.1:{port}/0"

    @property
    def _settings(self) -> Path:
        return self.data / "valkey.conf"

    def _socket(self) -> Path:
        return (self.folder.sockets() or self.folder.run) / "valkey.sock"

    def _password(self) -> str:
        return self.folder.secrets.once("valkey")

    def _write_users(self) -> None:
        """Our own line anew, so a lost secret or file heals; the users added since are kept."""
        file = self.data / "users.acl"
        digest = hashlib.sha256(self._password().encode()).hexdigest()
        lines = ["user default off", f"user {ROOT} on #{digest} ~* &* +@all"]
        if file.exists():
            kept = file.read_text("utf-8", "replace").splitlines()
            names = ("default", ROOT)
            lines += [
                line for line in kept if line.startswith("user ") and line.split()[1] not in names
            ]
        write_atomically(file, "\n".join(lines) + "\n", self.folder.account)
