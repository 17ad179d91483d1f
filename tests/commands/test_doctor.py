"""The doctor: each judgment from plain values, and that no failing check ends the others."""

import argparse
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.commands import doctor, doctor_checks
from desktop_app.commands import doctor_findings as judged
from desktop_app.commands.doctor_checks import Machine
from desktop_app.commands.doctor_findings import Finding
from desktop_app.domain.errors import Invalid, Unreachable
from desktop_app.stack import ServerStatus

GIB = 2**30
WELL = Finding("well", True, False, "All is well.")


@pytest.fixture(autouse=True)
def _no_servers_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("POSTGRES_URL", "MONGODB_URL", "REDIS_URL", "DATA_DIR"):
        monkeypatch.delenv(f"COUNTINGHOUSE_{name}", raising=False)


def told(finding: Finding) -> tuple[bool, bool]:
    assert finding.words.endswith(".")
    assert finding.advice
    return finding.ok, finding.stops


def test_a_check_that_breaks_is_a_finding_without_secrets() -> None:
    def breaks() -> Iterator[Finding]:
        yield WELL
        raise RuntimeError("no answer from postgresql://ada:hunter2@host/db\nand more")

    kept, broken = judged.attempt("schema", breaks)
    assert kept == WELL
    assert told(broken) == (False, True)
    assert "hunter2" not in broken.words
    assert "RuntimeError" in broken.words


def test_a_refusal_is_told_in_its_own_words() -> None:
    def refuses() -> Iterator[Finding]:
        raise Unreachable("The disk is full.")
        yield WELL

    assert [each.words for each in judged.attempt("disk", refuses)] == ["The disk is full."]


def test_a_check_that_hangs_is_a_finding() -> None:
    free = threading.Event()

    def hangs() -> Iterator[Finding]:
        free.wait(30)
        yield WELL

    (silent,) = judged.attempt("servers", hangs, patience=0.05)
    free.set()
    assert told(silent) == (False, True)
    assert "No answer" in silent.words


def test_one_cause_is_told_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuses(_machine: Machine) -> Iterator[Finding]:
        raise Invalid("The settings cannot be read.")
        yield WELL

    monkeypatch.setattr(doctor, "CHECKS", (("one", refuses), ("two", refuses)))
    assert [each.name for each in doctor.examine(Machine(str(tmp_path)))] == ["one"]


@pytest.mark.parametrize(
    ("state", "sentence", "local", "expected"),
    [
        ("running", "", True, (True, False)),
        ("running", judged.OPEN, False, (False, False)),
        ("stopped", "", True, (True, False)),
        ("starting", "", True, (True, False)),
        ("failed", "It ended by itself.", True, (False, True)),
        ("failed", "Connection refused.", False, (False, True)),
        ("missing", "The wheel is not installed.", True, (False, True)),
    ],
)
def test_a_server_by_its_state(
    state: Any, sentence: str, local: bool, expected: tuple[bool, bool]
) -> None:
    server = ServerStatus("postgres", "PostgreSQL", state, "18.6", sentence=sentence)
    finding = judged.of_server(server, local=local)
    assert told(finding) == expected
    assert finding.words.startswith(f"{state}, 18.6.")
    assert sentence in finding.words


@pytest.mark.parametrize(
    ("current", "local", "expected"),
    [
        ("0007", True, (True, False)),
        ("0007", False, (True, False)),
        (None, True, (True, False)),
        ("0003", True, (True, False)),
        (None, False, (False, True)),
        ("0003", False, (False, True)),
        ("0010", True, (False, True)),
    ],
)
def test_the_schema(current: str | None, local: bool, expected: tuple[bool, bool]) -> None:
    assert told(judged.of_schema(current, "0007", local=local)) == expected


@pytest.mark.parametrize(
    ("used", "windows", "expected"),
    [
        (0, 1, (True, False)),
        (0, 16, (True, False)),
        (0, 17, (False, False)),
        (97, 1, (False, True)),
    ],
)
def test_the_sum_of_connections(used: int, windows: int, expected: tuple[bool, bool]) -> None:
    finding = judged.of_connections(100, 3, used, windows)
    assert told(finding) == expected
    assert windows != 17 or "at least 105" in finding.advice


