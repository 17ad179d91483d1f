"""Ground for the tests of exports: one written, and what stands in its files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from desktop_app.domain.exports import RUNS, Exported, Format, Progress
from desktop_app.domain.query import Op, Query, Where
from desktop_app.services.desk import Desk
from desktop_app.services.transfer import export
from desktop_app.stack import Places
from tests.services.test_desk import PANEL, run

FORMS = tuple(each for each in Format if each is not Format.PDF)
"""Paper is painted by the window (tests/ui/test_paper.py)."""
PROJECTS = "multiverse.business_projects"
HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "a,b", 'say "no"',
    "two\nlines", "<c>&amp;</c>", "\x01\x02\x08", "￾￿", "'quoted", " spaces ", "\\.", "\\N",
    "]]>", "_x000D_", "𝔘nicode", "%s %(a)s", ":name", "x" * 255,
)  # fmt: skip


def exported(
    places: Places,
    path: Path,
    query: Query,
    format: Format,
    *columns: str,
    panel: str = PANEL,
    progress: Callable[[Progress], None] | None = None,
) -> Exported:
    made: list[Exported] = []

    async def work(desk: Desk) -> None:
        shown = desk.panels[panel]
        made.append(await export(desk, shown, query, columns, format, path, progress))

    run(work, places)
    return made[0]


def by_address(city: str) -> Query:
    return Query(where=Where("city", Op.EQUAL, city), sort="url", descending=False)


def sheet(path: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = [row for each in book.worksheets for row in each.iter_rows(values_only=True)]
    book.close()
    return rows


def kept(name: str) -> str:
    return f"'{name}" if name.startswith(RUNS) else name
