"""A company's server as a connection profile: which keys it may have, and TLS that verifies.

Whatever is not in the list is refused, because a driver has keys that switch every check off.
There is no way to trust a server anyway: not by a key, not by a question.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from desktop_app.domain.errors import Invalid

NEAR = re.compile(r"/|(localhost|127\.0\.0\.1|\[?::1\]?)(:[0-9]+)?$", re.I)
"""A socket's folder, or this machine."""


@dataclass(frozen=True)
class Driver:
    """`allowed` are the keys of a profile, `fixed` those that hold for every verified server."""

    title: str
    allowed: frozenset[str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    schemes: Mapping[str, str] = field(default_factory=dict)
    """A scheme without TLS → the one with it."""


POSTGRES = Driver(
    "PostgreSQL",
    frozenset({
        "host", "port", "dbname", "sslrootcert", "target_session_attrs", "connect_timeout",
        "application_name",
    }),
    # Encryption by Kerberos would go before TLS, and nobody would verify anything.
    {"sslmode": "verify-full", "channel_binding": "require", "gssencmode": "disable"},
)  # fmt: skip
MONGODB = Driver(
    "MongoDB",
    frozenset({
        "replicaset", "authsource", "directconnection", "tlscafile", "serverselectiontimeoutms",
        "connecttimeoutms", "appname",
    }),
    {"tls": "true"},
)  # fmt: skip
REDIS = Driver(
    "Redis",
    frozenset({"db", "protocol", "ssl_ca_certs"}),
    {"ssl_cert_reqs": "required", "ssl_check_hostname": "true"},
    {"redis": "rediss"},
)
DRIVERS = {
    **dict.fromkeys(("postgresql", "postgres", "postgresql+psycopg"), POSTGRES),
    **dict.fromkeys(("mongodb", "mongodb+srv"), MONGODB),
    **dict.fromkeys(("redis", "rediss", "unix"), REDIS),
}
AUTHORITIES = {"sslrootcert": "system"}
"""Who vouches for PostgreSQL where the profile does not say; the other drivers ask the system."""


def verified(url: str) -> str:
    """The profile with TLS that verifies; on this machine only where it asks for TLS at all."""
    parts = urlsplit(url)
    driver = DRIVERS[parts.scheme.lower()]
    keys = _keys(driver, parts.query)
    hosts = keys.get("host") or unquote(parts.netloc.rpartition("@")[2])
    near = parts.scheme == "unix" or all(NEAR.match(host) for host in hosts.split(","))
    asked = parts.scheme in ("rediss", "mongodb+srv") or any(
        key in driver.fixed or key.startswith(("ssl", "tls")) for key in keys
    )
    if near and not asked:
        return url
    more = AUTHORITIES if driver is POSTGRES else {}
    query = urlencode({**more, **keys, **driver.fixed}, quote_via=quote, safe="/:")
    scheme = driver.schemes.get(parts.scheme.lower(), parts.scheme)
    return urlunsplit((scheme, parts.netloc, parts.path or "/", query, ""))


def _keys(driver: Driver, query: str) -> dict[str, str]:
    """Those that are allowed; a refusal names the first that is not."""
    keys: dict[str, str] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        name = key.lower()
        if name in driver.fixed:
            if value.lower() != driver.fixed[name]:
                raise Invalid(
                    f"{driver.title}'s profile says “{key}={value}”. A server is always verified "
                    f"here (“{key}={driver.fixed[name]}”): take the key out.", field=key,
                )  # fmt: skip
        elif name not in driver.allowed:
            known = ", ".join(sorted(driver.allowed))
            raise Invalid(
                f"{driver.title}'s profile may not have the key “{key}”. It may have: {known}.",
                field=key,
            )
        elif name in {each.lower() for each in keys}:
            raise Invalid(f"{driver.title}'s profile says “{key}” twice.", field=key)
        keys[key] = value
    return keys
