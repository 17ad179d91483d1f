"""`countinghouse seed`: what it prints, and that a refusal is one sentence."""

import json
import subprocess
import sys

import psycopg
import pytest

from desktop_app.commands.seed import _Bar
from desktop_app.services.seeding.load import Progress
from desktop_app.stack import Places


def seed(places: Places, *words: str) -> "subprocess.CompletedProcess[str]":
    return called(places, "seed", *words)


def called(places: Places, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "desktop_app"]
    words = (*words, "--data-dir", str(places.data_dir))
    return subprocess.run(
        [*command, *words], capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.sample
def test_it_prints_rows_and_rate(seeded: Places) -> None:
    done = seed(seeded, "--size", "small", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["rows"] > 4_000
    assert said["rows_per_second"] > 0
    assert said["went_on"] is False


@pytest.mark.sample
def test_a_refusal_is_one_sentence_and_status_1(seeded: Places) -> None:
    with psycopg.connect(seeded.postgres, autocommit=True) as sql:
        sql.execute("INSERT INTO multiverse.tags (name) VALUES ('mine')")
        try:
            done = seed(seeded)
        finally:
            sql.execute("DELETE FROM multiverse.tags WHERE name = 'mine'")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip().endswith("Use another data folder, or empty these first.")
    assert "multiverse.tags" in done.stderr


@pytest.mark.sample
def test_rows_of_people_are_not_lost_by_a_bare_downgrade(seeded: Places) -> None:
    """Mutation: take `_spare_rows_of_people` out, and the schema is gone."""
    with psycopg.connect(seeded.postgres, autocommit=True) as sql:
        sql.execute("INSERT INTO multiverse.tags (name) VALUES ('mine')")
        try:
            done = called(seeded, "db", "downgrade")
            assert sql.execute("SELECT 1 FROM multiverse.tags WHERE name = 'mine'").fetchone()
        finally:
            sql.execute("DELETE FROM multiverse.tags WHERE name = 'mine'")
    assert done.returncode == 1
    assert "multiverse.tags" in done.stderr
    assert "--to base" in done.stderr


@pytest.mark.sample
def test_an_unknown_size_is_wrong_usage(seeded: Places) -> None:
    assert seed(seeded, "--size", "huge").returncode == 2


def test_the_bar_says_rate_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    bar = _Bar(shown=True)
    bar.tell(Progress("passa.users", 500, 2_000, 10.0))
    bar.end()
    said = capsys.readouterr().err
    assert "500 of 2,000 rows, 50/s, 0:30 left, passa.users" in said


def test_there_is_no_bar_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    bar = _Bar(shown=False)
    bar.tell(Progress("passa.users", 500, 2_000, 10.0))
    bar.end()
    assert capsys.readouterr().err == ""
