"""Exports of every form: whole or absent, on record, harmless, and nothing that one may not see."""

import asyncio
import csv
import json
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import psycopg
import pyarrow.parquet
import pytest

from desktop_app import panels
from desktop_app.domain.errors import Invalid, NotAllowed, Refusal
from desktop_app.domain.exports import MASK, RUNS, Exported, Format, Progress
from desktop_app.domain.query import All, Op, Query, Where
from desktop_app.domain.writes import Create
from desktop_app.services import sign_in
from desktop_app.services.desk import Desk
from desktop_app.services.transfer import export
from desktop_app.stack import Places
from desktop_app.storage import parquet
from tests.services.act_people import People
from tests.services.act_rows import Rows
from tests.services.jobbing import Administrator, of, offices
from tests.services.test_desk import PANEL, run
from tests.services.test_desk_documents import Delivering, project

FORMS = tuple(each for each in Format if each is not Format.PDF)
"""Paper is painted by the window (tests/ui/test_paper.py)."""
PROJECTS = "multiverse.business_projects"
HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "a,b", 'say "no"',
    "two\nlines", "<c>&amp;</c>", "\x01\x02\x08", "￾￿", "'quoted", " spaces ", "\\.", "\\N",
    "]]>", "_x000D_", "𝔘nicode", "%s %(a)s", ":name", "x" * 255,
)  # fmt: skip


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


def exported(
    places: Places,
    path: Path,
    query: Query,
    format: Format,
    *columns: str,
    panel: str = PANEL,
    progress: Callable[[Progress], None] | None = None,
) -> Exported:
    made: list[Exported] = []

    async def work(desk: Desk) -> None:
        shown = desk.panels[panel]
        made.append(await export(desk, shown, query, columns, format, path, progress))

    run(work, places)
    return made[0]


def by_address(city: str) -> Query:
    return Query(where=Where("city", Op.EQUAL, city), sort="url", descending=False)


