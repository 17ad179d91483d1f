"""One write, applied inside a transaction of MongoDB, and what it changed.

The document is read in the transaction's own snapshot and compared there with what the person
saw; if anybody else writes it meanwhile, the transaction starts over and sees that.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, Protocol, TypeAlias

from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection

from desktop_app.domain import tenants
from desktop_app.domain.errors import Conflict, Gone, Invalid, NotAllowed
from desktop_app.domain.frozen import freeze
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.query import Row
from desktop_app.domain.writes import Act, Create, Edit, Remove, Write
from desktop_app.storage import document_writes as documents
from desktop_app.storage.document_values import shown, stored
from desktop_app.storage.shapes import Collection
from desktop_app.storage.tables import MASK

Target: TypeAlias = AsyncCollection[dict[str, Any]]
Entry: TypeAlias = dict[str, Any]
Document = dict[str, Any]
STAMPS = ("created_at", "updated_at")


class Terms(Protocol):
    """On whose behalf: `acting` may write what only acts move, `tenant` bounds the sender."""

    @property
    def panel(self) -> str: ...
    @property
    def acting(self) -> bool: ...
    @property
    def tenant(self) -> str | None: ...


async def apply(
    session: AsyncClientSession,
    targets: Sequence[Target],
    collection: Collection,
    write: Write,
    terms: Terms,
) -> list[Entry]:
    """Carry it out; one entry of the trail a record."""
    within = [target for target in targets if _is_open(target, collection, terms)]
    job = _Job(session, within, collection, terms)
    match write:
        case Create(values=values):
            return [await job.create(values)]
        case Edit(key=key, seen=seen, values=values):
            return [await job.edit(key, seen, values)]
        case Remove(key=key, seen=seen):
            return [await job.remove(key, seen)]
        case Act():
            return [await job.act(write, key) for key in write.keys]


def row_key(collection: Collection, write: Write) -> str:
    """The record's key as the audit trail writes it; empty while a new one has none."""
    match write:
        case Create(values=values):
            return str(values.get(collection.key, ""))
        case Act(keys=keys):
            return str(keys[0]) if len(keys) == 1 else ""
    return str(write.key)


def _is_open(target: Target, collection: Collection, terms: Terms) -> bool:
    if not collection.per_tenant or terms.tenant is None:
        return True
    return target.database.name == tenants.database_name(terms.tenant)


