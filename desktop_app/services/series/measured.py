"""From a measure to the lines of a chart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.measures import Group, Measure, Measured, following, rows_of
from desktop_app.domain.query import EVERYTHING, All, Condition, Op, Query, Where
from desktop_app.domain.series import Asked, Line, Mark, Series, Unit, gathered, running
from desktop_app.services.desk import Desk
from desktop_app.services.naming import Naming

MISSING = "Not stated"
MOST_BARS = 20
Names = Mapping[Any, str]


async def one_line(
    desk: Desk, measure: Measure, asked: Asked, since: str, name: str, unit: Unit
) -> Series:
    """A measure cut one way, told in its first figure."""
    told = await desk.measure(in_range(measure, asked, since))
    return Series((line(told, name),), unit, told.stamp, of=measure.figures[0])


async def stacked(
    desk: Desk,
    measure: Measure,
    asked: Asked,
    since: str,
    unit: Unit = Unit.COUNT,
    places: tuple[str, str] = ("", ""),
) -> Series:
    """A measure cut two ways: along its first cut, one line for each value of the second.

    A cut by keys says in `places` whose they are, and is called by their names.
    """
    told = await desk.measure(in_range(measure, asked, since))
    cuts = [dict.fromkeys(group.at[n] for group in told.groups) for n in (0, 1)]
    names = [
        await called(desk, at, cut) if at else {} for at, cut in zip(places, cuts, strict=True)
    ]
    lines = (
        Line(
            names[1].get(value) or said(value),
            tuple(mark(told, g, names[0].get(g.at[0])) for g in told.groups if g.at[1] == value),
        )
        for value in _in_order(desk, measure, cuts[1])
    )
    return Series(gathered(list(lines)), unit, told.stamp, of=measure.figures[0])


def _in_order(desk: Desk, measure: Measure, values: Iterable[Any]) -> list[Any]:
    """As the list of their words has them, so that a state has one colour in every chart."""
    column = desk.panels[measure.panel].filter_columns().get(measure.by[1].column)
    order = {word: n for n, word in enumerate(column.words if column else ())}
    return sorted(values, key=lambda value: order.get(str(value), len(order)))


async def cumulative(desk: Desk, measure: Measure, asked: Asked, name: str, unit: Unit) -> Series:
    """All that came until the end of each period; the range only says from when it is shown."""
    measure = in_range(measure, asked, "")
    told = await desk.measure(measure)
    by = measure.by[0]

    def until(mark: Mark) -> Query:
        end = Where(by.column, Op.BELOW, following(mark.at, by.every))
        own = () if measure.where == EVERYTHING else (measure.where,)
        return Query(measure.panel, All((*own, end)))

    whole = running(line(told, name, [g for g in told.groups if g.at[0] is not None]), until)
    start = first_moment(asked)
    kept = tuple(m for m in whole.marks if start is None or following(m.at, by.every) > start)
    return Series((Line(name, kept),), unit, told.stamp, of=measure.figures[0])


async def ranked(
    desk: Desk, measure: Measure, asked: Asked, since: str, place: str, name: str, unit: Unit
) -> Series:
    """The largest groups of a reference, called by what they refer to."""
    told = await desk.measure(in_range(replace(measure, top=MOST_BARS), asked, since))
    names = await called(desk, place, [group.at[0] for group in told.groups])
    shown = (mark(told, group, names.get(group.at[0])) for group in told.groups)
    remarks = (f"The {MOST_BARS} largest.",) if len(told.groups) == MOST_BARS else ()
    drawn = Line(name, tuple(shown))
    return Series((drawn,), unit, told.stamp, remarks=remarks, of=measure.figures[0])


async def called(desk: Desk, place: str, keys: Iterable[Any]) -> Names:
    """What the records behind these keys are called, no two alike."""
    wanted = tuple(key for key in dict.fromkeys(keys) if key is not None)
    naming = Naming(desk)
    await naming.learn({place: wanted})
    return distinct({key: naming.known.get((place, key), str(key)[:8]) for key in wanted})


def distinct(names: Names) -> Names:
    """Two of one name are told apart by the beginning of their keys."""
    many: dict[str, int] = {}
    for name in names.values():
        many[name] = many.get(name, 0) + 1
    return {k: name if many[name] == 1 else f"{name} {str(k)[:4]}" for k, name in names.items()}


def in_range(measure: Measure, asked: Asked, column: str) -> Measure:
    """The measure under the board's filters and time range; without a column it has no time."""
    return replace(measure, where=during(asked, measure.panel, column, measure.where))


def during(asked: Asked, panel: str, column: str, where: Condition = EVERYTHING) -> Condition:
    """What of a panel's rows the board is about."""
    timed = asked.since is not None and column
    late = Where(column, Op.ABOVE, asked.since) if timed else EVERYTHING
    parts = tuple(part for part in (where, asked.on(panel), late) if part != EVERYTHING)
    return parts[0] if len(parts) == 1 else All(parts)


def first_moment(asked: Asked) -> datetime | None:
    return asked.since.moment(datetime.now(UTC)) if asked.since else None


def line(told: Measured, name: str, groups: Sequence[Group] | None = None, figure: int = 0) -> Line:
    shown = told.groups if groups is None else groups
    return Line(name, tuple(mark(told, group, None, figure) for group in shown))


def mark(told: Measured, group: Group, name: str | None = None, figure: int = 0) -> Mark:
    """A group as a mark, at its own value or under a name."""
    return Mark(name or _at(group), group.figures[figure], rows_of(told.measure, group))


def said(value: Any) -> str:
    """A group's value in words; a name keeps its capitals, and a code stays as it is."""
    if value is None:
        return MISSING
    text = str(value)
    code = not text.replace("_", "").replace(" ", "").isalpha()
    if code or text not in (text.lower(), text.upper()):
        return text
    words = spoken(text)
    return words[:1].upper() + words[1:]


def _at(group: Group) -> Any:
    if not group.at:
        return ""
    value = group.at[0]
    return said(value) if value is None or isinstance(value, str) else value
