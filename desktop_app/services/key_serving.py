"""The key service itself: holds the master key, and asks the database before it unwraps.

It has a login of its own that may ask this one question. Wrapping, and unwrapping without a
question, is for the administration's token alone. Nothing of a request is logged but who was
refused what.
"""

import base64
import hmac
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, Protocol
from uuid import UUID

import psycopg
from psycopg import sql

from desktop_app.domain.errors import NotAllowed, Refusal, Unreachable
from desktop_app.log import log
from desktop_app.services.key_functions import ROLE
from desktop_app.services.key_service import PATH, REVEAL, TOKEN
from desktop_app.services.sign_in import with_login
from desktop_app.services.vault import CLASSES, PURPOSES
from desktop_app.services.vault_keys import KeyName, KeyProvider
from desktop_app.services.worker_logins import make_login
from desktop_app.stack import Places

LOGIN = "countinghouse_keys_login"
LARGEST: Final = 64 * 1024
SECONDS: Final = 10
ASKED = "SELECT backoffice.may_unwrap(%s, %s, %s, %s, %s)"


class Keeper(Protocol):
    """`stack.Secrets`, or a test's own."""

    def once(self, name: str) -> str: ...


@dataclass(frozen=True, repr=False)
class Guard:
    """Who may have what unwrapped; `postgres` is the service's own login there."""

    keys: KeyProvider
    postgres: str
    administration: str

    def done(
        self, verb: str, token: str, name: KeyName, content: str, reveal: UUID | None
    ) -> dict[str, str]:
        if verb == "encrypt":
            if not self._administers(token):
                raise NotAllowed("Only the administration has keys wrapped.")
            wrapped = self.keys.wrap(name, base64.b64decode(content, validate=True))
            return {"ciphertext": f"vault:v1:{base64.b64encode(wrapped).decode()}"}
        if not self._administers(token) and not self._may_unwrap(token, name, reveal):
            raise NotAllowed(f"Key {name} is not unwrapped for this.")
        wrapped = base64.b64decode(content.removeprefix("vault:v1:"), validate=True)
        return {"plaintext": base64.b64encode(self.keys.unwrap(name, wrapped)).decode()}

    def _administers(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.administration.encode())

    def _may_unwrap(self, token: str, name: KeyName, reveal: UUID | None) -> bool:
        try:
            told = bytes.fromhex(token)
        except ValueError:
            return False
        asked = (told, name.data_class, name.purpose, name.number, reveal)
        try:
            with psycopg.connect(self.postgres, connect_timeout=5) as connection:
                row = connection.execute(ASKED, asked).fetchone()
        except psycopg.OperationalError as error:
            raise Unreachable("PostgreSQL does not answer the key service.") from error
        return row is not None and row[0] is True


def enrol(places: Places, keeper: Keeper) -> str:
    """The service's own login in PostgreSQL, made by the administration's account; its URL."""
    secret = keeper.once("keys:postgres")
    with psycopg.connect(places.postgres, connect_timeout=5) as connection:
        make_login(connection, LOGIN, secret, ROLE)
        grant = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
        database = sql.Identifier(connection.info.dbname)
        connection.execute(grant.format(database, sql.Identifier(ROLE)))
    return with_login(places.postgres, LOGIN, secret)


@contextmanager
def at_socket(guard: Guard, path: Path) -> Iterator[ThreadingHTTPServer]:
    """At a Unix socket that only its owner may use."""
    path.unlink(missing_ok=True)
    server = _Beside(path, _handler(guard))
    try:
        yield server
    finally:
        server.server_close()
        path.unlink(missing_ok=True)


@contextmanager
def at_port(
    guard: Guard, host: str, port: int, certificate: Path, key: Path
) -> Iterator[ThreadingHTTPServer]:
    """Over HTTPS; there is no way to have it without."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    server = _Quiet((host, port), _handler(guard))
    # Shaken in each request's own thread, so that a caller who says nothing keeps nobody waiting.
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    try:
        yield server
    finally:
        server.server_close()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.info("A caller of the key service went away, or did not speak TLS.")


class _Beside(_Quiet):
    address_family = socket.AF_UNIX

    def __init__(self, path: Path, handler: type[BaseHTTPRequestHandler]) -> None:
        self._path = path
        super().__init__(("localhost", 0), handler)

    def server_bind(self) -> None:
        """Nobody can connect before `listen`, and by then the socket is its owner's alone."""
        self.socket.bind(str(self._path))
        self._path.chmod(0o600)
        self.server_name, self.server_port = "localhost", 0

    def get_request(self) -> tuple[socket.socket, Any]:
        request, _ = self.socket.accept()
        return request, ("localhost", 0)


class _Handler(BaseHTTPRequestHandler):
    guard: Guard
    timeout = SECONDS
    server_version, sys_version = "countinghouse-keys", ""

    def do_POST(self) -> None:
        status, told = self._answered()
        content = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _answered(self) -> tuple[int, dict[str, Any]]:
        try:
            verb = {PATH.format(each): each for each in ("encrypt", "decrypt")}.get(self.path)
            if verb is None:
                return 404, {"errors": ["There is nothing here."]}
            body = self._body()
            reveal = self.headers.get(REVEAL)
            data = self.guard.done(
                verb,
                self.headers.get(TOKEN, ""),
                _name(body["associated_data"]),
                body["plaintext" if verb == "encrypt" else "ciphertext"],
                UUID(reveal) if reveal else None,
            )
        except NotAllowed as refusal:
            log.info("The key service refused: %s", refusal)
            return 403, {"errors": ["permission denied"]}
        except Unreachable as refusal:
            return 503, {"errors": [str(refusal)]}
        except (Refusal, ValueError, KeyError, TypeError, AttributeError):
            return 400, {"errors": ["This cannot be understood, or does not open."]}
        return 200, {"data": data}

    def _body(self) -> dict[str, str]:
        length = int(self.headers.get("Content-Length", "0"))
        if not 0 < length <= LARGEST:
            raise ValueError(length)
        body: dict[str, str] = json.loads(self.rfile.read(length))
        return body

    def log_message(self, format: str, *args: Any) -> None:
        """Not to stderr: what is refused is logged above, and the rest is nobody's business."""


def _handler(guard: Guard) -> type[BaseHTTPRequestHandler]:
    return type("_Guarded", (_Handler,), {"guard": guard})


def _name(associated: str) -> KeyName:
    data_class, number, purpose = base64.b64decode(associated, validate=True).decode().split("|")
    if data_class not in CLASSES or purpose not in PURPOSES:
        raise ValueError(data_class)
    return KeyName(data_class, int(number), purpose)
