"""Acts: the named steps of a life-cycle, each as data beside its table.

From a table's acts one function is generated, `schema.table_act(key, step, reason, seen,
details)`. It runs as the tables' owner, so it alone writes the state column; `session_user` stays
the person. In this order it demands the right, locks the row, compares what the person saw, asks
the life-cycle, then the act's own conditions, and writes state and stamps in one statement.

In an act's SQL there are `this` (the row as locked), `moved` (the row as it will be, and in
`also` as it was written), `me` (the platform user who stands for the person), `said` (the reason)
and `details` (the fields asked for, as JSON). Columns of other tables are written qualified.

Refusals: `CH001` somebody was faster, `CH002` the state does not allow the step, `CH003` a
condition of the act does not hold, `CH004` the row is gone; a missing right and one's own record
are `insufficient_privilege`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Table

from desktop_app.domain.fields import Field
from desktop_app.domain.lifecycle import Lifecycle, spoken

UTC = "timezone('UTC', statement_timestamp())"
"""The moment, for the columns without a zone (decisions.md 11)."""
NOW = "statement_timestamp()"


@dataclass(frozen=True, kw_only=True)
class Act:
    """One step of the life-cycle of the table that carries it in `info={"acts": (…)}`.

    `checks` are conditions that must hold, each with the sentence that refuses; `blocked` are
    expressions that give the sentence itself, or null; `locks` are statements that lock what the
    act needs besides its row, before it, and `also` what it does besides, after it, all in one
    transaction; `not_own` are the platform users whom it concerns; `needs` the tables it names.
    """

    step: str
    title: str = ""
    reason: str = "optional"
    reason_words: str = "Reason"
    fields: tuple[Field, ...] = ()
    confirm: str = ""
    destructive: bool = False
    stamps: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[tuple[str, str], ...] = ()
    blocked: tuple[str, ...] = ()
    not_own: tuple[str, ...] = ()
    locks: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return self.title or spoken(self.step).capitalize()


def declared(table: Table) -> tuple[Act, ...]:
    found: tuple[Act, ...] = table.info.get("acts", ())
    return found


def state(table: Table) -> "tuple[Column[Any], Lifecycle]":
    """The column that the table's life-cycle moves."""
    found = [(c, c.info["life"]) for c in table.columns if "life" in c.info]
    if len(found) != 1:
        raise ValueError(f"{table.fullname} has acts, but {len(found)} life-cycles.")
    return found[0]


def check(table: Table) -> None:
    """Refuse what a declaration got wrong, naming it."""
    _, life = state(table)
    steps = {step.value for _, step in life.next}
    named = [act.step for act in declared(table)]
    for act in declared(table):
        place = f"{table.fullname}: “{act.step}”"
        if act.step not in steps:
            raise ValueError(f"{place} is no step of a {life.subject}.")
        if named.count(act.step) > 1:
            raise ValueError(f"{place} is declared twice.")
        if unknown := sorted(act.stamps.keys() - {c.name for c in table.columns}):
            raise ValueError(f"{place} stamps {unknown}, which are not there.")
        if act.reason not in ("required", "optional", "none"):
            raise ValueError(f"{place} asks for a reason “{act.reason}”.")
