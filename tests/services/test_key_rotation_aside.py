"""What no key opens is set aside and named; everything else is sealed anew.

Mutations: let `Resealing.anew` pass the refusal on; begin no new keys while something is set aside;
write a batch only as a whole; let one closed key close all, or let all be closed without a word;
finish an earlier rotation although its keys do not open; leave out which keys do not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import psycopg
import pytest

from desktop_app import app
from desktop_app.domain.errors import Invalid
from desktop_app.services import key_rotation
from desktop_app.services.vault import new_key
from desktop_app.services.vault_keys import (
    Closed,
    KeyName,
    StackSecretsKeys,
    add_keys,
    ensure_keys,
    read_keys,
)
from desktop_app.stack import Places
from desktop_app.storage.connecting import unpooled
from tests.services.delivering import Mongo
from tests.services.identity_people import one
from tests.services.test_key_rotation import READ, TOKENS, clean, filled, readable, vault
from tests.services.test_reveal_documents import keys, put
from tests.services.test_vault_keys import Drawer

__all__ = ["clean"]
SPOIL = f"UPDATE {TOKENS} SET token_sealed = %s WHERE token_id = %s"


def spoiled(places: Places, owner: UUID) -> dict[UUID, str]:
    """Three of its tokens no longer open: cut, moved from another row, under a key that is gone."""
    with psycopg.connect(places.postgres) as root:
        root.execute("SET LOCAL session_replication_role = replica")
        rows = root.execute(READ.encode(), (owner,)).fetchall()
        (cut, one, _), (moved, _, _), (lost, other, _) = rows[:3]
        gone = other[:1] + (999).to_bytes(4, "big") + other[5:]
        for key, sealed in ((cut, one[:20]), (moved, one), (lost, gone)):
            root.execute(SPOIL.encode(), (sealed, key))
    return {cut: "does not open", moved: "does not open", lost: "Key 999"}


def test_what_does_not_open_is_named_and_the_rest_goes_on(
    places: Places, clean: Iterator[None]
) -> None:
    owner = filled(places, 40)
    wrong = spoiled(places, owner)
    first = key_rotation.rotate(places, keys(places), "token", batch=7)
    second = key_rotation.rotate(places, keys(places), "token", batch=7)
    assert second.number == first.number + 1
    assert (second.values, len(second.aside)) == (37, 3)
    for key, why in wrong.items():
        (told,) = (line for line in second.aside if f"row {key}:" in line)
        assert told.startswith(f"{TOKENS}.token, row ")
        assert why in told
    with pytest.raises(Invalid, match=r"^3 values of the class “token” stay") as refused:
        second.refuse_aside()
    assert all(str(key) in str(refused.value) for key in wrong)
    opens = vault(places)
    with psycopg.connect(places.postgres) as root:
        for key, sealed, index in root.execute(READ.encode(), (owner,)).fetchall():
            if key not in wrong:
                assert sealed.startswith(opens.header("token"))
                assert index == opens.index("token", str(key))


@contextmanager
def damaged(places: Places, purpose: str) -> Iterator[int]:
    """The class's newest key does not open for a while; its number."""
    one_of = "SELECT {} FROM backoffice.data_keys WHERE data_class = 'token' AND purpose = %s"
    change = (
        "UPDATE backoffice.data_keys SET wrapped = %s"
        " WHERE data_class = 'token' AND purpose = %s AND number = %s"
    )
    with psycopg.connect(places.postgres, autocommit=True) as root:
        number = one(root, one_of.format("max(number)"), purpose)
        wrapped = one(root, f"{one_of.format('wrapped')} AND number = %s", purpose, number)
        root.execute(change.encode(), (wrapped[:-1] + bytes((wrapped[-1] ^ 1,)), purpose, number))
        try:
            yield number
        finally:
            root.execute(change.encode(), (wrapped, purpose, number))


def sealed_next(places: Places, count: int) -> UUID:
    """So many values under the class's next key."""
    with unpooled(places.postgres).begin() as making:
        add_keys(making, keys(places), "token")
    return filled(places, count)


def rotated(places: Places) -> key_rotation.Rotated:
    return key_rotation.rotate(places, keys(places), "token", batch=7)


