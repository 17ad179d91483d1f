"""How a store's figures read, and which of them mean trouble."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desktop_app.domain import sizes
from desktop_app.domain.query import Row
from desktop_app.ui import cells
from desktop_app.ui.job_words import duration, moment
from desktop_app.ui.small_table import Cell, Column, Line
from desktop_app.ui.store_card import Fact
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.health import Disk, OtherHealth, PostgresHealth

FULL, COLD, LATE = 0.8, 0.9, 60.0
DUTIES = (
    Column("State"),
    Column("Duty"),
    Column("Last", right=True),
    Column("Took", right=True),
    Column("Next", right=True),
    Column("What came of it", stretch=True),
)
SLOW = (
    Column("Statement", stretch=True),
    Column("Calls", right=True),
    Column("Mean", right=True),
    Column("In all", right=True),
    Column("Rows", right=True),
)
LOCKS = (Column("Who waits"), Column("Behind"), Column("For", right=True), Column("", stretch=True))


def postgres(now: "PostgresHealth", disk: "Disk | None") -> list[Fact]:
    full = now.used > FULL * now.most
    cold = now.hit is not None and now.hit < COLD
    late = now.oldest is not None and now.oldest > LATE
    facts: list[Fact] = [
        ("Version", now.version, None),
        ("Running since", moment(now.started).said, None),
        ("Data", sizes.said(now.bytes), None),
        ("Connections", f"{now.used} of {now.most}, {now.active} at work", _warn(full)),
        ("This program", f"{now.pool} for writing", None),
        ("Cache hits", cells.NOTHING if now.hit is None else f"{now.hit:.1%}", _warn(cold)),
        ("Replicas", _replicas(now), None),
        ("Waiting for locks", f"{len(now.waiting)}", _warn(bool(now.waiting))),
        ("Undelivered", _outbox(now), _warn(late)),
    ]
    if now.poison:
        facts.append(("Failed for good", f"{now.poison:,} deliveries", Tone.BAD))
    if disk is not None:
        low = disk.free < disk.least
        said = f"{sizes.said(disk.free)} free of {sizes.said(disk.whole)}"
        facts.append(("Disk", f"{said}: too little" if low else said, Tone.BAD if low else None))
    return facts


def other(now: "OtherHealth") -> list[Fact]:
    facts: list[Fact] = [("Version", now.version, None), ("Role", now.role, None)]
    if now.members > 1:
        facts.append(("Members", f"{now.members}", None))
    return facts


def duty(row: Row) -> Line:
    """Overdue is what its table says is overdue, by this machine's clock."""
    now = datetime.now(UTC)
    overdue = row["overdue_from"] is not None and row["overdue_from"] < now
    state = Cell("in time", Tone.GOOD, "check")
    if row["last_error"]:
        state = Cell("failed", Tone.BAD, "x")
    elif overdue:
        state = Cell("overdue", Tone.WARN, "warning")
    took = cells.NOTHING if row["took_ms"] is None else f"{row['took_ms']:,} ms"
    came = cells.clean(str(row["last_error"] or row["last_done"] or cells.NOTHING))
    return Line(
        row["name"],
        (
            state,
            Cell(cells.clean(row["name"])),
            _ago(row["last_run"], now),
            Cell(took),
            _until(row["next_run"], now),
            Cell(came),
        ),
    )


def slow(now: "PostgresHealth") -> list[Line]:
    return [
        Line(
            number,
            (
                Cell(cells.clean(each.said), fixed=True),
                Cell(f"{each.calls:,}"),
                Cell(f"{each.mean_ms:,.1f} ms"),
                Cell(duration(each.total_ms / 1000)),
                Cell(f"{each.rows:,}"),
            ),
        )
        for number, each in enumerate(now.slow or ())
    ]


def locks(now: "PostgresHealth") -> list[Line]:
    return [
        Line(
            number,
            (
                Cell(cells.clean(each.login)),
                Cell(cells.clean(each.behind)),
                Cell(duration(each.seconds)),
                Cell(""),
            ),
        )
        for number, each in enumerate(now.waiting)
    ]


def _replicas(now: "PostgresHealth") -> str:
    if not now.replicas:
        return "none"
    return ", ".join(
        f"{cells.clean(each.name)} {each.state}"
        + ("" if each.seconds is None else f", {duration(each.seconds)} behind")
        for each in now.replicas
    )


def _outbox(now: "PostgresHealth") -> str:
    if now.oldest is None:
        return "none"
    return f"{now.undelivered:,}, the oldest {duration(now.oldest)}"


def _ago(value: datetime | None, now: datetime) -> Cell:
    if value is None:
        return Cell("never")
    return Cell(f"{duration(max(0, (now - value).total_seconds()))} ago", whole=moment(value).whole)


def _until(value: datetime | None, now: datetime) -> Cell:
    if value is None:
        return Cell(cells.NOTHING)
    left = (value - now).total_seconds()
    return Cell(f"in {duration(left)}" if left > 0 else "now", whole=moment(value).whole)


def _warn(so: bool) -> Tone | None:
    return Tone.WARN if so else None
