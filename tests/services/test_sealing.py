"""What is sealed on its way through the desk: never in clear, found by its index, opened again."""

import asyncio
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desktop_app.domain.approvals import Verdict
from desktop_app.domain.errors import Invalid, NotAllowed
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Create, Edit
from desktop_app.services import sample
from desktop_app.services.desk import Desk
from desktop_app.services.jobs import Jobs
from desktop_app.services.sealing import NO_PASSWORD, Sealing
from desktop_app.services.vault import Vault
from desktop_app.services.vault_keys import StackSecretsKeys, read_keys
from desktop_app.stack import Places, Secrets
from desktop_app.storage.connecting import unpooled
from tests.services.act_rows import Rows
from tests.services.approving import policy
from tests.services.delivering import Mongo
from tests.services.test_desk import at_the_desk, run
from tests.services.test_desk_documents import Delivering

WALLETS, USERS, KYC = "passa.wallets", "passa.users", "openmineral.kyc_records"
TENANTS = "prismicx.tenants"
KEPT_IN = (
    "backoffice.audit_log", "backoffice.outbox", "backoffice.approval_requests",
    "backoffice.commands", "backoffice.jobs", "backoffice.job_items",
)  # fmt: skip


def secret() -> str:
    return f"G{uuid4().hex.upper()}"


def vault(places: Places) -> Vault:
    with unpooled(places.postgres).connect() as connection:
        return read_keys(connection, StackSecretsKeys(Secrets(places.data_dir)))


