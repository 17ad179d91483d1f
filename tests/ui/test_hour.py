"""A working day by script, or as much of it as is asked for."""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.stack import Places
from tests import hour
from tests.benchmarks import lists
from tests.conftest import TOLD_AT_THE_END
from tests.preparing import with_sample

SECONDS = float(os.environ.get("COUNTINGHOUSE_HOUR_SECONDS", "3600"))
MORE_PEOPLE = 20_000
# What a short run may take more than it had: caches that fill once.
MOST_GROWN, MOST_GROWN_SOON = 0.05, 0.25


@pytest.mark.warns  # servers are killed on purpose
@pytest.mark.qt_no_exception_capture
@pytest.mark.parametrize(
    ("seconds", "most"),
    [
        pytest.param(30, MOST_GROWN_SOON, marks=pytest.mark.sample),
        pytest.param(SECONDS, MOST_GROWN, marks=pytest.mark.long),
    ],
)
def test_a_day_of_work_leaves_the_window_as_it_was(
    dressed: QApplication,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    seconds: float,
    most: float,
) -> None:
    with with_sample() as places:
        told = _worked(places, seconds, tmp_path)
    request.node.user_properties.append((TOLD_AT_THE_END, str(told)))
    assert told.killed
    assert told.exported
    assert told.grown < most, told
    assert max(told.widgets) - min(told.widgets) < 100, told


def _worked(places: Places, seconds: float, folder: Path) -> hour.Told:
    lists.people(places, MORE_PEOPLE)
    return hour.run(places, seconds, folder)
