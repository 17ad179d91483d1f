"""How jobs and files read: one line in the job centre, and what becomes of them."""

from datetime import datetime
from math import ceil

from desktop_app.domain.jobs import Job, State
from desktop_app.domain.query import Kind
from desktop_app.ui import cells
from desktop_app.ui.job_centre import Writing
from desktop_app.ui.small_table import Cell, Column, Line
from desktop_app.ui.theme import Tone

COLUMNS = (
    Column("State"),
    Column("What", stretch=True),
    Column("Progress"),
    Column("Result"),
    Column("Who"),
    Column("Began", right=True),
)
EMPTY = Cell("")


def job_line(job: Job, here: bool) -> Line:
    running = job.state == State.RUNNING and (job.at_work or here)
    return Line(
        job.id,
        (
            _state(job, running),
            Cell(cells.clean(job.title)),
            Cell(_progress(job, running)),
            Cell(job.told),
            Cell(cells.clean(job.login)),
            moment(job.at),
        ),
    )


def file_line(file: Writing) -> Line:
    state, done = Cell("writing", Tone.INFO, "play"), f"{file.fraction:.0%}"
    if file.failed:
        state = Cell("not written", Tone.BAD, "x")
    elif file.ended:
        state = Cell("written", Tone.GOOD, "check")
    said = cells.clean(file.failed) or f"{file.rows:,} rows"
    what = Cell(f"Export of {cells.clean(file.title)}", whole=str(file.path))
    progress = Cell("" if file.ended or not file.expected else done)
    return Line(file.number, (state, what, progress, Cell(said), EMPTY, EMPTY))


def _progress(job: Job, running: bool) -> str:
    """`42% · 810 a second · 3 min left`."""
    said = [f"{job.fraction:.0%}"] if job.left else []
    if running and job.rate and job.left:
        said.append(f"{job.rate:,.0f} a second")
        if job.seconds_left is not None:
            said.append(f"{duration(job.seconds_left)} left")
    return " · ".join(said)


def _state(job: Job, running: bool) -> Cell:
    if running:
        return Cell("running", Tone.INFO, "play")
    if job.state == State.RUNNING:
        return Cell("interrupted", Tone.WARN, "pause")
    if job.state == State.CANCELLED:
        return Cell("cancelled", Tone.PLAIN, "minus")
    return Cell("finished, some refused", Tone.WARN, "warning") if job.refused else Cell(
        "finished", Tone.GOOD, "check"
    )  # fmt: skip


def leaves(job: Job | None, file: Writing | None) -> str:
    """What the line came to, or what cancelling it would leave."""
    if file is not None:
        if file.failed:
            return file.failed
        return f"{file.path}" if file.ended else "Cancelling leaves no file."
    if job is None:
        return "Choose a line to see what it came to."
    if job.state == State.RUNNING and job.interrupted:
        return f"Nobody carries it out just now: {job.told}. Carry it on, or cancel it."
    if job.state == State.RUNNING:
        return (
            f"{job.told}. Cancelling stops after the batch that is being done: what is done stays "
            "done, the rest is left as it was."
        )
    if job.state == State.CANCELLED:
        return f"Cancelled: {job.told}. What was done stays done."
    return f"Finished: {job.told}."


def duration(seconds: float) -> str:
    """`8 s`, `3 min`, `2 h 10 min`, `5 d`: as much as matters."""
    if seconds < 100:
        return f"{ceil(seconds)} s"
    minutes = round(seconds / 60)
    if minutes < 100:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{hours // 24} d"


def moment(value: datetime | None) -> Cell:
    if value is None:
        return Cell(cells.NOTHING)
    return Cell(cells.moment(value), whole=cells.whole(Kind.MOMENT, value))
