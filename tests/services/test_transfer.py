"""Exports of every form: each value as it is, harmless, and nothing that one may not see."""

import csv
import json
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import openpyxl
import pyarrow.parquet
import pytest

from desktop_app.domain.errors import Refusal
from desktop_app.domain.exports import MASK, Format
from desktop_app.domain.query import Op, Query, Where
from desktop_app.stack import Places
from desktop_app.storage import parquet
from tests.services.act_rows import Rows
from tests.services.jobbing import Administrator, of, offices
from tests.services.test_desk import PANEL
from tests.services.transfer_ground import FORMS, HOSTILE, by_address, exported, kept, sheet


@pytest.fixture
def hostile(administrator: Administrator) -> str:
    """A city whose offices have names that files stumble over."""
    city = f"City {uuid4().hex[:12]}"
    for number, name in enumerate(HOSTILE):
        administrator.execute(
            "INSERT INTO multiverse.city_resources (city, state, resource_type, name, url) "
            "VALUES (%s, 'LX', 'tax', %s, %s)",
            (city, name, f"https://x.example/{number:03}"),
        )
    administrator.commit()
    return city


def test_csv_has_every_value_and_no_formula(
    places: Places, tmp_path: Path, hostile: str, administrator: Administrator
) -> None:
    path = tmp_path / "offices.csv"
    told = exported(places, path, by_address(hostile), Format.CSV, "name", "url")
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Name", "Url"]
    assert [row[0] for row in rows[1:]] == [kept(name) for name in HOSTILE]
    assert told.rows == len(HOSTILE)
    assert told.sha256 == sha256(path.read_bytes()).hexdigest()
    side = json.loads((tmp_path / "offices.csv.json").read_text())
    assert (side["person"], side["rows"], side["sha256"]) == ("sample_admin", 23, told.sha256)
    row = administrator.execute(
        "SELECT login, after FROM backoffice.audit_log WHERE place = %s AND row_key = 'export' "
        "AND after ->> 'sha256' = %s",
        (PANEL, told.sha256),
    ).fetchone()
    assert row is not None
    assert row[0] == "sample_admin"
    assert (row[1]["what"], row[1]["rows"], row[1]["filter"]) == ("export", 23, side["filter"])
    assert sorted(each.name for each in tmp_path.iterdir()) == ["offices.csv", "offices.csv.json"]


def test_lines_of_json_have_every_value_as_it_is(
    places: Places, tmp_path: Path, hostile: str
) -> None:
    path = tmp_path / "offices.jsonl"
    exported(places, path, by_address(hostile), Format.JSON_LINES, "name", "city")
    lines = [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]
    assert [line["name"] for line in lines] == list(HOSTILE)
    assert {line["city"] for line in lines} == {hostile}


def test_a_sheet_opens_and_runs_nothing(places: Places, tmp_path: Path, hostile: str) -> None:
    """Mutation: without `harmless` the cells begin with “=”."""
    path = tmp_path / "offices.xlsx"
    exported(places, path, by_address(hostile), Format.XLSX, "name", "city")
    rows = sheet(path)
    assert rows[0] == ("Name", "City")
    never = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
    assert [row[0] or "" for row in rows[1:]] == [kept(name.translate(never)) for name in HOSTILE]
    book = openpyxl.load_workbook(path)
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "str", "n"}


def test_numbers_days_and_truths_are_what_they_are(
    places: Places, tmp_path: Path, rows: Rows
) -> None:
    mine = f"Mine {uuid4()}"
    when = datetime(2024, 2, 29, 12, 30, tzinfo=UTC)
    for number in (Decimal("12.50"), Decimal("123456789012.99")):
        rows.put(
            "openmineral.deals", title=mine, price=number, quantity=7, status="draft",
            created_at=when,
        )  # fmt: skip
    path = tmp_path / "deals.xlsx"
    query = Query(where=Where("title", Op.EQUAL, mine), sort="id", descending=False)
    told = exported(
        places, path, query, Format.XLSX, "price", "quantity", "title", "created_at",
        panel="openmineral.deals",
    )  # fmt: skip
    assert told.rows == 2
    first, second = sheet(path)[1:]
    assert first == (12.5, 7, mine, when.replace(tzinfo=None))
    assert second[0] == 123456789012.99


