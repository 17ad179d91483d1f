"""README's “Add a board”, carried out: two files by hand, and every mark opens its rows."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.stack import Places

ROOT = Path(__file__).parent.parent.parent
ASKING = """
import asyncio, json, sys
from desktop_app import panels
from desktop_app.commands.open_desk import open_desk
from desktop_app.domain.series import Asked

async def ask():
    house = open_desk(sys.argv[1], lambda sentence: None)
    desk, told = house.desk, []
    board = desk.boards["boards.resources"]
    for card in board.cards:
        for line in (await card.told(desk, Asked())).lines:
            for mark in line.marks:
                rows = await desk.count(desk.panels[mark.rows.panel], mark.rows, "exact")
                told.append([mark.at, mark.value, rows.rows])
    await house.close()
    sys.stdout.write(json.dumps([board.title, told]))

asyncio.run(ask())
"""


def examples() -> tuple[str, str]:
    """The series and the board that README prints."""
    readme = (ROOT / "README.md").read_text("utf-8").partition("## Add a board")[2]
    series, board = re.findall(r"```python\n(.*?)```", readme.partition("\n## ")[0], re.S)
    return series, board


@pytest.mark.sample
def test_a_board_takes_a_function_and_a_file(sampled: Places, tmp_path: Path) -> None:
    for name in ("desktop_app", "resources"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    series, board = examples()
    (tmp_path / "desktop_app/services/series/resources.py").write_text(series)
    (tmp_path / "desktop_app/panels/boards/resources.py").write_text(board)
    program = subprocess.run(
        [sys.executable, "-c", ASKING, str(sampled.data_dir)],
        cwd=tmp_path, text=True, capture_output=True, timeout=200, check=False,
        env=os.environ | {"COUNTINGHOUSE_KEYRING": "file", "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert program.returncode == 0, program.stdout + program.stderr
    title, marks = json.loads(program.stdout)
    assert title == "City resources"
    assert {at for at, _, _ in marks} == {"Assessor", "Tax", "Permit", "Gis"}
    assert all(value == rows > 0 for _, value, rows in marks)
