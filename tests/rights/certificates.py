"""An authority of the test's own, and certificates of it that are right or wrong in one thing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID as Use
from cryptography.x509.oid import NameOID

HERE = "localhost"
DAY = timedelta(days=1)
SIGNS = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


@dataclass(frozen=True)
class Authority:
    folder: Path
    name: str = "An authority"

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        return ec.generate_private_key(ec.SECP256R1())

    @cached_property
    def file(self) -> Path:
        """Its own certificate, which a profile names."""
        made = _begun(self.name, self.name, self._key, (-DAY, DAY))
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        made = made.add_extension(SIGNS, critical=True)
        known = x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        made = made.add_extension(known, critical=False)
        path = self.folder / f"{self.name}.pem"
        path.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))
        return path

    def certificate(
        self,
        called: str,
        *,
        host: str = HERE,
        lasts: tuple[timedelta, timedelta] = (-DAY, DAY),
        use: x509.ObjectIdentifier = Use.SERVER_AUTH,
        by_itself: bool = False,
    ) -> Path:
        """A file with a key and its certificate, signed by this authority or by itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = called if by_itself else self.name
        made = _begun(called, issuer, key, lasts)
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        made = made.add_extension(names, critical=False)
        made = made.add_extension(x509.ExtendedKeyUsage([use]), critical=False)
        if not by_itself:
            by = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
            made = made.add_extension(by, critical=False)
        signed = made.sign(key if by_itself else self._key, hashes.SHA256())
        path = self.folder / f"{called}.pem"
        shape = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(key.private_bytes(*shape) + signed.public_bytes(Encoding.PEM))
        path.chmod(0o600)
        return path


def _begun(
    called: str,
    issuer: str,
    key: ec.EllipticCurvePrivateKey,
    lasts: tuple[timedelta, timedelta],
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, called)])
    by = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)])
    return (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + lasts[0])
        .not_valid_after(now + lasts[1])
    )
