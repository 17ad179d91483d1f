"""Sixty secrets go every way that the program has for them, and are found nowhere afterwards."""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from desktop_app import log, panels
from desktop_app.domain.errors import NotAllowed, Refusal
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Edit
from desktop_app.services import sample, sign_in, staff
from desktop_app.services.desk import Desk
from desktop_app.services.jobs import Jobs
from desktop_app.services.journal import Journal
from desktop_app.services.sealing import sealed_of
from desktop_app.services.unit import Unit
from desktop_app.stack import Places, Secrets
from desktop_app.stack.programs import demand_postgres
from tests.rights import planting
from tests.services.identity_people import Keeper
from tests.services.test_desk import at_the_desk
from tests.services.test_desk_documents import Delivering

PANELS = panels.load()
COLUMNS = [
    (place, column)
    for place, panel in PANELS.items()
    if panel.writable
    for column in sealed_of(panel)
    if column != "kyc_data"  # no form writes it
]
WAYS = ("kept", "rehearsed", "too late", "asked for", "in a job", "a mistake of ours")
PEOPLE = 7
Record = Callable[[str, object], None]


@dataclass(frozen=True)
class Planted:
    place: str
    column: str
    way: str
    token: str

    @property
    def value(self) -> Any:
        return {
            "business_email": f"{self.token}@example.org",
            "wallet_address": f"0x{self.token[:32]}12345678",
            "database_config.connection_string": f"mongodb://a:{self.token}@host/x",
        }.get(self.column, self.token)


class Broken(Exception):
    """What no code of ours expects."""


async def plant(desk: Desk, secret: Planted, key: Any, patch: pytest.MonkeyPatch) -> None:
    """One secret, typed into the form and sent one of the ways."""
    write = Edit(secret.place, key, {}, {secret.column: secret.value})
    match secret.way:
        case "kept":
            await desk.do(write)
        case "rehearsed":
            await desk.do(write, keep=False)
        case "too late":
            named = desk.panels[secret.place].named[0]
            with suppress(Refusal):
                await desk.do(Edit(secret.place, key, {named: "before"}, write.values))
        case "asked for":
            with suppress(Refusal):
                await desk.request(write, reason="It was lost.")
        case "in a job":
            jobs = Jobs(desk)
            await jobs.resume((await jobs.start_each([write])).id)
        case _:
            with patch.context() as broken:
                broken.setattr(Unit, "carry_out", _breaks)
                try:
                    await desk.do(write)
                except Broken as error:
                    log.crashed(error, "saving")


async def _breaks(*_: object) -> None:
    raise Broken("This was not expected.")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def people(places: Places, tokens: list[str]) -> list[str]:
    """Each is hired, signs in, mistypes, and is refused; one of them by the command line.

    Answers the secrets that the program drew for their workstations.
    """
    drawn = []
    for number, word in enumerate(tokens):
        login, password, keeper = f"planted_{number}_{word[:6]}", f"{word} of mine", Keeper()
        if number == 0:
            command = [sys.executable, "-m", "desktop_app", "staff", "add", login,
                       "--role", "analyst", "--data-dir", str(places.data_dir)]  # fmt: skip
            subprocess.run(command, input=f"{password}\n", text=True, check=True)
            continue
        staff.add(places, staff.Hire(login, "Ana", ("analyst",), password), keeper)
        secret = keeper[f"login:{login}"]
        sign_in.open_session(places.postgres, login, secret, password)
        with pytest.raises(NotAllowed):
            sign_in.open_session(places.postgres, login, secret, f"{password}!")
        with pytest.raises(NotAllowed):
            sign_in.open_session(places.postgres, login, f"{secret}!", password)
        drawn.append(secret)
    return drawn


async def values(places: Places, planted: list[Planted], patch: pytest.MonkeyPatch) -> None:
    journal = Journal(places.data_dir, sample.ADMIN, Secrets(places.data_dir))
    async with at_the_desk(places) as desk:
        for secret in planted:
            panel = desk.panels[secret.place]
            page = await desk.list(panel, Query(panel.key, sort=panel.sort, limit=100))
            rows = [row for row in page.rows if row.get("status") != "verified"]
            key = panel.source.key(rows[WAYS.index(secret.way) % len(rows)])
            journal.keep(f"{secret.place}/{key}", {}, {secret.column: secret.value}, {})
            elsewhere = panel.source.store == "mongodb"
            async with Delivering(places) if elsewhere else nullcontext():
                await plant(desk, secret, key, patch)
            if secret.way == "kept" and not elsewhere:
                shown = await desk.secrets.reveal(panel, key, secret.column, "to see it was kept")
                assert secret.token in f"{shown.value}"
    journal.close()


@pytest.mark.warns
@pytest.mark.long
def test_sixty_secrets_are_found_nowhere(
    sampled: Places, temporary: Path, monkeypatch: pytest.MonkeyPatch, record_property: Record
) -> None:
    planted = [Planted(*each, way, planting.token()) for each in COLUMNS for way in WAYS]
    typed = [planting.token() for _ in range(PEOPLE)]
    log.start(sampled.data_dir)
    try:
        with planting.watched_processes() as hits:
            drawn = people(sampled, typed)
            asyncio.run(values(sampled, planted, monkeypatch))
    finally:
        log.stop()
    known = len(planted) + len(typed) + len(drawn)
    assert known >= 60
    found = [f"an argument or the environment: {word}" for word in hits]
    seen = 0
    for place, content in chain(
        planting.files(sampled.data_dir, temporary),
        planting.dumps(sampled, demand_postgres() / planting.PG_DUMP),
    ):
        seen += "countinghouse.log" in place
        found += [f"{place}: {word}" for word in planting.found_in(content, drawn)]
    assert seen
    record_property("figure", f"Secrets planted: {known}, found {len(found)} times")
    assert found == []
