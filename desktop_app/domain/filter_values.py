"""Single values of the filter line: from what was typed to what a column of that kind holds."""

import re
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from desktop_app.domain.errors import Invalid
from desktop_app.domain.filter_columns import Named
from desktop_app.domain.filter_parts import Atom
from desktop_app.domain.geo import Area, Circle, Point
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.moments import Ago, Day, Period
from desktop_app.domain.query import Kind

YES = ("yes", "true", "y", "on", "1")
NO = ("no", "false", "n", "off", "0")
NUMBERS = (Kind.NUMBER, Kind.MONEY)
TIMES = (Kind.MOMENT, Kind.DAY)
UNORDERED = (Kind.STATE, Kind.YES_NO, Kind.SECRET, Kind.GEO_POINT)

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
THOUSANDS = re.compile(r"[+-]?\d{1,3}([,'_\u00a0\u202f ]\d{3})+(?:\.\d+)?(?![\d.])", re.ASCII)
LONGEST = 400
AGO = re.compile(r"(\d{1,6})(mo|[mhdwy])", re.ASCII)
TODAY = re.compile(r"today(?:([+-]\d{1,6})d?)?", re.ASCII)
PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NAMED_DAYS: dict[str, Ago | Day] = {"yesterday": Day(-1), "tomorrow": Day(1), "now": Ago(0, "m")}
METRES = {"m": 1, "km": 1000, "mi": 1609.344}


def value(atom: Atom, named: Named, zone: tzinfo = UTC) -> Any:
    """What the atom means for this column, or a `FilterError` at its place."""
    match named.kind:
        case Kind.NUMBER | Kind.MONEY:
            return number(atom, named.name)
        case Kind.MOMENT | Kind.DAY:
            return moment(atom, zone)
        case Kind.YES_NO:
            return yes_no(atom)
        case Kind.JSON:
            return _as_it_looks(atom)
    return word(atom, named.column.words) if named.column.words else atom.text


def number(atom: Atom, name: str) -> int | Decimal:
    text = atom.text.strip()
    if THOUSANDS.fullmatch(text):
        text = re.sub(r"[,'_\u00a0\u202f ]", "", text)
    if not NUMBER.fullmatch(text):
        digits = re.sub(r"[^\d.+-]", "", atom.text)
        meant = (digits,) if NUMBER.fullmatch(digits) else ()
        raise atom.wrong(f"“{atom.text}” is not a number, and “{name}” is one.", *meant)
    made = Decimal(text)
    if len(text) > LONGEST or abs(made.adjusted()) > LONGEST:
        raise atom.wrong("That number is longer than any that is kept.")
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else made


def moment(atom: Atom, zone: tzinfo) -> Ago | Day | Period | date:
    text = atom.text.strip().lower()
    if found := NAMED_DAYS.get(text):
        return found
    if today := TODAY.fullmatch(text):
        return Day(int(today[1] or 0))
    if ago := AGO.fullmatch(text):
        return Ago(int(ago[1]), ago[2])
    try:
        if period := PERIOD.fullmatch(text):
            return Period(int(period[1]), int(period[2]) if period[2] else None)
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
        if re.match(r"\d{4}-\d{2}-\d{2}[t ]\d{2}", text, re.ASCII):
            stamped = datetime.fromisoformat(text.upper())
            return stamped if stamped.tzinfo else stamped.replace(tzinfo=zone)
    except (ValueError, Invalid) as error:
        raise atom.wrong(f"“{atom.text}” is not in the calendar.") from error
    raise atom.wrong(
        f"“{atom.text}” is not a time. Write 2026-11-01, 2026-11, today, today+3, or <30d.",
        *get_close_matches(text, ("today", "yesterday", "tomorrow", "now"), n=1),
    )


def yes_no(atom: Atom) -> bool:
    text = atom.text.strip().casefold()
    if text in YES:
        return True
    if text in NO:
        return False
    raise atom.wrong(f"“{atom.text}” is neither yes nor no.", "yes", "no")


def word(atom: Atom, words: tuple[str, ...]) -> str:
    """One of the column's words, as it is stored or as people say it."""
    if atom.text in words:
        return atom.text
    wanted = _said(atom.text)
    answers = {_said(each): each for each in reversed(words)}
    if wanted in answers:
        return answers[wanted]
    close = tuple(answers[each] for each in get_close_matches(wanted, answers, n=3, cutoff=0.5))
    meant = f" Did you mean “{spoken(close[0])}”?" if close else f" There is {_listed(words)}."
    raise atom.wrong(f"“{atom.text}” is none of its values.{meant}", *(close or words))


def place(atom: Atom) -> Circle | Area:
    """`@38.72,-9.14,5km`, or the corners of an area: `@38.7,-9.2;38.8,-9.2;38.8,-9.1`."""
    text = re.sub(r"\s", "", atom.text).removeprefix("@")
    try:
        if ";" in text:
            pairs = [corner.split(",") for corner in text.split(";")]
            return Area(tuple(Point(float(north), float(east)) for north, east in pairs))
        north, east, radius = text.split(",")
        length = re.fullmatch(r"(\d+(?:\.\d+)?(?:e[+-]?\d+)?)(km|mi|m)", radius, re.ASCII)
        if length is None:
            raise ValueError(radius)
        metres = float(length[1]) * METRES[length[2]]
        return Circle(Point(float(north), float(east)), metres)
    except Invalid as refusal:
        raise atom.wrong(str(refusal)) from refusal
    except ValueError as error:
        raise atom.wrong(
            "A place is latitude, longitude and radius, such as @38.72,-9.14,5km, "
            "or the corners of an area with “;” between them."
        ) from error


def _as_it_looks(atom: Atom) -> Any:
    """Within JSON nothing is declared: quoted is text, the rest what it looks like."""
    if atom.literal:
        return atom.text
    if NUMBER.fullmatch(atom.text):
        return number(atom, atom.text)
    return {"yes": True, "true": True, "no": False, "false": False}.get(
        atom.text.casefold(), atom.text
    )


def _said(text: str) -> str:
    return " ".join(spoken(text).replace("-", " ").split())


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{spoken(each)}”" for each in words[:8])
