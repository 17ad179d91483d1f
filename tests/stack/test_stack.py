"""Start, adopt, join, stop: several programs share one set of servers.

Mutations that these break on: `_stop` without the question for living users, `Users` that
counts files instead of locks, `start` that does not look for a running process first.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis
import sqlalchemy

from desktop_app.domain.errors import Refusal
from desktop_app.stack import Stack, Status
from tests.stack.ground import ENTRY, copy, harvest, plant

OTHER_PROGRAM = """
import sys, time
from pathlib import Path
from desktop_app.stack import Stack
with Stack(Path(sys.argv[1])).join() as places:
    print("joined", flush=True)
    sys.stdin.readline()
"""


def another_program(data_dir: Path) -> "subprocess.Popen[str]":
    child = subprocess.Popen(
        [sys.executable, "-c", OTHER_PROGRAM, str(data_dir)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "joined\n"
    return child


def pids(stack: Stack) -> list[int]:
    return [server.pid for server in stack.status().servers]


def await_that(true: Callable[[], bool], seconds: float = 20.0) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, "it did not come to pass"
        time.sleep(0.05)


def test_a_fresh_folder_runs_keeps_and_stops(data_dir: Path) -> None:
    stack = Stack(data_dir)
    assert stack.places() is None
    places = stack.start(pin=True)
    plant(places)
    status = stack.status()
    assert status.running
    assert status.pinned
    assert status.server("postgres").version.startswith("18.")
    assert all(server.pid and server.size and server.place for server in status.servers)
    assert data_dir.stat().st_mode & 0o777 == 0o700
    assert (data_dir / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert Stack(data_dir).start() == places, "a second start adopts"
    assert pids(Stack(data_dir)) == pids(stack)
    stack.stop()
    assert pids(stack) == [0, 0, 0]
    assert stack.places() is None
    again = stack.start()
    assert again == places, "the same URLs after a restart"
    assert harvest("postgres", again.postgres) == ENTRY
    assert harvest("mongodb", again.mongodb) == ENTRY
    assert harvest("redis", again.redis) == ENTRY


def test_settings_and_that_nobody_enters_without_a_password(planted: Path, data_dir: Path) -> None:
    copy(planted, data_dir)
    places = Stack(data_dir).start()
    engine = sqlalchemy.create_engine(places.postgres.replace("postgresql:", "postgresql+psycopg:"))
    wanted = {
        "wal_level": "logical", "archive_mode": "on", "data_checksums": "on", "TimeZone": "UTC",
        "shared_preload_libraries": "pg_stat_statements", "synchronous_commit": "on",
        "password_encryption": "scram-sha-256", "jit": "off", "server_encoding": "UTF8",
    }  # fmt: skip
    with engine.connect() as connection:
        for name, value in wanted.items():
            assert connection.execute(sqlalchemy.text(f"SHOW {name}")).scalar() == value
        rules = connection.execute(sqlalchemy.text("SELECT auth_method FROM pg_hba_file_rules"))
        assert {str(row[0]) for row in rules} == {"scram-sha-256"}
    engine.dispose()
    bare = places.redis.split("@")[1]
    with (
        redis.Redis.from_url(f"redis://{bare}") as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.get("entry")


def test_the_last_one_out_stops_and_a_killed_one_does_not_count(data_dir: Path) -> None:
    stack = Stack(data_dir)
    with stack.join() as places:
        first = pids(stack)
        other = another_program(data_dir)
        killed = another_program(data_dir)
        assert stack.status().users == 3
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
        assert stack.status().users == 2
        other.communicate("\n")
        assert stack.status().users == 1
        assert pids(stack) == first
        assert stack.places() == places
        Stack(data_dir).stop()
        assert pids(stack) == first, "a plain stop leaves what a program uses"
    assert pids(stack) == [0, 0, 0]


def test_pinned_servers_outlive_their_programs(data_dir: Path) -> None:
    stack = Stack(data_dir)
    stack.start(pin=True)
    with stack.join():
        pass
    assert all(pids(stack))
    with stack.join():
        stack.stop(force=True)
        assert pids(stack) == [0, 0, 0]
        time.sleep(2.5)
        assert pids(stack) == [0, 0, 0], "the watch revives the crashed, not the stopped"


def test_programs_that_begin_together_share_one_set(data_dir: Path) -> None:
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(Stack(data_dir).start())) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_the_watch_brings_back_a_crashed_server(data_dir: Path) -> None:
    stack = Stack(data_dir)
    seen: list[Status] = []
    with stack.join(on_change=seen.append) as places:
        plant(places)
        before = pids(stack)
        os.kill(before[2], signal.SIGKILL)
        os.kill(before[0], signal.SIGKILL)
        await_that(lambda: stack.status().running and not set(pids(stack)) & {before[0], before[2]})
        assert pids(stack)[1] == before[1], "the healthy one was left alone"
        assert harvest("postgres", places.postgres) == ENTRY
        assert harvest("redis", places.redis) == ENTRY
        await_that(lambda: bool(seen) and seen[-1].running)
    assert any(status.server("postgres").state == "failed" for status in seen)


def test_one_that_fails_leaves_no_other_behind(data_dir: Path) -> None:
    stack = Stack(data_dir)
    stack.start()
    stack.stop()
    (data_dir / "postgres" / "postgresql.conf").write_text("nonsense = = 1\n")
    with pytest.raises(
        Refusal, match=r"PostgreSQL stopped while starting.*syntax error.*postgresql"
    ):
        stack.start()
    status = stack.status()
    assert [server.pid for server in status.servers] == [0, 0, 0]
    assert status.server("postgres").state == "failed"
    assert "syntax error" in status.server("postgres").sentence
    assert json.loads((data_dir / "layout.json").read_text()) == {"layout": 1}
