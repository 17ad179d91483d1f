"""The key service unwraps for a saved reveal and for who may seal, and for nothing else.

Mutations: take out one question of `may_unwrap`, or `_administers` before wrapping.
"""

import asyncio
import json
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desktop_app import panels
from desktop_app.domain.errors import Invalid, NotAllowed, Refusal, Unreachable
from desktop_app.services import key_choice, key_serving, sign_in
from desktop_app.services.key_service import KeyService
from desktop_app.services.reveal import Reveals
from desktop_app.services.vault import new_key
from desktop_app.services.vault_keys import KeyName, StackSecretsKeys, ensure_keys
from desktop_app.stack import Places, Secrets
from desktop_app.storage.connecting import unpooled
from tests.services.act_people import People
from tests.services.act_rows import Rows
from tests.services.identity_people import DENIED, Connection, hired, one

KYC, NUMBER = "openmineral.kyc_records", "X-0815"
ASK = "SELECT backoffice.reveal_request(%s, %s, %s, 'a call')"
SEALING = "SELECT number, wrapped FROM backoffice.sealing_keys(%s, %s) WHERE purpose = %s"
TWO = ("compliance", "compliance 2")
IDENTITY = KeyName("identity", 1, "data")


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def guard(places: Places) -> key_serving.Guard:
    keeper = Secrets(places.data_dir)
    with unpooled(places.postgres).begin() as connection:
        ensure_keys(connection, StackSecretsKeys(keeper))
    url = key_serving.enrol(places, keeper)
    return key_serving.Guard(StackSecretsKeys(keeper), url, keeper.once(key_choice.ADMINISTRATION))


@pytest.fixture(scope="module")
def url(places: Places, guard: key_serving.Guard) -> Iterator[str]:
    path = places.data_dir / "keys-test.sock"
    with key_serving.at_socket(guard, path) as server, running(server):
        assert path.stat().st_mode & 0o777 == 0o600
        yield f"unix://{path}"


@pytest.fixture(scope="module")
def record(places: Places, rows: Rows, guard: key_serving.Guard) -> dict[str, Any]:
    with unpooled(places.postgres).begin() as connection:
        vault = ensure_keys(connection, guard.keys)
    key = rows.put(KYC, status="pending")
    sealed = vault.seal("identity", f"{KYC}.id_number", key["id"], NUMBER)
    for column, value in (("id_number", sealed.masked), ("id_number_sealed", sealed.sealed),
                          ("id_number_index", sealed.index)):  # fmt: skip
        rows.set(KYC, key, column, value)
    return key


@pytest.fixture(scope="module")
def wrapped(rows: Rows) -> bytes:
    found = rows.run(
        "SELECT wrapped FROM backoffice.data_keys"
        " WHERE (data_class, purpose, number) = ('identity', 'data', 1)"
    )
    return bytes(found[0])


def asked(connection: Connection, record: dict[str, Any]) -> UUID:
    return UUID(str(one(connection, ASK, KYC, json.dumps(record), "id_number")))


def service(url: str, session: sign_in.Session) -> KeyService:
    return KeyService(url, session.token.hex())


def test_people_reveal_through_the_service_two_at_once(
    places: Places, people: People, url: str, record: dict[str, Any]
) -> None:
    panel = panels.load()[KYC]

    async def shown(jobs: str) -> str:
        session = people.session(jobs)
        made = sign_in.stores(session, places.mongodb, places.redis)
        try:
            reveals = Reveals(made, service(url, session))
            return (await reveals.reveal(panel, record["id"], "id_number", "a call")).value
        finally:
            await made.close()

    for jobs in TWO:
        people.session(jobs)
    with ThreadPoolExecutor(2) as both:
        assert set(both.map(lambda jobs: asyncio.run(shown(jobs)), TWO)) == {NUMBER}


def test_a_reveal_opens_its_own_class_for_who_saved_it(
    people: People, rows: Rows, url: str, record: dict[str, Any], wrapped: bytes
) -> None:
    mine = people["compliance"]
    keys = service(url, people.session("compliance"))
    request = asked(mine, record)
    assert len(keys.unwrap(IDENTITY, wrapped, request)) == 32
    with (
        people.another("compliance") as unsaved,
        unsaved.transaction(force_rollback=True),
        pytest.raises(NotAllowed, match="saved reveal"),
    ):
        keys.unwrap(IDENTITY, wrapped, asked(unsaved, record))
    for name in (KeyName("identity", 1, "index"), KeyName("kyc", 1, "data")):
        with pytest.raises(NotAllowed):
            keys.unwrap(name, wrapped, request)
    with pytest.raises(NotAllowed):
        service(url, people.session("compliance 2")).unwrap(IDENTITY, wrapped, request)
    with pytest.raises(NotAllowed):
        keys.unwrap(IDENTITY, wrapped, uuid4())
    rows.run(
        "UPDATE backoffice.reveals SET at = at - interval '61 seconds' WHERE id = %s RETURNING 1",
        request,
    )
    with pytest.raises(NotAllowed):
        keys.unwrap(IDENTITY, wrapped, request)


