"""Sealed values: what opens, what is refused, and that the written format stays what it is."""

import json
import re
import subprocess
import sys
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop_app.domain.errors import Gone, Invalid, NotAllowed, Refusal
from desktop_app.services.vault import (
    CLASSES,
    MASK,
    OPEN_IN_JSON,
    DataKeys,
    Vault,
    mask,
    mask_json,
    new_key,
)
from desktop_app.storage import tables

PLACE = "passa.user_wallets.address"
ROW = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
VAULT = Vault({each: DataKeys({1: new_key()}, {1: new_key()}) for each in CLASSES})

classes = some.sampled_from(CLASSES)
texts = some.text(some.characters(exclude_categories=["Cs"]))
leaves = some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | texts
bodies = some.dictionaries(
    texts | some.sampled_from(OPEN_IN_JSON),
    some.recursive(
        leaves.filter(lambda leaf: leaf not in (float("inf"), float("-inf"))),
        lambda inner: some.lists(inner) | some.dictionaries(texts, inner),
        max_leaves=5,
    ),
)


@given(classes, some.uuids() | some.integers(0) | some.text("abc-|", min_size=1), texts)
def test_what_is_sealed_opens(data_class: str, row_id: UUID | int | str, value: str) -> None:
    sealed = VAULT.seal(data_class, PLACE, row_id, value).sealed
    assert VAULT.open(data_class, PLACE, row_id, sealed) == value


@given(some.binary())
def test_bytes_open_as_they_were(value: bytes) -> None:
    kept = VAULT.seal("kyc", PLACE, ROW, value)
    assert VAULT.open_bytes("kyc", PLACE, ROW, kept.sealed) == value
    assert kept.masked == MASK


@given(bodies)
def test_json_opens_and_shows_only_what_is_open(value: dict[str, Any]) -> None:
    kept = VAULT.seal("kyc", PLACE, ROW, value)
    assert json.loads(VAULT.open("kyc", PLACE, ROW, kept.sealed)) == value
    assert kept.masked.keys() <= set(OPEN_IN_JSON)
    assert not any(isinstance(shown, dict | list) for shown in kept.masked.values())


@pytest.mark.parametrize(
    ("data_class", "place", "row_id"),
    [
        ("kyc", PLACE, ROW),
        ("wallet", "passa.wallets.address", ROW),
        ("wallet", "nexus_mint.user_wallets.address", ROW),
        ("wallet", "passa.user_wallets.public_key", ROW),
        ("wallet", PLACE, UUID(int=ROW.int + 1)),
    ],
)
def test_a_moved_value_is_refused(data_class: str, place: str, row_id: UUID) -> None:
    sealed = VAULT.seal("wallet", PLACE, ROW, "0x52908400098527886E0F7030069857D2E4169EE7").sealed
    with pytest.raises(Invalid, match="does not open"):
        VAULT.open(data_class, place, row_id, sealed)


def test_row_id_and_column_cannot_be_shifted_into_each_other() -> None:
    sealed = VAULT.seal("wallet", "a.b.c", "1|x", "value").sealed
    with pytest.raises(Invalid):
        VAULT.open("wallet", "a.b.x|c", "1", sealed)


@given(some.data())
def test_every_changed_bit_is_refused(data: some.DataObject) -> None:
    sealed = bytearray(VAULT.seal("identity", PLACE, ROW, "AB 123456").sealed)
    where = data.draw(some.integers(0, len(sealed) - 1))
    sealed[where] ^= 1 << data.draw(some.integers(0, 7))
    with pytest.raises(Refusal):
        VAULT.open("identity", PLACE, ROW, bytes(sealed))


@given(some.integers(0, 40))
def test_a_cut_value_is_refused(length: int) -> None:
    sealed = VAULT.seal("identity", PLACE, ROW, "AB 123456").sealed
    with pytest.raises(Refusal):
        VAULT.open("identity", PLACE, ROW, sealed[:length])


@given(classes, texts.filter(lambda text: len(text.encode()) > 3))
def test_two_seals_differ_and_hold_no_plaintext(data_class: str, value: str) -> None:
    one, other = (VAULT.seal(data_class, PLACE, ROW, value) for _ in range(2))
    assert one.sealed != other.sealed
    assert one.index == other.index == VAULT.index(data_class, value)
    assert value.encode() not in one.sealed
    assert value.encode() not in one.index


@pytest.mark.parametrize(
    ("data_class", "one", "other", "same"),
    [
        ("business", "Ada@Example.COM ", "ada@example.com", True),
        ("identity", "ab 12-34 56", "AB123456", True),
        ("payment", "4111 1111 1111 1111", "4111111111111111", True),
        ("kyc", " 1 Main\nStreet ", "1 main street", True),
        ("wallet", "0xAb", "0xab", False),
        ("token", "abc", "abc ", False),
        ("tenant", "postgresql://A", "postgresql://a", False),
    ],
)
def test_each_class_compares_by_its_rule(data_class: str, one: str, other: str, same: bool) -> None:
    assert (VAULT.index(data_class, one) == VAULT.index(data_class, other)) is same


def test_classes_do_not_share_an_index() -> None:
    assert len({VAULT.index(each, "1234") for each in CLASSES}) == len(CLASSES)


def test_json_is_found_whatever_the_order_of_its_keys() -> None:
    assert VAULT.index("kyc", {"a": 1, "b": 2}) == VAULT.index("kyc", {"b": 2, "a": 1})


@given(some.text())
def test_a_mask_satisfies_the_check(value: str) -> None:
    assert re.fullmatch(f"{MASK}.{{0,6}}", mask(value))
    assert mask(value).isprintable()


