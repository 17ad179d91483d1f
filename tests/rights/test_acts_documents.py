"""Every act on a document × every job × {another's record, one's own, another tenant's, gone}.

Asked of the outbox on the person's own connection, delivered by a relay; what must come of it
follows from the role file and the collections. Acts over two stores are among them.

Mutation: take `demand` out of `send`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from bson import ObjectId

from desktop_app import panels
from desktop_app.domain.roles import JOBS
from desktop_app.domain.writes import Act
from desktop_app.services.panel import Panel, Run
from desktop_app.services.rights import actor
from desktop_app.services.worker_logins import Logins
from desktop_app.stack import Places
from desktop_app.storage.document_writes import nested
from desktop_app.storage.files import Files
from desktop_app.storage.filing import PUT_BACK
from desktop_app.storage.mongo import Documents
from desktop_app.storage.postgres import Sql
from desktop_app.storage.shapes import declared
from desktop_app.storage.sql.acts import state
from tests.services.act_people import People
from tests.services.act_rows import Rows
from tests.services.delivering import Mongo, Sender, deliver, documents, logins

PANELS = panels.load()
DENIED, GONE, DONE = "42501", "CH004", "done"
MINE, OTHER = "tenant-1", "tenant-2"
WHOSE = ("another's", "one's own", "another tenant's", "gone")
NOW = datetime.now(UTC).replace(microsecond=0)
LEAST: Mapping[str, Callable[[str, str], dict[str, Any]]] = {
    "prismicx.tasks": lambda key, tenant: {
        "task_id": key, "tenant_id": tenant, "service_id": "s", "type": "sync", "priority": 1.0,
        "payload": {}, "created_at": NOW,
    },
    "prismicx.tenants": lambda key, tenant: {
        "tenant_id": key, "name": key, "created_at": NOW,
        "database_config": {"type": "shared", "connection_string": "••••"},
    },
    "prismicx.tenant_databases": lambda key, tenant: {
        "database_name": key, "type": "shared", "tenants": [tenant], "created_at": NOW,
    },
    "multiverse.business_projects": lambda key, tenant: {
        "project_id": key, "name": "Wells", "user_id": uuid4(),
    },
}  # fmt: skip
"""The least that each collection's validator takes, but for the state."""


@dataclass(frozen=True)
class Case:
    panel: Panel
    step: str
    job: str
    whose: str

    @property
    def expected(self) -> str:
        bound = JOBS[self.job].tenant_bound
        person = actor(self.job, frozenset({self.job}), MINE if bound else None)
        if not person.may(self.panel.right(self.step)):
            return DENIED
        if isinstance(self.panel.source, Sql) and self.whose == "one's own":
            return DENIED
        if self.whose == "gone":
            return GONE
        # Staff of one tenant move what names that tenant, and nothing that names none or several.
        theirs = self.whose != "another tenant's" and self.panel.key == "prismicx.tasks"
        return DENIED if bound and not theirs else DONE

    def __str__(self) -> str:
        return f"{self.panel.key}:{self.step} by {self.job}, {self.whose}"


def cases() -> Iterator[Case]:
    for panel in PANELS.values():
        for action in panel.actions:
            if action.run is not Run.DELIVERED:
                continue
            for job in JOBS:
                yield from (Case(panel, action.name, job, whose) for whose in _whose(panel))


def _whose(panel: Panel) -> tuple[str, ...]:
    """One's own and another tenant's only where a record can be that."""
    if isinstance(panel.source, Files):
        return ("another's", "gone")
    if isinstance(panel.source, Sql):
        return tuple(each for each in WHOSE if each != "another tenant's")
    told = LEAST[panel.key]("key", MINE)
    absent = {"one's own": "user_id" not in told, "another tenant's": "user_id" in told}
    return tuple(each for each in WHOSE if not absent.get(each))


def clear(mongo: Mongo) -> None:
    """Other tests count what a tenant has."""
    for each in declared():
        if each.life and not each.per_tenant:
            mongo[each.database][each.name].delete_many({each.key: {"$regex": "^act-"}})