def sheet(path: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = [row for each in book.worksheets for row in each.iter_rows(values_only=True)]
    book.close()
    return rows


def kept(name: str) -> str:
    return f"'{name}" if name.startswith(RUNS) else name


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


@contextmanager
def desk_of(places: Places, people: People, jobs: str) -> Iterator[Callable[[Any], Any]]:
    """A runner of work at the desk of somebody with these jobs."""

    def worked(work: Callable[[Desk], Any]) -> Any:
        async def opened() -> Any:
            session = people.session(jobs)
            stores = sign_in.stores(session, places.mongodb, places.redis)
            try:
                return await work(Desk(stores, panels.load(), session.actor))
            finally:
                await stores.close()

        return asyncio.run(opened())

    yield worked


def test_staff_of_a_tenant_export_their_tenant_alone(
    places: Places, people: People, rows: Rows, tmp_path: Path
) -> None:
    for tenant in ("tenant-1", "tenant-2"):
        rows.put("user_data.users", tenant_id=tenant, email=f"{uuid4()}@{tenant}.example")
    path = tmp_path / "users.jsonl"
    where = Where("email", Op.CONTAINS, ".example")
    sort = panels.load()["user_data.users"].sort
    for query in (Query(sort=sort), Query(sort=sort, where=where)):
        with desk_of(places, people, "tenant_admin") as at:
            at(
                lambda desk, query=query: export(
                    desk, desk.panels["user_data.users"], query, (), Format.JSON_LINES, path
                )
            )
        seen = {json.loads(line)["tenant_id"] for line in path.read_text().splitlines()}
        assert seen == {"tenant-1"}


def test_without_the_right_there_is_no_file(places: Places, people: People, tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        with pytest.raises(NotAllowed):
            await export(
                desk, desk.panels[PANEL], Query(), (), Format.CSV, tmp_path / "offices.csv"
            )

    with desk_of(places, people, "trader") as at:
        at(work)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        people["trader"].execute(
            "SELECT backoffice.exported(%s, 'csv', '{}', '{}', 0, '')", (PANEL,)
        )


@pytest.mark.parametrize("key", sorted(k for k, p in panels.load().items()))
def test_every_list_leaves_in_every_form(places: Places, tmp_path: Path, key: str) -> None:
    async def work(desk: Desk) -> None:
        panel = desk.panels[key]
        if panel.source.store == "redis":
            return
        query = Query(sort=panel.sort)
        every = tuple(panel.kinds())
        for format in FORMS:
            path = tmp_path / f"list.{format}"
            told = await export(desk, panel, query, every, format, path)
            if format is Format.XLSX:
                assert len(sheet(path)) == told.rows + 1
            if format is Format.PARQUET:
                assert pyarrow.parquet.read_metadata(path).num_rows == told.rows

    run(work, places)


def test_documents_leave_in_every_form(places: Places, tmp_path: Path) -> None:
    mark = f"Solar {uuid4()}"

    async def work(desk: Desk) -> None:
        async with Delivering(places):
            names = [f"={mark}", f'{mark} <&>\n,"', f"-{mark}"]
            await desk.do(*(Create(PROJECTS, project(name=name)) for name in names))
        query = Query(where=Where("name", Op.CONTAINS, mark), sort="name", descending=False)
        for format in FORMS:
            path = tmp_path / f"projects.{format}"
            panel = desk.panels[PROJECTS]
            told = await export(desk, panel, query, ("name", "status"), format, path)
            assert told.rows == 3
        lines = (tmp_path / "projects.jsonl").read_text().splitlines()
        assert {json.loads(line)["name"] for line in lines} == set(names)
        with (tmp_path / "projects.csv").open(newline="") as file:
            assert {row[0] for row in csv.reader(file)} == {"Name", *map(kept, names)}
        assert {row[0] for row in sheet(tmp_path / "projects.xlsx")} == {"Name", *map(kept, names)}
        read = pyarrow.parquet.read_table(tmp_path / "projects.parquet")
        assert set(read["name"].to_pylist()) == set(names)

    run(work, places)


def test_a_cancelled_export_leaves_nothing(
    places: Places, tmp_path: Path, administrator: Administrator
) -> None:
    city, _ = offices(administrator, 60_000)

    async def work(desk: Desk) -> None:
        for format in FORMS:
            begun = asyncio.Event()
            query = Query(where=All((Where("city", Op.EQUAL, city),)), sort="city")

            def heard(told: Progress, begun: asyncio.Event = begun) -> None:
                if told.rows:
                    begun.set()

            path = tmp_path / f"offices.{format}"
            going = asyncio.create_task(
                export(desk, desk.panels[PANEL], query, (), format, path, heard)
            )
            await begun.wait()
            going.cancel()
            with pytest.raises(asyncio.CancelledError):
                await going
            assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240
        assert await desk.list(desk.panels[PANEL], of(city))

    run(work, places)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("format", FORMS)
def test_a_full_disk_is_said_and_nothing_is_left(
    places: Places, tmp_path: Path, administrator: Administrator, format: Format
) -> None:
    city, _ = offices(administrator, 30_000)
    path = tmp_path / f"offices.{format}"
    with room_for(100_000), pytest.raises(Refusal, match="no room left for “offices"):
        exported(places, path, of(city), format)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(places: Places, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    (tmp_path / "folder").mkdir()
    for path, said in (
        (tmp_path / "nowhere" / "x.csv", "There is no folder"),
        (tmp_path / "a file" / "x.csv", "There is no folder"),
        (tmp_path / "folder", "is a folder"),
    ):
        with pytest.raises(Refusal, match=said):
            exported(places, path, Query(sort="city"), Format.CSV)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a file", "folder"]
    with pytest.raises(Invalid, match="no field “palace”"):
        exported(places, tmp_path / "x.csv", Query(sort="city"), Format.CSV, "palace")
