"""`countinghouse stack …` as other programs and people use it."""

import argparse
import json
import subprocess
from pathlib import Path

import psycopg
import pytest
import redis

from desktop_app.commands import stack as command
from desktop_app.domain.errors import Conflict
from tests.stack.ground import mongo


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers())
    args = parser.parse_args(["stack", *words])
    return int(args.run(args))


def test_start_status_stop(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Mutation: print `places` without --json, and the secret is on the screen."""
    where = ("--data-dir", str(data_dir))
    assert run("status", *where) == 0
    assert "stopped" in capsys.readouterr().out
    assert not data_dir.exists(), "asking makes nothing"

    assert run("start", "--json", *where) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"postgres", "mongodb", "redis", "data_dir"}
    with psycopg.connect(told["postgres"]) as session:
        assert session.execute("SELECT current_database()").fetchone() == ("countinghouse",)
    with mongo(told["mongodb"]) as client:
        assert client.admin.command("ping")["ok"] == 1
    with redis.Redis.from_url(told["redis"]) as cache:
        assert cache.ping()

    assert run("start", *where) == 0
    assert run("status", *where) == 0
    shown = capsys.readouterr().out
    assert shown.count("running ") >= 3
    secrets = json.loads((data_dir / "secrets.json").read_text())
    assert not [name for name, secret in secrets.items() if secret in shown]

    assert run("stop", *where) == 0
    assert "Stopped." in capsys.readouterr().out
    assert run("status", "--json", *where) == 0
    states = {s["name"]: s["state"] for s in json.loads(capsys.readouterr().out)["servers"]}
    assert states == {"postgres": "stopped", "mongodb": "stopped", "valkey": "stopped"}


def test_nothing_local_is_started_beside_a_companys_servers(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mutation: start without asking the settings, and the folder is made."""
    for scheme, name in (("postgresql", "POSTGRES"), ("mongodb", "MONGODB"), ("redis", "REDIS")):
        monkeypatch.setenv(f"COUNTINGHOUSE_{name}_URL", f"{scheme}://there/")
    with pytest.raises(Conflict, match="Nothing local is started"):
        run("start", "--data-dir", str(data_dir))
    assert not data_dir.exists()


def test_psql_takes_the_url(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("start", "--json", "--data-dir", str(data_dir)) == 0
    url = json.loads(capsys.readouterr().out)["postgres"]
    try:
        done = subprocess.run(
            ["psql", url, "-Atc", "SHOW data_checksums"], capture_output=True, text=True
        )
    except FileNotFoundError:
        pytest.skip("psql is not installed here")
    assert done.stdout == "on\n"
