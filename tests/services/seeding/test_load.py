"""Seeding real servers: whole, told in the audit trail, restartable, and never among strangers."""

import json

import psycopg
import pytest
from sqlalchemy import Connection

from desktop_app.domain.errors import Conflict
from desktop_app.services.seeding import check, ids, load
from desktop_app.services.seeding.batch import Batch
from desktop_app.services.seeding.catalog import all_batches
from desktop_app.services.vault_keys import StackSecretsKeys, read_keys
from desktop_app.stack import Places, Secrets
from desktop_app.storage.migrations.documents import places as places_of
from desktop_app.storage.tables import metadata, sealed_columns
from tests.services.seeding.ground import Mongo


def counts(places: Places) -> dict[str, int]:
    made = {}
    with (
        psycopg.connect(places.postgres) as sql,
        Mongo(places.mongodb) as mongo,
    ):
        for batch in all_batches():
            if isinstance(batch, Batch):
                row = sql.execute(f"SELECT count(*) FROM {batch.place}".encode()).fetchone()
                made[batch.place] = row[0] if row else -1
            else:
                made[batch.place] = sum(
                    database[batch.collection.name].count_documents({})
                    for database in places_of(mongo, batch.collection)
                )
    return made


def wanted() -> dict[str, int]:
    return {batch.place: batch.count("small") for batch in all_batches()}


def test_every_row_is_there(seeded: Places) -> None:
    assert counts(seeded) == wanted()


def test_no_rule_is_broken(alchemy: Connection, mongo: Mongo) -> None:
    assert check.findings(alchemy, mongo) == []


def test_the_audit_trail_tells_each_place_once(sql: psycopg.Connection) -> None:
    found = sql.execute(
        "SELECT place, row_key, (after ->> 'count')::int, length(after ->> 'sha256'), outside "
        "FROM backoffice.audit_log WHERE action = 'bulk'"
    ).fetchall()
    told = {place: count for place, key, count, digest, outside in found
            if key == "seed" and digest == 64 and outside}  # fmt: skip
    assert told == wanted()
    assert len(found) >= len(told)


def test_what_is_sealed_opens(seeded: Places, alchemy: Connection) -> None:
    vault = read_keys(alchemy, StackSecretsKeys(Secrets(seeded.data_dir)))
    opened = 0
    for table in metadata.sorted_tables:
        for name, data_class in sealed_columns(table).items():
            (key, *_) = table.primary_key.columns
            rows = alchemy.exec_driver_sql(
                f"SELECT {key.name}, {name}, {name}_sealed, {name}_index FROM {table.fullname} "
                f"WHERE {name}_sealed IS NOT NULL LIMIT 20"
            )
            for row_id, masked, sealed, index in rows:
                place = f"{table.fullname}.{name}"
                plain = vault.open(data_class, place, row_id, sealed)
                assert plain
                again = plain if isinstance(masked, str) else json.loads(plain)
                assert bytes(index) in vault.indexes(data_class, again), place
                opened += 1
    assert opened > 100


def test_the_server_counts_on_after_the_seed_s_keys(sql: psycopg.Connection) -> None:
    row = sql.execute(
        "INSERT INTO openmineral.users (username, email, password_hash, role) "
        "VALUES ('new', 'new@example.com', 'x', 'trader') RETURNING id"
    ).fetchone()
    assert row
    assert row[0] > ids.number(wanted()["openmineral.users"] - 1)


def test_people_are_found_on_several_platforms_by_e_mail_and_wallet(
    sql: psycopg.Connection,
) -> None:
    row = sql.execute(
        "SELECT count(*), count(*) FILTER (WHERE m.wallet_address_index = w.address_index) "
        "FROM multiverse.users m JOIN passa.users p USING (email) "
        "LEFT JOIN passa.wallets w ON w.user_id = p.user_id"
    ).fetchone()
    assert row
    people, with_wallet = row
    assert people > 30
    assert with_wallet > 0


def test_seeding_again_replaces_what_was_changed(seeded: Places) -> None:
    with psycopg.connect(seeded.postgres) as sql:
        sql.execute("UPDATE multiverse.users SET full_name = 'changed'")
        sql.execute("DELETE FROM multiverse.notifications")
    result = load.seed(seeded, "small", 1)
    assert not result.went_on
    assert counts(seeded) == wanted()
    with psycopg.connect(seeded.postgres) as sql:
        row = sql.execute(
            "SELECT count(*) FROM multiverse.users WHERE full_name = 'changed'"
        ).fetchone()
    assert row == (0,)


