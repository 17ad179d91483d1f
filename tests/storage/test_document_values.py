"""MongoDB's border: hostile values stay out with their field named, odd ones come through."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import bson
import pytest
from bson import Decimal128, MinKey, ObjectId, Regex
from bson.datetime_ms import DatetimeMS
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import stored as form
from desktop_app.domain.cells import CannotShow
from desktop_app.domain.errors import Invalid, NotAllowed
from desktop_app.domain.writes import Remove
from desktop_app.services.asset_trades import digital_assets
from desktop_app.services.projects import business_projects
from desktop_app.services.tasks import collection as tasks
from desktop_app.storage.document_values import CODEC, shown, stored
from desktop_app.storage.document_writes import created, edited
from desktop_app.storage.mongo import Documents

NESTED: dict[str, Any] = {}
for _ in range(60):
    NESTED = {"a": NESTED}


@pytest.mark.parametrize(
    "value",
    [
        {"$where": "1"},
        {"a.b": 1},
        {"": 1},
        {"a\0": 1},
        {1: 1},
        "a\0b",
        "\ud800",
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("1." + "1" * 40),
        10**30,
        {1, 2},
        timedelta(1),
        NESTED,
        "x" * 9_000_000,
        datetime.min.replace(tzinfo=timezone(timedelta(hours=5))),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_hostile_values_are_refused_with_their_field(value: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        stored("payload", value)
    assert refusal.value.field.split(".")[0] == "payload"


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (Decimal128("NaN"), "not a number"),
        (Decimal128("-Infinity"), "not a number"),
        (float("nan"), "not a number"),
        (DatetimeMS(10**18), "outside the years"),
        (Regex("x"), "Regex"),
        (MinKey(), "MinKey"),
    ],
)
def test_odd_stored_values_come_through_as_cells(odd: Any, words: str) -> None:
    read = bson.decode(bson.encode({"inside": [odd], "name": "x"}), codec_options=CODEC)
    row = shown(read)
    assert row["name"] == "x"
    assert isinstance(row["inside"][0], CannotShow)
    assert words in row["inside"][0].words


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**20),
                  max_value=10**20)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
    | st.uuids()
    | st.binary()
)  # fmt: skip
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0.$"), min_size=1)


@given(st.recursive(LEAVES, lambda inside: st.lists(inside) | st.dictionaries(NAMES, inside)))
def test_what_goes_in_comes_out(value: Any) -> None:
    kept = bson.encode({"value": stored("value", value)}, codec_options=CODEC)
    assert shown(bson.decode(kept, codec_options=CODEC))["value"] == value


def test_money_ids_and_moments_have_their_own_types() -> None:
    project = created(
        business_projects,
        {
            "project_id": "p",
            "name": "x",
            "status": "planning",
            "user_id": str(UUID(int=7)),
            "financials.initial_investment": "10.50",
            "created_at": datetime(2026, 1, 1, 12, 0, 0, 123456),
        },
    )
    assert project["financials"] == {"initial_investment": Decimal128("10.50")}
    assert project["user_id"] == UUID(int=7)
    assert project["created_at"] == datetime(2026, 1, 1, 12, 0, 0, 123000, UTC)


def test_what_a_platform_keeps_beside_is_kept() -> None:
    traits = [{"trait_type": "colour", "value": "red", "display_type": "badge"}]
    assert edited(digital_assets, {"metadata.attributes": traits}) == {
        "metadata.attributes": traits
    }


def test_intents_are_checked_before_they_are_sent() -> None:
    source = Documents(tasks)
    assert source.edit("prismicx.tasks", "t", {"priority": 1.0}, {"priority": 2.0}).key == "t"
    with pytest.raises(Invalid, match="Priority"):
        source.edit("prismicx.tasks", "t", {}, {"priority": "high"})
    with pytest.raises(NotAllowed, match="own action"):
        source.edit("prismicx.tasks", "t", {}, {"started_at": datetime.now(UTC)})
    with pytest.raises(Invalid, match="cannot begin"):
        source.create("prismicx.tasks", {"status": "running"})
    with pytest.raises(Invalid) as refusal:
        source.remove("prismicx.tasks", "t", {"nonsense": 1})
    assert refusal.value.field == "nonsense"


def test_keys_of_mongodb_are_values_of_the_program() -> None:

    write = Remove("openmineral.reports", ObjectId(), {"file.file_id": ObjectId(), "n": uuid4()})
    assert form.loads(form.dumps(write)) == write
