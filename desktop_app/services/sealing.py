"""Sealing what a write brings in clear, before anything of it leaves the program.

Mask, ciphertext and blind index take the secret's place, so whatever keeps the write afterwards
(a request, a job, the outbox, the trail) keeps no secret. The keys are those that the database
hands to whoever may write the class; a key provider unwraps them here.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from sqlalchemy import Uuid, text
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain.errors import Invalid, NotAllowed
from desktop_app.domain.frozen import thaw
from desktop_app.domain.writes import Create, Edit, Write
from desktop_app.services.panel import Panel
from desktop_app.services.vault import MASK, DataKeys, Vault
from desktop_app.services.vault_keys import KeyName, KeyProvider
from desktop_app.storage.document_writes import at, put
from desktop_app.storage.mongo import Documents
from desktop_app.storage.postgres import Sql
from desktop_app.storage.refusals import translated
from desktop_app.storage.sql.revealing import secrets
from desktop_app.storage.stores import Stores
from desktop_app.storage.tables import NEVER_READ, sealed_columns

NO_PASSWORD = "$2b$12$" + "." * 53
"""Has the form of a hash, and nothing hashes to it: the platform lets the person set a password."""
ABSENT = object()


@dataclass(frozen=True, slots=True)
class Ready:
    """`same` tells whether a command is brought again: no nonce and no drawn id is in it."""

    writes: tuple[Write, ...]
    same: tuple[Write, ...]
    sealed: bool = False


class Sealing:
    def __init__(
        self, stores: Stores, panels: Mapping[str, Panel], keys: KeyProvider | None
    ) -> None:
        self._stores, self._panels, self._keys = stores, panels, keys

    async def ready(self, writes: Sequence[Write]) -> Ready:
        """The same writes, fit to be kept by anybody."""
        whole = [_with_no_password(self._panels.get(each.panel), each) for each in writes]
        if not any(self._secrets(each) for each in whole):
            return Ready(tuple(whole), tuple(writes))
        with translated():
            async with self._stores.reading() as connection:
                vault = await self._vault(connection, whole)
                placed = [await self._with_key(connection, each) for each in whole]
        sealed = [self._sealed(vault, *each) for each in zip(placed, whole, strict=True)]
        return Ready(tuple(each for each, _ in sealed), tuple(same for _, same in sealed), True)

    def refuse_in_clear(self, write: Write) -> None:
        """One secret for many records cannot be sealed: each is bound to its own."""
        for path in self._secrets(write):
            label = self._panels[write.panel].label(path)
            raise Invalid(f"{label} is a secret: it is set record by record.", field=path)

    def _secrets(self, write: Write) -> dict[str, str]:
        """Path and class of what the write brings in clear."""
        panel = self._panels.get(write.panel)
        if panel is None or not isinstance(write, Create | Edit):
            return {}
        return {
            path: data_class
            for path, data_class in sealed_of(panel).items()
            if _found(write.values, path) is not ABSENT
            and _found(write.values, f"{path}_sealed") is ABSENT
        }

    async def vault(self, wanted: Iterable[tuple[str, str]]) -> Vault:
        """What seals for these lists and classes, for whoever may write there."""
        with translated():
            async with self._stores.reading() as connection:
                return await self._keys_of(connection, wanted)

    async def _vault(self, connection: AsyncConnection, writes: Iterable[Write]) -> Vault:
        wanted = {(w.panel, each) for w in writes for each in self._secrets(w).values()}
        return await self._keys_of(connection, wanted)

    async def _keys_of(
        self, connection: AsyncConnection, wanted: Iterable[tuple[str, str]]
    ) -> Vault:
        asked = text(
            "SELECT purpose, number, wrapped FROM backoffice.sealing_keys(:place, :data_class)"
        )
        rows: dict[str, Sequence[Any]] = {}
        for place, data_class in sorted(wanted):
            given = {"place": place, "data_class": data_class}
            rows[data_class] = (await connection.execute(asked, given)).all()
        return await asyncio.to_thread(self._opened, rows)

    def _opened(self, rows: Mapping[str, Sequence[Any]]) -> Vault:
        """In a thread: a keyring may take its time."""
        if self._keys is None:
            raise NotAllowed("This is a secret, and the keys that seal it are not on this machine.")
        made: dict[str, DataKeys] = {}
        for data_class, found in rows.items():
            keys: dict[str, dict[int, bytes]] = {"data": {}, "index": {}}
            for row in found:
                name = KeyName(data_class, row.number, row.purpose)
                keys[row.purpose][row.number] = self._keys.unwrap(name, row.wrapped)
            made[data_class] = DataKeys(keys["data"], keys["index"])
        return Vault(made)

    async def _with_key(self, connection: AsyncConnection, write: Write) -> Write:
        """A record's key is part of what its secrets are bound to, so it is drawn before."""
        panel = self._panels.get(write.panel)
        if panel is None or not isinstance(write, Create) or not self._secrets(write):
            return write
        (key,) = panel.source.keyed
        if write.values.get(key) is not None:
            return write
        return replace(write, values={**write.values, key: await _drawn(connection, panel, key)})

    def _sealed(self, vault: Vault, write: Write, given: Write) -> tuple[Write, Write]:
        secrets = self._secrets(write)
        if not secrets or not isinstance(write, Create | Edit):
            return write, given
        assert isinstance(given, Create | Edit)
        panel = self._panels[write.panel]
        key = write.key if isinstance(write, Edit) else write.values[panel.source.keyed[0]]
        values, same = dict(write.values), dict(given.values)
        for path, data_class in secrets.items():
            value = thaw(_found(write.values, path))
            three: dict[str, Any] = {"": None, "_sealed": None, "_index": None}
            if value is not None:
                _refuse_mask(panel, path, value)
                made = vault.seal(data_class, f"{_place(panel)}.{path}", key, value)
                three = {"": made.masked, "_sealed": made.sealed, "_index": made.index}
            for suffix, part in three.items():
                _lay(values, path, suffix, part)
            _lay(same, path, "", three["_index"])
        return replace(write, values=values), replace(given, values=same)


