"""The steps, up and down: the same schema every time, whole or absent whatever is killed."""

import contextlib
import os
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql

from desktop_app.domain.errors import Refusal
from desktop_app.services import schema
from desktop_app.services.schema import Panels
from desktop_app.stack import Places
from desktop_app.storage.migrations import history
from tests.storage import dump
from tests.storage.dump import Dump

ROOT = Path(__file__).parents[2]
HEAD = history.head()


def _steps() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(history.FOLDER))
    return sorted(each.revision for each in ScriptDirectory.from_config(config).walk_revisions())


STEPS = _steps()


@dataclass
class Walk:
    """The schema after each step by itself, nothing generated; and what did not come back."""

    after: dict[str | None, Dump]
    found: dict[str, list[str]]


@pytest.fixture(scope="module")
def walk(own: Places, declared: Panels) -> Walk:
    """Up step by step, then down step by step to where each began.

    A step goes up again from what its way back left, which is the same to the letter as what it
    began with; `test_every_step_by_itself` (long) does it one by one as well.
    """
    schema.downgrade(own)
    made = Walk({None: _bare(own)}, {})
    for step in STEPS:
        _up_by_itself(own, declared, step)
        made.after[step] = _bare(own)
    for step, before in zip(reversed(STEPS), [*reversed(STEPS[:-1]), None], strict=True):
        schema.downgrade(own, to=before or "base")
        made.found[f"down from {step}"] = dump.between(made.after[before], _bare(own))
    return made


def _up_by_itself(own: Places, declared: Panels, step: str) -> None:
    schema.upgrade(own, declared, to=step)
    if step == HEAD:
        schema.downgrade(own, to=HEAD)


@pytest.fixture(scope="module")
def whole(own: Places, declared: Panels) -> Dump:
    schema.upgrade(own, declared)
    return dump.everything(own)


def _bare(places: Places) -> Dump:
    """Tables and collections; what a later upgrade says about them is left out."""
    there = dump.mongodb(places.mongodb)
    names = {name: "" for name in there if name.startswith("collection ")}
    return dump.postgres(places.postgres, partitions=False) | names


@pytest.mark.sample
def test_up_down_to_nothing_and_up_again_is_the_same(
    own: Places, declared: Panels, walk: Walk, whole: Dump
) -> None:
    schema.downgrade(own)
    assert schema.current(own) is None
    assert dump.between(walk.after[None], _bare(own)) == []
    schema.upgrade(own, declared)
    assert schema.current(own) == HEAD
    assert dump.between(whole, dump.everything(own)) == []
    assert schema.check(own, declared) == []


@pytest.mark.sample
def test_every_step_goes_down_and_up_again(walk: Walk) -> None:
    assert {what: found for what, found in walk.found.items() if found} == {}


@pytest.mark.long
def test_every_step_by_itself(own: Places, declared: Panels, walk: Walk) -> None:
    schema.downgrade(own)
    for step, before in zip(STEPS, [None, *STEPS[:-1]], strict=True):
        for _ in range(2):
            _up_by_itself(own, declared, step)
            assert dump.between(walk.after[step], _bare(own)) == [], f"up to {step}"
            schema.downgrade(own, to=before or "base")
            assert dump.between(walk.after[before], _bare(own)) == [], f"down from {step}"
        _up_by_itself(own, declared, step)


def test_an_upgrade_with_nothing_to_do_changes_nothing(current: Places, declared: Panels) -> None:
    before = dump.everything(current)
    said: list[str] = []
    schema.upgrade(current, declared, say=said.append)
    assert (said, dump.between(before, dump.everything(current))) == ([], [])


@pytest.mark.sample
def test_rows_survive_an_upgrade_that_rebuilds_everything(
    current: Places, declared: Panels
) -> None:
    with psycopg.connect(current.postgres) as connection:
        connection.execute("INSERT INTO nexus_mint.properties (title, location, price)"
                           " VALUES ('Mill', 'Leeds', 10)")  # fmt: skip
        connection.execute("DELETE FROM backoffice.generated_objects WHERE name LIKE 'policy %'")
    schema.upgrade(current, declared)
    with psycopg.connect(current.postgres) as connection:
        rows = connection.execute("SELECT title FROM nexus_mint.properties").fetchall()
        connection.execute("DELETE FROM nexus_mint.properties")
    assert rows == [("Mill",)]


# ---- killed half-way


