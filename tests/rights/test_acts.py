"""Every act × every job × {another's record, one's own, another tenant's, one that is gone}.

What must come of it follows from the role file and the declared acts; what comes of it is the
database's answer to the person's own connection.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from sqlalchemy import Table

from desktop_app import panels
from desktop_app.domain.roles import JOBS
from desktop_app.services.rights import actor
from desktop_app.storage.sql.acts import Act, declared, state
from desktop_app.storage.tables import platform
from tests.services.act_people import People, act
from tests.services.act_rows import Key, Rows
from tests.services.act_world import MAKE, details, with_acts

PANELS = panels.load()
DENIED, GONE, DONE = "42501", "CH004", "done"
MINE, WHOSE = "tenant-1", ("another's", "one's own", "another tenant's", "gone")
THROUGH = re.compile(r"\(SELECT \w\.(\w+) FROM (\S+) \w WHERE \w\.(\w+) = this\.(\w+)\)")
Record = Callable[[str, object], None]


@dataclass(frozen=True)
class Case:
    table: Table
    act: Act
    job: str
    whose: str

    @property
    def place(self) -> str:
        return self.table.fullname

    @property
    def expected(self) -> str:
        """As the role file and the act declare it."""
        bound = JOBS[self.job].tenant_bound
        person = actor(self.job, frozenset({self.job}), MINE if bound else None)
        if not person.may(PANELS[self.place].right(self.act.step)) or self.whose == "one's own":
            return DENIED
        return GONE if self.whose == "gone" or (bound and self.whose == WHOSE[2]) else DONE


def cases() -> Iterator[Case]:
    for table in with_acts():
        for each in declared(table):
            for job in JOBS:
                for whose in WHOSE:
                    told = whose != "one's own" or each.not_own
                    if told and (whose != WHOSE[2] or "tenant_id" in table.c):
                        yield Case(table, each, job, whose)


def made(case: Case, rows: Rows, people: People) -> Key | None:
    """The record's key; None where it cannot be this person's own on the platform."""
    states = [at for at, by in state(case.table)[1].next if by == case.act.step]
    if case.whose == "one's own":
        login = people.login(case.job)
        tried = (MAKE[case.place](rows, at, case.act.step) for at in states)
        return next((key for key in tried if _owned(case, rows, key, login)), None)
    key = MAKE[case.place](rows, states[0], case.act.step)
    if case.whose == "another's" and "tenant_id" in key:
        query = f"UPDATE {case.place} SET tenant_id = %s WHERE tenant_id = %s RETURNING 1"
        rows.run(query, MINE, key["tenant_id"])
        return {**key, "tenant_id": MINE}
    return key


def _owned(case: Case, rows: Rows, key: Key, login: str) -> bool:
    """The record now concerns the platform user who stands for this person."""
    query = ("SELECT max(user_id) FROM backoffice.staff_accounts"
             " WHERE (staff, platform) = (%s, %s)")  # fmt: skip
    (me,) = rows.run(query, login, platform(case.table))
    if me is None:
        return False
    whom = case.act.not_own[0]
    try:
        if through := THROUGH.fullmatch(whom):
            column, parent, id, mine = through.groups()
            rows.set(parent, {id: rows.get(case.place, key, mine)}, column, me)
        else:
            rows.set(case.place, key, whom.removeprefix("this."), me)
    except psycopg.errors.CheckViolation:
        return False  # in this state it is nobody's
    return True


def outcome(case: Case, key: Key, rows: Rows, people: People) -> str:
    given: dict[str, Any] = details(rows, case.place, case.act.step, key)
    if case.whose == "gone":
        names = [f"{column} = %s" for column in key]
        rows.run(f"WITH gone AS (DELETE FROM {case.place} WHERE {' AND '.join(names)} RETURNING 1)"
                 " SELECT count(*) FROM gone", *key.values())  # fmt: skip
    try:
        act(people[case.job], case.place, key, case.act.step, reason="because", details=given)
    except psycopg.Error as error:
        return f"{error.sqlstate}" if error.sqlstate in (DENIED, GONE) else f"{error}"
    return DONE


@pytest.mark.parametrize(
    "every", [pytest.param(31, marks=pytest.mark.sample), pytest.param(1, marks=pytest.mark.long)]
)
def test_every_act_is_as_declared(
    every: int, rows: Rows, people: People, record_property: Record
) -> None:
    tried, wrong = 0, []
    for case in list(cases())[::every]:
        people.session(case.job)
        key = made(case, rows, people)
        if key is None:
            continue
        tried += 1
        found = outcome(case, key, rows, people)
        if found != case.expected:
            said = f"{case.place}:{case.act.step} by {case.job}, {case.whose}"
            wrong.append(f"{said}: {found}, not {case.expected}")
    record_property("figure", f"Acts: {tried} cases, {len(wrong)} not as declared")
    assert wrong == []
