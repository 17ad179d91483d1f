"""Pid files that lie, and servers that died: each ends in a running server with its data.

The `innocent` process is a real child whose number is put where a server's should be; any
signal ends it and fails the test (no number but its own and absent ones is used, so that a
broken program under test can hit nothing else). Mutation: let `process.find` trust the
number in the record, or `Mark.matches` skip the program's name or the folder, and these fail.
"""

import json
import os
import signal
from collections.abc import Callable

import psutil  # type: ignore[import-untyped]
import pytest

from tests.stack.ground import SERVERS, Ground

Break = Callable[[Ground], None]
every_server = pytest.mark.parametrize("ground", SERVERS, indirect=True)


def stale(ground: Ground) -> None:
    ground.write_record()


def torn(ground: Ground) -> None:
    ground.record_file.write_text('{"pid": 12, "crea')


def empty(ground: Ground) -> None:
    ground.record_file.write_text("")


def foreign(ground: Ground) -> None:
    ground.record_file.write_text(f"{ground.innocent.pid}\n")


def absurd(ground: Ground) -> None:
    ground.write_record(pid=10**12, created=-7.5, port=10**9)


def number_of_another(ground: Ground) -> None:
    ground.write_record(pid=ground.innocent.pid)


def reused_number(ground: Ground) -> None:
    born = psutil.Process(ground.innocent.pid).create_time()
    ground.write_record(pid=ground.innocent.pid, created=born)


BEFORE = [stale, torn, empty, foreign, absurd, number_of_another, reused_number]
LIKE_OTHERS = [empty, absurd, number_of_another]
"""What is read of them is read as of one of the rest; they are tried in the sample."""


@every_server
@pytest.mark.parametrize(
    "break_it",
    [
        pytest.param(each, marks=[pytest.mark.sample] if each in LIKE_OTHERS else [])
        for each in BEFORE
    ],
)
def test_a_lying_pid_file_before_the_start(ground: Ground, break_it: Break) -> None:
    break_it(ground)
    ground.start()
    assert ground.kept()


def lost(ground: Ground) -> None:
    ground.record_file.unlink()


@every_server
@pytest.mark.parametrize("break_it", [lost, torn, reused_number])
def test_a_lying_pid_file_beside_a_running_server(ground: Ground, break_it: Break) -> None:
    before = ground.run_once()
    break_it(ground)
    ground.start()
    assert ground.server.process() == before, "adopted, not started again"
    assert ground.kept()
    assert json.loads(ground.record_file.read_text())["pid"] == before.pid
    ground.server.stop()
    assert not before.is_running()


@every_server
def test_a_killed_server_is_started_again(ground: Ground) -> None:
    before = ground.run_once()
    before.send_signal(signal.SIGKILL)
    ground.start()
    assert ground.server.process() != before
    assert ground.kept()


@every_server
def test_stopping_signals_nobody_else(ground: Ground) -> None:
    for break_it in BEFORE:
        break_it(ground)
        ground.server.stop()


@every_server
def test_a_server_that_hangs_is_told_of_and_let_be(ground: Ground) -> None:
    process = ground.run_once()
    process.suspend()
    try:
        ground.server.patience = 0.5
        with pytest.raises(Exception, match=r"runs but has not answered"):
            ground.server.start(lambda _: None)
        assert process.is_running()
    finally:
        os.kill(process.pid, signal.SIGCONT)
    ground.start()
    assert ground.kept()