def _last_table(step: str, walk: Walk) -> str:
    """A table that the step makes, and not the first it makes."""
    before = walk.after[f"{int(step) - 1:04d}"]
    made = [n.split(" ")[1] for n in walk.after[step].keys() - before.keys() if n.startswith("rel")]
    with open(next(history.FOLDER.glob(f"versions/s{step}_*.py"))) as script:
        text = script.read().partition("def downgrade")[0]
    return max(made, key=lambda table: text.find(f'"{table.split(".")[1]}",\n'))


@pytest.mark.sample
@pytest.mark.parametrize("step", ["0010", "0006"])
def test_a_step_whose_connection_is_ended_is_absent(
    own: Places, declared: Panels, walk: Walk, step: str
) -> None:
    before = f"{int(step) - 1:04d}"
    schema.upgrade(own, declared, to=before)
    schema.downgrade(own, to=before)
    place, _, name = _last_table(step, walk).partition(".")
    with psycopg.connect(own.postgres) as other:
        # The same table, uncommitted: the step waits for it with its earlier tables made.
        other.execute(sql.SQL("CREATE TABLE {} ()").format(sql.Identifier(place, name)))
        killer = threading.Thread(target=_end_whoever_waits, args=(own.postgres,))
        killer.start()
        with pytest.raises(Refusal, match=r"^[A-Z][^\n]+\.$"):
            schema.upgrade(own, declared)
        killer.join()
        other.rollback()
    assert schema.current(own) == before
    assert dump.between(walk.after[before], _bare_sql(own, walk)) == []
    schema.upgrade(own, declared)
    assert schema.check(own, declared) == []


def _bare_sql(places: Places, walk: Walk) -> Dump:
    """MongoDB's part runs first and only adds: its collections may be there already."""
    made = dump.postgres(places.postgres, partitions=False)
    names = {n: "" for n in walk.after[schema.current(places)] if n.startswith("collection ")}
    there = dump.mongodb(places.mongodb)
    assert names.keys() <= there.keys()
    return made | names


def _end_whoever_waits(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(400):
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE wait_event_type = 'Lock' AND query LIKE '%CREATE TABLE%'"
            ).fetchall()
            if ended:
                return
            time.sleep(0.05)


def _program(places: Places, *arguments: str, cwd: Path = ROOT) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "desktop_app", *arguments, "--data-dir", str(places.data_dir)],
        cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"COUNTINGHOUSE_KEYRING": "file"},
    )  # fmt: skip


def _kill_and_finish(own: Places, declared: Panels, walk: Walk, whole: Dump, after: float) -> None:
    schema.downgrade(own)
    program = _program(own, "db", "upgrade")
    with contextlib.suppress(subprocess.TimeoutExpired):
        program.communicate(timeout=after)
    program.kill()
    program.communicate()
    with psycopg.connect(own.postgres) as connection:
        # Nothing is read before the killed program's last statement has ended with it.
        connection.execute("SELECT pg_advisory_lock(%s)", (history.ONE_AT_A_TIME,))
        at = schema.current(own)
        found = dump.postgres(own.postgres, partitions=False)
    schema.upgrade(own, declared)
    assert dump.between(whole, dump.everything(own)) == []
    by_itself = {n: s for n, s in walk.after[at].items() if not n.startswith("collection ")}
    finished = dump.postgres(own.postgres, partitions=False)
    assert found in ([by_itself, finished] if at == HEAD else [by_itself]), f"between, after {at}"


@pytest.mark.sample
def test_a_killed_upgrade_is_finished_by_the_next(
    own: Places, declared: Panels, walk: Walk, whole: Dump
) -> None:
    for after in (1.6, 2.6, 3.6):
        _kill_and_finish(own, declared, walk, whole, after)


@pytest.mark.long
def test_fifty_killed_upgrades_are_finished_by_the_next(
    own: Places, declared: Panels, walk: Walk, whole: Dump
) -> None:
    moments = random.Random(43)
    for _ in range(50):
        _kill_and_finish(own, declared, walk, whole, moments.uniform(0.5, 6.0))


@pytest.mark.sample
def test_two_upgrades_at_once_make_one_schema(own: Places, declared: Panels, whole: Dump) -> None:
    schema.downgrade(own, to="0010")
    programs = [_program(own, "db", "upgrade") for _ in range(2)]
    for program in programs:
        said, complained = program.communicate(timeout=600)
        assert (program.returncode, complained) == (0, "")
        assert f"The databases are at step {HEAD}." in said
    assert dump.between(whole, dump.everything(own)) == []
    assert schema.check(own, declared) == []