@pytest.mark.sample
def test_another_number_gives_other_rows_and_the_same_gives_the_same(empty: Places) -> None:
    """`sha256` of what has nothing sealed tells."""

    def digests() -> dict[str, str]:
        with psycopg.connect(empty.postgres) as sql:
            found = sql.execute(
                "SELECT place, sha256 FROM backoffice.seeded WHERE place = ANY(%s)",
                (["multiverse.digital_assets", "openmineral.users", "multiverse.properties"],),
            )
            return {place: digest for place, digest in found}  # noqa: C416

    load.seed(empty, "small", 2)
    two = digests()
    load.seed(empty, "small", 1)
    one = digests()
    load.seed(empty, "small", 1)
    assert digests() == one
    assert len(one) == 3
    assert not set(one.values()) & set(two.values())


@pytest.mark.sample
def test_a_broken_off_seeding_goes_on_where_it_stood(seeded: Places) -> None:
    class Cut(Exception):
        pass

    def cut(at: load.Progress) -> None:
        if at.place == "nexus_mint.investments":
            raise Cut

    with pytest.raises(Cut):
        load.seed(seeded, "small", 1, tell=cut)
    before = counts(seeded)
    assert before["nexus_mint.investments"] == 0 < before["multiverse.users"]
    result = load.seed(seeded, "small", 1)
    assert result.went_on
    assert result.rows < sum(wanted().values())
    assert counts(seeded) == wanted()


def test_a_collection_that_was_half_written_is_written_anew(seeded: Places) -> None:
    def cut(at: load.Progress) -> None:
        if at.place == "multiverse.business_projects":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load.seed(seeded, "small", 1, tell=cut)
    assert counts(seeded)["multiverse.business_projects"] > 0
    assert load.seed(seeded, "small", 1).went_on
    assert counts(seeded) == wanted()


STRANGERS = {
    "multiverse.tags": "INSERT INTO multiverse.tags (name) VALUES ('mine')",
    "openmineral.users": "INSERT INTO openmineral.users (username, email, password_hash, role) "
    "VALUES ('me', 'me@example.com', 'x', 'trader')",
}


@pytest.mark.parametrize("place", STRANGERS)
def test_rows_of_somebody_else_are_refused_and_kept(seeded: Places, place: str) -> None:
    with psycopg.connect(seeded.postgres, autocommit=True) as sql:
        sql.execute(STRANGERS[place].encode())
        try:
            with pytest.raises(Conflict, match=place):
                load.seed(seeded, "small", 1)
            assert counts(seeded)[place] == wanted()[place] + 1
        finally:
            batch = next(b for b in all_batches() if b.place == place)
            assert isinstance(batch, Batch)
            mine = batch.mine(wanted()[place])
            sql.execute("SET session_replication_role = replica")
            sql.execute(f"DELETE FROM {place} WHERE NOT ({mine})".encode())


def test_documents_of_somebody_else_are_refused(seeded: Places, mongo: Mongo) -> None:
    there = mongo["multiverse"]["digital_assets"]
    there.insert_one({"asset_id": "mine", "name": "Mine"})
    try:
        with pytest.raises(Conflict, match=r"multiverse\.digital_assets"):
            load.seed(seeded, "small", 1)
    finally:
        there.delete_one({"asset_id": "mine"})


@pytest.mark.sample
def test_users_who_stand_for_staff_are_spared(seeded: Places) -> None:
    with psycopg.connect(seeded.postgres, autocommit=True) as sql:
        sql.execute("INSERT INTO backoffice.staff (login, name, roles) VALUES ('eve', 'Eve', '{}')")
        row = sql.execute(
            "INSERT INTO openmineral.users (id, username, email, password_hash, role) "
            "VALUES (7, 'eve', 'eve@staff.invalid', 'x', 'compliance') RETURNING id"
        ).fetchone()
        assert row
        sql.execute(
            "INSERT INTO backoffice.staff_accounts VALUES ('eve', 'openmineral', %s)",
            (str(row[0]),),
        )
        try:
            load.seed(seeded, "small", 1)
            left = sql.execute("SELECT email FROM openmineral.users WHERE id = 7").fetchone()
            assert left == ("eve@staff.invalid",)
            assert counts(seeded)["openmineral.users"] == wanted()["openmineral.users"] + 1
        finally:
            sql.execute("DELETE FROM openmineral.users WHERE id = 7")
            sql.execute("DELETE FROM backoffice.staff WHERE login = 'eve'")


def test_only_one_seeds_at_a_time(seeded: Places) -> None:
    with psycopg.connect(seeded.postgres, autocommit=True) as sql:
        sql.execute("SELECT pg_advisory_lock(%s)", (load.LOCK,))
        with pytest.raises(Conflict, match="under way"):
            load.seed(seeded, "small", 1)


def test_progress_counts_up_to_all(seeded: Places) -> None:
    told: list[load.Progress] = []
    result = load.seed(seeded, "small", 1, tell=told.append)
    assert told[-1].rows == told[-1].of == result.rows == sum(wanted().values())
    assert [each.rows for each in told] == sorted(each.rows for each in told)
    assert all(each.left >= 0 and each.rate >= 0 for each in told)
