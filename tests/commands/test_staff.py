"""`countinghouse staff …` and `keys …` as an administrator types them."""

import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop_app import app
from desktop_app.services import sample
from desktop_app.services.key_choice import ADMINISTRATION
from desktop_app.services.key_service import KeyService
from desktop_app.services.vault import new_key
from desktop_app.services.vault_keys import KeyName
from desktop_app.stack import Places, Secrets

PASSWORD = "correct horse battery"


class Shell:
    """Says words to the program, with lines on its standard input."""

    def __init__(
        self, places: Places, patch: pytest.MonkeyPatch, shown: pytest.CaptureFixture[str]
    ) -> None:
        self._places, self._patch, self._shown = places, patch, shown

    def told(self, *words: str, lines: str = "") -> dict[str, Any]:
        assert self._run(*words, "--json", lines=lines) == 0
        made: dict[str, Any] = json.loads(self._shown.readouterr().out)
        return made

    def refused(self, *words: str, lines: str = "") -> str:
        assert self._run(*words, lines=lines) == 1
        return self._shown.readouterr().err

    def said(self, *words: str, lines: str = "") -> str:
        assert self._run(*words, lines=lines) == 0
        return self._shown.readouterr().out

    def _run(self, *words: str, lines: str) -> int:
        self._patch.setattr(sys, "stdin", io.StringIO(lines))
        return app.main([*words, "--data-dir", str(self._places.data_dir)])


@pytest.fixture
def shell(
    places: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    return Shell(places, monkeypatch, capsys)


def test_who_is_hired_is_asked_for_codes(shell: Shell) -> None:
    words = ("staff", "add", "typed", "--role", "operator")
    assert shell.told(*words, lines=f"{PASSWORD}\n")["roles"] == ["operator"]
    given = shell.told("staff", "totp", "typed")
    assert given["uri"].startswith("otpauth://totp/")
    asked = ("staff", "credentials", "typed")
    assert "is not right" in shell.refused(*asked, lines=f"{PASSWORD}\n")
    assert shell.told(*asked, lines=f"{PASSWORD}\n{given['code']}\n")["postgres"]


def test_a_workstation_joins_by_the_file_of_another(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "checker.json"
    shell.told("staff", "enrol", sample.CHECKER, "--out", str(file))
    assert "can sign in on this workstation" in shell.said("staff", "join", str(file))
    assert "no enrolment file" in shell.refused("staff", "join", str(file))
    assert "is not locked" in shell.refused("staff", "unlock", sample.CHECKER)
    assert "is not disabled" in shell.refused("staff", "enable", sample.CHECKER)


def test_keys_are_rotated_and_served(shell: Shell, places: Places, tmp_path: Path) -> None:
    assert "are under key" in shell.said("keys", "rotate", "payment")
    words = ("keys", "serve", "--data-dir", str(places.data_dir))
    assert "HTTPS or a Unix socket" in shell.refused("keys", "serve", "--listen", "0.0.0.0:1")
    socket = places.data_dir / "keys-typed.sock"
    serving = subprocess.Popen(
        [sys.executable, "-m", "desktop_app", *words, "--socket", str(socket)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert serving.stdout is not None
        assert str(socket) in serving.stdout.readline()
        token = Secrets(places.data_dir).get(ADMINISTRATION)
        assert token
        keys, name, key = (
            KeyService(f"unix://{socket}", token),
            KeyName("kyc", 3, "data"),
            new_key(),
        )
        assert keys.unwrap(name, keys.wrap(name, key)) == key
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.communicate()
    assert serving.returncode == 0
    assert not socket.exists()
