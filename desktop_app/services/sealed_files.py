"""How a file in a private bucket is sealed: by its bucket's class, bound to bucket and file id."""

from collections.abc import Mapping
from typing import Final

from desktop_app.services.vault import Vault

CLASSES: Final[Mapping[str, str]] = {
    "kyc-documents": "kyc",
    "investment-documents": "business",
    "chat-attachments": "identity",
    "deal-documents": "business",
    "evidence": "business",
}


def seal(vault: Vault, bucket: str, file_id: str, content: bytes) -> bytes:
    """The bytes to store; `file_id` is drawn before, and written as 24 hexadecimal digits."""
    return vault.seal(CLASSES[bucket], place_of(bucket), file_id, content).sealed


def unseal(vault: Vault, bucket: str, file_id: str, stored: bytes) -> bytes:
    return vault.open_bytes(CLASSES[bucket], place_of(bucket), file_id, stored)


def place_of(bucket: str) -> str:
    """What its sealing is bound to, beside its id."""
    return f"files.{bucket}.content"
