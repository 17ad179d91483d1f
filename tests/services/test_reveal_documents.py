"""A document's secret is seen like a row's: asked with a reason and saved, then opened.

Mutations: take `demand` out of `reveal_request`, `over_all_tenants` out of `secret_row`, or the
look at the saved request out of `reveal_fetch`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import uuid4

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.errors import Gone, Invalid, NotAllowed
from desktop_app.services.reveal import Reveals
from desktop_app.services.sign_in import stores
from desktop_app.services.vault import Vault
from desktop_app.services.vault_keys import StackSecretsKeys, add_keys, ensure_keys
from desktop_app.stack import Places, Secrets
from desktop_app.storage.connecting import unpooled
from tests.services.act_people import People
from tests.services.act_rows import Rows
from tests.services.delivering import Mongo

TENANTS, PATH = "prismicx.tenants", "database_config.connection_string"
ASK = "SELECT backoffice.reveal_request(%s, %s, %s, 'a call')"
FETCH = "SELECT backoffice.reveal_fetch(%s)"
T = TypeVar("T")


def keys(places: Places) -> StackSecretsKeys:
    return StackSecretsKeys(Secrets(places.data_dir))


def put(mongo: Mongo, vault: Vault, value: str | None) -> str:
    """A tenant whose connection string is sealed as the program seals it."""
    key = f"revealed-{uuid4()}"
    config: dict[str, Any] = {"type": "dedicated"}
    if value is not None:
        made = vault.seal("tenant", f"tenant_registry.tenants.{PATH}", key, value)
        config |= {
            "connection_string": made.masked,
            "connection_string_sealed": made.sealed,
            "connection_string_index": made.index,
        }
    registry = mongo["tenant_registry"].get_collection("tenants")
    document = {"tenant_id": key, "name": key, "status": "active", "database_config": config}
    registry.insert_one(document, bypass_document_validation=True)
    return key


@pytest.fixture
def vault(places: Places) -> Vault:
    with unpooled(places.postgres).begin() as connection:
        return ensure_keys(connection, keys(places))


def at_reveals(
    places: Places, people: People, jobs: str, work: Callable[[Reveals], Awaitable[T]]
) -> T:
    async def run() -> T:
        made = stores(people.session(jobs), places.mongodb, places.redis)
        try:
            return await work(Reveals(made, keys(places)))
        finally:
            await made.close()

    return asyncio.run(run())


def test_two_people_see_one_secret_and_the_trail_has_both(
    places: Places, people: People, rows: Rows, mongo: Mongo, vault: Vault
) -> None:
    first = f"mongodb://{uuid4()}"
    key, bare = put(mongo, vault, first), put(mongo, vault, None)
    panel = panels.load()[TENANTS]
    with unpooled(places.postgres).begin() as connection:
        add_keys(connection, keys(places), "tenant")
        newer = ensure_keys(connection, keys(places))
    second = f"mongodb://{uuid4()}"
    under_new = put(mongo, newer, second)

    async def shown(reveals: Reveals) -> list[str]:
        asked = (reveals.reveal(panel, each, PATH, "moving it") for each in (key, bare, under_new))
        return [one.value for one in await asyncio.gather(*asked)]

    for jobs in ("admin", "admin 2"):
        assert at_reveals(places, people, jobs, shown) == [first, "", second]
    trail = rows.run(
        "SELECT array_agg(login ORDER BY login), min(reason), min(after ->> 'column'),"
        " min(after ->> 'what') FROM backoffice.audit_log WHERE place = %s AND row_key = %s",
        TENANTS,
        key,
    )
    who = sorted(people.login(jobs) for jobs in ("admin", "admin 2"))
    assert trail == (who, "moving it", PATH, "reveal")


def test_what_is_not_there_or_no_secret_is_said(
    places: Places, people: People, mongo: Mongo, vault: Vault
) -> None:
    key, panel = put(mongo, vault, "x" * 20), panels.load()[TENANTS]

    async def nothing(reveals: Reveals) -> None:
        with pytest.raises(Gone):
            await reveals.reveal(panel, f"gone-{uuid4()}", PATH, "moving it")
        with pytest.raises(Invalid, match="no secret"):
            await reveals.reveal(panel, key, "name", "moving it")
        with pytest.raises(Invalid, match="Say why"):
            await reveals.reveal(panel, key, PATH, " ")

    at_reveals(places, people, "admin", nothing)


def test_around_the_program_nobody_gets_the_keys_without_a_saved_reveal(
    places: Places, people: People, rows: Rows, mongo: Mongo, vault: Vault
) -> None:
    key, panel = put(mongo, vault, "y" * 20), panels.load()[TENANTS]
    told = json.dumps({"tenant_id": key})
    for jobs in ("operator", "compliance", "auditor", "analyst", "tenant_admin"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="tenants:reveal"):
            people[jobs].execute(ASK, (TENANTS, told, PATH))

        async def refused(reveals: Reveals) -> None:
            with pytest.raises(NotAllowed, match="tenants:reveal"):
                await reveals.reveal(panel, key, PATH, "curious")

        at_reveals(places, people, jobs, refused)
    with people.another("admin") as mine:
        for shape in ("{}", '{"a": "1", "b": "2"}'):
            with pytest.raises(psycopg.Error) as gone:
                mine.execute(ASK, (TENANTS, shape, PATH))
            assert gone.value.sqlstate == "CH004"
        mine.execute("BEGIN")
        request = mine.execute(ASK, (TENANTS, told, PATH)).fetchone()
        assert request is not None
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="not saved yet"):
            mine.execute(FETCH, request)
        mine.execute("ROLLBACK")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            mine.execute(FETCH, request)
        saved = mine.execute(ASK, (TENANTS, told, PATH)).fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            people["admin 2"].execute(FETCH, saved)
        answer = mine.execute(FETCH, saved).fetchone()
        assert answer is not None
        assert set(answer[0]) == {"row_id", "class", "keys"}


def test_an_administrator_of_one_tenant_is_not_let_near_documents(
    places: Places, people: People, mongo: Mongo, vault: Vault
) -> None:
    """No role has the right and a tenant today; were one made, the row rule still holds."""
    key = put(mongo, vault, "z" * 20)
    bound = people.session("tenant_admin 2")
    with psycopg.connect(places.postgres) as root:
        root.execute("GRANT countinghouse_admin TO acts_tenant_admin_2")
    try:
        with psycopg.connect(bound.postgres, autocommit=True) as mine:
            mine.execute("SELECT backoffice.attach(%s)", (bound.token,))
            with pytest.raises(psycopg.Error, match="no longer there"):
                mine.execute(ASK, (TENANTS, json.dumps({"tenant_id": key}), PATH))
    finally:
        with psycopg.connect(places.postgres) as root:
            root.execute("REVOKE countinghouse_admin FROM acts_tenant_admin_2")
