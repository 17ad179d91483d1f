"""Every value of a class under its next key, whoever is killed or writes meanwhile.

Mutations: replace a value without comparing it with what was read (`t.sealed = v.old`); begin new
keys although an earlier rotation left something; leave the index as it was.
"""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from desktop_app.domain.errors import Invalid
from desktop_app.services import key_rotation
from desktop_app.services.vault import Vault
from desktop_app.services.vault_keys import read_keys
from desktop_app.stack import Places, Stack
from desktop_app.storage.connecting import unpooled
from tests.services import warm
from tests.services.act_people import People
from tests.services.delivering import Mongo
from tests.services.identity_people import DENIED, one
from tests.services.test_reveal_documents import keys, put

TOKENS = "multiverse.auth_tokens"
READ = f"SELECT token_id, token_sealed, token_index FROM {TOKENS} WHERE user_id = %s"


def vault(places: Places) -> Vault:
    with unpooled(places.postgres).connect() as connection:
        return read_keys(connection, keys(places))


def filled(places: Places, count: int) -> UUID:
    """That many sealed tokens of one user; the value of each is its own key."""
    seals, owner = vault(places), uuid4()
    with psycopg.connect(places.postgres) as root:
        root.execute("SET LOCAL session_replication_role = replica")
        columns = "token_id, user_id, token, token_sealed, token_index, token_type, expires_at"
        with root.cursor().copy(f"COPY {TOKENS} ({columns}) FROM STDIN".encode()) as copy:
            for _ in range(count):
                key = uuid4()
                made = seals.seal("token", f"{TOKENS}.token", key, str(key))
                copy.write_row((key, owner, made.masked, made.sealed, made.index, "access",
                                "2030-01-01"))  # fmt: skip
    return owner


def readable(places: Places, owner: UUID) -> dict[int, int]:
    """How many values open, by the number of their key; one that does not is an error.

    Those under the newest are also found by the newest index, the others by an earlier one.
    """
    opens = vault(places)
    found: dict[int, int] = {}
    with psycopg.connect(places.postgres) as root:
        for key, sealed, index in root.execute(READ.encode(), (owner,)):
            assert opens.open("token", f"{TOKENS}.token", key, sealed) == str(key)
            newest, *earlier = opens.indexes("token", str(key))
            assert index == newest if sealed.startswith(opens.header("token")) else index in earlier
            number = int.from_bytes(sealed[1:5], "big")
            found[number] = found.get(number, 0) + 1
    return found


@pytest.fixture
def clean(places: Places) -> Iterator[None]:
    yield
    with psycopg.connect(places.postgres) as root:
        root.execute("SET LOCAL session_replication_role = replica")
        root.execute(f"DELETE FROM {TOKENS} WHERE token_type = 'access'".encode())


def under(places: Places, owner: UUID) -> dict[bytes, int]:
    """How many values lie under each key, without opening them."""
    counted = (
        f"SELECT substring(token_sealed FROM 2 FOR 4), count(*) FROM {TOKENS}"
        " WHERE user_id = %s GROUP BY 1"
    )
    with psycopg.connect(places.postgres) as root:
        return {bytes(number): count for number, count in root.execute(counted.encode(), (owner,))}


def rotating(data_dir: str) -> None:
    """A rotation in a process of its own, which is killed."""
    places = Stack(Path(data_dir)).places()
    assert places is not None
    key_rotation.rotate(places, keys(places), "token", batch=100)


def killed(places: Places, owner: UUID, count: int, kills: int) -> int:
    """How many of the kills hit a rotation at work; after each of them every value opens."""
    drawn, cut = random.Random(4), 0
    for _ in range(kills):
        before = under(places, owner)
        process = warm.context().Process(target=rotating, args=(str(places.data_dir),))
        process.start()
        while under(places, owner) == before and process.is_alive():
            time.sleep(0.005)
        time.sleep(drawn.random() / 20)
        process.kill()
        process.join()
        cut += process.exitcode == -9
        process.close()
        assert sum(readable(places, owner).values()) == count
    return cut


@pytest.mark.parametrize(
    ("count", "kills"),
    [
        pytest.param(3_000, 2, marks=pytest.mark.sample),
        pytest.param(50_000, 20, marks=pytest.mark.long),
    ],
)
def test_a_rotation_that_is_killed_leaves_nothing_unreadable(
    places: Places,
    clean: None,
    count: int,
    kills: int,
    record_property: Callable[[str, object], None],
) -> None:
    owner = filled(places, count)
    cut = killed(places, owner, count, kills)
    assert cut, "not one kill hit a rotation at work"
    told = f"Rotation of {count:,} values: killed at work {cut} of {kills} times, 0 unreadable"
    record_property("figure", told)
    left = readable(places, owner)
    done = key_rotation.rotate(places, keys(places), "token")
    assert readable(places, owner) == {done.number: count}
    if len(left) > 1:
        assert done.number == max(left), "what was cut off is finished, not begun again"


