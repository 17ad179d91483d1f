"""One rotation at work: what it seals with, where to, and what it could not take along."""

from dataclasses import dataclass, field
from typing import Any

import psycopg
from pymongo import MongoClient

from desktop_app.domain.errors import Gone, Invalid
from desktop_app.services.vault import Vault

NOTE = "SELECT backoffice.note('data_keys', %s, %s)"


@dataclass(frozen=True, slots=True)
class Resealing:
    connection: "psycopg.Connection[Any]"
    mongo: MongoClient[dict[str, Any]]
    vault: Vault
    data_class: str
    batch: int
    aside: list[str] = field(default_factory=list)

    @property
    def header(self) -> bytes:
        """How everything begins that needs no more work."""
        return self.vault.header(self.data_class)

    def anew(
        self, place: str, key: Any, sealed: bytes, *, as_text: bool
    ) -> tuple[bytes, bytes] | None:
        """Ciphertext and index under the newest keys; nothing where no key opens it."""
        try:
            return self.vault.reseal(self.data_class, place, key, sealed, as_text=as_text)
        except (Invalid, Gone) as refusal:
            self.leave(place, key, refusal)
            return None

    def leave(self, place: str, key: Any, why: object) -> None:
        self.aside.append(f"{place}, row {key}: {why}")

    def note(self, place: str, done: int) -> None:
        """One event of the trail for a batch: nothing that the rows say has changed."""
        told = f"{done} values of {place} sealed anew"
        self.connection.execute(NOTE, (self.data_class, told))