@pytest.mark.parametrize(
    ("free", "local", "expected"),
    [
        (2 * GIB, True, (True, False)),
        (GIB // 2, True, (False, False)),
        (10, True, (False, True)),
        (10, False, (False, False)),
    ],
)
def test_the_disk(free: int, local: bool, expected: tuple[bool, bool]) -> None:
    assert told(judged.of_disk(Path("/data"), free, 24 << 20, GIB, local=local)) == expected


def test_default_partitions() -> None:
    assert told(judged.of_partitions([])) == (True, False)
    filled = judged.of_partitions(["passa.transactions"])
    assert told(filled) == (False, False)
    assert "passa.transactions" in filled.words


def test_the_window_names_the_packages() -> None:
    missing = [("libEGL.so.1", "libegl1"), ("libGL.so.1", "libgl1")]
    finding = judged.of_window("6.11.3", missing, None)
    assert told(finding) == (False, True)
    assert "apt install libegl1 libgl1" in finding.advice
    assert told(judged.of_window("6.11.3", [], "There is no display.")) == (False, True)
    assert told(judged.of_window("", [], None)) == (False, True)
    assert told(judged.of_window("6.11.3", [], None)) == (True, False)


def test_the_data_folder(tmp_path: Path) -> None:
    assert told(judged.of_folder(tmp_path)) == (True, False)
    assert told(judged.of_folder(tmp_path / "not" / "yet")) == (True, False)
    (tmp_path / "file").touch()
    assert told(judged.of_folder(tmp_path / "file")) == (False, True)


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    assert told(judged.of_folder(tmp_path / "x")) == (False, True)


def test_servers_are_named_all_or_none(tmp_path: Path) -> None:
    (finding,) = judged.of_settings(
        tmp_path, False, {"PostgreSQL": "x", "MongoDB": "", "Redis": ""}
    )
    assert told(finding) == (False, True)
    assert "MongoDB and Redis" in finding.words
    (finding,) = judged.of_settings(tmp_path, False, {})
    assert told(finding) == (True, False)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://ada:hunt@er2@host:5/db?sslmode=x", "host:5/db"),
        ("mongodb://ada:hunter2@one:1,two:2/?tls=true", "one:1,two:2"),
        ("redis://:hunter2@host/0", "host/0"),
        ("unix:///run/valkey.sock", "/run/valkey.sock"),
    ],
)
def test_a_place_tells_no_password(url: str, place: str) -> None:
    assert doctor_checks.without_user(url) == place


@pytest.mark.parametrize(
    ("hosts", "tls", "how"),
    [
        ("db.example.com:5432", True, "over TLS"),
        ("/run/postgresql", False, "on this machine"),
        ("127.0.0.1:6379/0", False, "on this machine"),
        ("[::1]:6379", False, "on this machine"),
        ("localhost:1,db.example.com:2", False, "in the open"),
        ("localhost.example.com", False, "in the open"),
    ],
)
def test_how_a_connection_is_kept_private(hosts: str, tls: bool, how: str) -> None:
    assert doctor_checks.private(hosts, tls) == how


def test_the_report_counts_what_stops() -> None:
    stops = Finding("disk", False, True, "It is full.", "Make room.")
    look = Finding("partitions", False, False, "Rows lie there.", "Move them.")
    lines = doctor.report([WELL, look, stops]).splitlines()
    assert [line.split()[0] for line in lines] == ["ok", "look", "Move", "STOPS", "Make", "1"]
    assert doctor.report([WELL]).endswith("Nothing stops it.")


@pytest.mark.parametrize(("stops", "status"), [(False, 0), (True, 1)])
def test_the_exit_status(
    stops: bool,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def check(_machine: Machine) -> Iterator[Finding]:
        yield Finding("disk", not stops, stops, "Room.")

    monkeypatch.setattr(doctor, "CHECKS", (("disk", check),))
    parser = argparse.ArgumentParser()
    doctor.add(parser.add_subparsers())
    args = parser.parse_args(["doctor", "--json", "--data-dir", str(tmp_path)])
    assert args.run(args) == status
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is not stops
    finding = {"name": "disk", "ok": not stops, "stops": stops, "words": "Room."}
    assert answer["findings"] == [{**finding, "advice": judged.NOTHING}]


def test_it_looks_at_a_fresh_folder_and_makes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    findings = doctor.examine(Machine(str(folder)))
    assert not folder.exists()
    names = {finding.name for finding in findings}
    assert names >= {
        "settings",
        "data folder",
        "PostgreSQL",
        "MongoDB",
        "secrets",
        "disk",
        "window",
    }
    assert not [each for each in findings if "could not be found out" in each.words]


def test_broken_settings_do_not_end_the_other_checks(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("theme = 1")
    findings = {finding.name: finding for finding in doctor.examine(Machine(str(tmp_path)))}
    assert findings["settings"].stops
    assert findings["data folder"].ok
    assert "window" in findings


def test_servers_that_do_not_answer_are_told_without_passwords(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = "ada:hunter2@127.0.0.1:1"
    monkeypatch.setenv("COUNTINGHOUSE_POSTGRES_URL", f"postgresql://{user}/db")
    monkeypatch.setenv("COUNTINGHOUSE_MONGODB_URL", f"mongodb://{user}/?serverSelectionTimeoutMS=1")
    monkeypatch.setenv("COUNTINGHOUSE_REDIS_URL", f"redis://{user}/0")
    monkeypatch.setitem(doctor_checks.ASK, "MongoDB", doctor_checks.ASK["Redis"])
    findings = doctor.examine(Machine(str(tmp_path)))
    stopping = {finding.name for finding in findings if finding.stops}
    assert stopping >= {"PostgreSQL", "Redis"}
    assert "hunter2" not in doctor.report(findings)