def test_parquet_keeps_every_value_in_a_type_of_its_own(
    places: Places, tmp_path: Path, rows: Rows
) -> None:
    """Mutation: with quoted texts read as nothing, the empty description is none."""
    mine = f"Mine {uuid4()}"
    when = datetime(2024, 2, 29, 12, 30, 0, 123456, tzinfo=UTC)
    prices = [Decimal("12.50"), Decimal("123456789012.99"), Decimal("7.00")]
    said = ["", None, 'a,"b"\n=1']
    for number, words in zip(prices, said, strict=True):
        rows.put(
            "openmineral.deals", title=mine, price=number, quantity=7, status="draft",
            description=words, created_at=when,
        )  # fmt: skip
    path = tmp_path / "deals.parquet"
    query = Query(where=Where("title", Op.EQUAL, mine), sort="id", descending=False)
    shown = ("price", "description", "created_at", "id")
    told = exported(places, path, query, Format.PARQUET, *shown, panel="openmineral.deals")
    read = pyarrow.parquet.read_table(path)
    types = [str(each.type) for each in read.schema]
    assert types == ["decimal128(15, 2)", "string", "timestamp[us, tz=UTC]", "int64"]
    assert told.rows == read.num_rows == 3
    assert read["price"].to_pylist() == prices
    assert read["description"].to_pylist() == said
    assert read["created_at"].to_pylist() == [when] * 3


@pytest.mark.sample
def test_parquet_has_texts_as_they_are_and_comes_in_groups(
    places: Places, tmp_path: Path, hostile: str, administrator: Administrator
) -> None:
    path = tmp_path / "offices.parquet"
    exported(places, path, by_address(hostile), Format.PARQUET, "name", "city")
    read = pyarrow.parquet.read_table(path)
    assert read["name"].to_pylist() == list(HOSTILE)
    city, _ = offices(administrator, 150_000)
    told = exported(places, path, of(city), Format.PARQUET)
    file = pyarrow.parquet.ParquetFile(path)
    assert file.metadata.num_rows == told.rows == 150_000
    assert 1 < file.metadata.num_row_groups < 4
    file.close()


def test_without_its_library_parquet_is_refused_in_words(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "find_spec", lambda name: None)
    with pytest.raises(Refusal, match="pyarrow"):
        exported(places, tmp_path / "x.parquet", Query(sort="city"), Format.PARQUET)
    assert list(tmp_path.iterdir()) == []


def test_odd_values_break_no_sheet(places: Places, tmp_path: Path, rows: Rows) -> None:
    mine = f"{uuid4()}@example.com"
    rows.put("multiverse.users", email=mine, created_at="infinity", last_login="0044-03-15 BC")
    query = Query(where=Where("email", Op.EQUAL, mine), sort="email")
    for format in FORMS:
        path = tmp_path / f"users.{format}"
        shown = ("email", "created_at", "last_login")
        told = exported(places, path, query, format, *shown, panel="multiverse.users")
        assert told.rows == 1
    assert sheet(tmp_path / "users.xlsx")[1][:2] == (mine, "infinity")


def test_secrets_leave_as_their_mask_whatever_is_asked(
    places: Places, tmp_path: Path, rows: Rows, administrator: Administrator
) -> None:
    mine = f"{uuid4()}@example.com"
    rows.put("multiverse.users", email=mine, password_hash="planted-secret")
    query = Query(where=Where("email", Op.EQUAL, mine), sort="email")
    for format in FORMS:
        path = tmp_path / f"users.{format}"
        exported(places, path, query, format, "email", "password_hash", panel="multiverse.users")
        assert b"planted-secret" not in path.read_bytes()
    assert json.loads((tmp_path / "users.jsonl").read_text())["password_hash"] == MASK
    assert sheet(tmp_path / "users.xlsx")[1] == (mine, MASK)
    read = pyarrow.parquet.read_table(tmp_path / "users.parquet")
    assert read["password_hash"].to_pylist() == [MASK]
