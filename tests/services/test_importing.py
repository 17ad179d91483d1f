"""A file into a list, on the real servers: every kind of error told by its line, and taken back."""

import codecs
import csv
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import psycopg
import pytest

from desktop_app.domain.errors import Invalid, NotAllowed, Refusal
from desktop_app.domain.imports import Line, Mapped, Outcome, Sheet, counted
from desktop_app.domain.query import Op, Query, Where
from desktop_app.domain.writes import Create, Edit
from desktop_app.services import import_files, import_result, importing
from desktop_app.services.desk import Desk
from desktop_app.services.jobs import Jobs
from desktop_app.services.panel import Panel
from desktop_app.stack import Places
from tests.services.test_desk import run
from tests.services.test_desk_documents import Delivering

CITIES, TAGS = "multiverse.city_resources", "passa.event_tags"
KYC, MARKET = "openmineral.kyc_records", "openmineral.market_analysis"
NOW = datetime(2026, 11, 20, 12).astimezone()
HEAD = "Name;City;State;Resource type;Url;Api available;Description"


def office(number: int, city: str, **changed: str) -> str:
    url = f"https://tax.example/{city}/{number}"
    row = {"name": f"Office {number}", "city": city, "state": "LX", "type": "tax", "url": url}
    row |= {"api": "yes", "text": "Zäh"} | changed
    return ";".join(row.values())


def two_hundred(city: str) -> tuple[str, dict[int, str]]:
    """200 rows, and of the wrong ones the line and the beginning of why."""
    rows = [office(number, city) for number in range(200)]
    wrong = {
        10: (office(10, city, type="palace"), "“palace” is none of its values."),
        20: (office(20, city, api="perhaps"), "“perhaps” is"),
        30: (office(30, city, name=""), "Name must not be empty."),
        40: (office(40, city, state="x" * 51), "State holds 50 characters"),
        50: (f"{office(50, city)};more", "This line has more cells"),
        60: (office(60, city, url="https://a.example/\0"), "Url has a sign"),
    }
    for number, (row, _) in wrong.items():
        rows[number] = row
    return "\r\n".join([HEAD, *rows]), {n + 2: why for n, (_, why) in wrong.items()}


def sheet(tmp_path: Path, text: str, encoding: str = "cp1252") -> Sheet:
    path = tmp_path / f"{uuid4().hex}.csv"
    path.write_bytes(text.encode(encoding))
    return import_files.read(path)


async def told(
    desk: Desk, brought: Sheet, panel: Panel, match: tuple[str, ...]
) -> tuple[Line, ...]:
    guess = importing.guessed(panel, brought.headings, {})
    assert all(guess.fields)
    return await importing.rehearsed(desk, panel, brought, Mapped(guess.fields, match), NOW)


def here(places: Places, city: str) -> int:
    with psycopg.connect(places.postgres) as administrator:
        query = "SELECT count(*) FROM multiverse.city_resources WHERE city = %s"
        row = administrator.execute(query, (city,)).fetchone()
    assert row
    return int(row[0])


def test_two_hundred_rows_with_every_kind_of_error(places: Places, tmp_path: Path) -> None:
    city = f"City {uuid4().hex[:12]}"
    text, wrong = two_hundred(city)
    brought = sheet(tmp_path, text)
    assert brought.read_as == "Windows-1252, divided by semicolons"

    async def work(desk: Desk) -> None:
        panel = desk.panels[CITIES]
        lines = await told(desk, brought, panel, ())
        assert counted(lines) == {Outcome.CREATE: 194, Outcome.UPDATE: 0, Outcome.SKIP: 0,
                                  Outcome.ERROR: 6}  # fmt: skip
        refused = {each.number: each.sentence for each in lines if each.outcome is Outcome.ERROR}
        assert refused.keys() == wrong.keys()
        for number, why in wrong.items():
            assert refused[number].startswith(why)
        assert here(places, city) == 0
        with pytest.raises(Invalid, match="Some lines are wrong"):
            await importing.carried_out(desk, panel, lines, uuid4(), whole=True)
        command = uuid4()
        done = await importing.carried_out(desk, panel, lines, command, whole=False)
        assert here(places, city) == 194
        again = await importing.carried_out(desk, panel, lines, command, whole=False)
        assert here(places, city) == 194
        assert [each.key for each in again.lines] == [each.key for each in done.lines]
        path = import_result.write(tmp_path / "result.csv", brought, done.lines)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {int(r["line"]) for r in rows if r["outcome"] == "error"} == wrong.keys()
        assert [int(r["line"]) for r in rows] == list(range(2, 202))
        assert await taken_back(desk, done) == "asked 194, done 194"
        assert here(places, city) == 0

    run(work, places)


