"""Broken states of PostgreSQL's own folder: a running server or one clear sentence.

Mutation: `making.is_to_be_made` true for a folder with files, `sweep` without postmaster.pid,
or no `check` of the version, and these fail.
"""

import shutil
import subprocess
from collections.abc import Callable

import pytest

from desktop_app.domain.errors import Refusal
from desktop_app.stack import programs
from desktop_app.stack.account import identity
from tests.stack.ground import Ground, quiet, supervise

Break = Callable[[Ground], None]
pytestmark = pytest.mark.parametrize("ground", ["postgres"], indirect=True)


def dead_postmaster(ground: Ground) -> None:
    (ground.data / "postmaster.pid").write_text(f"4194303\n{ground.data}\n1\n5432\n\n\n")


def reused_postmaster(ground: Ground) -> None:
    (ground.data / "postmaster.pid").write_text(f"{ground.innocent.pid}\n{ground.data}\n1\n")


def empty_postmaster(ground: Ground) -> None:
    (ground.data / "postmaster.pid").write_text("")


def torn_postmaster(ground: Ground) -> None:
    (ground.data / "postmaster.pid").write_text("\x00\x01junk")


def stale_socket(ground: Ground) -> None:
    (ground.data_dir / "run" / ".s.PGSQL.5432").write_text("")


def reused_socket_lock(ground: Ground) -> None:
    lock = ground.data_dir / "run" / ".s.PGSQL.5432.lock"
    lock.write_text(f"{ground.innocent.pid}\n{ground.data}\n1\n5432\n")


def no_settings(ground: Ground) -> None:
    (ground.data / "countinghouse.conf").unlink()


def open_folder(ground: Ground) -> None:
    ground.data.chmod(0o755)


def no_log_folder(ground: Ground) -> None:
    shutil.rmtree(ground.data_dir / "logs")


def no_run_folder(ground: Ground) -> None:
    shutil.rmtree(ground.data_dir / "run")


@pytest.mark.parametrize(
    "break_it",
    [
        dead_postmaster, reused_postmaster, empty_postmaster, torn_postmaster, stale_socket,
        reused_socket_lock, no_settings, open_folder, no_log_folder, no_run_folder,
    ],
)  # fmt: skip
def test_it_runs_and_has_kept(ground: Ground, break_it: Break) -> None:
    break_it(ground)
    ground.start()
    assert ground.kept()


def newer(ground: Ground) -> None:
    (ground.data / "PG_VERSION").write_text("19\n")


def older(ground: Ground) -> None:
    (ground.data / "PG_VERSION").write_text("15\n")


def unknown(ground: Ground) -> None:
    (ground.data / "PG_VERSION").write_text("")


def no_version(ground: Ground) -> None:
    (ground.data / "PG_VERSION").unlink()


def no_control(ground: Ground) -> None:
    (ground.data / "global" / "pg_control").unlink()


def torn_control(ground: Ground) -> None:
    (ground.data / "global" / "pg_control").write_bytes(b"torn")


def bad_settings(ground: Ground) -> None:
    (ground.data / "postgresql.conf").write_text("max_connections = many\n")


def no_log(ground: Ground) -> None:
    shutil.rmtree(ground.data / "pg_wal")


def lost_secrets(ground: Ground) -> None:
    (ground.data_dir / "secrets.json").unlink()


def torn_secrets(ground: Ground) -> None:
    (ground.data_dir / "secrets.json").write_text('{"postgres": "x')


def other_secrets(ground: Ground) -> None:
    (ground.data_dir / "secrets.json").write_text('{"postgres": "wrong"}')


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (newer, "newer PostgreSQL 19"),
        (older, r"written by PostgreSQL 15.*pg_dumpall"),
        (unknown, r"\(unknown\)"),
        (no_version, r"PG_VERSION is missing.*nothing was changed"),
        (no_control, r"pg_control is missing.*nothing was changed"),
        (torn_control, r"stopped while starting.*pg_control"),
        (bad_settings, r"stopped while starting.*max_connections"),
        (no_log, r"stopped while starting.*pg_wal"),
        (lost_secrets, "is gone from the keyring"),
        (torn_secrets, "cannot be read; put the file back"),
        (other_secrets, "does not accept this program's secret"),
    ],
)
def test_it_says_in_one_sentence(ground: Ground, break_it: Break, sentence: str) -> None:
    break_it(ground)
    tables = {path for path in ground.data.glob("base/*/*") if path.name.isdigit()}
    with pytest.raises(Refusal, match=sentence) as caught:
        ground.start()
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")
    assert tables <= set(ground.data.glob("base/*/*")), "no data was taken away"


def test_what_would_not_start_is_told_before_anybody_starts_it(ground: Ground) -> None:
    """Mutation: answer `bare` for whatever is stopped, and doctor finds nothing wrong."""
    ground.server.stop()
    assert ground.server.status().state == "stopped"
    newer(ground)
    told = ground.server.status()
    assert told.state == "failed"
    assert "newer PostgreSQL 19" in told.sentence


def marked_with_rubbish(ground: Ground) -> None:
    (ground.data / "PG_VERSION").unlink()


def marked_and_empty(ground: Ground) -> None:
    shutil.rmtree(ground.data)
    ground.data.mkdir()


def marked_and_absent(ground: Ground) -> None:
    shutil.rmtree(ground.data)


@pytest.mark.parametrize("break_it", [marked_with_rubbish, marked_and_empty, marked_and_absent])
def test_a_half_finished_initdb_is_done_anew(ground: Ground, break_it: Break) -> None:
    break_it(ground)
    (ground.data_dir / "postgres.initialising").write_text("initialising\n")
    ground.start()
    assert ground.server.process() is not None
    assert not (ground.data_dir / "postgres.initialising").exists()


def test_an_initdb_killed_in_the_middle(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(ground.data)
    recipe = ground.server.recipe

    def killed() -> None:
        (ground.data / "base").mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(recipe, "_initdb", killed)
    with pytest.raises(KeyboardInterrupt):
        recipe.make()
    assert (ground.data / "base").is_dir()
    ground.start()
    assert ground.server.process() is not None


def test_one_started_by_hand_is_neither_adopted_nor_signalled(ground: Ground) -> None:
    """The same folder under another spelling: the working folder tells."""
    recipe = ground.server.recipe
    program = programs.postgres(recipe.folder) / "postgres"
    with subprocess.Popen(
        [str(program), "-D", ".", "-c", "listen_addresses=", "-c", "unix_socket_directories=."],
        cwd=ground.data, stderr=subprocess.DEVNULL, **identity(recipe.folder.account),
    ) as by_hand:  # fmt: skip
        try:
            while not (ground.data / "postmaster.pid").exists():
                assert by_hand.poll() is None
            with pytest.raises(Refusal, match=f"process {by_hand.pid}, which this program did not"):
                supervise(ground.data_dir, "postgres").start(quiet)
            ground.server.stop()
            assert by_hand.poll() is None
        finally:
            by_hand.terminate()