def test_a_newest_key_that_does_not_open_is_named_and_the_rest_goes_on(
    places: Places, clean: Iterator[None], capsys: pytest.CaptureFixture[str]
) -> None:
    earliest, early, late = (sealed_next(places, count) for count in (3, 5, 9))
    with damaged(places, "data") as number:
        done = rotated(places)
        assert (done.number, len(done.aside)) == (number + 1, 9)
        assert all(f"Key {number} of the class" in line for line in done.aside)
        (closed,) = done.closed
        assert closed.startswith(f"Key {number} (data) of the class “token” does not open")
        assert app.main(["keys", "rotate", "token", "--data-dir", str(places.data_dir)]) == 1
        refused = capsys.readouterr().err
        assert closed in refused
        assert "9 values of the class “token” stay" in refused
        # What is written from now on is sealed under a key that opens, and found by it.
        assert readable(places, early) == {number + 2: 5}
        assert readable(places, earliest) == {number + 2: 3}
    again = rotated(places)
    assert (again.values, again.aside, again.closed) == (9, (), ())
    assert set(readable(places, late)) == {again.number}


def test_an_index_key_that_does_not_open_leaves_no_value_behind(
    places: Places, clean: Iterator[None]
) -> None:
    owner = filled(places, 5)
    with damaged(places, "index") as number:
        done = rotated(places)
        assert (done.number, done.aside) == (number + 1, ())
        with pytest.raises(Invalid, match=rf"Key {number} \(index\) of the class “token”"):
            done.refuse_aside()
        assert readable(places, owner) == {number + 1: 5}


def test_another_master_key_opens_nothing_and_nothing_is_begun(places: Places) -> None:
    with unpooled(places.postgres).connect() as reading:
        before = read_keys(reading, keys(places)).header("token")
        other = StackSecretsKeys(Drawer())
        other.wrap(KeyName("token", 1, "data"), new_key())
        with pytest.raises(Closed):
            ensure_keys(reading, other)
    with pytest.raises(Closed):
        key_rotation.rotate(places, other, "token")
    assert vault(places).header("token") == before


def test_very_many_are_counted_and_some_named() -> None:
    aside = tuple(f"a.b.c, row {n}: lost" for n in range(1_234))
    with pytest.raises(Invalid) as refused:
        key_rotation.Rotated("token", 3, 5, aside).refuse_aside()
    said = str(refused.value)
    assert said.startswith("1,234 values")
    assert said.count("\n") == key_rotation.MOST_NAMED + 1
    assert said.endswith("… and 1,184 more.")
    key_rotation.Rotated("token", 3, 5).refuse_aside()


def test_a_value_that_somebody_gave_to_another_row_meanwhile(
    places: Places, clean: Iterator[None]
) -> None:
    """Under two index keys the unique index cannot keep them apart; the rotation says so."""
    owner = filled(places, 5)
    with unpooled(places.postgres).begin() as making:
        number = add_keys(making, keys(places), "token")
    with psycopg.connect(places.postgres) as root:
        (twin, *_), *_ = root.execute(READ.encode(), (owner,)).fetchall()
        root.execute("SET LOCAL session_replication_role = replica")
        key = uuid4()
        made = vault(places).seal("token", f"{TOKENS}.token", key, str(twin))
        root.execute(
            f"INSERT INTO {TOKENS} (token_id, user_id, token, token_sealed, token_index,"
            " token_type, expires_at) VALUES (%s, %s, %s, %s, %s, 'access', '2030-01-01')".encode(),
            (key, uuid4(), made.masked, made.sealed, made.index),
        )
    done = key_rotation.rotate(places, keys(places), "token")
    assert (done.number, done.values) == (number, 4)
    (told,) = done.aside
    assert f"row {twin}: another row" in told


def test_a_document_that_does_not_open_is_named(places: Places, mongo: Mongo) -> None:
    sound, broken = (put(mongo, vault(places), f"mongodb://{uuid4()}") for _ in range(2))
    tenants = mongo["tenant_registry"]["tenants"]
    path = "database_config.connection_string_sealed"
    tenants.update_one(
        {"tenant_id": broken},
        {"$set": {path: b"\x01" + bytes(40)}},
        bypass_document_validation=True,
    )
    done = key_rotation.rotate(places, keys(places), "tenant")
    again = key_rotation.rotate(places, keys(places), "tenant")
    assert again.number == done.number + 1
    (told,) = (line for line in again.aside if f"row {broken}:" in line)
    assert "connection_string" in told
    stored = tenants.find_one({"tenant_id": sound})
    assert stored is not None
    sealed = stored["database_config"]["connection_string_sealed"]
    assert sealed.startswith(vault(places).header("tenant"))
    tenants.delete_one({"tenant_id": broken})