def nowhere(rows: Rows, text: str, *tables: str) -> None:
    """In no cell of these tables nor of any that keeps writes, as text or as bytes."""
    for table in (*KEPT_IN, *tables):
        (told,) = rows.run(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
        assert text not in told, table
        assert text.encode().hex() not in told, table


async def wallet(desk: Desk, address: str, **more: Any) -> Create:
    page = await desk.list(desk.panels[USERS], Query(sort="created_at", limit=1))
    if not page.rows:
        name = f"ana{uuid4().hex[:12]}"
        user = Create(USERS, {"username": name, "email": f"{name}@example.org"})
        await desk.do(user)
        return await wallet(desk, address, **more)
    given = {
        "user_id": page.rows[0]["user_id"], "label": "Spare", "address": address,
        "network": "stellar", "type": "custodial",
    }  # fmt: skip
    return Create(WALLETS, given | more)


def test_a_row_is_made_and_edited_with_its_secret_sealed(places: Places, rows: Rows) -> None:
    first, second = secret(), secret()

    async def work(desk: Desk) -> None:
        done = await desk.do(await wallet(desk, first))
        key = done.keys[0][1]
        row = await desk.get(desk.panels[WALLETS], key)
        assert row["address"] == f"••••{first[-4:]}"
        nowhere(rows, first, WALLETS)
        keys = vault(places)

        def stored(column: str) -> Any:
            return rows.get(WALLETS, {"wallet_id": key}, column)

        place = f"{WALLETS}.address"
        assert keys.open("wallet", place, key, stored("address_sealed")) == first
        found = "SELECT array_agg(wallet_id) FROM passa.wallets WHERE address_index = %s"
        assert rows.run(found, keys.index("wallet", first)) == ([key],)
        await desk.do(Edit(WALLETS, key, {"address": row["address"]}, {"address": second}))
        assert keys.open("wallet", place, key, stored("address_sealed")) == second
        assert rows.run(found, keys.index("wallet", first)) == (None,)
        nowhere(rows, second, WALLETS)
        await desk.do(Edit(WALLETS, key, {}, {"label": "Other"}))
        assert keys.open("wallet", place, key, stored("address_sealed")) == second

    run(work, places)


def test_a_command_brought_twice_is_the_same_although_it_is_sealed_anew(places: Places) -> None:
    async def work(desk: Desk) -> None:
        write, command = await wallet(desk, secret()), uuid4()
        await desk.do(write, keep=False)
        done = await desk.do(write, command=command)
        again = await desk.do(write, command=command)
        assert again.again
        assert str(again.keys[0][1]) == str(done.keys[0][1])
        other = await wallet(desk, secret())
        with pytest.raises(Invalid, match="another command"):
            await desk.do(other, command=command)

    run(work, places)


def test_a_request_keeps_no_secret(places: Places, rows: Rows) -> None:
    """What is asked for lies sealed, and what the checker's vote carries out opens."""
    address = secret()

    async def work() -> None:
        async with at_the_desk(places) as maker, at_the_desk(places, sample.CHECKER) as checker:
            write, command = await wallet(maker, address), uuid4()
            asked = await maker.request(write, reason="Lost the old one.", command=command)
            again = await maker.request(write, reason="Lost the old one.", command=command)
            assert again.id == asked.id
            nowhere(rows, address, WALLETS)
            done = await checker.decide(asked.id, Verdict.APPROVE)
            key = done.keys[0][1]["wallet_id"]
            nowhere(rows, address, WALLETS)
            kept = rows.get(WALLETS, {"wallet_id": key}, "address_sealed")
            assert vault(places).open("wallet", f"{WALLETS}.address", key, kept) == address

    with policy(rows, "platform_role_changes_passa", panel=WALLETS):
        asyncio.run(work())


def test_a_job_keeps_no_secret_and_gives_none_to_many(places: Places, rows: Rows) -> None:
    address, tried = secret(), secret()

    async def work(desk: Desk) -> None:
        jobs = Jobs(desk)
        job = await jobs.start_each([await wallet(desk, address)])
        nowhere(rows, address)
        assert (await jobs.resume(job.id)).done == 1
        nowhere(rows, address, WALLETS)
        with pytest.raises(Invalid, match="record by record"):
            await jobs.start(Edit(WALLETS, None, {}, {"address": tried}), Query(sort="created_at"))
        nowhere(rows, tried)

    run(work, places)


def test_several_secrets_of_a_record_whose_key_is_counted(places: Places, rows: Rows) -> None:
    number, home = f"P{uuid4().hex[:12].upper()}", f"{uuid4()} Rua da Prata"

    async def work(desk: Desk) -> None:
        person = {
            "full_name": "Ana Prata", "date_of_birth": date(1980, 2, 29), "nationality": "PT",
            "address": home, "id_type": "passport", "id_number": number, "status": "pending",
            "risk_level": "low",
        }  # fmt: skip
        key = (await desk.do(Create(KYC, person))).keys[0][1]
        for each in (number, home):
            nowhere(rows, each, KYC)
        kept = rows.get(KYC, {"id": key}, "id_number_sealed")
        assert vault(places).open("identity", f"{KYC}.id_number", key, kept) == number

    run(work, places)


def test_a_document_is_sealed_before_it_is_sent(places: Places, rows: Rows, mongo: Mongo) -> None:
    key, first, second = f"t-{uuid4()}", f"mongodb://{uuid4()}", f"mongodb://{uuid4()}"
    path = "database_config.connection_string"

    def stored() -> Any:
        return mongo["tenant_registry"]["tenants"].find_one({"tenant_id": key})

    async def work(desk: Desk) -> None:
        tenant = {
            "tenant_id": key, "name": "Prata", "status": "provisioning",
            "database_config.type": "dedicated", path: first,
        }  # fmt: skip
        nested = {"tenant_id": f"{key}-b", "database_config": {"connection_string": first}}
        ready = await desk.sealing.ready([Create(TENANTS, nested)])
        assert first not in repr(ready)
        async with Delivering(places):
            assert not (await desk.do(Create(TENANTS, tenant))).waiting
            config = stored()["database_config"]
            place = f"tenant_registry.tenants.{path}"
            keys = vault(places)
            assert keys.open("tenant", place, key, config["connection_string_sealed"]) == first
            mask = config["connection_string"]
            await desk.do(Edit(TENANTS, key, {path: mask}, {path: second}))
            config = stored()["database_config"]
            assert keys.open("tenant", place, key, config["connection_string_sealed"]) == second
            assert config["connection_string_index"] == keys.index("tenant", second)
        for each in (first, second):
            nowhere(rows, each)
            assert each not in repr(stored())

    run(work, places)


def test_a_mask_is_no_secret_and_a_user_by_hand_has_no_password(places: Places) -> None:
    async def work(desk: Desk) -> None:
        with pytest.raises(Invalid, match="masked form") as refused:
            await desk.do(await wallet(desk, "••••1234"))
        assert refused.value.field == "address"
        ready = await desk.sealing.ready([Create("multiverse.users", {"username": "ana"})])
        assert ready.writes[0].values["password_hash"] == NO_PASSWORD  # type: ignore[union-attr]

    run(work, places)


def test_keys_are_for_whoever_may_write_the_class(places: Places, rows: Rows) -> None:
    """Asked around the program as well: a reader gets none, and a writer not another class's."""

    async def work() -> None:
        async with at_the_desk(places) as desk:
            write = await wallet(desk, secret())
            desk.sealing = Sealing(desk.stores, desk.panels, None)
            with pytest.raises(NotAllowed, match="not on this machine"):
                await desk.do(write)
            asked = text("SELECT count(*) FROM backoffice.sealing_keys(:place, :data_class)")
            for data_class, fine in (("wallet", True), ("kyc", False)):
                async with desk.stores.reading() as connection:
                    given = {"place": WALLETS, "data_class": data_class}
                    if fine:
                        assert await connection.scalar(asked, given) == 2
                        continue
                    with pytest.raises(DBAPIError, match="seal_kyc"):
                        await connection.execute(asked, given)

    asyncio.run(work())