def test_a_rotation_moves_rows_and_documents_and_says_so(
    places: Places, clean: None, mongo: Mongo
) -> None:
    owner, secret = filled(places, 30), f"mongodb://{uuid4()}"
    key = put(mongo, vault(places), secret)
    found = mongo["tenant_registry"]["tenants"]
    for data_class in ("token", "tenant"):
        before = key_rotation.rotate(places, keys(places), data_class)
        again = key_rotation.rotate(places, keys(places), data_class, batch=7)
        assert again.number == before.number + 1
        assert again.values >= 1
        with psycopg.connect(places.postgres) as root:
            told = (
                "SELECT count(*) FROM backoffice.audit_log WHERE place = 'backoffice.data_keys'"
                " AND row_key = %s AND after ->> 'what' LIKE '%%sealed anew'"
            )
            assert one(root, told, data_class) >= 2
    newest = max(readable(places, owner))
    assert readable(places, owner) == {newest: 30}
    stored = found.find_one({"tenant_id": key})
    assert stored is not None
    config = stored["database_config"]
    place = "tenant_registry.tenants.database_config.connection_string"
    assert vault(places).open("tenant", place, key, config["connection_string_sealed"]) == secret
    assert int.from_bytes(config["connection_string_sealed"][1:5], "big") == again.number
    assert config["connection_string_index"] == vault(places).index("tenant", secret)
    with pytest.raises(Invalid, match="no data class"):
        key_rotation.rotate(places, keys(places), "none")


def test_two_rotate_and_somebody_writes(places: Places, clean: None) -> None:
    """The two are one after the other, and what is written meanwhile is neither lost nor undone."""
    owner = filled(places, 600)
    seals = vault(places)  # as a program that asked for its keys before the rotation
    with psycopg.connect(places.postgres) as root:
        row = root.execute(READ.encode(), (owner,)).fetchall()
    written = [key for key, *_ in row[:100]]

    def write() -> None:
        with psycopg.connect(places.postgres, autocommit=True) as root:
            root.execute("SET session_replication_role = replica")
            for key in written:
                made = seals.seal("token", f"{TOKENS}.token", key, f"new {key}")
                change = (
                    f"UPDATE {TOKENS} SET token_sealed = %s, token_index = %s WHERE token_id = %s"
                )
                root.execute(change.encode(), (made.sealed, made.index, key))

    def rotate() -> int:
        return key_rotation.rotate(places, keys(places), "token", batch=10).number

    with ThreadPoolExecutor(3) as many:
        rotations, writing = [many.submit(rotate) for _ in range(2)], many.submit(write)
        writing.result()
        numbers = {each.result() for each in rotations}
    last = rotate()
    opens = vault(places)
    with psycopg.connect(places.postgres) as root:
        for key, sealed, _ in root.execute(READ.encode(), (owner,)):
            wanted = f"new {key}" if key in written else str(key)
            assert opens.open("token", f"{TOKENS}.token", key, sealed) == wanted
    assert last >= max(numbers)


def test_what_is_written_between_reading_and_replacing_stays(
    places: Places, clean: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, resealed = filled(places, 3), Vault.reseal
    key_rotation.rotate(places, keys(places), "token")

    def meanwhile(
        self: Vault, data_class: str, place: str, key: Any, sealed: bytes, *, as_text: bool
    ) -> tuple[bytes, bytes]:
        with psycopg.connect(places.postgres) as root:
            made = self.seal("token", place, key, f"new {key}")
            change = f"UPDATE {TOKENS} SET token_sealed = %s WHERE token_id = %s"
            root.execute("SET LOCAL session_replication_role = replica")
            root.execute(change.encode(), (made.sealed, key))
        return resealed(self, data_class, place, key, sealed, as_text=as_text)

    with monkeypatch.context() as patch:
        patch.setattr(Vault, "reseal", meanwhile)
        assert key_rotation.rotate(places, keys(places), "token").values == 0
    opens = vault(places)
    with psycopg.connect(places.postgres) as root:
        for key, sealed, _ in root.execute(READ.encode(), (owner,)).fetchall():
            assert opens.open("token", f"{TOKENS}.token", key, sealed) == f"new {key}"


def test_staff_rotate_nothing_around_the_program(places: Places, people: People) -> None:
    with people.another("admin") as connection:
        for attack in (
            "INSERT INTO backoffice.data_keys (data_class, purpose, number, wrapped)"
            " VALUES ('token', 'data', 1000, 'mine')",
            "UPDATE backoffice.data_keys SET wrapped = 'mine'",
            "DELETE FROM backoffice.data_keys",
            "SELECT backoffice.note('data_keys', 'token', 'x')",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(DENIED):
                connection.execute(attack.encode())
