"""Showing one secret of one record: asked with a reason, saved, then fetched and opened."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from json import dumps
from typing import Any
from uuid import UUID

from sqlalchemy import text

from desktop_app.domain.errors import Invalid, NotAllowed, Refusal
from desktop_app.domain.places import written_key
from desktop_app.services import audit_events, sign_in
from desktop_app.services.panel import Panel
from desktop_app.services.sealing import secrets_of
from desktop_app.services.vault import open_with
from desktop_app.services.vault_keys import KeyName, KeyProvider
from desktop_app.storage.mongo import Documents
from desktop_app.storage.postgres import Sql
from desktop_app.storage.refusals import translated
from desktop_app.storage.sql.revealing import SECONDS
from desktop_app.storage.stores import Stores

REQUEST = text(
    "SELECT backoffice.reveal_request(:place, CAST(:key AS jsonb), :named, :reason) AS made"
)
FETCH = text("SELECT backoffice.reveal_fetch(:request) AS told")


@dataclass(frozen=True, slots=True)
class Revealed:
    """A value that may be shown until `until`, then is forgotten. Never printed."""

    value: str = field(repr=False)
    until: datetime


def revealable(panel: Panel) -> tuple[str, ...]:
    """The columns of a panel that hold secrets."""
    return tuple(secrets_of(panel))


@dataclass(frozen=True, slots=True)
class Reveals:
    """`keys` holds the master key, where this machine has one."""

    stores: Stores
    keys: KeyProvider | None

    async def reveal(self, panel: Panel, key: Any, column: str, reason: str) -> Revealed:
        """What stands in the column, for a minute; that it was asked is on the trail before."""
        asking = _asking(panel, key, column, reason)
        try:
            request = await _asked(self.stores, asking)
        except NotAllowed as refusal:
            about = {"refused": "reveal", "column": column, "sentence": str(refusal)}
            with suppress(Refusal):
                await audit_events.record(
                    self.stores, "refused", panel.key, written_key(key), about
                )
            raise
        until = datetime.now(UTC) + timedelta(seconds=SECONDS)
        with translated():
            async with self.stores.writing(keep=False) as connection:
                answer = (await connection.execute(FETCH, {"request": request})).scalar_one()
        if "value" in answer:
            return Revealed(_spoken(answer["value"]), until)
        if isinstance(panel.source, Documents):
            answer |= await _lying_there(self.stores, panel.source, key, column, answer)
        place = f"{panel.source.place}.{column}"
        opened = await asyncio.to_thread(_opened, self.keys, place, answer, request)
        return Revealed(opened, until)

    async def prove(self, password: str, code: str = "") -> None:
        """It is still this person: before a sensitive act, and to unlock the window."""
        await sign_in.prove(self.stores, password, code)


def _asking(panel: Panel, key: Any, column: str, reason: str) -> dict[str, str]:
    if column not in revealable(panel):
        raise Invalid(f"{panel.label(column)} is no secret of {panel.title.lower()}.", field=column)
    parts = key if isinstance(key, tuple) else (key,)
    written = dumps(dict(zip(panel.source.keyed, map(str, parts), strict=True)))
    place = panel.source.place if isinstance(panel.source, Sql) else panel.key
    return {"place": place, "key": written, "named": column, "reason": reason}


async def _asked(stores: Stores, told: dict[str, str]) -> UUID:
    with translated():
        async with stores.writing() as connection:
            made: UUID = (await connection.execute(REQUEST, told)).scalar_one()
    return made


async def _lying_there(
    stores: Stores, source: Documents, key: Any, column: str, answer: dict[str, Any]
) -> dict[str, Any]:
    """A document's ciphertext, read as this person, and which of the keys it lies under."""
    with translated():
        locked = await source.sealed(stores, key, column)
    if locked is None:
        return {"sealed": None}
    number = int.from_bytes(locked[1:5], "big")
    wrapped = (answer["keys"] or {}).get(str(number))
    return {"sealed": locked.hex(), "number": number, "wrapped": wrapped}


def _spoken(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else dumps(value, ensure_ascii=False)


def _opened(keys: KeyProvider | None, place: str, answer: dict[str, Any], request: UUID) -> str:
    """The data key is unwrapped for this one value and kept nowhere."""
    if answer["sealed"] is None:
        return ""
    if keys is None:
        raise NotAllowed("This workstation reaches no master key, so it opens no sealed value.")
    if answer["wrapped"] is None:
        raise NotAllowed(
            f"This value was sealed under key {answer['number']}, which these servers do not "
            "have, so nobody opens it here. Tell an administrator: a backup may hold that key."
        )
    name = KeyName(answer["class"], answer["number"], "data")
    key = keys.unwrap(name, bytes.fromhex(answer["wrapped"]), request)
    return open_with(key, place, answer["row_id"], bytes.fromhex(answer["sealed"])).decode()