@dataclass(frozen=True)
class Ground:
    rows: Rows
    mongo: Mongo
    people: People

    def me(self, case: Case) -> UUID | None:
        """The platform user who stands for this person."""
        asked = ("SELECT max(user_id) FROM backoffice.staff_accounts"
                 " WHERE (staff, platform) = (%s, 'multiverse')")  # fmt: skip
        found: tuple[UUID | None, ...] = self.rows.run(asked, self.people.login(case.job))
        return found[0]

    def made(self, case: Case) -> Any:
        """The record's key; None where it cannot be this person's own on the platform."""
        mine = self.me(case) if case.whose == "one's own" else None
        if case.whose == "one's own" and mine is None:
            return None
        if isinstance(case.panel.source, Sql):
            return self._trade(case, mine)
        if isinstance(case.panel.source, Files):
            return self._file(case, case.panel.source)
        assert isinstance(case.panel.source, Documents)
        collection, key = case.panel.source.collection, f"act-{uuid4()}"
        assert collection.life
        tenant = OTHER if case.whose == "another tenant's" else MINE
        at = next(a for a, by in collection.life.cycle.next if by.value == case.step)
        told = LEAST[case.panel.key](key, tenant) | {collection.life.column: at.value}
        if case.whose != "gone":
            document = nested(told | ({"user_id": mine} if mine else {}))
            self.mongo[collection.database][collection.name].insert_one(document)
        return key

    def _file(self, case: Case, source: Files) -> ObjectId:
        """An entry of the bucket, put away where it is to be put back."""
        key = ObjectId()
        if case.whose != "gone":
            about = {"removed_at": NOW if case.step == PUT_BACK else None}
            entries = self.mongo[source.entries.database][source.entries.name]
            entries.insert_one({"_id": key, "filename": "a.pdf", "length": 1, "metadata": about})
        return key

    def _trade(self, case: Case, mine: UUID | None) -> UUID:
        """A sale of an asset that is the seller's."""
        source = case.panel.source
        assert isinstance(source, Sql)
        seller, buyer = (self.rows.put("multiverse.users")["user_id"] for _ in range(2))
        seller, asset = mine or seller, f"act-{uuid4()}"
        at = next(a for a, by in state(source.table)[1].next if by.value == case.step)
        named = {"asset_id": asset, "seller_id": seller, "buyer_id": buyer, "status": at.value}
        key: UUID = self.rows.put(case.panel.key, **named)["transaction_id"]
        if case.whose == "gone":
            gone = f"DELETE FROM {case.panel.key} WHERE transaction_id = %s RETURNING 1"
            self.rows.run(gone, key)
        document = {"asset_id": asset, "name": "A", "asset_type": "art", "owner_id": seller,
                    "is_listed": True}  # fmt: skip
        self.mongo["multiverse"]["digital_assets"].insert_one(document)
        return key


def sent(case: Case, key: Any, people: People) -> tuple[str, UUID | None]:
    """What the outbox says at once, or under which id it is to be delivered."""
    try:
        write = Act(case.panel.key, case.step, (key,), {"reason": "because"})
        return "", Sender(people[case.job]).send(write)
    except psycopg.Error as error:
        return f"{error.sqlstate}" if error.sqlstate in (DENIED, GONE) else f"{error}", None


def outcome(case: Case, id: UUID, people: People) -> str:
    answered, told = Sender(people[case.job]).outcome(id)
    kinds = {"not_allowed": DENIED, "gone": GONE}
    return answered if answered == DONE else kinds.get(str(told.get("kind")), f"{answered} {told}")


@pytest.fixture(scope="module")
def relay(places: Places) -> Logins:
    return logins(places)


@pytest.mark.parametrize(
    "every", [pytest.param(23, marks=pytest.mark.sample), pytest.param(1, marks=pytest.mark.long)]
)
def test_every_act_on_a_document_is_as_declared(
    every: int,
    places: Places,
    rows: Rows,
    people: People,
    relay: Logins,
    record_property: Callable[[str, object], None],
) -> None:
    tried = list[tuple[Case, str, UUID | None]]()
    with documents(places) as mongo:
        ground = Ground(rows, mongo, people)
        for case in list(cases())[::every]:
            people.session(case.job)
            if (key := ground.made(case)) is not None:
                tried.append((case, *sent(case, key, people)))
    while deliver(relay):
        pass
    with documents(places) as mongo:
        clear(mongo)
    found = [(case, outcome(case, id, people) if id else said) for case, said, id in tried]
    wrong = [f"{c}: {said}, not {c.expected}" for c, said in found if said != c.expected]
    done = sum(said == DONE for _, said in found)
    told = f"Acts on documents: {len(found)} cases, {done} done, {len(wrong)} not as declared"
    record_property("figure", told)
    assert wrong == []
    assert 0 < done < len(found)
