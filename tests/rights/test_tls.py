"""A company's servers are verified, or there is no connection: seven bad cases for each store.

In every case somebody sits between the program and the real server, and would pass everything on.
Tried by hand: with `sslmode=require`, `tlsInsecure=true`, `ssl_cert_reqs=none` they connect.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from pymongo.errors import PyMongoError
from redis.exceptions import RedisError

from desktop_app.domain.profiles import verified
from tests.rights import tls_servers
from tests.rights.between import between
from tests.rights.certificates import DAY, Authority
from tests.rights.tls_servers import Server

pytestmark = pytest.mark.skipif(
    not (tls_servers.POSTGRES / "postgres").exists()
    or tls_servers.REDIS is None
    or os.name == "nt",
    reason="Debian's postgresql-15 and redis-server are not installed here",
)
STORES = ("postgres", "mongodb", "redis")
REFUSED = r"(?i)certificate|SSL|TLS|wrong version number"
Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="countinghouse-tls-", dir="/var/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority(folder)


@pytest.fixture(scope="module")
def servers(folder: Path, authority: Authority) -> Iterator[dict[str, Server]]:
    with ExitStack() as running:
        made = {}
        for store in STORES:
            place = folder / store
            place.mkdir()
            made[store] = running.enter_context(getattr(tls_servers, store)(place, authority))
        yield made


@pytest.fixture(scope="module")
def bad(folder: Path, authority: Authority) -> dict[str, Path | None]:
    stranger = Authority(folder, "Another authority")
    over, coming = (-3 * DAY, -2 * DAY), (DAY, 2 * DAY)
    return {
        "no TLS at all": None,
        "signed by itself": authority.certificate("itself", by_itself=True),
        "of an authority nobody knows": stranger.certificate("stranger"),
        "expired": authority.certificate("expired", lasts=over),
        "not yet valid": authority.certificate("coming", lasts=coming),
        "for another server": authority.certificate("elsewhere", host="db.example.org"),
        "not for servers": authority.certificate("client", use=ExtendedKeyUsageOID.CLIENT_AUTH),
    }


@pytest.mark.parametrize("store", STORES)
def test_a_server_with_the_right_certificate_answers(
    servers: dict[str, Server], store: str
) -> None:
    server = servers[store]
    assert server.ask(verified(server.profile.format(server.port)))


@pytest.mark.sample
@pytest.mark.parametrize("store", STORES)
def test_no_bad_case_connects(
    servers: dict[str, Server],
    bad: dict[str, Path | None],
    store: str,
    record_property: Record,
) -> None:
    server, outcomes = servers[store], {}
    for said, certificate in bad.items():
        to = server.port if certificate else server.plain
        with between(to, certificate, asks_first=server.asks_first) as port:
            try:
                outcomes[said] = f"connected: {server.ask(verified(server.profile.format(port)))}"
            except (psycopg.OperationalError, PyMongoError, RedisError) as error:
                outcomes[said] = f"{error}"
    # A server without TLS may not understand what it is asked, and say nothing until we go.
    plain = outcomes.pop("no TLS at all")
    unclear = [said for said, told in outcomes.items() if not re.search(REFUSED, told)]
    connected = [told for told in [plain, *outcomes.values()] if told.startswith("connected")]
    figure = f"TLS, {store}: {len(bad)} bad cases, {len(connected)} connections"
    record_property("figure", figure)
    assert (connected, unclear) == ([], [])


def test_postgresql_notices_who_sits_between_with_a_right_certificate(
    servers: dict[str, Server], authority: Authority
) -> None:
    """Channel binding: the password's proof is bound to the certificate of the real server."""
    server = servers["postgres"]
    right = authority.certificate("right")
    with (
        between(server.port, right, asks_first=True) as port,
        pytest.raises(psycopg.OperationalError, match="channel binding"),
    ):
        server.ask(verified(server.profile.format(port)))
