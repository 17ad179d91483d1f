"""`countinghouse keys serve|rotate`: who holds the keys of what is sealed, and making them anew."""

import argparse
import getpass
import signal
import sys
from contextlib import AbstractContextManager
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from desktop_app import log, paths
from desktop_app.commands.say import say
from desktop_app.commands.upgraded import upgraded
from desktop_app.domain.errors import Invalid
from desktop_app.services import key_choice, key_rotation, key_serving
from desktop_app.services.key_choice import ADMINISTRATION
from desktop_app.services.passphrase_file import PassphraseFile
from desktop_app.services.vault import CLASSES
from desktop_app.services.vault_keys import KeyProvider, StackSecretsKeys
from desktop_app.stack import Secrets

SOCKET = "keys.sock"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("keys", help="the keys of what is sealed")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    serving = actions.add_parser("serve", help="unwrap keys for saved reveals and for who may seal")
    serving.add_argument("--data-dir", metavar="D")
    serving.add_argument(
        "--socket", metavar="FILE", type=Path, help="a Unix socket of this machine"
    )
    serving.add_argument("--listen", metavar="HOST:PORT", help="HTTPS, with the next two")
    serving.add_argument("--certificate", metavar="FILE", type=Path)
    serving.add_argument("--private-key", metavar="FILE", type=Path)
    serving.add_argument("--key-file", metavar="FILE", type=Path,
                         help="the master key, sealed by a passphrase read from stdin")  # fmt: skip
    serving.set_defaults(run=serve)
    rotation = actions.add_parser("rotate", help="a new key, and all values of a class under it")
    rotation.add_argument("data_class", metavar="CLASS", choices=CLASSES, help=", ".join(CLASSES))
    rotation.add_argument("--data-dir", metavar="D")
    rotation.set_defaults(run=rotate)


def rotate(chosen: argparse.Namespace) -> int:
    with upgraded(chosen.data_dir) as places:
        provider = key_choice.demanded(places, Secrets(places.data_dir))
        done = key_rotation.rotate(places, provider, chosen.data_class, say=say)
    done.refuse_aside()
    say(f"{done.values:,} values of the class “{done.data_class}” are under key {done.number} now.")
    return 0


def serve(chosen: argparse.Namespace) -> int:
    folder = paths.data_dir(chosen.data_dir)
    log.start(folder)
    keeper = Secrets(folder)
    with upgraded(chosen.data_dir) as places:
        guard = key_serving.Guard(
            _master(chosen, keeper), key_serving.enrol(places, keeper), keeper.once(ADMINISTRATION)
        )
        with _opened(chosen, guard, folder) as server:
            say(f"Keys are served at {_address(chosen, folder)}, until this is stopped.")
            _until_stopped(server)
    return 0


def _master(chosen: argparse.Namespace, keeper: Secrets) -> KeyProvider:
    if chosen.key_file is None:
        return StackSecretsKeys(keeper)
    if sys.stdin.isatty():
        return PassphraseFile(chosen.key_file, getpass.getpass("Passphrase: "))
    return PassphraseFile(chosen.key_file, sys.stdin.readline().rstrip("\n"))


def _opened(
    chosen: argparse.Namespace, guard: key_serving.Guard, folder: Path
) -> AbstractContextManager[ThreadingHTTPServer]:
    if chosen.listen is None:
        return key_serving.at_socket(guard, chosen.socket or folder / SOCKET)
    host, _, port = chosen.listen.rpartition(":")
    if not host or not port.isdecimal() or not chosen.certificate or not chosen.private_key:
        raise Invalid(
            "--listen wants HOST:PORT, and --certificate and --private-key beside it: keys are "
            "served over HTTPS or a Unix socket only."
        )
    return key_serving.at_port(guard, host, int(port), chosen.certificate, chosen.private_key)


def _address(chosen: argparse.Namespace, folder: Path) -> str:
    return (
        f"https://{chosen.listen}"
        if chosen.listen
        else f"unix://{chosen.socket or folder / SOCKET}"
    )


def _until_stopped(server: ThreadingHTTPServer) -> None:
    """`shutdown` waits for the loop that a signal interrupts, so another thread says it."""
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: Thread(target=server.shutdown).start())
    server.serve_forever()