async def taken_back(desk: Desk, done: importing.Imported) -> str:
    jobs = Jobs(desk)
    job = await jobs.start_each(done.undo, title="Take the import back")
    return (await jobs.resume(job.id)).told


def test_lines_find_their_records_and_only_what_nobody_touched_is_taken_back(
    places: Places, tmp_path: Path
) -> None:
    city = f"City {uuid4().hex[:12]}"
    first = sheet(tmp_path, "\n".join([HEAD, *(office(n, city) for n in range(6))]), "utf-8-sig")
    changed = [
        office(0, city),
        office(1, city, name="Renamed"),
        office(2, city, text="Other"),
        office(2, city, text="Once more"),
        office(9, city),
    ]

    async def work(desk: Desk) -> None:
        panel = desk.panels[CITIES]
        lines = await told(desk, first, panel, ())
        await importing.carried_out(desk, panel, lines, uuid4(), whole=True)
        second = sheet(tmp_path, "\n".join([HEAD, *changed]), "utf-16")
        lines = await told(desk, second, panel, ("url",))
        assert [each.outcome for each in lines] == [
            Outcome.SKIP, Outcome.UPDATE, Outcome.UPDATE, Outcome.ERROR, Outcome.CREATE,
        ]  # fmt: skip
        assert lines[3].sentence == "Line 4 is about the same record."
        done = await importing.carried_out(desk, panel, lines, uuid4(), whole=False)
        renamed = lines[1].write
        assert isinstance(renamed, Edit)
        touch = Edit(CITIES, renamed.key, {}, {"description": "Somebody was here"})
        await desk.do(touch)
        assert await taken_back(desk, done) == "asked 3, done 2, refused 1"
        rows = (await desk.list(panel, Query(CITIES, Where("city", Op.EQUAL, city), "city"))).rows
        assert {row["name"] for row in rows} == {
            "Renamed",
            *(f"Office {n}" for n in (0, 2, 3, 4, 5)),
        }
        assert {row["description"] for row in rows} == {"Zäh", "Somebody was here"}

    run(work, places)


def test_two_lines_that_contradict_each_other_are_told_before_anything_is_written(
    places: Places, tmp_path: Path
) -> None:
    rows = [f"{uuid4().hex} {number},x" for number in range(300)]
    rows[250] = rows[3]

    async def work(desk: Desk) -> None:
        panel = desk.panels[TAGS]
        brought = sheet(tmp_path, "\n".join(["name,What it says", *rows]), "utf-8")
        kept = {"What it says": "description"}
        named = importing.guessed(panel, brought.headings, kept)
        assert named == Mapped(("name", "description"))
        lines = await importing.rehearsed(desk, panel, brought, named, NOW)
        wrong = [each for each in lines if each.outcome is Outcome.ERROR]
        assert [each.number for each in wrong] == [252]
        assert wrong[0].sentence == "Another record already has this name."

    run(work, places)


