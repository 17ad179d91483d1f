"""Master keys: wrapped keys, the passphrase file, and what becomes of those that are lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.errors import Gone, Invalid, NotAllowed, Refusal
from desktop_app.services.passphrase_file import PassphraseFile
from desktop_app.services.vault import (
    new_key,
)
from desktop_app.services.vault_keys import (
    KeyName,
    StackSecretsKeys,
    table,
)


class Drawer:
    """Secrets in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def put(self, name: str, value: str) -> None:
        self.kept[name] = value


NAME = KeyName("wallet", 1, "data")


def test_a_wrapped_key_opens_under_its_own_name_only() -> None:
    keys, key = StackSecretsKeys(Drawer()), new_key()
    wrapped = keys.wrap(NAME, key)
    assert keys.unwrap(NAME, wrapped) == key
    assert key not in wrapped
    others = (
        KeyName("kyc", 1, "data"),
        KeyName("wallet", 2, "data"),
        KeyName("wallet", 1, "index"),
    )
    for other in others:
        with pytest.raises(Refusal, match="does not open"):
            keys.unwrap(other, wrapped)
    with pytest.raises(Refusal, match="does not open"):
        keys.unwrap(NAME, wrapped[:-1])
    stranger = StackSecretsKeys(Drawer())
    stranger.wrap(NAME, key)
    with pytest.raises(Refusal, match="another master key"):
        stranger.unwrap(NAME, wrapped)


def test_a_lost_master_key_is_never_replaced() -> None:
    drawer = Drawer()
    wrapped = StackSecretsKeys(drawer).wrap(NAME, new_key())
    drawer.kept.clear()
    with pytest.raises(Gone, match="vault-master-key"):
        StackSecretsKeys(drawer).unwrap(NAME, wrapped)
    assert not drawer.kept


@pytest.mark.parametrize("kept", ["", "not base64!", "c2hvcnQ="])
def test_a_damaged_master_key_is_named(kept: str) -> None:
    drawer = Drawer()
    drawer.put(StackSecretsKeys.NAME, kept)
    with pytest.raises(Invalid, match="is not a master key"):
        StackSecretsKeys(drawer).wrap(NAME, new_key())


def test_the_passphrase_opens_its_file(tmp_path: Path) -> None:
    file, key = tmp_path / "keys" / "master.json", new_key()
    wrapped = PassphraseFile(file, "correct horse battery", work=2).wrap(NAME, key)
    assert PassphraseFile(file, "correct horse battery").unwrap(NAME, wrapped) == key
    assert file.stat().st_mode & 0o077 == 0
    assert [each.name for each in file.parent.iterdir()] == ["master.json"]
    with pytest.raises(NotAllowed, match="passphrase"):
        PassphraseFile(file, "wrong horse battery").unwrap(NAME, wrapped)


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="12 characters"):
        PassphraseFile(tmp_path / "master.json", "short").wrap(NAME, new_key())


def _set(name: str, value: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda kept: {**kept, name: value}


@pytest.mark.parametrize(
    "change",
    [
        _set("n", 2**40),
        _set("n", 3),
        _set("n", "much"),
        _set("version", 2),
        _set("r", 2**30),
        _set("salt", "!"),
        _set("salt", None),
        _set("sealed", ""),
        lambda _: {},
    ],
)
def test_a_changed_key_file_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    file = tmp_path / "master.json"
    keys = PassphraseFile(file, "correct horse battery", work=2)
    wrapped = keys.wrap(NAME, new_key())
    file.write_text(json.dumps(change(json.loads(file.read_text()))))
    with pytest.raises(Refusal):
        PassphraseFile(file, "correct horse battery").unwrap(NAME, wrapped)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Gone, match="not there"):
        PassphraseFile(tmp_path / "none", "correct horse battery").unwrap(NAME, b"")


def test_the_first_of_two_key_files_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "master.json"
    wrapped = PassphraseFile(file, "correct horse battery", work=2).wrap(NAME, new_key())
    late = PassphraseFile(file, "correct horse battery", work=2)
    monkeypatch.setattr(Path, "exists", lambda _: False)
    late.wrap(NAME, new_key())
    assert late.unwrap(NAME, wrapped)


def test_the_table_is_keyed_as_promised() -> None:
    assert [column.name for column in table.primary_key] == ["data_class", "purpose", "number"]
    assert table.fullname == "backoffice.data_keys"
