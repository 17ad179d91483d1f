"""Random secrets of this data folder: in the system's keyring, else in a file of mode 0600.

What is in the file is read first, so that a keyring which appears later (a desktop session
after a headless start) never hides a secret that the servers already know.
"""

import json
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringError

from desktop_app.domain.errors import Refusal
from desktop_app.paths import running_as_root
from desktop_app.stack.locks import held
from desktop_app.whole_file import write_whole

SERVICE = "countinghouse"
_IN_PROCESS = threading.RLock()


def usable_keyring() -> KeyringBackend | None:
    """The system's keyring, or None where there is none that keeps anything.

    Root has none: its data folder belongs to the machine, not to a person's session.
    """
    if os.environ.get("COUNTINGHOUSE_KEYRING") == "file" or running_as_root():
        return None
    backend = keyring.get_keyring()
    if isinstance(backend, fail.Keyring | null.Keyring):
        return None
    if isinstance(backend, chainer.ChainerBackend) and not backend.backends:
        return None
    return backend


class Secrets:
    """Named secrets of one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / "secrets.json"
        self._known: dict[str, str] = {}

    @property
    def where(self) -> str:
        """Where a new secret would be kept, in words for `doctor`."""
        backend = usable_keyring()
        if backend is None:
            return f"the file {self._file} (mode 0600), because there is no system keyring"
        return f"the system keyring ({backend.name})"

    def get(self, name: str) -> str | None:
        with _IN_PROCESS:
            if name not in self._known:
                value = self._read().get(name) or self._from_keyring(name)
                if value is None:
                    return None
                self._known[name] = value
            return self._known[name]

    def put(self, name: str, value: str) -> None:
        with self._locked():
            self._store(name, value)

    def demand(self, name: str, title: str) -> str:
        """A secret that existing data was made with; a new one would not open it."""
        if (value := self.get(name)) is None:
            raise Refusal(
                f"The secret of {title} for {self._file.parent} is gone from the keyring and from "
                f"{self._file.name}: put either back from a backup."
            )
        return value

    def once(self, name: str) -> str:
        """The secret of that name, made at random the first time it is asked for."""
        with self._locked():
            value = self.get(name)
            if value is None:
                value = secrets.token_urlsafe(32).replace("-", "x").replace("_", "y")
                self._store(name, value)
            return value

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time, over threads and over programs."""
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _IN_PROCESS, held(self._file.with_suffix(".lock")):
            yield

    def _store(self, name: str, value: str) -> None:
        if not self._to_keyring(name, value):
            self._change(name, value)
        elif name in self._read():
            self._change(name, None)
        self._known[name] = value

    def _account(self, name: str) -> str:
        return f"{self._file.parent}:{name}"

    def _from_keyring(self, name: str) -> str | None:
        backend = usable_keyring()
        if backend is None:
            return None
        try:
            return backend.get_password(SERVICE, self._account(name))
        except KeyringError:
            return None

    def _to_keyring(self, name: str, value: str) -> bool:
        """Whether the keyring took it: one that is locked or forgets is no keyring."""
        backend = usable_keyring()
        if backend is None:
            return False
        try:
            backend.set_password(SERVICE, self._account(name), value)
            return backend.get_password(SERVICE, self._account(name)) == value
        except KeyringError:
            return False

    def _read(self) -> dict[str, str]:
        try:
            kept = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise self._unreadable() from error
        if not isinstance(kept, dict):
            raise self._unreadable()
        return {str(name): str(value) for name, value in kept.items()}

    def _unreadable(self) -> Refusal:
        return Refusal(
            f"The secrets in {self._file} cannot be read; put the file back from a backup "
            "(new ones would not open the data that is already there)."
        )

    def _change(self, name: str, value: str | None) -> None:
        """Rewrite the file so that a crash leaves the old one or the new one, never half."""
        kept = self._read()
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = value
        write_whole(self._file, json.dumps(kept, indent=1))
