"""The program killed while it writes to two stores: a command has its one effect, or none."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from desktop_app.domain.writes import Act, Create, Edit, Write
from desktop_app.services.beside import led
from desktop_app.stack import Places
from tests.services import warm
from tests.services.act_rows import Rows
from tests.services.delivering import Mongo, documents, signed_in
from tests.services.jobbing import offices
from tests.services.test_desk import PANEL, at_the_desk
from tests.services.test_outbox import PROJECTS, project
from tests.services.test_outbox_rights import ASSETS, TRADES
from tests.services.test_worker import running, until

LIVES = 25
"""How often the program is killed upon one set of records."""
MOST = 12
"""Commands that one life of the program gets; more are made when fewer are left."""


@dataclass(frozen=True)
class Command:
    """A trade completed in both stores, with plain edits of a row and of a document."""

    key: UUID
    trade: UUID
    asset: str
    buyer: UUID
    office: UUID
    project: str

    @property
    def writes(self) -> tuple[Write, ...]:
        return (
            Act(TRADES, "complete", (self.trade,)),
            Edit(PANEL, self.office, {"name": "Office"}, {"name": "Tax office"}),
            Edit(PROJECTS, self.project, {"name": "Wells"}, {"name": "Dry wells"}),
        )


@dataclass(frozen=True)
class Found:
    """What a command came to, counted in the stores and in the trail."""

    claimed: int
    completed: int
    owned: int
    renamed: int
    documents: int
    trail: tuple[int, int, int, int]


NOTHING = Found(0, 0, 0, 0, 0, (0, 0, 0, 0))
ALL_OF_IT = Found(1, 1, 1, 1, 1, (1, 1, 1, 1))


@pytest.fixture
def mongo(places: Places) -> Iterator[Mongo]:
    with documents(places) as client:
        yield client


def program(places: Places, commands: list[Command], said: str) -> None:
    """One life of the program: it signs in, and carries out one command after another."""

    def note(at: int) -> None:
        Path(said).write_text(str(at))

    async def work() -> None:
        async with at_the_desk(places) as desk:
            for at, command in enumerate(commands):
                note(at)
                await desk.do(*command.writes, command=command.key)
            note(len(commands))

    asyncio.run(work())


def started(places: Places, commands: list[Command], said: Path) -> ForkServerProcess:
    said.unlink(missing_ok=True)
    made = warm.context().Process(target=program, args=(places, commands, str(said)))
    made.start()
    return made


def prepared(
    places: Places, rows: Rows, administrator: psycopg.Connection[Any], count: int
) -> list[Command]:
    """So many trades, offices and projects, each with its command."""
    _, offs = offices(administrator, count)
    made = []
    with signed_in(places) as sender:
        for office in offs:
            seller, buyer = (rows.put("multiverse.users")["user_id"] for _ in range(2))
            asset, wells = f"a-{uuid4().hex[:12]}", project()
            trade = rows.put(
                TRADES, asset_id=asset, seller_id=seller, buyer_id=buyer, status="pending"
            )["transaction_id"]
            last = sender.send(
                Create(ASSETS, {"asset_id": asset, "name": "A", "owner_id": seller}),
            )
            other = sender.send(Create(PROJECTS, wells))
            made.append(Command(uuid4(), trade, asset, buyer, office, wells["project_id"]))
        until(lambda: {sender.outcome(each)[0] for each in (last, other)} == {"done"}, 120)
    return made


def found(administrator: psycopg.Connection[Any], mongo: Mongo, command: Command) -> Found:
    def count(query: str, *given: object) -> int:
        row = administrator.execute(query.encode(), given).fetchone()
        assert row is not None
        return int(row[0])

    def edits(place: str, key: object) -> int:
        return count(
            "SELECT count(*) FROM backoffice.audit_log "
            "WHERE place = %s AND row_key = %s AND action = 'edit'",
            place, str(key),
        )  # fmt: skip

    return Found(
        claimed=count("SELECT count(*) FROM backoffice.commands WHERE command = %s", command.key),
        completed=count(
            f"SELECT count(*) FROM {TRADES} WHERE transaction_id = %s AND status = 'completed'",
            command.trade,
        ),
        owned=mongo.multiverse.digital_assets.count_documents(
            {"asset_id": command.asset, "owner_id": command.buyer}
        ),
        renamed=count(
            f"SELECT count(*) FROM {PANEL} WHERE resource_id = %s AND name = 'Tax office'",
            command.office,
        ),
        documents=mongo.multiverse.business_projects.count_documents(
            {"project_id": command.project, "name": "Dry wells"}
        ),
        trail=(
            edits(TRADES, command.trade),
            edits(ASSETS, command.asset),
            edits(PANEL, command.office),
            edits(PROJECTS, command.project),
        ),
    )


def one_life(places: Places, commands: list[Command], said: Path, at: int) -> int:
    """Killed somewhere in its first, second or third command: the number of that one."""
    process = started(places, commands, said)
    until(lambda: said.exists() and reached(said) >= at % 3, 60)
    time.sleep((at * 37 % 100) / 500)
    process.kill()
    process.join()
    process.close()
    return reached(said)


def reached(said: Path) -> int:
    """What is being written just now is nothing yet."""
    return int(said.read_text() or 0)


def killed(
    places: Places,
    mongo: Mongo,
    rows: Rows,
    administrator: psycopg.Connection[Any],
    folder: Path,
    kills: int,
) -> None:
    """Every other command that was cut short is brought again with its key, the rest are left.

    Mutation: a new key for what is brought again, and it is refused as done already.
    """
    said, skipped = folder / "said", set()
    left: list[Command] = []
    everything: list[Command] = []
    with running(places):
        until(lambda: led(places))
        for at in range(kills):
            if len(left) < MOST:
                more = prepared(places, rows, administrator, 2 * MOST)
                left, everything = left + more, everything + more
            cut = one_life(places, left[:MOST], said, at)
            if at % 2 and cut < MOST:
                skipped.add(left[cut].key)
                cut += 1
            left = left[cut:]
        program(places, left[:1], str(said))
        until(lambda: _nothing_waits(administrator), 120)
    never = {command.key for command in left[1:]}
    for command in everything:
        ended = found(administrator, mongo, command)
        if command.key in skipped:
            assert ended in (NOTHING, ALL_OF_IT), command
        else:
            assert ended == (NOTHING if command.key in never else ALL_OF_IT), command
    assert len(everything) - len(never) > kills / 2


def _nothing_waits(administrator: psycopg.Connection[Any]) -> bool:
    row = administrator.execute(
        "SELECT FROM backoffice.outbox WHERE state = 'sent' LIMIT 1"
    ).fetchone()
    administrator.rollback()
    return row is None


@pytest.mark.sample
def test_killed_eight_times(
    places: Places,
    mongo: Mongo,
    rows: Rows,
    administrator: psycopg.Connection[Any],
    tmp_path: Path,
) -> None:
    killed(places, mongo, rows, administrator, tmp_path, 8)


@pytest.mark.long
def test_killed_five_hundred_times(
    places: Places,
    mongo: Mongo,
    rows: Rows,
    administrator: psycopg.Connection[Any],
    tmp_path: Path,
) -> None:
    for _ in range(500 // LIVES):
        killed(places, mongo, rows, administrator, tmp_path, LIVES)