def sealed_of(panel: Panel) -> Mapping[str, str]:
    """Path and data class of everything that the panel's records hold sealed."""
    if isinstance(panel.source, Sql):
        return sealed_columns(panel.source.table)
    return panel.source.collection.sealed if isinstance(panel.source, Documents) else {}


def secrets_of(panel: Panel) -> Mapping[str, str]:
    """What is only shown on record: sealed, or guarded where the class is empty."""
    return secrets(panel.source.table) if isinstance(panel.source, Sql) else sealed_of(panel)


def _with_no_password(panel: Panel | None, write: Write) -> Write:
    """A user made by staff has a password that nobody knows, because there is none."""
    if panel is None or not isinstance(write, Create) or not isinstance(panel.source, Sql):
        return write
    columns = panel.source.table.c
    missing = [n for n in NEVER_READ if n in columns and not columns[n].nullable]
    values = {n: NO_PASSWORD for n in missing if write.values.get(n) is None}
    return replace(write, values={**write.values, **values}) if values else write


async def _drawn(connection: AsyncConnection, panel: Panel, key: str) -> Any:
    """A new key, as the store would have drawn it."""
    if isinstance(panel.source, Sql):
        column = panel.source.table.c[key]
        if isinstance(column.type, Uuid) and column.server_default is not None:
            return uuid4()
        if column.table.autoincrement_column is column:
            sequence = text("SELECT nextval(pg_get_serial_sequence(:place, :key))")
            return await connection.scalar(sequence, {"place": _place(panel), "key": key})
    raise Invalid(f"{panel.label(key)} must not be empty.", field=key)


def _place(panel: Panel) -> str:
    source = panel.source
    return str(source.collection) if isinstance(source, Documents) else source.place


def _refuse_mask(panel: Panel, path: str, value: Any) -> None:
    if isinstance(value, str) and value.startswith(MASK):
        said = f"{panel.label(path)}: this is the masked form, not the secret. Type the whole."
        raise Invalid(said, field=path)


def _found(values: Mapping[str, Any], path: str) -> Any:
    """What a write says of a path, by its whole name or inside a document that it brings."""
    head, rest = _holder(values, path)
    if not head:
        return ABSENT
    if not rest:
        return values[head]
    inside = at(values[head], rest) if isinstance(values[head], Mapping) else None
    return ABSENT if inside is None else inside


def _lay(values: dict[str, Any], path: str, suffix: str, part: Any) -> None:
    head, rest = _holder(values, path)
    if not rest:
        values[f"{path}{suffix}"] = part
        return
    inside = thaw(values[head])
    put(inside, f"{rest}{suffix}", part)
    values[head] = inside


def _holder(values: Mapping[str, Any], path: str) -> tuple[str, str]:
    """The name in `values` that the path lies under, and the way on from there."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        if (head := ".".join(parts[:length])) in values:
            return head, ".".join(parts[length:])
    return "", ""
