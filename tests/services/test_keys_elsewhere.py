"""Where the settings name a key service nothing asks the stack's own master key any more.

Mutations: seed or examine with `StackSecretsKeys`; open a file without naming the request.
"""

from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest
from bson import ObjectId

from desktop_app.commands import doctor_checks
from desktop_app.commands.doctor_checks import Machine
from desktop_app.domain.errors import NotAllowed, Unreachable
from desktop_app.services import documents, key_choice, key_serving
from desktop_app.services.desk import Desk
from desktop_app.services.key_service import KeyService
from desktop_app.services.seeding import load
from desktop_app.services.vault_keys import KeyName, KeyProvider, add_keys
from desktop_app.stack import Places, Secrets
from desktop_app.storage.connecting import unpooled
from tests.services.act_people import People
from tests.services.act_rows import Rows
from tests.services.test_desk import run
from tests.services.test_desk_documents import Delivering
from tests.services.test_documents import CONTENT, EVIDENCE, added, owner
from tests.services.test_key_service import guard, service, url
from tests.services.test_reveal_documents import keys
from tests.services.test_vault_keys import Drawer

__all__ = ["guard", "url"]


def test_seeding_asks_the_key_service(places: Places, guard: key_serving.Guard) -> None:
    nobody = replace(places, keys=f"unix://{places.data_dir}/nobody.sock")
    with pytest.raises(Unreachable, match="key service does not answer"):
        load.seed(nobody, "small")
    assert isinstance(key_choice.demanded(nobody, Secrets(places.data_dir)), KeyService)
    for elsewhere in (nobody, replace(places, local=False)):
        with pytest.raises(NotAllowed, match="keys serve"):
            key_choice.demanded(elsewhere, Drawer())


def test_the_doctor_asks_the_key_service(
    places: Places, guard: key_serving.Guard, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sealing(at: str) -> str:
        monkeypatch.setenv("COUNTINGHOUSE_KEYS_URL", at)
        (finding,) = doctor_checks.sealing(Machine(str(places.data_dir)))
        assert finding.ok
        return finding.words

    assert "opens all" in sealing("")
    assert "opens all" in sealing(url)
    with pytest.raises(Unreachable, match="key service does not answer"):
        sealing(f"unix://{places.data_dir}/nobody.sock")


def test_a_file_under_an_earlier_key_opens_by_its_recorded_request(
    places: Places, people: People, rows: Rows, url: str
) -> None:
    asked = "SELECT wrapped FROM backoffice.data_keys WHERE (data_class, purpose, number) = %s"
    earlier = bytes(rows.run(asked.replace("%s", "('business', 'data', 1)"))[0])
    with unpooled(places.postgres).begin() as making:
        add_keys(making, keys(places), "business")
    request = people["compliance"].execute(
        "SELECT backoffice.file_request(%s, %s, 'x')", (EVIDENCE, str(ObjectId()))
    )
    ((saved,),) = request.fetchall()
    at_service, name = service(url, people.session("compliance")), KeyName("business", 1, "data")
    assert len(at_service.unwrap(name, earlier, saved)) == 32
    for other in (None, UUID(int=0)):
        with pytest.raises(NotAllowed):
            at_service.unwrap(name, earlier, other)
    with pytest.raises(NotAllowed):
        service(url, people.session("operator")).unwrap(name, earlier, saved)


@dataclass
class Watched:
    """The keys, and for which requests they were asked."""

    keys: KeyProvider
    reveals: list[UUID | None] = field(default_factory=list)

    def wrap(self, name: KeyName, key: bytes) -> bytes:
        return self.keys.wrap(name, key)

    def unwrap(self, name: KeyName, wrapped: bytes, reveal: UUID | None = None) -> bytes:
        self.reveals.append(reveal)
        return self.keys.unwrap(name, wrapped, reveal)


def test_opening_a_file_names_its_request(places: Places, rows: Rows) -> None:
    of = owner()

    async def work(desk: Desk) -> None:
        async with Delivering(places):
            document = await added(desk, EVIDENCE, of)
        watched = Watched(keys(places))
        watching = Desk(desk.stores, desk.panels, desk.actor, keys=watched)
        assert await documents.opened(watching, document, of) == CONTENT
        told = (
            "SELECT (after ->> 'reveal')::uuid FROM backoffice.audit_log WHERE row_key = %s"
            " AND after ->> 'what' = 'open'"
        )
        assert tuple(watched.reveals) == rows.run(told, str(document.key))

    run(work, places)
