"""Every state × every step of every table that has acts, through the database's own function."""

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.errors import Conflict
from desktop_app.services.panel import Run
from desktop_app.storage.postgres import Sql
from desktop_app.storage.sql.acts import declared, state
from desktop_app.storage.tables import metadata
from tests.services.act_people import Connection, People, act
from tests.services.act_rows import Rows
from tests.services.act_world import MAKE, details, with_acts

panels.load()
TABLES = {table.fullname: table for table in with_acts()}
CASES = [
    (place, at.value, step)
    for place, table in TABLES.items()
    for at in state(table)[1].states
    for step in sorted({step.value for _, step in state(table)[1].next})
]
EDITABLE = {
    "passa.events": {"start_datetime", "end_datetime"},
    "passa.smart_contracts": {"address"},
    "passa.transactions": {"transaction_hash", "block_number", "error_message"},
}
"""What an act may bring along and a form may write as well, while the rules allow it."""
ACTS = [(place, act.step) for place, table in TABLES.items() for act in declared(table)]


@pytest.fixture(scope="module")
def admin(people: People) -> Connection:
    return people["admin"]


def test_every_life_cycle_has_acts() -> None:
    living = {
        table.fullname
        for table in metadata.sorted_tables
        if table.schema != "backoffice" and any("life" in c.info for c in table.columns)
    }
    assert living == TABLES.keys() == MAKE.keys()


def test_every_act_is_offered_by_its_panel() -> None:
    for panel in panels.load().values():
        if isinstance(panel.source, Sql) and declared(panel.source.table):
            offered = {action.name for action in panel.actions if action.run is Run.STEP}
            assert offered == {act.step for act in declared(panel.source.table)}
            assert panel.key == panel.source.table.fullname


@pytest.mark.parametrize(("place", "at", "step"), CASES)
def test_step(place: str, at: str, step: str, rows: Rows, admin: Connection) -> None:
    column, life = state(TABLES[place])
    key = MAKE[place](rows, at, step)
    given = {"seen": {column.name: at}, "details": details(rows, place, step, key)}
    if (place, step) not in ACTS:
        with pytest.raises(psycopg.Error) as refused:
            act(admin, place, key, step, reason="because", **given)
        assert refused.value.sqlstate in ("42501", "CH002")
        assert rows.get(place, key, column.name) == at
        return
    if step not in life.steps_from(at):
        with pytest.raises(psycopg.Error) as refused:
            act(admin, place, key, step, reason="because", **given)
        wanted = next(s for _, s in life.next if s == step)
        with pytest.raises(Conflict) as said:
            life.after(at, wanted)
        assert refused.value.sqlstate == "CH002"
        assert refused.value.diag.message_primary == str(said.value)
        assert rows.get(place, key, column.name) == at
        return
    answer = act(admin, place, key, step, reason="because", **given)
    following = next(to.value for (was, by), to in life.next.items() if (was, by) == (at, step))
    assert answer == {column.name: following}
    assert rows.get(place, key, column.name) == following


@pytest.mark.parametrize(("place", "step"), ACTS)
def test_refused_without_its_right(place: str, step: str, rows: Rows, people: People) -> None:
    """An auditor with their own credentials calls the function around the program."""
    at = next(at for at, by in state(TABLES[place])[1].next if by == step)
    key = MAKE[place](rows, at, step)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=f"“{place}:{step}”"):
        act(people["auditor"], place, key, step, reason="because")
    assert rows.get(place, key, state(TABLES[place])[0].name) == at


@pytest.mark.parametrize("place", TABLES)
def test_plain_update_of_the_state_is_refused(place: str, admin: Connection) -> None:
    column, _ = state(TABLES[place])
    stamped = {name for each in declared(TABLES[place]) for name in each.stamps}
    for name in (column.name, *sorted(stamped - EDITABLE.get(place, set()))):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            admin.execute(f"UPDATE {place} SET {name} = NULL".encode())
