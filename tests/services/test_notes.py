"""Notes on records: who reads, writes, pins and hides them is decided in the database."""

import asyncio
from uuid import UUID, uuid4

import psycopg
import pytest

from desktop_app.domain.errors import Conflict, Gone, Invalid, NotAllowed
from desktop_app.services import notes
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from tests.services.act_people import Connection, People
from tests.services.test_desk import at_the_desk, made, run

DEALS = "openmineral.deals"
MAKER, MATE, STRANGER = "trader", "trader 2", "event_manager"
DENIED = psycopg.errors.InsufficientPrivilege
ADD = (
    "INSERT INTO backoffice.notes (panel, record, text, author, author_name, written_at, tenant_id)"
)
ADDED = f"{ADD} VALUES (%s, %s, %s, 'boss', 'The boss', '2001-01-01', %s) RETURNING id"


def _note(connection: Connection, panel: str = DEALS, tenant: str | None = None) -> UUID:
    row = connection.execute(ADDED.encode(), (panel, "17", f"said {uuid4()}", tenant)).fetchone()
    assert row is not None
    assert isinstance(row[0], UUID)
    return row[0]


def _seen(connection: Connection, note: UUID) -> bool:
    found = connection.execute("SELECT 1 FROM backoffice.notes WHERE id = %s", (note,)).fetchone()
    return found is not None


@pytest.fixture
def note(people: People) -> UUID:
    """By the first trader, around the program."""
    return _note(people[MAKER])


def test_nobody_says_who_wrote_or_when(people: People, note: UUID) -> None:
    """Mutation: without the trigger `b_keep` the note is the boss's, of 2001."""
    row = (
        people[MATE]
        .execute(
            "SELECT author, author_name, written_at > now() - interval '1 day', edited_at"
            " FROM backoffice.notes WHERE id = %s",
            (note,),
        )
        .fetchone()
    )
    login = people.login(MAKER)
    assert row == (login, login.replace("_", " ").title(), True, None)


@pytest.mark.parametrize(
    "column", ["author", "author_name", "written_at", "panel", "record", "tenant_id", "id"]
)
def test_what_a_note_is_about_and_whose_it_is_never_changes(
    people: People, note: UUID, column: str
) -> None:
    with pytest.raises(DENIED):
        people[MAKER].execute(f"UPDATE backoffice.notes SET {column} = {column}".encode())


def test_only_its_author_changes_the_words(people: People, note: UUID) -> None:
    reword = "UPDATE backoffice.notes SET text = 'else' WHERE id = %s"
    for who in (MATE, "admin"):
        with pytest.raises(DENIED, match="nobody else changes its words"):
            people[who].execute(reword.encode(), (note,))
    assert people[MAKER].execute(reword.encode(), (note,)).rowcount == 1
    pin = "UPDATE backoffice.notes SET pinned = true WHERE id = %s RETURNING edited_at IS NOT NULL"
    assert people[MATE].execute(pin.encode(), (note,)).fetchone() == (True,)


def test_nobody_removes_a_note_and_few_hide_it(people: People, note: UUID) -> None:
    for who in (MAKER, MATE, "admin"):
        with pytest.raises(DENIED):
            people[who].execute("DELETE FROM backoffice.notes WHERE id = %s", (note,))
    hide = "UPDATE backoffice.notes SET is_deleted = true WHERE id = %s"
    with pytest.raises(DENIED, match="only they or an administrator"):
        people[MATE].execute(hide.encode(), (note,))
    assert people["admin"].execute(hide.encode(), (note,)).rowcount == 1
    show = "UPDATE backoffice.notes SET is_deleted = false WHERE id = %s"
    assert people[MAKER].execute(show.encode(), (note,)).rowcount == 1


