"""Broken states of mongod's folder and port.

Mutation: `_is_primary` without the reconfiguration, or `_port` without the question whether
the port is free, and these fail.
"""

import json
import shutil
import socket
from collections.abc import Callable

import pytest

from desktop_app.domain.errors import Refusal
from tests.stack.ground import Ground

Break = Callable[[Ground], None]
pytestmark = pytest.mark.parametrize("ground", ["mongodb"], indirect=True)


def port_file(ground: Ground) -> str:
    return (ground.data_dir / "run" / "mongodb.port").read_text()


def test_a_taken_port_is_left_to_its_owner(ground: Ground) -> None:
    """The replica set moves to the new address before its URL is given out."""
    old = int(port_file(ground))
    with socket.create_server(("127.0.0.1", old)):
        ground.start()
        assert int(port_file(ground)) != old
        assert f":{old}/" not in ground.server.url()
        assert ground.kept()
    ground.server.stop()
    ground.start()
    assert ground.kept()


def torn_port(ground: Ground) -> None:
    (ground.data_dir / "run" / "mongodb.port").write_text("27x")


def no_port(ground: Ground) -> None:
    (ground.data_dir / "run" / "mongodb.port").unlink()


def garbage_lock(ground: Ground) -> None:
    (ground.data / "mongod.lock").write_text(f"{ground.innocent.pid}\n")


def no_key(ground: Ground) -> None:
    (ground.data_dir / "run" / "mongodb.key").unlink()


def open_key(ground: Ground) -> None:
    (ground.data_dir / "run" / "mongodb.key").chmod(0o644)


def stale_socket(ground: Ground) -> None:
    (ground.data_dir / "run" / f"mongodb-{port_file(ground)}.sock").write_text("")


def no_libraries(ground: Ground) -> None:
    shutil.rmtree(ground.data_dir / "lib", ignore_errors=True)


def broken_link(ground: Ground) -> None:
    lib = ground.data_dir / "lib"
    lib.mkdir(exist_ok=True)
    (lib / "libssl.so.1.1").unlink(missing_ok=True)
    (lib / "libssl.so.1.1").symlink_to("/nowhere/libssl.so.1.1")


def torn_version(ground: Ground) -> None:
    (ground.data_dir / "run" / "mongodb.version.json").write_text("[7")


@pytest.mark.parametrize(
    "break_it",
    [
        torn_port, no_port, garbage_lock, no_key, open_key, stale_socket, no_libraries,
        broken_link, torn_version,
    ],
)  # fmt: skip
def test_it_runs_and_has_kept(ground: Ground, break_it: Break) -> None:
    break_it(ground)
    ground.start()
    assert ground.kept()


def newer(ground: Ground) -> None:
    (ground.data_dir / "run" / "mongodb.version.json").write_text(json.dumps([99, 0]))


def no_engine(ground: Ground) -> None:
    (ground.data / "WiredTiger").unlink()


def torn_engine(ground: Ground) -> None:
    (ground.data / "WiredTiger.wt").write_bytes(b"torn")
    (ground.data / "WiredTiger.turtle").write_bytes(b"torn")


def lost_secrets(ground: Ground) -> None:
    (ground.data_dir / "secrets.json").unlink()


def other_secrets(ground: Ground) -> None:
    file = ground.data_dir / "secrets.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"mongodb": "wrong"}))


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (newer, "newer MongoDB 99.0"),
        (no_engine, r"WiredTiger is missing.*nothing was changed"),
        (torn_engine, "MongoDB stopped while starting"),
        (lost_secrets, "is gone from the keyring"),
        (other_secrets, "does not accept this program's secret"),
    ],
)
def test_it_says_in_one_sentence(ground: Ground, break_it: Break, sentence: str) -> None:
    break_it(ground)
    with pytest.raises(Refusal, match=sentence) as caught:
        ground.start()
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_half_made_folder_is_made_anew(ground: Ground) -> None:
    (ground.data / "WiredTiger.turtle").unlink()
    (ground.data_dir / "mongodb.initialising").write_text("initialising\n")
    ground.start()
    assert ground.server.process() is not None
    assert not (ground.data_dir / "mongodb.initialising").exists()


def test_a_making_that_lost_its_program_is_finished_by_the_next(ground: Ground) -> None:
    """Killed between the administrator's creation and the note of it: the server still runs."""
    ground.run_once()
    (ground.data_dir / "mongodb.initialising").write_text("initialising\n")
    ground.start()
    assert not (ground.data_dir / "mongodb.initialising").exists()
    assert ground.kept()
