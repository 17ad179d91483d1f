"""Broken states of Valkey's folder and port."""

import socket
from collections.abc import Callable

import pytest

from desktop_app.domain.errors import Refusal
from tests.stack.ground import Ground

Break = Callable[[Ground], None]
pytestmark = pytest.mark.parametrize("ground", ["valkey"], indirect=True)


def test_a_taken_port_is_left_to_its_owner(ground: Ground) -> None:
    old = int((ground.data_dir / "run" / "valkey.port").read_text())
    with socket.create_server(("127.0.0.1", old)):
        ground.start()
        assert f":{old}/" not in ground.server.url()
        assert ground.kept()


def no_users(ground: Ground) -> None:
    (ground.data / "users.acl").unlink()


def torn_users(ground: Ground) -> None:
    (ground.data / "users.acl").write_text("user defa")


def lost_secrets(ground: Ground) -> None:
    (ground.data_dir / "secrets.json").unlink()


def torn_tail(ground: Ground) -> None:
    log = next((ground.data / "appendonlydir").glob("*.incr.aof"))
    with log.open("a") as stream:
        stream.write("*3\r\n$3\r\nSET\r\n$5\r\not")


def stale_socket(ground: Ground) -> None:
    (ground.data_dir / "run" / "valkey.sock").write_text("")


def half_made(ground: Ground) -> None:
    (ground.data / "valkey.conf").unlink()


@pytest.mark.parametrize("break_it", [no_users, torn_users, torn_tail, stale_socket, half_made])
def test_it_runs_and_has_kept(ground: Ground, break_it: Break) -> None:
    break_it(ground)
    ground.start()
    assert ground.kept()


def test_a_lost_secret_is_replaced(ground: Ground) -> None:
    lost_secrets(ground)
    ground.start()
    assert ground.kept()


def garbage(ground: Ground) -> None:
    log = next((ground.data / "appendonlydir").glob("*.incr.aof"))
    log.write_bytes(b"garbage\r\n" + log.read_bytes())


def garbage_list(ground: Ground) -> None:
    (ground.data / "appendonlydir" / "appendonly.aof.manifest").write_text("garbage\n")


@pytest.mark.parametrize("break_it", [garbage, garbage_list])
def test_it_says_in_one_sentence(ground: Ground, break_it: Break) -> None:
    break_it(ground)
    with pytest.raises(Refusal, match="Valkey stopped while starting and said") as caught:
        ground.start()
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")
