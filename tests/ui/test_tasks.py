"""What a page reads dies with it; what a window writes is finished."""

import asyncio
import logging
from functools import partial

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop_app.domain.errors import Conflict, Refusal
from desktop_app.ui import loop as loops
from desktop_app.ui.tasks import Crash, Reads, Writes
from tests.ui.conftest import Run


async def _after(gate: asyncio.Event, answer: str) -> str:
    await gate.wait()
    return answer


def test_a_newer_reading_replaces_the_older(run: Run) -> None:
    said: list[str] = []

    async def work() -> None:
        owner, gate = QObject(), asyncio.Event()
        reads = Reads(owner)
        reads.start("rows", partial(_after, gate, "old"), said.append)
        await asyncio.sleep(0)
        reads.start("rows", partial(_after, gate, "new"), said.append)
        gate.set()
        await asyncio.sleep(0.05)
        assert not reads.names

    run(work)
    assert said == ["new"]


def test_an_older_reading_that_will_not_stop_is_silent(run: Run) -> None:
    said: list[str] = []

    async def stubborn(gate: asyncio.Event) -> str:
        try:
            await gate.wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0.01)
        return "old"

    async def work() -> None:
        owner, gate = QObject(), asyncio.Event()
        reads = Reads(owner)
        reads.start("rows", partial(stubborn, gate), said.append)
        await asyncio.sleep(0.01)
        reads.start("rows", partial(_after, gate, "new"), said.append)
        await asyncio.sleep(0.03)
        gate.set()
        await asyncio.sleep(0.05)

    run(work)
    assert said == ["new"]


def test_readings_die_with_their_page(run: Run) -> None:
    said: list[str] = []
    ended: list[str] = []

    async def watched(gate: asyncio.Event) -> str:
        try:
            return await _after(gate, "late")
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def work() -> None:
        owner, gate = QObject(), asyncio.Event()
        reads = Reads(owner)
        reads.start("rows", partial(watched, gate), said.append)
        await asyncio.sleep(0.01)
        owner.deleteLater()
        await asyncio.sleep(0.05)
        gate.set()
        await asyncio.sleep(0.05)

    run(work)
    assert (said, ended) == ([], ["cancelled"])


def test_a_second_write_is_refused_and_the_first_is_finished(run: Run) -> None:
    said: list[str] = []

    async def work() -> None:
        owner, gate = QObject(), asyncio.Event()
        writes = Writes(owner)
        assert writes.start("save", partial(_after, gate, "first"), said.append)
        assert not writes.start("save", partial(_after, gate, "second"), said.append)
        assert writes.start("other", partial(_after, gate, "other"), said.append)
        gate.set()
        await writes.finished()
        assert writes.start("save", partial(_after, gate, "third"), said.append)
        await writes.finished()

    run(work)
    assert sorted(said) == ["first", "other", "third"]


@pytest.mark.warns
def test_a_refusal_is_handed_on_and_a_bug_becomes_a_sentence(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Refusal] = []
    busy: list[bool] = []

    async def refuse() -> None:
        raise Conflict("M. Okafor was faster.")

    async def crash() -> None:
        raise ZeroDivisionError("secret 4929")

    async def work() -> None:
        owner = QObject()
        reads = Reads(owner)
        reads.refused.connect(lambda _name, refusal: told.append(refusal))
        reads.busy.connect(busy.append)
        reads.start("a", refuse)
        await asyncio.sleep(0.02)
        reads.start("b", crash)
        await asyncio.sleep(0.02)

    with caplog.at_level(logging.ERROR):
        run(work)
    assert str(told[0]) == "M. Okafor was faster."
    assert isinstance(told[1], Crash)
    assert "4929" not in str(told[1])
    assert caplog.records[0].message.split()[1] in str(told[1])
    assert busy == [True, False, True, False]


class _Bell(QObject):
    rang = Signal(int)


def test_a_signal_survives_a_hundred_thousand_emits(dressed: object) -> None:
    """PySide6 6.12.0 on Python 3.11 ends the process after some 570."""
    bell, heard = _Bell(), [0]
    bell.rang.connect(lambda number: heard.__setitem__(0, heard[0] + number))
    for _ in range(100_000):
        bell.rang.emit(1)
    assert heard == [100_000]


def test_what_is_under_way_at_the_end_lets_go_before_the_loop_is_closed(
    dressed: QApplication,
) -> None:
    """Mutation: do not wait for those that were cancelled."""
    held = ["a connection"]

    async def under_way(begun: asyncio.Event) -> None:
        try:
            begun.set()
            await asyncio.sleep(3600)
        finally:
            await asyncio.sleep(0.01)  # as a connection says good-bye
            held.clear()

    async def work() -> None:
        begun = asyncio.Event()
        Writes(dressed).start("forever", partial(under_way, begun))
        await begun.wait()

    with loops.running(dressed) as running:
        running.run_until_complete(work())
        assert held
    assert not held
