"""The pictures of README, drawn anew from the sample data: `python -m tests.pictures`."""

from pathlib import Path

from desktop_app import app
from desktop_app.paths import RESOURCES
from tests.preparing import folder

SIZE = "1440x900"
PICTURES = (
    ("deals", "openmineral.deals", "light"),
    ("deal", "openmineral.deals/1003", "dark"),
    ("market", "boards.market", "light"),
    ("funding", "boards.funding", "dark"),
    ("listings", "multiverse.properties", "light"),
    ("health", "health", "dark"),
)


def draw(into: Path = RESOURCES / "screenshots") -> None:
    """Each by the command that everybody has, on servers that are gone afterwards."""
    with folder() as data:
        for name, place, theme in PICTURES:
            out = str(into / f"{name}.png")
            wanted = ["--size", SIZE, "--theme", theme, "--data-dir", str(data)]
            if app.main(["snapshot", place, "--out", out, *wanted]):
                raise SystemExit(f"{place} could not be drawn.")


if __name__ == "__main__":
    draw()
