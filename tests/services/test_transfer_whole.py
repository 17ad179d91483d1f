"""Exports are whole or absent, of every list, and hold what the person may see."""

import asyncio
import csv
import json
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pyarrow.parquet
import pytest

from desktop_app import panels
from desktop_app.domain.errors import Invalid, NotAllowed, Refusal
from desktop_app.domain.exports import Format, Progress
from desktop_app.domain.query import All, Op, Query, Where
from desktop_app.domain.writes import Create
from desktop_app.services import sign_in
from desktop_app.services.desk import Desk
from desktop_app.services.transfer import export
from desktop_app.stack import Places
from tests.services.act_people import People
from tests.services.act_rows import Rows
from tests.services.jobbing import Administrator, of, offices
from tests.services.test_desk import PANEL, run
from tests.services.test_desk_documents import Delivering, project
from tests.services.transfer_ground import FORMS, PROJECTS, exported, kept, sheet


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


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(key, marks=[pytest.mark.sample] if number % 3 else [])
        for number, key in enumerate(sorted(panels.load()))
    ],
)
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
