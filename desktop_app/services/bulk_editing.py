"""The same edit upon many records: what they hold now, and what the edit would come to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop_app.domain.frozen import freeze
from desktop_app.domain.inputs import Input
from desktop_app.domain.query import Kind, Query
from desktop_app.domain.writes import Edit
from desktop_app.services.forms import inputs
from desktop_app.services.rehearsing import rehearse

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.jobs import Jobs
    from desktop_app.services.panel import Panel

LOOKED_AT = 200
TRIED = 1_000


@dataclass(frozen=True, slots=True)
class Held:
    """What the first records hold in each field, the most frequent first; `whole`: in all."""

    values: Mapping[str, tuple[tuple[Any, int], ...]]
    rows: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """`refused` says why and how often, of those `tried`; `refusal` why it may not be at all."""

    asked: int
    tried: int
    refused: tuple[tuple[str, int], ...]
    refusal: str = ""

    @property
    def said(self) -> str:
        """“12,431 rows, 3 refused because …”."""
        if self.refusal:
            return self.refusal
        rows = f"{self.asked:,} row{'' if self.asked == 1 else 's'}"
        of = "" if self.tried >= self.asked else f" of the first {self.tried:,}"
        if not self.refused:
            return f"{rows}; none{of} would be refused."
        because = "; ".join(f"{count:,} refused because: {why}" for why, count in self.refused)
        return f"{rows};{of} {because}"


def editable(panel: "Panel") -> tuple[Input, ...]:
    """What may be changed in many records at once; a secret is set record by record."""
    open_ = (each for each in inputs(panel) if not each.fixed and not each.closed)
    return tuple(each for each in open_ if panel.kinds().get(each.name) != Kind.SECRET)


async def held(desk: "Desk", panel: "Panel", over: Query) -> Held:
    page = await desk.list(panel, replace(over, limit=LOOKED_AT, place=None))
    values = {each.name: _most(page.rows, each.name) for each in editable(panel)}
    return Held(values, len(page.rows), not page.more)


async def planned(
    desk: "Desk", jobs: "Jobs", panel: "Panel", values: Mapping[str, Any], over: Query
) -> Planned:
    """Count them all, and try the edit upon the first ones by the real rules; nothing is kept."""
    plan = await jobs.plan(Edit(panel.key, None, {}, values), over)
    if plan.refusal:
        return Planned(plan.asked, 0, (), plan.refusal)
    page = await desk.list(panel, replace(over, limit=TRIED, place=None))
    writes = [Edit(panel.key, panel.source.key(row), {}, values) for row in page.rows]
    refused = await rehearse(desk, writes)
    why = Counter(str(each) for each in refused.values())
    return Planned(plan.asked, len(writes), tuple(why.most_common(5)))


def _most(rows: Sequence[Mapping[str, Any]], name: str) -> tuple[tuple[Any, int], ...]:
    counted = Counter(freeze(row.get(name)) for row in rows)
    return tuple(counted.most_common(4))
