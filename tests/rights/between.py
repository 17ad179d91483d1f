"""Somebody between the program and a server: ends the program's TLS, or asks it to do without."""

import contextlib
import select
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
            _carry(here, there, over)


def _carry(one: socket.socket, other: socket.socket, over: threading.Event) -> None:
    """Both ways in one thread: what is read and written by two at once tears TLS apart."""
    with contextlib.suppress(OSError):
        while not over.is_set():
            readable, _, _ = select.select([one, other], [], [], 0.1)
            for source in readable:
                target = other if source is one else one
                target.settimeout(5)
                for data in _read(source):
                    if not data:
                        return
                    target.sendall(data)


def _read(source: socket.socket) -> Iterator[bytes]:
    """What is there; a word of TLS's own is nothing."""
    source.settimeout(0)
    with contextlib.suppress(ssl.SSLWantReadError, BlockingIOError):
        yield source.recv(65536)
        while isinstance(source, ssl.SSLSocket) and source.pending():
            yield source.recv(65536)
