"""Keys wrapped by a key service: Vault's transit engine, or `countinghouse keys serve`.

    POST /v1/transit/encrypt/countinghouse  {plaintext, associated_data} → {data: {ciphertext}}
    POST /v1/transit/decrypt/countinghouse  {ciphertext, associated_data} → {data: {plaintext}}

Texts are base64, `associated_data` is `class|number|purpose`. `X-Vault-Token` is the token of the
person's session, or of the administration; `X-Countinghouse-Reveal` names the reveal that a value
is opened for. Over HTTPS with a certificate that this machine trusts, or a Unix socket.
"""

import base64
import json
import socket
import ssl
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from desktop_app.domain.errors import Invalid, NotAllowed, Unreachable
from desktop_app.services.vault_keys import Closed, KeyName

PATH: Final = "/v1/transit/{}/countinghouse"
TOKEN, REVEAL = "X-Vault-Token", "X-Countinghouse-Reveal"
SECONDS: Final = 10.0


class KeyService:
    """The master key is at `url` and never comes here."""

    def __init__(self, url: str, token: str) -> None:
        self._connect = _connecting(url)
        self._token = token

    def wrap(self, name: KeyName, key: bytes) -> bytes:
        told = self._asked("encrypt", name, {"plaintext": _text(key)})
        return str(told["ciphertext"]).encode()

    def unwrap(self, name: KeyName, wrapped: bytes, reveal: UUID | None = None) -> bytes:
        told = self._asked("decrypt", name, {"ciphertext": _ciphertext(wrapped)}, reveal)
        return base64.b64decode(told["plaintext"])

    def _asked(
        self, verb: str, name: KeyName, body: dict[str, str], reveal: UUID | None = None
    ) -> dict[str, Any]:
        asked = {**body, "associated_data": _text(str(name).encode())}
        headers = {TOKEN: self._token, "Content-Type": "application/json"}
        if reveal is not None:
            headers[REVEAL] = str(reveal)
        connection = self._connect()
        try:
            connection.request("POST", PATH.format(verb), json.dumps(asked), headers)
            answer = connection.getresponse()
            status, told = answer.status, json.loads(answer.read() or b"{}")
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(
                "The key service is not who it should be: this machine does not trust its "
                "certificate. Ask an administrator; nothing was sent."
            ) from error
        except (OSError, HTTPException, ValueError) as error:
            raise Unreachable(
                "The key service does not answer. What is sealed stays closed until it does."
            ) from error
        finally:
            connection.close()
        return _data(status, told, name)


def _data(status: int, told: Any, name: KeyName) -> dict[str, Any]:
    if status == 200 and isinstance(told, dict) and isinstance(told.get("data"), dict):
        data: dict[str, Any] = told["data"]
        return data
    if status == 403:
        raise NotAllowed(
            f"The key service does not hand out the key of the class “{name.data_class}” for this: "
            "it wants a saved reveal, or somebody who may write the class."
        )
    if status == 400:
        raise Closed(name)
    raise Unreachable(f"The key service could not do it (status {status}). Try again later.")


def _connecting(url: str) -> Callable[[], HTTPConnection]:
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path:
        return lambda: _Beside(parts.path)
    if parts.scheme == "https" and parts.hostname:
        trust = ssl.create_default_context()
        host, port = parts.hostname, parts.port or 443
        return lambda: HTTPSConnection(host, port, timeout=SECONDS, context=trust)
    raise Invalid(
        "The key service is named by https://host:port or unix:///path, and by nothing else.",
        field="keys_url",
    )


class _Beside(HTTPConnection):
    """A service of this machine, at its Unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _ciphertext(wrapped: bytes) -> str:
    """What was wrapped before there was a service is brought as it would have written it."""
    if bytes(wrapped).startswith(b"vault:"):
        return bytes(wrapped).decode(errors="replace")
    return f"vault:v1:{_text(bytes(wrapped))}"


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
