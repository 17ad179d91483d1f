"""README's “Add a panel”, carried out: what it prints by hand, and everything else follows."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.stack import Places
from desktop_app.storage.migrations import history

ROOT = Path(__file__).parent.parent.parent
HEAD = history.head()
VERSIONS = Path("desktop_app/storage/migrations/versions")

COMMANDS = """
import sys
from desktop_app import app
for words in ("revision", "examples"), ("upgrade",), ("check",), ("revision", "more"):
    sys.stdout.write(f"# {words[0]}\\n")
    assert app.main(["db", *words, "--data-dir", sys.argv[1]]) == 0
"""
DOWN = """
import sys
from desktop_app import app
sys.stdout.write("# downgrade\\n")
assert app.main(["db", "downgrade", "--to", sys.argv[2], "--data-dir", sys.argv[1]]) == 0
"""
ONE = "desktop_app/panels/multiverse/parking_spots.py"
THREE = (
    "desktop_app/domain/asset_loans.py",
    "desktop_app/services/asset_loans.py",
    "desktop_app/panels/multiverse/asset_loans.py",
)


def example(path: str) -> str:
    """The file that README prints after its name."""
    readme = (ROOT / "README.md").read_text()
    found = re.search(rf"`{re.escape(path)}`.*?```python\n(.*?)```", readme, re.S)
    assert found
    return found[1]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the program, to add to."""
    for name in ("desktop_app", "resources"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def python(tree: Path, *words: str) -> str:
    """What a program of that tree says; the tests' own words are at hand there."""
    program = subprocess.run(
        [sys.executable, *words],
        cwd=tree, text=True, capture_output=True, timeout=300, check=False,
        env=os.environ | {"COUNTINGHOUSE_KEYRING": "file", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert program.returncode == 0, program.stdout + program.stderr
    return program.stdout


@pytest.mark.timeout(900)  # four programs one after another, on a machine that has much else to do
@pytest.mark.sample
def test_what_readme_adds(current: Places, tree: Path) -> None:
    """One file, and three with a life-cycle over two stores: brought to the servers, then used.

    There a second person must agree, a document that moved is a conflict, and the same command
    has one effect, without further code. Mutation: take `seen` out of README's act, and somebody
    else's asset is lent.
    """
    for path in (ONE, *THREE):
        (tree / path).write_text(example(path))
    before = set((tree / VERSIONS).iterdir())
    data, number = str(current.data_dir), f"{int(HEAD) + 1:04d}"
    said = python(tree, "-c", COMMANDS, data)
    (made,) = (each for each in set((tree / VERSIONS).iterdir()) - before if each.is_file())
    assert made.name == f"s{number}_examples.py"
    for line in (
        f"The databases are at step {number}.\n# check",
        "# check\nEverything is as declared, and no rule is broken.\n",
        "# revision\nNothing is declared that the servers do not have.\n",
    ):
        assert line in said
    step = made.read_text()
    assert "kind IN ('indoor', 'outdoor')" in step
    assert "parking_spots_plate_masked_check" in step
    python(tree, "-m", "tests.storage.lending", data)
    said = python(tree, "-c", DOWN, data, HEAD)
    assert f"# downgrade\nThe databases are at step {HEAD}.\n" in said
