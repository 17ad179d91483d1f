"""`countinghouse snapshot PLACE`: a picture of a place, drawn on no screen."""

import argparse
import difflib
import importlib
import importlib.util
import os
import pkgutil
import re
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app.commands.window import opening, screens
from desktop_app.domain.errors import Invalid
from desktop_app.domain.places import AREAS, parted
from desktop_app.ui import preflight

PLACES = "an area (`users`), a list, a record (`openmineral.deals/17`), or a page by its name"
SMALLEST, LARGEST = (320, 240), (8192, 8192)


def add(commands: Any) -> None:
    parser = commands.add_parser("snapshot", help="draw a place of the window into a PNG file")
    parser.add_argument(
        "place",
        metavar="PLACE",
        help="an area (`users`), a list, a record (`openmineral.deals/17`), a page",
    )
    parser.add_argument("--out", metavar="FILE.png", type=Path, required=True)
    parser.add_argument("--size", metavar="WxH", type=_size, default=(1280, 800))
    parser.add_argument("--theme", choices=("light", "dark", "contrast"), default="light")
    parser.add_argument("--data-dir", metavar="D", default=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    place = named(chosen.place)
    if not chosen.out.absolute().parent.is_dir():
        raise Invalid(f"There is no folder {chosen.out.absolute().parent}.", field="out")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    preflight.check()
    screens("snapshot").save(
        partial(opening, chosen.data_dir), place, chosen.out, chosen.size, chosen.theme
    )
    return 0


def named(place: str) -> str:
    """The area, list, record or page that is meant, or a refusal that lists what is near."""
    areas = {word: area for area in AREAS for word in (area.lower(), area.split()[0].lower())}
    panels = importlib.import_module("desktop_app.panels")
    keys: list[str] = [*panels.load(), *panels.load_boards(), *_made()]
    if parted(place)[0] in keys or parted(parted(place)[1])[0] in keys:
        return place
    if area := areas.get(place.strip().lower()):
        return area
    known = [area.split()[0].lower() for area in AREAS]
    endings = {key.rpartition(".")[2]: key for key in keys} | {area: area for area in known}
    near = difflib.get_close_matches(place.lower(), [*keys, *endings], n=4, cutoff=0.5)
    listed = list(dict.fromkeys(endings.get(word, word) for word in near)) or known
    raise Invalid(f"There is no place “{place}”. Near it: {', '.join(listed)}.", field="place")


def _made() -> list[str]:
    """The pages made by hand, by their names alone: Qt is not loaded for a wrong word."""
    found = importlib.util.find_spec("desktop_app.ui")
    folders = (
        [f"{folder}/pages" for folder in found.submodule_search_locations or ()] if found else []
    )
    return [module.name for module in pkgutil.iter_modules(folders)]


def _size(written: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", written)
    if not found:
        raise argparse.ArgumentTypeError("write it as 1280x800")
    size = int(found[1]), int(found[2])
    if not all(
        least <= side <= most for least, side, most in zip(SMALLEST, size, LARGEST, strict=True)
    ):
        raise argparse.ArgumentTypeError("from 320x240 to 8192x8192")
    return size
