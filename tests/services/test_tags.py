"""Tags on any record: put on, counted, renamed, merged; by whom is decided in the database."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain import tagged
from desktop_app.domain.errors import Conflict, Invalid
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Act, Edit, Remove
from desktop_app.services import tagging
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from tests.services.act_people import Connection, People, act, refused
from tests.services.act_rows import EARLIER, LATER, Rows
from tests.services.test_desk import PANEL, at_the_desk, made, run

DEALS, TAGS, LINES = "openmineral.deals", "multiverse.tags", "multiverse.entity_tags"
DENIED = psycopg.errors.InsufficientPrivilege
PUT = f"INSERT INTO {LINES} (tag_id, entity_type, entity_id) VALUES (%s, %s, %s)"


def _tag(keeper: Connection, *carriers: str, of: str = "property") -> UUID:
    """A new tag upon these things, by somebody who may make one."""
    row = keeper.execute(
        f"INSERT INTO {TAGS} (name) VALUES (%s) RETURNING tag_id".encode(), (f"t {uuid4()}",)
    ).fetchone()
    assert row is not None
    for each in carriers:
        keeper.execute(PUT.encode(), (row[0], of, each))
    assert isinstance(row[0], UUID)
    return row[0]


def _merged(who: Connection, gone: UUID, kept: UUID) -> None:
    act(who, TAGS, {"tag_id": gone}, "merge", details={"into": kept})


def _carriers(root: Connection, tag: UUID) -> tuple[list[tuple[str, str]], int | None]:
    """What carries the tag, sorted, and how often the tag says that it is used."""
    found = root.execute(
        f"SELECT entity_type, entity_id FROM {LINES} WHERE tag_id = %s ORDER BY 1, 2".encode(),
        (tag,),
    ).fetchall()
    said = root.execute(
        f"SELECT usage_count FROM {TAGS} WHERE tag_id = %s".encode(), (tag,)
    ).fetchone()
    return [(kind, key) for kind, key in found], said[0] if said else None


@pytest.fixture(scope="module")
def root(places: Places) -> Any:
    with psycopg.connect(places.postgres, autocommit=True) as connection:
        yield connection


def test_uses_are_counted_as_they_come_go_and_move(people: People, root: Connection) -> None:
    keeper = people["operator"]
    tag, other = _tag(keeper, "a", "b"), _tag(keeper)
    assert _carriers(root, tag)[1] == 2
    keeper.execute(f"UPDATE {LINES} SET tag_id = %s WHERE tag_id = %s".encode(), (other, tag))
    assert (_carriers(root, tag)[1], _carriers(root, other)[1]) == (0, 2)
    keeper.execute(f"DELETE FROM {LINES} WHERE tag_id = %s".encode(), (other,))
    assert _carriers(root, other) == ([], 0)
    with pytest.raises(DENIED):
        keeper.execute(f"UPDATE {TAGS} SET usage_count = 7".encode())


@settings(max_examples=15)
@given(
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.lists(st.sampled_from("abcdef"), unique=True),
)
def test_merging_keeps_what_is_tagged(
    people: People, root: Connection, first: Sequence[str], second: Sequence[str]
) -> None:
    """Mutations: moving without leaving out what carries both, deleting before moving."""
    keeper = people["operator"]
    gone, kept = _tag(keeper, *first), _tag(keeper, *second)
    _merged(keeper, gone, kept)
    both = sorted({*first, *second})
    assert _carriers(root, kept) == ([("property", each) for each in both], len(both))
    assert _carriers(root, gone) == ([], None)


def test_the_same_key_in_two_lists_is_two_things(people: People, root: Connection) -> None:
    keeper = people["operator"]
    gone, kept = _tag(keeper, "17", of=DEALS), _tag(keeper, "17")
    _merged(keeper, gone, kept)
    assert _carriers(root, kept) == ([(DEALS, "17"), ("property", "17")], 2)


def test_event_tags_are_merged_and_counted(people: People, rows: Rows) -> None:
    keeper = people["event_manager"]
    gone, kept = (rows.put("passa.event_tags", name=f"e{uuid4().hex[:8]}") for _ in range(2))
    event = rows.put("passa.events", start_datetime=EARLIER, end_datetime=LATER)["event_id"]
    for tag in (gone, kept):
        keeper.execute(
            "INSERT INTO passa.event_tag_assignments (event_id, tag_id) VALUES (%s, %s)",
            (event, tag["tag_id"]),
        )
    act(keeper, "passa.event_tags", gone, "merge", details={"into": kept["tag_id"]})
    assert rows.get("passa.event_tags", kept, "usage_count") == 1
    left = rows.run("SELECT count(*) FROM passa.event_tags WHERE tag_id = %s", gone["tag_id"])
    assert left == (0,)


def test_merging_needs_its_right_and_another_tag(people: People) -> None:
    keeper = people["operator"]
    tag, other = _tag(keeper), _tag(keeper)
    into = {"into": other}
    refused("42501", people["trader"], TAGS, {"tag_id": tag}, "merge", details=into)
    refused("CH003", keeper, TAGS, {"tag_id": tag}, "merge", details={"into": tag})
    refused("CH003", keeper, TAGS, {"tag_id": tag}, "merge", details={"into": uuid4()})
    refused("CH003", keeper, TAGS, {"tag_id": tag}, "merge")
    refused("42501", keeper, TAGS, {"tag_id": tag}, "split", details=into)
    refused("CH004", keeper, TAGS, {"tag_id": uuid4()}, "merge", details=into)


def test_two_who_merge_each_into_the_other_keep_one(people: People, root: Connection) -> None:
    """Mutation: without the lock in the order of the keys both tags go, or both wait for good."""
    for _ in range(4):
        a, b = _tag(people["operator"], "x"), _tag(people["operator"], "y")
        ends: list[str] = []

        def merge(who: str, gone: UUID, kept: UUID, ends: list[str] = ends) -> None:
            try:
                _merged(people[who], gone, kept)
                ends.append("done")
            except psycopg.Error as error:
                ends.append(str(error.sqlstate))

        both = [
            threading.Thread(target=merge, args=("operator", a, b)),
            threading.Thread(target=merge, args=("operator 2", b, a)),
        ]
        for each in both:
            each.start()
        for each in both:
            each.join()
        assert sorted(ends) in (["CH003", "done"], ["CH004", "done"])
        (left,) = [t for t in (a, b) if _carriers(root, t)[1] is not None]
        assert _carriers(root, left) == ([("property", "x"), ("property", "y")], 2)


def test_what_is_tagged_while_its_tag_is_merged_is_not_lost(
    people: People, root: Connection
) -> None:
    """The one who tags has not committed: the merge waits, and takes it along."""
    gone, kept = _tag(people["operator"]), _tag(people["operator"])
    with people.another("operator 2") as tagger:
        tagger.autocommit = False
        tagger.execute(PUT.encode(), (gone, "property", "late"))
        merge = threading.Thread(target=_merged, args=(people["operator"], gone, kept))
        merge.start()
        while root.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"
        ).fetchone() == (0,):
            threading.Event().wait(0.02)
        tagger.commit()
        merge.join()
    assert _carriers(root, kept) == ([("property", "late")], 1)


def test_who_reads_the_list_sees_and_puts_its_tags(people: People) -> None:
    """Mutation: without the policy `readable` a trader sees what users of Passa carry."""
    on_deal, on_fan = (_tag(people["admin"], "17", of=each) for each in (DEALS, "passa.fans"))
    trader = people["trader"]

    def seen(who: Connection, tag: UUID) -> int:
        return who.execute(f"SELECT 1 FROM {LINES} WHERE tag_id = %s".encode(), (tag,)).rowcount

    assert (seen(trader, on_deal), seen(trader, on_fan)) == (1, 0)
    assert (seen(people["event_manager"], on_deal), seen(people["event_manager"], on_fan)) == (0, 1)
    trader.execute(PUT.encode(), (on_fan, DEALS, "18"))
    for kind in ("passa.fans", "property", "no such word"):
        with pytest.raises(DENIED):
            trader.execute(PUT.encode(), (on_deal, kind, "18"))
    own = _tag(people["admin"], "1", of="written by a platform")
    assert (seen(people["operator"], own), seen(people["analyst"], own)) == (1, 0)
    with pytest.raises(DENIED):
        people["analyst"].execute(PUT.encode(), (on_deal, DEALS, "18"))


def test_words_of_the_documents_name_lists_that_are_there(places: Places) -> None:
    async def work(desk: Desk) -> None:
        for word, panel in tagged.WORDS.items():
            assert panel in desk.panels
            assert (tagged.word(panel), tagged.list_of(word)) == (word, panel)
        assert all(len(tagged.word(key)) <= 50 for key in desk.panels)

    run(work, places)


def test_a_record_gets_a_word_that_is_there_or_a_new_one(places: Places) -> None:
    word = f"Sea view {uuid4().hex[:6]}"

    async def work(desk: Desk) -> None:
        panel = desk.panels[PANEL]
        first, second = await made(desk), await made(desk)
        await desk.do(*tagging.coined(panel, first, word))
        known = await tagging.named(desk, panel, word.upper())
        assert known is not None
        await desk.do(tagging.put(panel, second, known.id))
        with pytest.raises(Conflict, match="already"):
            await desk.do(tagging.put(panel, second, known.id))
        (tag,) = await tagging.of_record(desk, panel, second)
        assert (tag.name, tag.uses) == (word, 2)
        assert [each.name for each in await tagging.offered(desk, panel, word[4:])] == [word]
        query = tagging.carriers(panel, tag)
        assert {row["resource_id"] for row in (await desk.list(panel, query)).rows} == {
            first,
            second,
        }
        await desk.do(tagging.taken_off(panel, tag))
        assert await tagging.of_record(desk, panel, second) == ()
        assert await tagging.named(desk, panel, word[:-1]) is None

    run(work, places)


def test_a_tag_is_renamed_by_one_of_two_and_never_to_a_name_that_is_there(
    places: Places, people: People
) -> None:
    async def work(desk: Desk) -> None:
        panel = desk.panels[TAGS]
        tag, other = _tag(people["operator"], "x"), _tag(people["operator"])
        name = (await desk.get(panel, tag))["name"]
        taken = (await desk.get(panel, other))["name"]
        with pytest.raises(Conflict, match="already has this name"):
            await desk.do(Edit(TAGS, tag, {"name": name}, {"name": taken}))
        async with at_the_desk(places) as second:
            both = await asyncio.gather(
                desk.do(Edit(TAGS, tag, {"name": name}, {"name": f"{name} one"})),
                second.do(Edit(TAGS, tag, {"name": name}, {"name": f"{name} two"})),
                return_exceptions=True,
            )
        assert sorted(type(each).__name__ for each in both) == ["Conflict", "Done"]
        with pytest.raises(Conflict, match="still used"):
            await desk.do(Remove(TAGS, tag, {}))

    run(work, places)


def test_the_desk_merges_by_the_lists_own_action(places: Places, people: People) -> None:
    async def work(desk: Desk) -> None:
        gone, kept = _tag(people["operator"], "x"), _tag(people["operator"], "x", "y")
        await desk.do(Act(TAGS, "merge", (gone,), {"into": kept, "seen": {"usage_count": 99}}))
        assert (await desk.get(desk.panels[TAGS], kept))["usage_count"] == 2
        found = await desk.list(desk.panels[TAGS], Query(sort="usage_count", limit=1))
        assert found.rows[0]["usage_count"] >= 2
        with pytest.raises(Invalid):
            await desk.do(Act(TAGS, "merge", (kept,), {"into": kept}))

    run(work, places)