@pytest.mark.parametrize(
    ("value", "shown"),
    [("", MASK), ("1234567", MASK), ("12345678", "••••5678"), ("1234567\n\u202e", "••••67••")],
)
def test_short_values_show_nothing(value: str, shown: str) -> None:
    assert mask(value) == shown


def test_json_masks_hide_nested_secrets() -> None:
    given_ = {"status": {"id": "AB123456"}, "level": 2, "masked": "AB123456", "name": "Ada"}
    assert mask_json(given_) == {"level": 2, "masked": "••••3456"}
    assert mask_json({"masked": "••••3456"}) == {"masked": "••••3456"}
    assert mask_json([given_]) == {}


def test_masks_are_those_the_tables_check() -> None:
    assert tables.MASK == MASK
    assert tables.OPEN_IN_JSON == OPEN_IN_JSON


@pytest.mark.parametrize("value", [{"a": float("nan")}, {"a": object()}, "\ud800", {"a": "\ud800"}])
def test_what_cannot_be_written_is_refused_without_being_quoted(value: Any) -> None:
    with pytest.raises(Invalid, match=r"^The value cannot be sealed \(\w+\)\.$"):
        VAULT.seal("kyc", PLACE, ROW, value)


@pytest.mark.parametrize("place", ["address", "passa.wallets", "passa.wallets.", "a|b.c.d"])
def test_a_place_must_be_whole(place: str) -> None:
    with pytest.raises(Invalid, match="not a place"):
        VAULT.seal("wallet", place, ROW, "value")


def test_a_row_without_an_id_is_refused() -> None:
    with pytest.raises(Invalid, match="before its row has an id"):
        VAULT.seal("wallet", PLACE, "", "value")


def test_a_class_without_a_key_is_refused() -> None:
    with pytest.raises(NotAllowed, match="token"):
        Vault({}).seal("token", PLACE, ROW, "value")
    with pytest.raises(Gone, match="no key"):
        Vault({"token": DataKeys({}, {})})
    with pytest.raises(Invalid, match="not 32 bytes"):
        Vault({"token": DataKeys({1: b"short"}, {1: new_key()})})
    with pytest.raises(Invalid, match="no data class"):
        Vault({"tokens": DataKeys({1: new_key()}, {1: new_key()})})


def test_an_old_number_opens_and_is_resealed_under_the_newest() -> None:
    first, second, index = new_key(), new_key(), new_key()
    before = Vault({"wallet": DataKeys({1: first}, {1: index})})
    both = Vault({"wallet": DataKeys({1: first, 2: second}, {1: index, 2: new_key()})})
    after = Vault({"wallet": DataKeys({2: second}, {1: index})})
    old = before.seal("wallet", PLACE, ROW, "value").sealed
    new, found_by = both.reseal("wallet", PLACE, ROW, old, as_text=True)
    assert both.open("wallet", PLACE, ROW, old) == "value"
    assert not old.startswith(both.header("wallet"))
    assert new.startswith(both.header("wallet"))
    assert found_by == both.index("wallet", "value") != after.index("wallet", "value")
    assert after.open("wallet", PLACE, ROW, new) == "value"
    with pytest.raises(Gone, match="Key 1"):
        after.open("wallet", PLACE, ROW, old)


def test_a_search_during_rotation_asks_both_indexes() -> None:
    old, new, data = new_key(), new_key(), {1: new_key()}
    both = Vault({"wallet": DataKeys(data, {1: old, 2: new})})
    ends = (Vault({"wallet": DataKeys(data, {1: key})}).index("wallet", "v") for key in (new, old))
    assert both.indexes("wallet", "v") == tuple(ends)
    assert both.index("wallet", "v") == both.indexes("wallet", "v")[0]


def test_the_format_stays_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    """These bytes lie in databases. If this fails, write a new version beside the old one."""
    kept = bytes.fromhex(FIXED_SEALED)
    vault = Vault({"wallet": DataKeys({258: bytes(range(32))}, {1: bytes(range(32, 64))})})
    assert vault.open("wallet", PLACE, ROW, kept) == FIXED_VALUE
    monkeypatch.setattr("os.urandom", lambda count: bytes(range(100, 100 + count)))
    made = vault.seal("wallet", PLACE, ROW, FIXED_VALUE)
    assert made.sealed == kept
    assert made.index.hex() == FIXED_INDEX
    assert made.masked == "••••9EE7"


FIXED_VALUE = "0x52908400098527886E0F7030069857D2E4169EE7"
FIXED_SEALED = (
    "01000001026465666768696a6b6c6d6e6f7863eb5440d96eaa0e526fd1e25058ca7afa304fbb2ac4"
    "4294e19c7ec29b907fd0db05f47d24a241b8c4edb20e1878dad901768d936f9ab2d017"
)
FIXED_INDEX = "8345fd22e812b05473fe706cd9a5eeab1cce9424d70a83895197cdecf564e5a9"


def test_keys_are_not_printed() -> None:
    key = b"k" * 32
    assert "kkk" not in repr(DataKeys({1: key}, {1: key}))


def test_other_programs_may_import_it_without_our_libraries() -> None:
    code = (
        "import sys, desktop_app.services.vault;"
        "print([m for m in ('sqlalchemy', 'pymongo', 'redis', 'PySide6') if m in sys.modules])"
    )
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "[]"


def test_uuids_are_bound_as_postgresql_prints_them() -> None:
    row = uuid4()
    sealed = VAULT.seal("wallet", PLACE, row, "value").sealed
    assert VAULT.open("wallet", PLACE, str(row), sealed) == "value"