def test_a_workbook_reads_like_the_text_it_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Name", "When", "Price", "Yes", "Day"])
    book.active.append(["Ümläut", datetime(2026, 3, 1, 14, 30), 0.1, True, datetime(2026, 3, 2)])
    book.active.append([])
    book.active.append(["'=1+1", None, 1_000_000, False, None])
    data = BytesIO()
    book.save(data)
    path = tmp_path / "book.xlsx"
    path.write_bytes(data.getvalue())
    brought = import_files.read(path)
    assert brought.headings == ("Name", "When", "Price", "Yes", "Day")
    assert brought.lines == (
        (2, ("Ümläut", "2026-03-01 14:30:00", "0.1", "yes", "2026-03-02")),
        (4, ("=1+1", "", "1000000", "no", "")),
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"PK\x03\x04 and no more", "is no workbook"),
        (codecs.BOM_UTF16_LE + b"a", "says it is utf-16"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(data)
    with pytest.raises(Refusal, match=why):
        import_files.read(path)


def test_a_line_begins_where_its_first_cell_stands(tmp_path: Path) -> None:
    brought = sheet(tmp_path, 'a,b\n1,"two\nlines"\n\n2,x\n', "utf-8")
    assert [number for number, _ in brought.lines] == [2, 5]


def test_what_cannot_be_written_here_is_not_imported(places: Places, tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        panel = desk.panels["backoffice.staff"]
        brought = sheet(tmp_path, "login\nx", "utf-8")
        with pytest.raises(NotAllowed, match="cannot be edited here"):
            await importing.rehearsed(desk, panel, brought, Mapped(("login",)), NOW)

    run(work, places)


def test_what_is_guarded_is_replaced_and_nobody_is_said_to_have_seen_it(
    places: Places, tmp_path: Path
) -> None:
    """Neither a sealed value nor a guarded one stands in what was seen, or in what is undone."""
    person = {
        "full_name": f"Ana {uuid4().hex}", "date_of_birth": date(1980, 2, 29), "nationality": "PT",
        "address": "Rua da Prata", "id_type": "passport", "id_number": uuid4().hex[:12],
        "risk_level": "low", "status": "pending",
    }  # fmt: skip

    async def work(desk: Desk) -> None:
        panel = desk.panels[KYC]
        key = (await desk.do(Create(KYC, person))).keys[0][1]
        head = "id;date_of_birth;id_number;nationality"
        brought = sheet(tmp_path, f"{head}\n{key};1981-03-01;P{uuid4().hex[:8]};ES", "utf-8")
        lines = await told(desk, brought, panel, ("id",))
        assert [each.outcome for each in lines] == [Outcome.UPDATE], lines
        assert isinstance(lines[0].write, Edit)
        assert set(lines[0].write.seen) == {"nationality"}
        done = await importing.carried_out(desk, panel, lines, uuid4(), whole=True)
        assert done.undo == ()
        assert (await desk.get(panel, key))["nationality"] == "ES"
        with psycopg.connect(places.postgres) as administrator:
            query = "SELECT date_of_birth FROM openmineral.kyc_records WHERE id = %s"
            assert administrator.execute(query, (key,)).fetchone() == (date(1981, 3, 1),)

    run(work, places)


def test_lines_become_documents_and_are_taken_back_while_nobody_touched_them(
    places: Places, tmp_path: Path
) -> None:
    name = f"Commodity {uuid4().hex}"
    rows = [f"{name} {n};2026-11-{n + 1:02} 12:00;{n}.25;[7]" for n in range(4)]
    head = "commodity;timestamp;price_data.current_price;analysis.trends"
    brought = sheet(tmp_path, "\n".join([head, *rows, f"{name};someday;1;[]"]), "utf-8")

    async def work(desk: Desk) -> None:
        panel = desk.panels[MARKET]

        async def there() -> dict[str, Any]:
            asked = Query(MARKET, Where("commodity", Op.STARTS, name), panel.sort)
            return {str(r["commodity"])[-1]: r for r in (await desk.list(panel, asked)).rows}

        async with Delivering(places):
            lines = await told(desk, brought, panel, ())
            assert counted(lines)[Outcome.CREATE] == 4, lines
            assert "someday" in lines[4].sentence
            assert not await there()
            with pytest.raises(Invalid, match="one by one"):
                await importing.carried_out(desk, panel, lines[:4], uuid4(), whole=True)
            command = uuid4()
            done = await importing.carried_out(desk, panel, lines, command, whole=False)
            await importing.carried_out(desk, panel, lines, command, whole=False)
            made = await there()
            assert made.keys() == set("0123")
            assert made["3"]["price_data.current_price"] == Decimal("3.25")
            changed = f"{made['0']['_id']};99.5"
            second = sheet(tmp_path, f"_id;price_data.current_price\n{changed}", "utf-8")
            again = await importing.rehearsed(
                desk, panel, second, Mapped(("_id", "price_data.current_price"), ("_id",)), NOW
            )
            assert [each.outcome for each in again] == [Outcome.UPDATE], again
            await importing.carried_out(desk, panel, again, uuid4(), whole=False)
            assert (await there())["0"]["price_data.current_price"] == Decimal("99.5")
            assert await taken_back(desk, done) == "asked 4, done 3, refused 1"
            assert (await there()).keys() == {"0"}

    run(work, places)
