"""The trail proves itself: chained in commit order, signed, and every single change is named."""

import random
from collections.abc import Callable, Iterator

import psycopg
import pytest

from desktop_app.domain.chain import Head
from desktop_app.services import audit_reading
from desktop_app.services.audit_report import Report
from desktop_app.services.audit_verify import Places as Trail
from desktop_app.services.audit_verify import verify
from desktop_app.services.worker_logins import Logins
from desktop_app.stack import Places
from tests.services.tampering import Tamper, Tampered, kinds
from tests.services.trailing import (
    NEW,
    Administrator,
    auditor,
    chain,
    copies,
    verified,
    write,
)


@pytest.fixture(scope="module")
def trail(places: Places, worker: Logins) -> Iterator[Trail]:
    """Some rows, chained in several batches, nothing pending."""
    keys = []
    for _ in range(5):
        keys += write(places, 4)
        chain(worker)
    yield auditor(places)
    with psycopg.connect(places.postgres) as root:
        root.execute("DELETE FROM multiverse.city_resources WHERE resource_id = ANY(%s)", (keys,))


def whole(report: Report) -> bool:
    return report.unaltered and report.complete and not report.faults


def test_an_untouched_trail_is_unaltered_and_complete(trail: Trail) -> None:
    report = verify(trail)
    assert report.faults == []
    assert whole(report)
    assert report.vouched
    assert report.entries >= 40
    assert report.heads["postgresql"] == report.heads["mongodb"] == report.heads["file"]


def test_a_row_waits_until_everything_begun_before_it_has_ended(
    places: Places, worker: Logins, trail: Trail
) -> None:
    chain(worker)
    with psycopg.connect(places.postgres) as early, psycopg.connect(places.postgres) as late:
        early.execute(NEW, ("Early",))
        late.execute(NEW, ("Late",))
        late.commit()
        assert chain(worker) == ""
        waiting = verify(trail)
        assert (waiting.pending, whole(waiting)) == (1, True)
        early.rollback()
    assert chain(worker) == "1 chained"
    after = verify(trail)
    assert (after.pending, whole(after), after.entries) == (0, True, waiting.entries + 1)


def test_what_is_chained_while_the_trail_is_read_waits_for_the_next_time(
    places: Places, worker: Logins, trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read on to wherever the chain ends now, and its last entries have no head yet."""
    heads = audit_reading.heads

    def late(connection: Administrator, until: int) -> list[Head]:
        write(places, 1)
        assert chain(worker)
        return heads(connection, until)

    chain(worker)
    before = verify(trail)
    monkeypatch.setattr(audit_reading, "heads", late)
    report = verify(trail)
    assert (report.faults, report.entries) == ([], before.entries)


@pytest.mark.sample
def test_every_kind_of_change_is_named_in_stretches_of_any_length(
    administrator: Administrator, worker: Logins, trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain(worker)
    monkeypatch.setattr(audit_reading, "AT_ONCE", 7)
    monkeypatch.setattr(audit_reading, "FEW", 2)
    assert tampered(administrator, trail, len(kinds()), 3) == []


def named(report: Report, done: Tampered) -> bool:
    """Whether one of the entries is named, and the column where one was changed."""
    return any(
        each.entry in done.entries and done.column in each.column.split(", ")
        if done.column
        else each.entry in done.entries
        for each in report.faults
    )


def tampered(
    administrator: Administrator, trail: Trail, times: int, seed: int
) -> list[tuple[str, list[str]]]:
    """What was not named, of so many changes, every kind among them."""
    known, every, dice = copies(trail), kinds(), random.Random(seed)
    missed = []
    for at in range(times):
        tamper = Tamper(administrator, known, dice)
        done = every[at % len(every)](tamper)
        report = verified(administrator, trail, tamper.known)
        if whole(report) or not named(report, done):
            said = [f"{each.entry} {each.column}: {each.sentence}" for each in report.faults[:5]]
            missed.append((f"{done}", said))
        administrator.rollback()
    return missed


@pytest.mark.sample
def test_every_kind_of_change_is_named(
    administrator: Administrator, worker: Logins, trail: Trail
) -> None:
    chain(worker)
    assert whole(verified(administrator, trail, copies(trail)))
    administrator.rollback()
    assert tampered(administrator, trail, len(kinds()), 1) == []


@pytest.mark.long
def test_a_thousand_changes_are_named(
    administrator: Administrator,
    worker: Logins,
    trail: Trail,
    record_property: Callable[[str, object], None],
) -> None:
    chain(worker)
    missed = tampered(administrator, trail, 1000, 2)
    record_property("figure", f"Changes to the trail: 1000, {1000 - len(missed)} named")
    assert missed == []
