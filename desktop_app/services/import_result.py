"""What became of an import, as a file beside the one that was brought in."""

import csv
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from desktop_app.domain.errors import Invalid
from desktop_app.domain.exports import harmless
from desktop_app.domain.imports import Line, Sheet
from desktop_app.domain.places import written_key

HEADINGS = ("line", "outcome", "record", "reason")


def write(path: Path, sheet: Sheet, lines: tuple[Line, ...]) -> Path:
    """Every line with its number in the file, what it came to and why, then as it was brought.

    It has its name only once it is whole.
    """
    cells = dict(sheet.lines)
    try:
        with NamedTemporaryFile(
            "w", encoding="utf-8-sig", newline="", dir=path.parent, delete=False
        ) as file:
            rows = csv.writer(file)
            rows.writerow((*HEADINGS, *map(harmless, sheet.headings)))
            for line in lines:
                key = "" if line.key is None else written_key(line.key)
                told = (line.number, line.outcome, harmless(key), harmless(line.sentence))
                rows.writerow((*told, *map(harmless, cells[line.number])))
        os.replace(file.name, path)
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror or error}.") from error
    return path
