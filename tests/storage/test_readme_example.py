"""README's “Add a panel”, carried out: one file by hand, and everything else follows."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from desktop_app.stack import Places
from desktop_app.storage.migrations import history

ROOT = Path(__file__).parent.parent.parent
HEAD = history.head()

COMMANDS = """
import sys
from desktop_app import app
for words in ("revision", "parking spots"), ("upgrade",), ("check",), ("revision", "more"):
    sys.stdout.write(f"# {words[0]}\\n")
    assert app.main(["db", *words, "--data-dir", sys.argv[1]]) == 0
sys.stdout.write("# downgrade\\n")
assert app.main(["db", "downgrade", "--to", sys.argv[2], "--data-dir", sys.argv[1]]) == 0
"""


def example() -> str:
    """The file that README prints."""
    readme = (ROOT / "README.md").read_text()
    found = re.search(r"## Add a panel.*?```python\n(.*?)```", readme, re.S)
    assert found
    return found[1]


def test_a_declared_table_takes_one_file(current: Places, tmp_path: Path) -> None:
    for name in ("desktop_app", "resources"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "desktop_app/panels/multiverse/parking_spots.py").write_text(example())
    versions = tmp_path / "desktop_app/storage/migrations/versions"
    before = set(versions.iterdir())
    program = subprocess.run(
        [sys.executable, "-c", COMMANDS, str(current.data_dir), HEAD],
        cwd=tmp_path, text=True, capture_output=True, timeout=300, check=False,
        env=os.environ | {"COUNTINGHOUSE_KEYRING": "file"},
    )  # fmt: skip
    assert program.returncode == 0, program.stdout + program.stderr
    made = {path.name for path in set(versions.iterdir()) - before if path.is_file()}
    number = f"{int(HEAD) + 1:04d}"
    assert made == {f"s{number}_parking_spots.py"}
    for said in (
        f"The databases are at step {number}.\n# check",
        "# check\nEverything is as declared, and no rule is broken.\n",
        "# revision\nNothing is declared that the servers do not have.\n",
        f"# downgrade\nThe databases are at step {HEAD}.\n",
    ):
        assert said in program.stdout
    step = (versions / f"s{number}_parking_spots.py").read_text()
    assert "kind IN ('indoor', 'outdoor')" in step
    assert "parking_spots_plate_masked_check" in step
    assert "parking_spots_property_id_idx" in step
