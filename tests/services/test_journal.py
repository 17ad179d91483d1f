"""Unsaved work on disk: unreadable to others, as typed to whoever typed it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from desktop_app.domain.geo import Point
from desktop_app.services.journal import Journal, Kept
from desktop_app.stack import Secrets

PLACE = "openmineral.deals/7"
VALUES = {
    "title": "Nickel of Ana", "price": Decimal("84.90"), "due": date(2026, 11, 24), "spot": None,
    "at": datetime(2026, 11, 24, 14, 30, tzinfo=UTC), "place": Point(38.7, -9.1),
    "terms": {"lots": [1, 2], "tags": ["a"]},
}  # fmt: skip


def journal(folder: Path, login: str = "ana") -> Journal:
    return Journal(folder, login, Secrets(folder))


def files(folder: Path) -> list[Path]:
    return list((folder / "journal").rglob("*.kept"))


def test_what_was_typed_comes_back_with_its_types(tmp_path: Path) -> None:
    first = journal(tmp_path)
    first.keep(PLACE, {"title": "Nickel"}, VALUES, {"quantity": "many"})
    first.close()
    kept = journal(tmp_path).found(PLACE)
    assert isinstance(kept, Kept)
    assert (kept.place, kept.seen, kept.values) == (PLACE, {"title": "Nickel"}, VALUES)
    assert (kept.unread, kept.count) == ({"quantity": "many"}, len(VALUES) + 1)


def test_nobody_else_reads_it(tmp_path: Path) -> None:
    first = journal(tmp_path)
    first.keep(PLACE, {}, VALUES, {})
    first.close()
    (file,) = files(tmp_path)
    content = file.read_bytes()
    assert not any(word in content for word in (b"Nickel", b"title", b"deals"))
    assert file.stat().st_mode & 0o077 == 0
    other = journal(tmp_path, "ben")
    assert other.found(PLACE) is None
    moved = tmp_path / "journal" / next((tmp_path / "journal").iterdir()).name / file.name
    beside = other._file(PLACE)
    beside.parent.mkdir()
    beside.write_bytes(moved.read_bytes())
    assert other.found(PLACE) is None
    file.write_bytes(content[:-1])
    assert journal(tmp_path).found(PLACE) is None


def test_the_last_word_counts_and_what_is_forgotten_is_gone(tmp_path: Path) -> None:
    made = journal(tmp_path)
    for number in range(20):
        made.keep(PLACE, {}, {"title": str(number)}, {})
    assert [each.values for each in (made.found(PLACE), *made.all()) if each] == [
        {"title": "19"}
    ] * 2
    made.forget(PLACE)
    assert made.found(PLACE) is None
    assert not files(tmp_path)
    made.close()
    made.keep(PLACE, {}, {"title": "late"}, {})
    assert not files(tmp_path)