def test_to_seal_the_newest_keys_for_who_may_write_the_class(
    people: People, rows: Rows, url: str, wrapped: bytes
) -> None:
    operator = people["operator"]
    keys = service(url, people.session("operator"))
    for purpose in ("data", "index"):
        number, sealing = (
            operator.execute(SEALING, ("passa.wallets", "wallet", purpose)).fetchone() or ()
        )
        name = KeyName("wallet", number, purpose)
        assert len(keys.unwrap(name, sealing)) == 32
        with pytest.raises(NotAllowed):
            service(url, people.session("analyst")).unwrap(name, sealing)
    with pytest.raises(NotAllowed):
        keys.unwrap(KeyName("tenant", 1, "data"), wrapped)
    rows.run(
        "INSERT INTO backoffice.data_keys (data_class, purpose, number, wrapped)"
        " VALUES ('wallet', 'data', 99, 'x') RETURNING 1"
    )
    try:
        with pytest.raises(NotAllowed):
            keys.unwrap(KeyName("wallet", 1, "data"), sealing)
    finally:
        rows.run("DELETE FROM backoffice.data_keys WHERE number = 99 RETURNING 1")


def test_no_session_and_no_administration_get_nothing(
    places: Places, guard: key_serving.Guard, url: str, wrapped: bytes
) -> None:
    person = hired(places, "keyless", "operator")
    session = person.sign_in()
    with psycopg.connect(person.url, autocommit=True) as connection:
        assert one(connection, "SELECT backoffice.attach(%s)", session.token)
        for attack in ("SELECT backoffice.may_unwrap('', 'kyc', 'data', 1, NULL)",
                       "SELECT wrapped FROM backoffice.data_keys"):  # fmt: skip
            with pytest.raises(DENIED):
                connection.execute(attack.encode())
        with pytest.raises(NotAllowed):
            service(url, session).wrap(IDENTITY, new_key())
        connection.execute("SELECT backoffice.close_session()")
    for token in ("", "00", "no token", session.token.hex()):
        with pytest.raises(NotAllowed):
            KeyService(url, token).unwrap(IDENTITY, wrapped)
    with psycopg.connect(guard.postgres, autocommit=True) as its_own:
        for attack in ("SELECT * FROM backoffice.sessions", "SELECT * FROM backoffice.data_keys",
                       "SELECT * FROM multiverse.users", "SELECT backoffice.live()"):  # fmt: skip
            with pytest.raises(DENIED):
                its_own.execute(attack.encode())


def test_the_administration_makes_keys(guard: key_serving.Guard, url: str) -> None:
    keys, key = KeyService(url, guard.administration), new_key()
    name = KeyName("kyc", 7, "data")
    made = keys.wrap(name, key)
    assert made.startswith(b"vault:v1:")
    assert keys.unwrap(name, made) == key
    with pytest.raises(Refusal, match="another master key"):
        keys.unwrap(KeyName("kyc", 8, "data"), made)


def test_a_service_that_is_gone_or_no_service_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="does not answer"):
        KeyService(f"unix://{tmp_path / 'none'}", "x").wrap(IDENTITY, new_key())
    for url in ("http://localhost:1", "unix:", "https://", "file:///x"):
        with pytest.raises(Invalid, match="https://"):
            KeyService(url, "x")


def certified(folder: Path, *, host: str = "127.0.0.1", days: int = 1) -> tuple[Path, Path]:
    """A certificate that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "keys")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


@pytest.mark.parametrize(
    ("trusted", "host", "days"),
    [
        (True, "127.0.0.1", 1),
        (False, "127.0.0.1", 1),
        (True, "127.0.0.2", 1),
        (True, "127.0.0.1", -1),
    ],
)
def test_over_https_only_a_certificate_that_fits_is_spoken_to(
    guard: key_serving.Guard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    trusted: bool,
    host: str,
    days: int,
) -> None:
    files = certified(tmp_path, host=host, days=days)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    with key_serving.at_port(guard, "127.0.0.1", 0, *files) as server, running(server):
        keys = KeyService(f"https://127.0.0.1:{server.server_address[1]}", guard.administration)
        if (trusted, host, days) == (True, "127.0.0.1", 1):
            key = new_key()
            assert keys.unwrap(IDENTITY, keys.wrap(IDENTITY, key)) == key
            return
        with pytest.raises(Unreachable, match="not who it should be") as refused:
            keys.wrap(IDENTITY, new_key())
    assert isinstance(refused.value.__cause__, ssl.SSLCertVerificationError)