def test_whoever_may_not_read_the_list_has_none_of_its_notes(people: People, note: UUID) -> None:
    """Mutation: without the policy `readable` the event manager reads and writes on deals."""
    assert _seen(people["analyst"], note)
    assert not _seen(people[STRANGER], note)
    found = (
        people[STRANGER]
        .execute(
            "SELECT count(*) FROM backoffice.find_notes(%s)",
            ('{"where": {"all": []}, "sort": "written_at", "limit": 100}',),
        )
        .fetchone()
    )
    assert found == (0,)
    for who in (STRANGER, "analyst", "auditor"):
        with pytest.raises(DENIED):
            _note(people[who])


def test_staff_of_one_tenant_note_and_read_for_it_alone(people: People) -> None:
    tasks, mine, staff = "prismicx.tasks", people["tenant_admin"], people["admin"]
    own = _note(mine, tasks, "tenant-9")
    row = staff.execute("SELECT tenant_id FROM backoffice.notes WHERE id = %s", (own,)).fetchone()
    assert row == ("tenant-1",)
    seen = {each: _seen(mine, _note(staff, tasks, each)) for each in ("tenant-1", "tenant-9", None)}
    assert seen == {"tenant-1": True, "tenant-9": False, None: False}


def test_notes_of_a_record_are_pinned_first_then_newest(places: Places) -> None:
    async def work(desk: Desk) -> None:
        panel = desk.panels["multiverse.city_resources"]
        key = await made(desk)
        for words in ("first", "second", "third"):
            await desk.do(notes.written(panel, key, {}, f"  {words}\n"))
        found = await notes.of_record(desk, panel, key)
        assert [each.text for each in found] == ["third", "second", "first"]
        assert all(each.mine for each in found)
        await desk.do(notes.pinned(found[2]))
        await desk.do(notes.hidden(found[1]))
        found = await notes.of_record(desk, panel, key)
        assert [(each.text, each.pinned) for each in found] == [("first", True), ("third", False)]
        assert await notes.of_record(desk, panel, uuid4()) == ()
        with pytest.raises(Invalid):
            await desk.do(notes.written(panel, key, {}, " \n "))

    run(work, places)


def test_of_two_who_reword_at_once_one_is_told(places: Places) -> None:
    """Two windows of the same author; and what was hidden meanwhile is gone."""

    async def work(desk: Desk) -> None:
        panel = desk.panels["multiverse.city_resources"]
        key = await made(desk)
        await desk.do(notes.written(panel, key, {}, "as read"))
        (note,) = await notes.of_record(desk, panel, key)
        async with at_the_desk(places) as other:
            both = await asyncio.gather(
                desk.do(notes.reworded(note, "mine")),
                other.do(notes.reworded(note, "theirs")),
                return_exceptions=True,
            )
        assert sorted(type(each).__name__ for each in both) == ["Conflict", "Done"]
        (now,) = await notes.of_record(desk, panel, key)
        assert now.edited_at is not None
        await desk.do(notes.hidden(now))
        with pytest.raises((Gone, Conflict)):
            await desk.do(notes.hidden(now))

    run(work, places)


def test_another_persons_note_is_heard_of(places: Places, people: People) -> None:
    """Whoever begins to listen hears of what comes from then on: noted until it is heard."""
    heard, noted = set[object](), set[object]()

    async def work(desk: Desk) -> None:
        desk.subscribe(lambda change: heard.add((change.panel, change.key)))
        following = asyncio.create_task(desk.follow())
        async with asyncio.timeout(20):
            while heard.isdisjoint(noted):
                made_by_mate = await asyncio.to_thread(_note, people[MATE])
                noted.add((notes.PLACE, made_by_mate))
                await asyncio.sleep(0.3)
        following.cancel()

    run(work, places)


def test_who_may_not_note_is_told_the_permission(places: Places) -> None:
    async def work(desk: Desk) -> None:
        panel = desk.panels[DEALS]
        desk.actor = type(desk.actor)("x", frozenset(), frozenset({"*:read"}))
        with pytest.raises(NotAllowed, match=r"backoffice\.notes:write"):
            await desk.do(notes.written(panel, 17, {}, "no"))

    run(work, places)
