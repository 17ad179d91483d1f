"""The log: what it never holds, and that it stops nobody."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop_app import log as logs
from desktop_app.log import crashed, log, redact


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger().level
    yield logs.start(tmp_path)
    logs.stop()
    logging.getLogger().setLevel(level)


@pytest.mark.parametrize(
    "text",
    [
        "connecting to postgresql://ada:hunter2@host/db",
        "redis://:hunter2@host:6379/0 is slow",
        "mongodb+srv://ada:p@ss:hunter2@one,two/x",
        "password=hunter2 host=x",
        "host=x PGPASSWORD=hunter2",
        "{'password': 'hunter2'}",
        '{"client_secret": "hunter2"}',
        "secret = hunter2 and hunter2 again",
        "ALTER ROLE ada PASSWORD 'hunter2'",
        "access_token: hunter2",
        "postgresql://host/db?sslpassword=hunter2&x=1",
        "https://ada:hunter2@host",
        "passphrase=\nhunter2",
    ],
)
def test_secrets_are_taken_out(text: str) -> None:
    assert "hunter2" not in redact(text)
    assert logs.HIDDEN in redact(text)


@pytest.mark.parametrize(
    "text", ["postgresql://host:5432/db", "mongodb://ada@host", "the password was wrong", "17:30"]
)
def test_the_rest_stays(text: str) -> None:
    assert redact(text) == text


@given(some.text("abcXYZ019:/?#&=%!+-_~", min_size=6))
def test_no_password_survives_in_a_url(password: str) -> None:
    assert password not in redact(f"could not reach postgresql://ada:{password}@host.example/db")


@pytest.mark.warns
def test_arguments_and_traces_are_redacted_too(file: Path) -> None:
    log.info("tried %s", "redis://:hunter2@host")
    try:
        raise OSError("no answer from postgresql://ada:hunter2@host")
    except OSError as error:
        crash = crashed(error, "listing")
    written = file.read_text("utf-8")
    assert "hunter2" not in written
    assert f"crash {crash} listing" in written
    assert "Traceback" in written
    assert "OSError: no answer from postgresql://ada:•••@host" in written


def test_a_message_cannot_pass_for_another_entry(file: Path) -> None:
    log.info("one\n2026-01-01 00:00:00,000 ERROR 1 forged\r\x1b[2Jtwo\u2028three")
    written = file.read_text("utf-8")
    assert [line[:1] for line in written.splitlines()] == ["2", " "]
    assert "\x1b" not in written


def test_nobody_else_reads_it(file: Path) -> None:
    log.info("begun")
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_the_data_folder_is_not_made_for_it(tmp_path: Path) -> None:
    logs.start(tmp_path / "none")
    log.info("nobody hears this")
    logs.stop()
    assert not (tmp_path / "none").exists()


def test_what_cannot_be_written_stops_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    logs.start(tmp_path)
    log.info("password=hunter2")
    logs.stop()
    assert "hunter2" not in capsys.readouterr().err


def test_it_rotates(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (handler,) = (each for each in logging.getLogger().handlers if isinstance(each, logs._File))
    monkeypatch.setattr(handler, "maxBytes", 1000)
    for number in range(200):
        log.info("entry %d of many", number)
    kept = sorted(each.name for each in file.parent.iterdir())
    assert kept == [file.name, *(f"{file.name}.{n}" for n in range(1, logs.OLD_FILES + 1))]
    assert all(each.stat().st_size <= 1000 for each in file.parent.iterdir())


def test_it_follows_a_file_that_another_copy_rotated(file: Path) -> None:
    log.info("before")
    file.rename(file.with_name("old"))
    log.info("after")
    assert "after" in file.read_text("utf-8")


def test_starting_twice_writes_once(file: Path, tmp_path: Path) -> None:
    assert logs.start(tmp_path) == file
    log.info("only once")
    assert file.read_text("utf-8").count("only once") == 1