class _Job:
    def __init__(
        self,
        session: AsyncClientSession,
        targets: Sequence[Target],
        collection: Collection,
        terms: Terms,
    ) -> None:
        self._session, self._targets = session, targets
        self._collection, self._terms = collection, terms
        self._now = datetime.now(UTC).replace(microsecond=0)

    async def create(self, values: Row) -> Entry:
        stamped = {name: self._now for name in STAMPS if self._has(name) and not values.get(name)}
        document = documents.created(self._collection, {**values, **stamped})
        document.setdefault("_id", ObjectId())
        self._refuse_strangers(document)
        self._refuse_strange_key(document)
        await self._home(document).insert_one(document, session=self._session)
        return self._entry("create", document, None, document)

    def _home(self, document: Document) -> Target:
        """Where a new document lies: in the database of the tenant that it names."""
        column = self._collection.home
        if not column:
            return self._targets[0]
        name = tenants.database_name(str(document.get(column) or ""))
        found = [target for target in self._targets if target.database.name == name]
        if not found and self._terms.tenant is not None:
            raise NotAllowed("This record belongs to another tenant.", field=column)
        if not found:
            raise Invalid("This tenant has no database yet: provision it first.", field=column)
        return found[0]

    async def edit(self, key: Any, seen: Row, values: Row) -> Entry:
        target, before = await self._found(key)
        self._refuse_moved(before, seen)
        acting = self._terms.acting
        changes = documents.edited(self._collection, values, acting=acting)
        return await self._change("edit", target, before, changes)

    async def remove(self, key: Any, seen: Row) -> Entry:
        target, before = await self._found(key)
        self._refuse_moved(before, seen)
        await target.delete_one({"_id": before["_id"]}, session=self._session)
        return self._entry("remove", before, before, None)

    async def act(self, write: Act, key: Any) -> Entry:
        """One step of the document's life, asked of the state that is stored."""
        life = self._collection.life
        steps = {step.value: step for _, step in life.cycle.next} if life else {}
        if life is None or write.action not in steps:
            raise Invalid(f"There is no action “{write.action}” here.")
        target, before = await self._found(key)
        self._refuse_moved(before, dict(write.values.get("seen") or {}))
        state = str(before.get(life.column))
        if state not in life.cycle.words:
            raise Conflict(f"Its state “{spoken(state)}” is not a known one.", field=life.column)
        step = life.step(write.action)
        given = {n: v for n, v in write.values.items() if n not in ("reason", "seen")}
        if strange := sorted(given.keys() - set(step.takes)):
            raise Invalid(f"“{write.action}” does not take {spoken(strange[0])}.", field=strange[0])
        changes: Document = {life.column: life.cycle.after(state, steps[write.action])}
        changes |= dict.fromkeys(step.stamps, self._now) | dict.fromkeys(step.clears)
        if given:
            changes |= documents.edited(self._collection, given, acting=True)
        entry = await self._change("edit", target, before, changes)
        return {**entry, "reason": str(write.values.get("reason") or "") or None}

    async def _found(self, key: Any) -> tuple[Target, Document]:
        wanted = {self._collection.key: stored(self._collection.key, key)}
        found = [
            (target, document)
            for target in self._targets
            if (document := await target.find_one(wanted, session=self._session))
        ]
        # To one tenant's staff another's record is not there, and is told of in the same words.
        if not found or self._is_strange(found[0][1]):
            raise Gone("This record is no longer there.")
        if len(found) > 1:
            raise Conflict("Several tenants have a record of this key.")
        return found[0]

    async def _change(
        self, action: str, target: Target, before: Document, changes: Document
    ) -> Entry:
        if self._has("updated_at") and "updated_at" not in changes:
            changes = {**changes, "updated_at": self._now}
        after = deepcopy(before)
        for path, value in changes.items():
            documents.put(after, path, value)
        documents.settle(self._collection, before, after, changes)
        self._refuse_strangers(after)
        tops = sorted({path.partition(".")[0] for path in changes})
        written = {"$set": {top: after[top] for top in tops}}
        await target.update_one({"_id": before["_id"]}, written, session=self._session)
        return self._entry(action, before, _parts(before, changes), _parts(after, changes))

    def _refuse_moved(self, before: Document, seen: Row) -> None:
        """Only the cells that were seen count; what else moved is nobody's quarrel."""
        documents.refuse_unknown(self._collection, seen)
        for path in sorted(seen):
            if freeze(shown(documents.at(before, path))) != freeze(seen[path]):
                raise Conflict(f"{spoken(path).capitalize()} was changed meanwhile.", field=path)

    def _refuse_strangers(self, document: Document) -> None:
        """Staff of one tenant touch its documents only, whatever they send."""
        if self._is_strange(document):
            raise NotAllowed("This record belongs to another tenant.", field="tenant_id")

    def _is_strange(self, document: Document) -> bool:
        tenant = self._terms.tenant
        if tenant is None or self._collection.per_tenant:
            return False
        return bool(document.get("tenant_id") != tenant)

    def _refuse_strange_key(self, document: Document) -> None:
        """Keys are unique over all tenants: one freely chosen would tell whether another has it."""
        tenant, name = self._terms.tenant, self._collection.key
        if tenant is None or self._collection.per_tenant or name in ("_id", "tenant_id"):
            return
        if not str(document.get(name)).startswith(f"{tenant}:"):
            said = f"A new record's key begins with “{tenant}:”, so that it is nobody else's."
            raise Invalid(said, field=name)

    def _has(self, name: str) -> bool:
        return name in self._collection.shape.model_fields

    def _entry(
        self, action: str, document: Document, before: Document | None, after: Document | None
    ) -> Entry:
        return {
            "place": self._terms.panel,
            "row_key": str(document.get(self._collection.key)),
            "action": action,
            "before": self._told(before),
            "after": self._told(after),
        }

    def _told(self, document: Document | None) -> Any:
        """As JSON, with a mask wherever the collection seals a value."""
        if document is None:
            return None
        told = deepcopy(document)
        for path in self._collection.sealed:
            for each in (path, f"{path}_sealed", f"{path}_index"):
                if each in told:
                    told[each] = MASK
                if documents.at(told, each) is not None:
                    documents.put(told, each, MASK)
        return _plain(shown(told))


def _plain(value: Any) -> Any:
    """As JSON that PostgreSQL takes, which knows no NUL."""
    match value:
        case None | bool() | int() | float():
            return value
        case Mapping():
            return {_text(name): _plain(part) for name, part in value.items()}
        case list():
            return [_plain(part) for part in value]
    return _text(value)


def _text(value: Any) -> str:
    said = value.isoformat() if isinstance(value, datetime) else str(value)
    return said.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _parts(document: Mapping[str, Any], changes: Document) -> Document:
    return {path: documents.at(document, path) for path in changes}
