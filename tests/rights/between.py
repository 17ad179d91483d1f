"""Somebody between the program and a server: ends the program's TLS, or asks it to do without."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

WISH = bytes.fromhex("0000000804d2162f")
"""PostgreSQL's question whether the server speaks TLS."""


@contextlib.contextmanager
def between(to: int, certificate: Path | None, *, asks_first: bool) -> Iterator[int]:
    """A port that leads to the server at `to`, by TLS with this certificate or in the clear.

    `asks_first` for PostgreSQL, whose clients ask for TLS in the clear.
    """
    with socket.create_server(("localhost", 0)) as listening:
        over = threading.Event()
        listening.settimeout(0.1)
        answering = threading.Thread(
            target=_answer, args=(listening, to, certificate, asks_first, over)
        )
        answering.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            answering.join()


def _answer(
    listening: socket.socket,
    to: int,
    certificate: Path | None,
    asks_first: bool,
    over: threading.Event,
) -> None:
    talks: list[threading.Thread] = []
    while not over.is_set():
        with contextlib.suppress(TimeoutError):
            caller, _ = listening.accept()
            talks.append(
                threading.Thread(target=_talk, args=(caller, to, certificate, asks_first, over))
            )
            talks[-1].start()
    for talk in talks:
        talk.join()


def _talk(
    caller: socket.socket,
    to: int,
    certificate: Path | None,
    asks_first: bool,
    over: threading.Event,
) -> None:
    caller.settimeout(5)
    with contextlib.suppress(OSError), caller, socket.create_connection(("localhost", to)) as far:
        here, there = caller, far
        if asks_first:
            if caller.recv(len(WISH)) != WISH:
                return
            caller.sendall(b"S" if certificate else b"N")
        if certificate:
            if asks_first:
                far.sendall(WISH)
                far.recv(1)
            ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            ours.load_cert_chain(certificate)
            theirs = ssl.create_default_context()
            theirs.check_hostname, theirs.verify_mode = False, ssl.CERT_NONE
            here, there = ours.wrap_socket(caller, server_side=True), theirs.wrap_socket(far)
        with here, there:
            back = threading.Thread(target=_carry, args=(there, here, over))
            back.start()
            _carry(here, there, over)
            back.join()


def _carry(source: socket.socket, target: socket.socket, over: threading.Event) -> None:
    source.settimeout(0.1)
    with contextlib.suppress(OSError):
        while not over.is_set():
            try:
                data = source.recv(65536)
            except TimeoutError:
                continue
            target.sendall(data)
            if not data:
                break
        target.shutdown(socket.SHUT_WR)
