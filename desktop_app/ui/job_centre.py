"""Long work of this window: jobs that it carries out, and files that it writes.

A job is what the database says it is; here is only what this window knows sooner: that it moved.
"""

import importlib
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop_app.domain.errors import Refusal
from desktop_app.domain.jobs import Job, State
from desktop_app.ui.tasks import Work, Writes

if TYPE_CHECKING:
    from desktop_app.domain.exports import Exported, Progress
    from desktop_app.services.desk import Desk
    from desktop_app.services.jobs import Jobs

MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Writing:
    """A file on its way, or how it ended; `failed` says why it did not."""

    number: int
    name: str
    title: str
    path: Path
    rows: int = 0
    expected: int = 0
    ended: bool = False
    failed: str = ""

    @property
    def fraction(self) -> float:
        return 1.0 if self.ended else min(1.0, self.rows / self.expected) if self.expected else 0.0


class JobCentre(QObject):
    """`moved` carries a job that went on, `changed` says that a file did, or that a run ended."""

    moved = Signal(object)
    changed = Signal()
    refused = Signal(str)

    def __init__(self, desk: "Desk", writes: Writes) -> None:
        super().__init__(writes)
        self._desk, self._writes = desk, writes
        self._jobs: Jobs | None = None
        self._files: dict[int, Writing] = {}
        writes.refused.connect(self._failed)

    @property
    def jobs(self) -> "Jobs":
        """Imported only now: who looks at lists does not need it."""
        if self._jobs is None:
            self._jobs = importlib.import_module("desktop_app.services.jobs").Jobs(self._desk)
            self._jobs.subscribe(self.moved.emit)
        return self._jobs

    @property
    def files(self) -> tuple[Writing, ...]:
        """The newest first."""
        return tuple(reversed(self._files.values()))

    def carries_out(self, job: UUID) -> bool:
        return f"job {job}" in self._writes.names

    def carry_out(self, job: UUID) -> None:
        """Take it up; it goes on when the page is closed."""
        if self._writes.start(f"job {job}", partial(self.jobs.resume, job), self._ended):
            self.changed.emit()

    def cancel(self, job: UUID) -> None:
        self._writes.start(f"job cancel {job}", partial(self.jobs.cancel, job), self._ended)

    def retry(self, job: UUID) -> None:
        """The refused items once more, at once."""

        def again(now: Job) -> None:
            self.moved.emit(now)
            if now.state == State.RUNNING:
                self.carry_out(job)

        self._writes.start(f"job retry {job}", partial(self.jobs.retry, job), again)

    def write(self, name: str, title: str, path: Path, work: Work, then: Any) -> bool:
        """Begin to write a file; whether it began. `work` takes the progress as `progress`."""
        number = max(self._files, default=0) + 1

        def told(progress: "Progress") -> None:
            self._set(number, rows=progress.rows, expected=progress.expected)

        def done(written: "Exported") -> None:
            self._set(number, rows=written.rows, ended=True)
            then(written)

        begun = self._writes.start(name, partial(self._written, number, work, told), done)
        if begun:
            for old in sorted(self._files)[: max(0, len(self._files) + 1 - MOST_FILES)]:
                del self._files[old]
            self._files[number] = Writing(number, name, title, path)
            self.changed.emit()
        return begun

    def stop(self, number: int) -> None:
        """Nothing is left of a file that was not whole."""
        file = self._files[number]
        if not file.ended:
            self._writes.stop(file.name)
            self._set(number, ended=True, failed="Cancelled. No file was left.")

    async def _written(self, number: int, work: Any, told: Any) -> Any:
        try:
            return await work(progress=told)
        except Refusal as refusal:
            self._set(number, failed=str(refusal), ended=True)
            raise

    def _set(self, number: int, **now: Any) -> None:
        if number in self._files:
            self._files[number] = replace(self._files[number], **now)
            self.changed.emit()

    def _ended(self, job: Job) -> None:
        self.moved.emit(job)
        self.changed.emit()

    def _failed(self, name: str, refusal: Refusal) -> None:
        if name.startswith("job "):
            self.refused.emit(str(refusal))
            self.changed.emit()
