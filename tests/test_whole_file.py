"""A small file is the old one or the new one, whoever writes and whenever it breaks."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop_app.whole_file import write_whole


def test_it_is_replaced_and_its_owner_alone_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    write_whole(file, "one")
    write_whole(file, b"t\xc3\xa4wo", durable=False)
    assert file.read_text("utf-8") == "täwo"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_what_breaks_leaves_the_old_one_and_nothing_beside_it(tmp_path: Path) -> None:
    """Mutation: write to the file's own name."""
    file = tmp_path / "kept"
    write_whole(file, "one")

    def broken(part: Path) -> None:
        assert part.read_text("utf-8") == "two"
        raise OSError("no such owner")

    with pytest.raises(OSError, match="no such owner"):
        write_whole(file, "two", broken)
    assert file.read_text("utf-8") == "one"
    assert list(tmp_path.iterdir()) == [file]


def test_many_at_once_leave_one_of_theirs(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    texts = [str(number) * 50_000 for number in range(8)]
    with ThreadPoolExecutor(8) as together:
        list(together.map(lambda text: write_whole(file, text, durable=False), texts * 5))
    assert file.read_text("utf-8") in texts
    assert list(tmp_path.iterdir()) == [file]
