"""The figures of README's Security section: `python -m tests.figures [NAME …]`.

Runs the long tests that attack what is protected and prints what each came to; NAME is a part of a
file's name. The two speed figures are those of `python -m tests.benchmarks audit`.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = (
    "rights/test_attempts.py", "rights/test_acts.py", "rights/test_acts_documents.py",
    "rights/test_planted.py", "rights/test_tls.py", "services/test_tenant_documents.py",
    "services/test_audit_chain.py", "services/test_reveal.py", "storage/test_catalog.py",
    "services/test_key_rotation.py",
)  # fmt: skip
SPEED = "audit"


class Figures:
    """Keeps what the tests recorded, and how many of each file went well."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.well: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """A sample adds nothing to its long figure; what is slow by itself is one of its own."""
        long = {_test(each) for each in items if each.get_closest_marker("long")}
        items[:] = [
            each
            for each in items
            if not each.get_closest_marker("sample") or _test(each) not in long
        ]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        figures = [f"{value}" for name, value in report.user_properties if name == "figure"]
        if report.when == "call" and report.passed:
            self.told += figures
            self.well[report.location[0]] += 1
        elif report.failed:
            self.told += [f"FAILED {each}" for each in [*figures, report.nodeid]]
        elif report.skipped:
            self.told.append(f"skipped {report.nodeid}: {report.longreprtext}")

    def lines(self) -> list[str]:
        return [*self.told, *(f"{file}: {count} tests passed" for file, count in self.well.items())]


def _test(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def main(wanted: list[str]) -> int:
    chosen = [f for f in FILES if not wanted or any(name in f for name in wanted)]
    figures = Figures()
    options = ["-n", "0", "-m", "", "-p", "no:cacheprovider"]
    ended = pytest.main([*options, *(f"{HERE / file}" for file in chosen)], plugins=[figures])
    sys.stdout.write("\n".join(["", *figures.lines(), ""]))
    if not wanted or SPEED in wanted:
        subprocess.run([sys.executable, "-m", "tests.benchmarks", SPEED], check=True)
    return int(ended)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
