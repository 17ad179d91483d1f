"""Connection profiles: an allow-list of keys, and TLS that verifies for every company server."""

from urllib.parse import parse_qs, urlsplit

import pytest

from desktop_app.domain.errors import Invalid
from desktop_app.domain.profiles import verified

AWAY = ("postgresql://db.example.org/x", "mongodb://a:b@one.example.org,two.example.org/",
        "redis://:p@cache.example.org:6380/2")  # fmt: skip


def keys(url: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(url).query).items()}


def test_a_company_server_is_verified_without_being_asked() -> None:
    postgres, mongodb, redis = map(verified, AWAY)
    assert keys(postgres) == {
        "sslmode": "verify-full", "channel_binding": "require", "gssencmode": "disable",
        "sslrootcert": "system",
    }  # fmt: skip
    assert keys(mongodb) == {"tls": "true"}
    assert mongodb.startswith("mongodb://a:b@one.example.org,two.example.org/?")
    assert redis.startswith("rediss://:p@cache.example.org:6380/2?")
    assert keys(redis) == {"ssl_cert_reqs": "required", "ssl_check_hostname": "true"}


@pytest.mark.parametrize("near", [
    "postgresql://root:x@/db?host=/var/run/x&port=5432", "postgresql://a:b@%2Frun%2Fx/db",
    "mongodb://a:b@127.0.0.1:27017/?replicaSet=r&directConnection=true",
    "redis://localhost:6379/0", "unix:///run/valkey.sock?db=0",
])  # fmt: skip
def test_a_server_on_this_machine_is_left_as_it_is(near: str) -> None:
    assert verified(near) == near


@pytest.mark.parametrize(("near", "key"), [
    ("postgresql://localhost/x?sslmode=verify-full", "channel_binding"),
    ("mongodb://localhost/?tlsCAFile=/ca.pem", "tls"), ("rediss://localhost/0", "ssl_cert_reqs"),
])  # fmt: skip
def test_who_asks_for_tls_gets_all_of_it_on_this_machine_too(near: str, key: str) -> None:
    assert key in keys(verified(near))


@pytest.mark.parametrize("host", ["localhost.example.org", "127.0.0.1.nip.io", "localhost@far"])
def test_a_name_that_only_looks_near_is_verified(host: str) -> None:
    assert "sslmode" in keys(verified(f"postgresql://{host}/x"))
    assert "sslmode" in keys(verified(f"postgresql://localhost/x?host={host}"))


@pytest.mark.parametrize("tail", [
    "sslmode=require", "sslmode=disable", "channel_binding=prefer", "gssencmode=require",
    "options=-crole%3Dx", "service=x", "passfile=/x", "sslcert=/x", "sslrootcert=a&sslrootcert=b",
])  # fmt: skip
def test_postgresql_has_no_key_that_weakens_it(tail: str) -> None:
    for host in ("db.example.org", "localhost"):
        with pytest.raises(Invalid, match="PostgreSQL's profile"):
            verified(f"postgresql://{host}/x?{tail}")


@pytest.mark.parametrize("url", [
    "mongodb://h/?tlsInsecure=true", "mongodb://h/?tlsAllowInvalidCertificates=true",
    "mongodb://h/?tlsAllowInvalidHostnames=true", "mongodb://h/?TLS=false",
    "mongodb+srv://h/?ssl=false", "mongodb://h/?authMechanism=PLAIN", "mongodb://h/?proxyHost=x",
    "rediss://h/?ssl_cert_reqs=none", "rediss://h/?ssl_check_hostname=false",
    "redis://h/?ssl_ciphers=NULL", "redis://h/?credential_provider=x",
])  # fmt: skip
def test_the_others_have_none_either(url: str) -> None:
    with pytest.raises(Invalid, match="profile"):
        verified(url)
